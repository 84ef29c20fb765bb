"""Whose lessons a person may change."""

import pytest

from lessons.models import Lesson
from lessons.rules import keeps_all_lessons, may_edit, writes_lessons


@pytest.mark.parametrize(
    "persona, expected",
    [
        ("student", (False, False, False, False)),
        ("assistant", (False, False, False, False)),
        ("teacher", (True, True, False, False)),
        ("other_teacher", (True, False, True, False)),
        ("content_admin", (True, True, True, True)),
        ("superuser", (True, True, True, True)),
    ],
)
def test_rights(cast, persona, expected):
    person = getattr(cast, persona)
    lessons = [
        Lesson.objects.create(slug="a", owner=cast.teacher),
        Lesson.objects.create(slug="b", owner=cast.other_teacher),
    ]

    found = (writes_lessons(person), *(may_edit(person, lesson) for lesson in lessons), keeps_all_lessons(person))

    assert found == expected


@pytest.mark.parametrize("persona", ["teacher", "content_admin", "superuser"])
def test_closed_account_has_no_rights(cast, persona):
    person = getattr(cast, persona)
    person.is_active = False
    lesson = Lesson.objects.create(slug="a", owner=person)

    assert (writes_lessons(person), may_edit(person, lesson), keeps_all_lessons(person)) == (False, False, False)


def test_groups_are_asked_for_once(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        writes_lessons(cast.teacher)
        keeps_all_lessons(cast.teacher)
