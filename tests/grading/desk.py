"""What the tests of the desk share: addresses, what a form sends, and all rows of judgement to compare."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from classroom.grading.models import Comment, CriterionMark, Grade, GradeEvent, Letter, NamesShown
from classroom.submissions.models import Answer, Submission

WORDS = "The two sides wanted different things."  # the first paragraph of tests.cast.TEXT


def answer_to(submission: Submission, n: int = 2) -> Answer:
    """The submission's answer to the question at that position."""
    return Answer.objects.get(submission=submission, question__position=n)


def url(name: str, answer: Answer, *more: object) -> str:
    """An address below one answer."""
    assignment = answer.assignment
    place = [assignment.school_class.public_id, assignment.slug, answer.question.position, answer.desk_number]
    return reverse(f"grading:{name}", args=[*place, *more])


def below(name: str, submission: Submission, *more: object) -> str:
    """An address below the assignment."""
    assignment = submission.assignment
    return reverse(f"grading:{name}", args=[assignment.school_class.public_id, assignment.slug, *more])


def sent(base: int = 0, levels: tuple[str, str, str] = ("3", "2", "4"), **more: Any) -> dict[str, Any]:
    """What the grading form sends."""
    understanding, evidence, argument = levels
    chosen = {"level-understanding": understanding, "level-evidence": evidence, "level-argument": argument}
    return {"base": base, "read": 1, "comment": "Clear.", "adjustment": "", "adjustment_reason": ""} | chosen | more


def on_words(**more: Any) -> dict[str, Any]:
    """What the comment form sends without script."""
    return {"read": 1, "kind": "strength", "paragraph": "1", "words": "two sides", "body": "Well seen."} | more


def rows() -> dict[str, list[Any]]:
    """Every row of judgement, to compare before and after."""
    models: Iterable[Any] = (Grade, CriterionMark, Comment, GradeEvent, Letter, NamesShown)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def spot(answer: Answer) -> str:
    """What the names of its fields end in where points are entered for many."""
    return f"{answer.question_key}-{answer.desk_number}"


def cell(answer: Answer, points: str, *, base: int = 0, **more: Any) -> dict[str, Any]:
    """What a page of points sends for one answer."""
    return {f"points-{spot(answer)}": points, f"base-{spot(answer)}": base, f"read-{spot(answer)}": 1} | more
