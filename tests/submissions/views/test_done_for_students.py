"""What a student reads of what was done for them: by whom and when, on their own pages alone, and never why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from classroom.classes.models import Assignment, Enrollment
from classroom.home.student_desk import student_desk
from classroom.submissions import actions
from classroom.submissions.models import TurnIn
from tests.factories import NOW

CLOSED = NOW + timedelta(days=3, minutes=5)
WHY = "Words for teachers alone"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def linh(cast, signed_in):
    return signed_in(cast.student)


@pytest.fixture
def says(linh, at_address):
    """What the pages of the work say together, as one text with single blanks."""

    def read(*pages: tuple[object, ...]) -> str:
        bodies = [linh.get(at_address(*page)).content.decode() for page in pages]
        return " ".join(" ".join(bodies).split())

    return read


LESSON, ANSWER, CHECK, RECEIPT = ("lesson",), ("answer", 1), ("turn-in",), ("receipt",)


def test_a_collected_draft(cast, write, says, linh, at_address, clock):
    write(cast.assignment, cast.student)
    clock.move_to(CLOSED, tick=False)
    act = actions.collect(cast.assignment, cast.student, by=cast.teacher, at=CLOSED, reason=WHY)

    page = says(LESSON, ANSWER, RECEIPT)

    assert page.count("Ms Marsh collected your draft on Saturday 28 November at 12:05.") == 2
    assert "<dt>How</dt><dd>Collected by Ms Marsh</dd>" in page
    assert (act.receipt in page, WHY in page) == (True, False)
    assert linh.post(at_address("answer", 1), {"text": "more", "base": "1", "go": "save"}).status_code == 409
    hint = "World History 10B. Collected by your teacher on Saturday at 12:05. Late"
    assert [row.hint for row in student_desk(cast.student, CLOSED).waiting] == [hint]


def test_work_on_paper(cast, write, says, linh, at_address):
    write(cast.assignment, cast.student)
    asked = {"by": cast.teacher, "at": NOW, "handed_in_at": NOW, "reason": WHY}
    act = actions.record_paper(cast.assignment, cast.student, **asked)

    page = says(LESSON, ANSWER, RECEIPT)

    assert page.count("Handed in on paper on Wednesday 25 November at 12:00; Ms Marsh recorded it.") == 2
    assert page.count("Handed in on paper. Guide") + page.count("Handed in on paper. 5 to 20 words") == 3
    assert "Your answer is on paper. What you had written here before stays in the history." in page
    assert "<dt>How</dt><dd>On paper, recorded by Ms Marsh</dd>" in page
    assert ("Take back" in page, "No answer" in page, act.receipt in page, WHY in page) == (False, False, True, False)
    assert linh.get(at_address("take-back")).status_code == 409


def test_an_excuse_stands_on_the_student_s_pages_and_on_nobody_else_s(cast, write, says, signed_in, at_address, clock):
    write(cast.assignment, cast.student)
    actions.excuse(cast.assignment, cast.student, by=cast.teacher, at=NOW, reason=WHY)

    page = says(LESSON, ANSWER, CHECK)
    said = "Ms Marsh excused you on Wednesday 25 November at 12:00."
    assert (page.count(said), page.count("If you do, it is graded like everybody’s."), WHY in page) == (3, 2, False)
    home = student_desk(cast.student, NOW)
    rows = [(row.state, row.label, row.hint) for row in home.this_week]
    assert rows == [("excused", "Excused", "World History 10B. You need not turn anything in")]
    assert home.carry_on is None
    assert "Excused" in signed_in(cast.student).get(reverse("home:lessons")).content.decode()
    mate = signed_in(cast.classmate)
    others = [mate.get(at_address(*LESSON)), mate.get(reverse("home:home")), mate.get(reverse("home:lessons"))]
    assert not any("xcused" in response.content.decode() for response in others)
    clock.move_to(CLOSED, tick=False)
    assert "You need not turn anything in." in says(LESSON)

    clock.move_to(NOW, tick=False)
    actions.turn_in(cast.student.submissions.get(), token=TurnIn().token, by=cast.student, at=NOW)
    assert "xcused" not in says(LESSON, RECEIPT)


@pytest.mark.parametrize(
    "policy, said",
    [
        ("refuse", "If you have not turned in by Friday 27 November at 12:00, Margin turns in what is saved then."),
        (
            "accept",
            "If you have not turned in by Saturday 28 November at 12:00, Margin turns in what is saved then; it will",
        ),
    ],
)
def test_turning_in_by_itself_is_said_while_there_is_time(cast, write, says, policy, said):
    write(cast.assignment, cast.student)
    assert "Margin turns in" not in says(ANSWER, CHECK)

    Assignment.objects.update(turns_in_at_closing=True, late_policy=policy)

    assert says(ANSWER, CHECK).count(said) == 2


def test_from_closing_time_on_it_is_being_turned_in_and_then_it_is(cast, write, says, linh, at_address, clock):
    Assignment.objects.update(turns_in_at_closing=True)
    write(cast.assignment, cast.student)
    clock.move_to(NOW + timedelta(days=3, milliseconds=1), tick=False)

    saying = "Time was up on Saturday 28 November at 12:00. Margin is turning in what was saved; this takes a minute"
    assert says(LESSON, ANSWER, CHECK).count(saying) == 3
    late = linh.post(at_address("answer", 1), {"text": "more", "base": "1", "go": "save"})
    assert (late.status_code, "Your draft is kept." in late.content.decode()) == (409, True)

    clock.move_to(CLOSED, tick=False)
    actions.turn_in_what_closed(CLOSED)
    page = says(LESSON, ANSWER, RECEIPT)
    assert page.count("Time was up on Saturday 28 November at 12:00, and Margin turned in what was saved.") == 2
    assert "<dt>How</dt><dd>By Margin, at closing time</dd>" in page


@pytest.mark.parametrize("left", ["empty", "excused", "removed"])
def test_what_stays_a_draft_is_not_said_to_be_turned_in(cast, write, says, linh, at_address, clock, left):
    Assignment.objects.update(turns_in_at_closing=True)
    write(cast.assignment, cast.student, text="" if left == "empty" else "Some words.")
    if left == "excused":
        actions.excuse(cast.assignment, cast.student, by=cast.teacher, at=NOW, reason=WHY)
    if left == "removed":
        Enrollment.objects.filter(person=cast.student).update(ended_at=NOW)
    clock.move_to(CLOSED, tick=False)

    page = says(LESSON)
    late = linh.post(at_address("answer", 1), {"text": "more", "base": "1", "go": "save"}).content.decode()

    assert ("turning in" in page, "Your draft is kept." in page) == (False, True)
    assert "is turned in" not in late
