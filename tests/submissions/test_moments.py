from datetime import timedelta

import pytest
from django.db import transaction

from classroom.classes.models import Assignment, Extension
from classroom.submissions.models import Submission
from classroom.submissions.moments import moments_for, moments_of
from tests.factories import NOW

INSTANT = timedelta(milliseconds=1)


@pytest.fixture
def assignment(cast):
    return cast.assignment


@pytest.mark.parametrize("policy, ends", [("accept", NOW + timedelta(days=3)), ("refuse", NOW + timedelta(days=2))])
def test_writing_ends_with_the_late_policy(assignment, cast, policy, ends):
    assignment.late_policy = policy

    moments = moments_for(assignment, cast.student)

    assert (moments.ends, moments.allows_writing(ends), moments.allows_writing(ends + INSTANT)) == (ends, True, False)


def test_exactly_at_the_deadline_is_on_time(assignment, cast):
    moments = moments_for(assignment, cast.student)

    assert (moments.is_late(assignment.due_at), moments.is_late(assignment.due_at + INSTANT)) == (False, True)


@pytest.mark.parametrize("days, closes", [(2.5, NOW + timedelta(days=3)), (9, NOW + timedelta(days=9))])
def test_an_extension_moves_due_and_closing_only_when_it_is_later(assignment, cast, days, closes):
    due = NOW + timedelta(days=days)
    Extension.objects.create(assignment=assignment, student=cast.student, due_at=due, given_by=cast.teacher)

    moments = moments_for(assignment, cast.student)

    assert (moments.due, moments.closes, moments.extended) == (due, closes, True)
    assert moments_for(assignment, cast.classmate).due == assignment.due_at


def test_opening_time_belongs_to_the_open_time(assignment, cast):
    moments = moments_for(assignment, cast.student)

    assert (moments.allows_writing(assignment.opens_at - INSTANT), moments.allows_writing(assignment.opens_at)) == (
        False,
        True,
    )


def test_a_moment_is_said_in_the_time_of_the_class(assignment, cast):
    assignment.school_class.time_zone = "Asia/Tokyo"

    assert moments_for(assignment, cast.student).said(NOW) == "Wednesday 25 November at 21:00"


def test_dates_that_are_known_are_not_asked_for_again(cast, django_assert_num_queries):
    known = Assignment.objects.with_extension_of(cast.student).select_related("school_class").get(pk=cast.assignment.pk)

    with django_assert_num_queries(0):
        moments_for(known, cast.student)


@pytest.mark.parametrize("days", [None, -1, 2.5, 9])
def test_the_database_reckons_the_same_dates(assignment, cast, days):
    if days is not None:
        own = NOW + timedelta(days=days)
        Extension.objects.create(assignment=assignment, student=cast.student, due_at=own, given_by=cast.teacher)

    asked = Assignment.objects.with_dates_for(cast.student).get(pk=assignment.pk)
    moments = moments_for(assignment, cast.student)

    assert (asked.due_for, asked.closes_for) == (moments.due, moments.closes)


def test_an_extension_that_the_class_has_overtaken_takes_no_time_away(assignment, cast):
    Extension.objects.create(
        assignment=assignment, student=cast.student, due_at=NOW + timedelta(days=2.5), given_by=cast.teacher
    )
    due, closes = NOW + timedelta(days=6), NOW + timedelta(days=7)
    Assignment.objects.filter(pk=assignment.pk).update(due_at=due, closes_at=closes)
    assignment.refresh_from_db()

    moments = moments_for(assignment, cast.student)

    assert (moments.due, moments.closes, moments.extended) == (due, closes, False)


def test_an_attempt_taken_for_change_has_the_dates_that_the_pages_tell(assignment, cast, write):
    work = write(assignment, cast.student)
    Extension.objects.create(
        assignment=assignment, student=cast.student, due_at=NOW - timedelta(days=1), given_by=cast.teacher
    )

    with transaction.atomic():
        taken = moments_of(Submission.objects.for_change().get(pk=work.pk))

    assert taken == moments_for(assignment, cast.student)
    assert taken.due == assignment.due_at


@pytest.mark.parametrize(
    "zone, said", [("Europe/London", "12:00"), ("Asia/Tokyo", "12:00 (Europe/London)"), ("", "12:00")]
)
def test_a_moment_names_its_time_zone_to_a_reader_who_lives_in_another(assignment, cast, zone, said):
    cast.student.time_zone = zone

    assert moments_for(assignment, cast.student).said(NOW) == f"Wednesday 25 November at {said}"
