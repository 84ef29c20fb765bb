"""A day promised for feedback: whom it is said to, until when, and in whose time."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from classroom.classes.models import Assignment, SchoolClass
from classroom.classes.promises import expected, is_past
from classroom.grading.actions import releases
from classroom.home.student_desk import student_desk
from classroom.home.teacher_desk import teacher_desk
from tests.factories import NOW

DAY = timedelta(days=1)
FOURTH = date(2026, 12, 4)
TERMS = {
    "opens_at": "2026-11-26T09:00",
    "due_at": "2026-12-03T17:00",
    "closes_at": "2026-12-04T17:00",
    "late_policy": "accept",
    "attempts": "1",
    "model_answer": "never",
    "second_look_days": "14",
}


@pytest.fixture
def promised(cast):
    """Feedback is promised for Friday 4 December."""
    Assignment.objects.filter(pk=cast.assignment.pk).update(feedback_by=FOURTH)
    cast.assignment.refresh_from_db()
    return cast.assignment


@pytest.mark.parametrize("zone, ends", [("UTC", "2026-12-05T00:00Z"), ("Pacific/Auckland", "2026-12-04T11:00Z")])
def test_a_day_ends_by_the_clock_of_the_class(zone, ends):
    assignment = Assignment(feedback_by=FOURTH, school_class=SchoolClass(time_zone=zone))
    after = NOW.fromisoformat(ends)
    before = after - timedelta(microseconds=1)

    assert (is_past(assignment, before), is_past(assignment, after)) == (False, True)
    assert expected(assignment, before, came_in=NOW) == "Feedback expected by 4 December"
    assert expected(assignment, after, came_in=NOW) == "Feedback was expected by 4 December"
    assert expected(assignment, after, came_in=after) == ""
    assignment.feedback_by = None
    assert (is_past(assignment, after), expected(assignment, after, came_in=NOW)) == (False, "")


@pytest.mark.parametrize(
    "day, status, kept", [("2026-12-03", 302, date(2026, 12, 3)), ("2026-12-02", 400, FOURTH), ("", 302, None)]
)
def test_a_teacher_promises_the_due_day_or_a_later_one(client, cast, promised, day, status, kept):
    client.force_login(cast.teacher)

    answer = client.post(
        reverse("classes:assignment", args=[cast.school_class.public_id, "hanoi"]), {**TERMS, "feedback_by": day}
    )

    promised.refresh_from_db()
    assert (answer.status_code, promised.feedback_by) == (status, kept)
    if status == 400:
        assert list(answer.context["form"].errors) == ["feedback_by"]


@pytest.mark.usefixtures("stopped_clock")
def test_students_read_it_from_writing_until_their_feedback_is_there(client, cast, promised, write, graded):
    write(promised, cast.classmate)
    work = graded(cast.student)

    def pages(person, *names):
        client.force_login(person)
        n = {"submissions:answer": [1]}
        place = [cast.school_class.public_id, "hanoi"]
        shown = [client.get(reverse(name, args=[*place, *n.get(name, [])])).content.decode() for name in names]
        return [page.count("Feedback expected by 4 December") for page in shown]

    both = "submissions:lesson", "submissions:answer"
    assert pages(cast.classmate, *both) == [0, 1]
    assert pages(cast.student, *both, "submissions:receipt") == [1, 1, 1]
    assert [row.hint for row in student_desk(cast.student, NOW).waiting] == [
        "World History 10B. Turned in on Wednesday at 12:00. Feedback expected by 4 December"
    ]
    releases.release(promised, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    assert pages(cast.student, *both, "submissions:receipt") == [0, 0, 0]


def test_a_day_that_has_passed_is_said_to_teachers_while_somebody_waits_who_counts_on_it(cast, promised, graded):
    later = NOW + 15 * DAY

    def said(person, at=later):
        return [(row.title, row.url) for row in teacher_desk(person, at).waiting if row.label == "Promised"]

    assert said(cast.teacher) == []
    work = graded(cast.student)
    address = reverse("classes:assignment", args=[cast.school_class.public_id, "hanoi"])
    assert said(cast.teacher) == [("Feedback was expected by 4 December", address)]
    assert (said(cast.teacher, NOW), said(cast.assistant)) == ([], [])
    work.turn_in.__class__.objects.filter(pk=work.turn_in.pk).update(at=later - DAY)
    assert said(cast.teacher) == []
