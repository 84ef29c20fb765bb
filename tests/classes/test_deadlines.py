"""One student's own times, and what they make of a moment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from classroom.classes.deadlines import Deadlines, deadlines_for
from classroom.classes.models import Assignment, Extension
from tests.cast import Cast
from tests.factories import NOW

MS = timedelta(milliseconds=1)
DUE, CLOSES = NOW + timedelta(days=2), NOW + timedelta(days=3)
OPENS = NOW - timedelta(days=7)


@pytest.mark.parametrize(
    "at, policy, verdict",
    [
        (OPENS - MS, "accept", "early"),
        (OPENS, "accept", "on_time"),
        (DUE, "accept", "on_time"),
        (DUE + MS, "accept", "late"),
        (CLOSES, "accept", "late"),
        (CLOSES + MS, "accept", "closed"),
        (DUE, "refuse", "on_time"),
        (DUE + MS, "refuse", "closed"),
    ],
)
def test_verdict_judges_to_the_millisecond(at: datetime, policy: str, verdict: str) -> None:
    deadlines = Deadlines(OPENS, DUE, CLOSES, policy)

    assert deadlines.verdict(at) == verdict
    assert deadlines.accepts_work(at) is (verdict in {"on_time", "late"})


def test_deadlines_without_an_extension_are_the_assignments(cast: Cast) -> None:
    expected = Deadlines(OPENS, DUE, CLOSES, Assignment.LatePolicy.ACCEPT, extended=False)

    assert deadlines_for(cast.assignment, cast.student) == expected


@pytest.mark.parametrize("days, closes", [(2.5, CLOSES), (9, NOW + timedelta(days=9))])
def test_deadlines_with_an_extension_move_due_and_only_then_closing(cast: Cast, days: float, closes: datetime) -> None:
    due = NOW + timedelta(days=days)
    Extension.objects.create(assignment=cast.assignment, student=cast.student, due_at=due, given_by=cast.teacher)

    assert deadlines_for(cast.assignment, cast.student) == Deadlines(OPENS, due, closes, "accept", extended=True)
    assert deadlines_for(cast.assignment, cast.classmate).due == DUE


def test_deadlines_and_the_queryset_agree(cast: Cast, django_assert_num_queries: Any) -> None:
    Extension.objects.create(
        assignment=cast.assignment, student=cast.student, due_at=CLOSES + MS, given_by=cast.teacher
    )
    annotated = Assignment.objects.with_dates_for(cast.student).get(pk=cast.assignment.pk)

    with django_assert_num_queries(1):
        deadlines = deadlines_for(cast.assignment, cast.student)

    assert (deadlines.due, deadlines.closes) == (annotated.due_for, annotated.closes_for)
