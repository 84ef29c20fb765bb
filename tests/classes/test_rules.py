"""What somebody may know of and what they may do agree, for everybody of decision 5."""

import pytest

from classroom.accounts.models import User
from classroom.classes import rules
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from classroom.classes.places import Places
from classroom.submissions.models import Submission
from lessons.models import Lesson
from tests.cast import Cast
from tests.factories import NOW


def everybody(cast: Cast) -> list[User]:
    return [
        cast.student, cast.classmate, cast.removed, cast.assistant, cast.teacher,
        cast.other_student, cast.other_teacher, cast.content_admin, cast.superuser,
    ]  # fmt: skip


def test_whoever_reads_in_a_class_knows_of_it_and_nobody_else(cast: Cast) -> None:
    by_rule = [rules.reads(person, cast.school_class) for person in everybody(cast)]
    by_queryset = [SchoolClass.objects.visible_to(person).contains(cast.school_class) for person in everybody(cast)]

    assert by_rule == by_queryset == [True] * 5 + [False] * 4


def test_whoever_belongs_to_a_class_knows_what_is_set_in_it(cast: Cast) -> None:
    by_rule = [rules.belongs(person, cast.assignment.school_class) for person in everybody(cast)]
    by_queryset = [Assignment.objects.visible_to(person).contains(cast.assignment) for person in everybody(cast)]

    assert by_rule == by_queryset == [True, True, False, True, True] + [False] * 4


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("begun", [False, True])
def test_the_light_way_to_an_assignment_leads_where_the_whole_one_does(
    cast: Cast, begun: bool, withdrawn: bool
) -> None:
    if begun:
        for person in (cast.student, cast.removed):
            Submission.objects.create(
                assignment=cast.assignment, student=person, lesson_version=cast.assignment.lesson_version
            )
    if withdrawn:
        Lesson.objects.update(withdrawn_at=NOW)
    light, whole = [], []

    for person in everybody(cast):
        whole.append(Assignment.objects.visible_to(person).filter(school_class=cast.school_class).exists())
        assignment = Assignment.objects.with_withdrawal().get(pk=cast.assignment.pk)
        light.append(Places(person).tell(assignment.school_class) and rules.is_shown(person, assignment))

    assert light == whole == [begun or not withdrawn, not withdrawn, begun, True, True] + [False] * 4


def test_a_class_that_tells_whose_place_it_carries_answers_as_the_table_does(cast: Cast) -> None:
    for person in everybody(cast):
        asked = SchoolClass.objects.get(pk=cast.school_class.pk)
        told = SchoolClass.objects.visible_to(person).filter(pk=asked.pk).first() or asked
        placed = SchoolClass.objects.get(pk=asked.pk)
        assert Places(person).tell(placed) == (told is not asked)
        for rule in (rules.learns, rules.teaches, rules.grades, rules.learnt):
            for who in (person, cast.student):  # the place of one says nothing of another
                assert rule(who, told) == rule(who, placed) == rule(who, asked), (
                    person.username,
                    rule.__name__,
                    who.username,
                )


def test_whoever_teaches_a_class_knows_its_roster_and_nobody_else(cast: Cast) -> None:
    seat = Enrollment.objects.get(person=cast.student, school_class=cast.school_class)
    by_rule = [rules.teaches(person, seat) for person in everybody(cast)]
    by_queryset = [Enrollment.objects.visible_to(person).contains(seat) for person in everybody(cast)]

    assert by_rule == by_queryset == [False] * 4 + [True] + [False] * 4


@pytest.mark.parametrize("role", ["assistant", "teacher"])
def test_whose_work_for_a_class_has_ended_knows_nothing_of_it(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    Enrollment.objects.filter(person=person, school_class=cast.school_class).update(ended_at=NOW)

    assert not rules.reads(person, cast.school_class)
    assert not SchoolClass.objects.visible_to(person).exists()
    assert not Assignment.objects.visible_to(person).exists()


def test_places_are_asked_for_once_and_tell_who_teaches_somewhere(cast: Cast, django_assert_num_queries) -> None:
    told = []
    for person in everybody(cast):
        with django_assert_num_queries(1):
            places = Places(person)
            told.append((places.teaches_somewhere, places.learns_in(cast.school_class.public_id)))

    staffed = [SchoolClass.objects.staffed_by(person).exists() for person in everybody(cast)]
    learnt = [rules.learnt(person, cast.school_class) for person in everybody(cast)]
    assert told == list(zip(staffed, learnt, strict=True))
