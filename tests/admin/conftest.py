"""What the admin's tests share: the addresses of an answer, and judgements through the real action."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from classroom.accounts.models import User
from classroom.grading import bench
from classroom.grading.actions import grades
from classroom.grading.models import Grade
from classroom.submissions.models import Answer, Submission
from lessons.models import Criterion
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _at_now(stopped_clock: None) -> None:
    """The server's clock stands at NOW in every test of the admin."""


@pytest.fixture
def answer_of() -> Callable[..., Answer]:
    """One answer of a work, by the position of its question."""

    def found(submission: Submission, position: int = 1) -> Answer:
        return Answer.objects.select_related("assignment__school_class").get(
            submission=submission, question__position=position
        )

    return found


@pytest.fixture
def judge() -> Callable[..., Grade]:
    """Judge an answer through the action: 3 points for each of its three criteria."""

    def judging(answer: Answer, by: User, *, done: bool = True, comment: str = "", base: int = 0) -> Grade:
        criteria = Criterion.objects.filter(rubric__question=answer.question).prefetch_related("levels")
        levels = {criterion.pk: criterion.levels.get(position=3) for criterion in criteria}
        return grades.save_grade(
            answer, by=by, at=NOW, base=base, levels=levels, adjustment=Decimal(0), adjustment_reason="",
            comment=comment, done=done,
        )  # fmt: skip

    return judging


@pytest.fixture
def typed() -> Callable[..., dict[str, Any]]:
    """What the form for a grade sends when every criterion is judged at its third level."""

    def form(answer: Answer, **more: Any) -> dict[str, Any]:
        ready = bench.for_judging(Answer.objects.all()).get(pk=answer.pk)
        grade = bench.grade_of(ready)
        chosen = {criterion.field: "3" for criterion in bench.rubric_of(ready)}
        said = {"base": grade.revision if grade else 0, "read": ready.judged_revision or 0, "comment": ""}
        return chosen | said | {"adjustment": "", "adjustment_reason": "", "done": "on"} | more

    return form
