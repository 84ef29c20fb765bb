"""Setting a lesson, its dates in the class's time, a newer version, and one student's later date."""

import html
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import Message, User
from classroom.accounts.outbox import written
from classroom.classes import actions
from classroom.classes.models import Assignment, Extension, SchoolClass
from classroom.http import Refused
from classroom.submissions.models import Submission
from lessons.models import Lesson, LessonVersion
from tests.cast import Cast
from tests.factories import NOW, DraftFactory, EnrollmentFactory, published

TERMS = {
    "opens_at": "2026-11-26T09:00",
    "due_at": "2026-12-03T17:00",
    "closes_at": "2026-12-04T17:00",
    "late_policy": "refuse",
    "attempts": "2",
    "model_answer": "never",
    "second_look_days": "7",
}
DATES = {"opens_at": NOW, "due_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=2)}


@pytest.fixture
def teacher(client: Client, cast: Cast) -> User:
    client.force_login(cast.teacher)
    return cast.teacher


def address(name: str, school_class: SchoolClass, *more: object) -> str:
    return reverse(f"classes:{name}", args=[school_class.public_id, *more])


def test_a_lesson_is_set_with_dates_in_the_classs_time(client: Client, cast: Cast, teacher: User) -> None:
    SchoolClass.objects.filter(pk=cast.school_class.pk).update(time_zone="America/New_York")
    version = published()

    response = client.post(address("assign", cast.school_class), {"version": version.pk, **TERMS})

    made = Assignment.objects.get(lesson_version=version)
    assert (response.status_code, made.slug, made.created_by) == (302, version.lesson.slug, teacher)
    assert (made.opens_at, made.due_at) == (
        datetime(2026, 11, 26, 14, tzinfo=UTC),
        datetime(2026, 12, 3, 22, tzinfo=UTC),
    )
    assert (made.late_policy, made.attempts, made.model_answer, made.names_hidden) == ("refuse", 2, "never", False)
    assert made.second_look_days == 7


def test_the_same_lesson_set_again_has_an_address_of_its_own(cast: Cast) -> None:
    version = published(lesson__slug="summit")

    def set_at(seconds: int) -> str:
        at = NOW + timedelta(seconds=seconds)
        return actions.set_lesson(cast.school_class, version, by=cast.teacher, at=at, **DATES).slug

    slugs = [set_at(seconds) for seconds in (0, 61, 122, 123)]  # the last is a second press

    assert slugs == ["summit", "summit-2", "summit-3", "summit-3"]


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({"due_at": "2026-11-26T09:00"}, "due_at"),
        ({"closes_at": "2026-12-03T16:59"}, "closes_at"),
        ({"opens_at": "2026-03-29T01:30"}, "opens_at"),
        ({"opens_at": "yesterday"}, "opens_at"),
        ({"opens_at": "0001-01-01T00:00"}, "opens_at"),
        ({"opens_at": "2026-11-26T09:00+05:00"}, "opens_at"),
        ({"due_at": ""}, "due_at"),
        ({"attempts": "0"}, "attempts"),
        ({"attempts": "1" * 400}, "attempts"),
        ({"late_policy": "whatever"}, "late_policy"),
        ({"version": "0"}, "version"),
        ({"version": "1" * 30}, "version"),
        ({"version": "1 OR 1=1"}, "version"),
    ],
)
def test_a_bad_value_is_400_and_sets_nothing(
    client: Client, cast: Cast, teacher: User, changes: dict[str, str], wrong: str
) -> None:
    version = published()

    response = client.post(address("assign", cast.school_class), {"version": version.pk, **TERMS, **changes})

    assert (response.status_code, list(response.context["form"].errors)) == (400, [wrong])
    assert Assignment.objects.filter(lesson_version=version).count() == 0


def test_an_hour_that_comes_twice_is_the_first(client: Client, cast: Cast, teacher: User) -> None:
    fields = {**TERMS, "opens_at": "2026-10-25T01:30"}

    client.post(address("assignment", cast.school_class, "hanoi"), fields)

    cast.assignment.refresh_from_db()
    assert cast.assignment.opens_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_drafts_withdrawn_lessons_and_older_versions_are_not_offered(client: Client, cast: Cast, teacher: User) -> None:
    draft = DraftFactory()
    withdrawn = published()
    Lesson.objects.filter(pk=withdrawn.lesson_id).update(withdrawn_at=NOW)
    newer = published(lesson=cast.assignment.lesson_version.lesson)

    response = client.get(address("assign", cast.school_class))

    assert set(response.context["form"].fields["version"].queryset) == {newer, cast.other_assignment.lesson_version}
    for version in (draft, withdrawn):
        version.refresh_from_db()
        with pytest.raises(Refused):
            actions.set_lesson(cast.school_class, version, by=cast.teacher, at=NOW, **DATES)


def test_dates_and_policies_change_and_the_version_does_not(client: Client, cast: Cast, teacher: User) -> None:
    other = published()
    version = cast.assignment.lesson_version_id

    response = client.post(
        address("assignment", cast.school_class, "hanoi"),
        {**TERMS, "lesson_version": other.pk, "slug": "x", "turns_in_at_closing": "on"},
    )

    cast.assignment.refresh_from_db()
    assert (response.status_code, cast.assignment.slug, cast.assignment.lesson_version_id) == (302, "hanoi", version)
    assert (cast.assignment.due_at, cast.assignment.attempts) == (datetime(2026, 12, 3, 17, tzinfo=UTC), 2)
    assert cast.assignment.turns_in_at_closing
    client.post(address("assignment", cast.school_class, "hanoi"), TERMS)
    cast.assignment.refresh_from_db()
    assert not cast.assignment.turns_in_at_closing


def test_a_newer_version_is_adopted_and_drafts_keep_their_wording(client: Client, cast: Cast, teacher: User) -> None:
    begun = Submission.objects.create(
        assignment=cast.assignment, student=cast.student, lesson_version=cast.assignment.lesson_version
    )
    old = cast.assignment.lesson_version
    newer = published(lesson=old.lesson)
    here = address("adopt", cast.school_class, "hanoi")

    asked = client.get(here)
    [version] = asked.context["sent"]
    stale = client.post(here, {"version": newer.number - 1})
    moved = client.post(here, dict([version]))
    again = client.post(here)

    cast.assignment.refresh_from_db()
    begun.refresh_from_db()
    assert [each.status_code for each in (asked, stale, moved, again)] == [200, 409, 302, 409]
    assert asked.context["consequence"] == (
        "Students who have not begun get it. 1 draft keeps the wording it began with."
    )
    assert (cast.assignment.lesson_version, begun.lesson_version) == (newer, old)
    assert client.get(here).status_code == 404


def test_a_version_that_drops_what_somebody_has_begun_is_not_adopted(client: Client, cast: Cast, teacher: User) -> None:
    old = cast.assignment.lesson_version
    newer = DraftFactory(lesson=old.lesson)
    newer.questions.filter(key="q1").update(key="another")
    LessonVersion.objects.filter(pk=newer.pk).update(number=2, published_at=NOW)
    begun = Submission.objects.create(assignment=cast.assignment, student=cast.student, lesson_version=old)
    here = address("adopt", cast.school_class, "hanoi")

    refused = client.post(here)
    begun.delete()
    moved = client.post(here)

    assert (refused.status_code, moved.status_code) == (409, 302)
    assert "“Objectives”, which that version no longer asks" in html.unescape(refused.content.decode())


def test_a_version_of_another_lesson_is_not_adopted(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.adopt_version(cast.assignment, published())


def test_an_extension_is_given_changed_and_taken_back(client: Client, cast: Cast, teacher: User) -> None:
    seat = cast.school_class.enrollments.get(person=cast.student)
    here = address("extension", cast.school_class, "hanoi", seat.pk)

    client.post(here, {"due_at": "2026-12-01T17:00", "reason": "Was ill", "student": cast.classmate.pk})
    client.post(here, {"due_at": "2026-12-02T17:00", "reason": "Was ill"})

    given = Extension.objects.get()
    assert (given.student, given.due_at, given.reason) == (
        cast.student,
        datetime(2026, 12, 2, 17, tzinfo=UTC),
        "Was ill",
    )
    assert list(Message.objects.values_list("kind", "person")) == [("extension", cast.student.pk)] * 2

    remove = address("extension-remove", cast.school_class, "hanoi", seat.pk)
    assert (client.get(remove).status_code, Extension.objects.count()) == (200, 1)
    assert (client.post(remove).status_code, Extension.objects.count()) == (302, 0)
    assert client.post(remove).status_code == 404


def test_an_extension_that_is_not_later_is_refused(client: Client, cast: Cast, teacher: User) -> None:
    seat = cast.school_class.enrollments.get(person=cast.student)

    response = client.post(address("extension", cast.school_class, "hanoi", seat.pk), {"due_at": "2026-11-27T12:00"})

    assert (response.status_code, Extension.objects.count()) == (409, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_extensions_cost_the_same_for_any_number(
    client: Client, cast: Cast, teacher: User, count: int, django_assert_num_queries: Any
) -> None:
    for _newcomer in range(count - 1):
        EnrollmentFactory(school_class=cast.school_class)
    client.get(address("extensions", cast.school_class, "hanoi"))

    with django_assert_num_queries(6):
        response = client.get(address("extensions", cast.school_class, "hanoi"))

    assert len(response.context["page_obj"]) == 2 + count - 1


@pytest.mark.parametrize(
    "who, status",
    [("assistant", 403), ("student", 403), ("other_teacher", 404), ("other_student", 404), ("superuser", 404)],
)
def test_setting_lessons_and_dates_is_for_teachers_of_the_class(
    client: Client, cast: Cast, who: str, status: int
) -> None:
    client.force_login(getattr(cast, who))
    seat = cast.school_class.enrollments.get(person=cast.classmate)
    addresses = [
        address("assign", cast.school_class),
        address("assignment", cast.school_class, "hanoi"),
        address("adopt", cast.school_class, "hanoi"),
        address("extensions", cast.school_class, "hanoi"),
        address("extension", cast.school_class, "hanoi", seat.pk),
    ]

    assert [client.get(here).status_code for here in addresses] == [status] * 5
    assert client.post(addresses[-1], {"due_at": "2026-12-02T17:00"}).status_code == status
    assert Extension.objects.count() == 0


@pytest.mark.parametrize(
    "who, status",
    [("other_teacher", 302), ("content_admin", 302), ("teacher", 404), ("student", 404), ("superuser", 404)],
)
def test_a_draft_is_published_by_its_owner_or_who_looks_after_lessons(
    client: Client, cast: Cast, who: str, status: int
) -> None:
    draft = DraftFactory(lesson__owner=cast.other_teacher)
    client.force_login(getattr(cast, who))

    response = client.post(reverse("classes:publish-lesson", args=[draft.lesson.slug]))

    draft.refresh_from_db()
    assert (response.status_code, draft.is_draft) == (status, status == 404)


def test_an_owner_who_is_no_teacher_any_more_publishes_nothing(client: Client, cast: Cast) -> None:
    draft = DraftFactory(lesson__owner=cast.student)
    client.force_login(cast.student)

    assert client.post(reverse("classes:publish-lesson", args=[draft.lesson.slug])).status_code == 403
    draft.refresh_from_db()
    assert draft.is_draft is True


def test_a_student_is_told_of_more_time_and_of_its_end_in_the_time_of_the_class(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)
    seat = cast.school_class.enrollments.get(person=cast.student)
    client.post(address("extension", cast.school_class, "hanoi", seat.pk), {"due_at": "2026-12-02T17:00"})
    client.post(address("extension-remove", cast.school_class, "hanoi", seat.pk))

    mails = [written(message, "linh@school.example") for message in Message.objects.order_by("pk")]

    assert [(mail.subject, "Wednesday 2 December 2026, 17:00 (Europe/London)" in mail.body) for mail in mails] == [
        ("More time for The 2019 Hanoi Summit", True),
        ("Your extra time for The 2019 Hanoi Summit was taken back", False),
    ]
    assert "holds for you again: Friday 27 November 2026, 12:00 (Europe/London)." in mails[1].body
