"""Work that was released and asked about: what the tests of second looks begin with."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from classroom.classes.models import Assignment
from classroom.grading.actions import comments, decisions, grades, releases, second_looks, second_marks, staff_notes
from classroom.grading.anchors import Words
from classroom.grading.models import Comment, Grade, RegradeRequest, ReleaseItem
from classroom.submissions.models import Answer, Submission
from tests.cast import Cast, make_cast, turn_in_answers
from tests.factories import NOW
from tests.grading.conftest import judge, levels_of
from tests.snapshot import Snapshot

FIRST = "7.25"  # what the second reader must not see
SECRETS = {FIRST, "25.25", "First words.", "First remark.", "First note."}


@dataclass(frozen=True)
class Asked:
    """The cast, the student's work as it came back, and the request about its second question."""

    cast: Cast
    work: Submission
    answer: Answer
    asked: RegradeRequest
    item: ReleaseItem


def make_asked() -> Asked:
    """Marks of 9, 7.25 and 9 points, seen by the student, who asks about the second; names are shown to all."""
    cast = make_cast()
    Assignment.objects.filter(pk=cast.assignment.pk).update(names_hidden=False)
    work = turn_in_answers(cast.assignment, cast.student)
    for answer in Answer.objects.filter(submission=work).order_by("question__position"):
        judge(answer, by=cast.assistant, points=3, comment="Other words.")
    answer = Answer.objects.get(submission=work, question_key="q2")
    first = {"levels": levels_of(answer, 3), "adjustment": Decimal("-1.75"), "adjustment_reason": "Too short."}
    grades.save_grade(answer, by=cast.assistant, at=NOW, base=1, comment="First words.", done=True, **first)
    place = Words(1, "two sides")
    comments.add_comment(
        answer, kind=Comment.Kind.QUESTION, body="First remark.", place=place, by=cast.assistant, at=NOW
    )
    staff_notes.add_note(answer, body="First note.", by=cast.assistant, at=NOW)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    asked = second_looks.ask(answer, by=cast.student, at=NOW, reason="I name two sides.")
    work.refresh_from_db()
    return Asked(cast, work, answer, asked, ReleaseItem.objects.get())


ASKED = Snapshot(make_asked)


@pytest.fixture
def world(db: None) -> Asked:
    return ASKED.take()


def mark(world: Asked, *, points: int = 4, base: int = 0, done: bool = True, comment: str = "Second words.") -> Grade:
    """The teacher's own mark, that many points a criterion."""
    levels = levels_of(world.answer, points)
    return second_marks.save_second_mark(
        world.asked, by=world.cast.teacher, at=NOW, base=base, levels=levels, adjustment=Decimal(0),
        adjustment_reason="", comment=comment, done=done,
    )  # fmt: skip


def decide(world: Asked, outcome: str, *, points: str | None = None, base: int = 2, **more: object) -> RegradeRequest:
    """The teacher decides, visible at once unless it is said otherwise."""
    decision = decisions.Decision(outcome, Decimal(points) if points else None, "You do name both.")
    when = {"at": NOW, "visible_from": NOW} | more
    return decisions.decide(world.asked, decision, base=base, by=world.cast.teacher, **when)
