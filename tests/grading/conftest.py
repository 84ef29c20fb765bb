"""What the tests of grading share: work that is turned in and judged through the real actions."""

import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest

from classroom.accounts.models import User
from classroom.grading.actions import grades, letters
from classroom.grading.models import Grade
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission
from lessons.models import Criterion, Level
from tests.cast import Cast
from tests.factories import NOW


def levels_of(answer: Answer, points: int) -> dict[int, Level | None]:
    """The level with that many points for each criterion; 0 is "Not shown"."""
    criteria = Criterion.objects.filter(rubric__question=answer.question_id, rubric__edition=1)
    earned = {level.criterion_id: level for level in Level.objects.filter(criterion__in=criteria, points=points)}
    return {pk: earned.get(pk) for pk in criteria.values_list("pk", flat=True)}


def judge(answer: Answer, *, by: User, points: int, comment: str = "", reason: str = "", done: bool = True) -> Grade:
    """A grade of that many points a criterion, in place of the one there is."""
    return grades.save_grade(
        answer,
        by=by,
        at=NOW,
        base=Grade.objects.counting().filter(answer=answer).values_list("revision", flat=True).first() or 0,
        levels=levels_of(answer, points),
        adjustment=Decimal(0),
        adjustment_reason="",
        comment=comment,
        done=done,
        reason=reason,
    )


@pytest.fixture
def graded(cast: Cast, work: Callable[..., Submission]) -> Callable[..., Submission]:
    """A student's work in the cast's assignment, turned in and wholly judged."""

    def grading(
        student: User, *, points: int = 3, comment: str = "", letter: str = "", done: bool = True
    ) -> Submission:
        submission = work(cast.assignment, student)
        for answer in Answer.objects.filter(submission=submission).order_by("question__position"):
            judge(answer, by=cast.teacher, points=points, comment=comment, done=done)
        if letter:
            letters.save_letter(submission, body=letter, base=0, by=cast.teacher, at=NOW)
        submission.refresh_from_db()
        return submission

    return grading


@pytest.fixture
def regrade(cast: Cast) -> Callable[..., None]:
    """Judge all answers of released work anew."""

    def regrading(submission: Submission, *, points: int) -> None:
        for answer in Answer.objects.filter(submission=submission).order_by("question__position"):
            judge(answer, by=cast.teacher, points=points, reason="Looked again.")

    return regrading


@pytest.fixture
def graded_answer(cast: Cast) -> Callable[..., Submission]:
    """Of a draft, write one answer, turn all in, and judge that one."""

    def grading(submission: Submission, key: str, *, text: str) -> Submission:
        answer = Answer.objects.get(submission=submission, question_key=key)
        actions.save_answer(answer, text=text, base=answer.revision, at=NOW)
        actions.turn_in(submission, token=uuid.uuid4(), by=submission.student, at=NOW)
        judge(Answer.objects.get(pk=answer.pk), by=cast.teacher, points=3)
        submission.refresh_from_db()
        return submission

    return grading
