"""What a student reads of one released work. Made from the frozen copy alone, so no later change reaches it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.submissions.models import AnswerRevision, Submission
from classroom.submissions.references import references
from classroom.submissions.rules import can_still_write
from lessons.models import Question

from . import reading
from .freezing import Frozen
from .models import ReleaseItem


@dataclass(frozen=True)
class Mark:
    """One criterion: the level chosen, in words, in points and as pips; and what the teacher says of it.

    No `points`: it was not judged by itself, and only the words stand here.
    """

    name: str
    level: str
    description: str
    points: str
    of: str
    pips: list[str]
    comment: str = ""

    @property
    def is_not_shown(self) -> bool:
        """Whether it earned nothing; points without a level are neither, nor is what was not decided."""
        return not self.level and bool(self.points) and not Decimal(self.points)


@dataclass(frozen=True)
class Part:
    """One question: its points, the text that was judged with the comments on it, and how the points add up."""

    frozen: Frozen
    marks: list[Mark]
    paragraphs: list[reading.Paragraph]
    model_answer: str

    @property
    def number(self) -> int:
        """The question's place in the lesson."""
        number: int = self.frozen["number"]
        return number

    @property
    def prefix(self) -> str:
        """What keeps the ids of several answers on one page apart."""
        return f"q{self.number}-"

    @property
    def is_on_paper(self) -> bool:
        """Whether the student has the judged text on paper alone."""
        return bool(self.frozen.get("on_paper"))

    @property
    def has_adjustment(self) -> bool:
        """Whether points were added or taken away beside the rubric."""
        return Decimal(self.frozen["adjustment"]) != 0

    @property
    def adjustment(self) -> str:
        """The points added or taken away, with their sign."""
        points = Decimal(self.frozen["adjustment"]).normalize()
        return f"{points:+f}".replace("-", "−")


def released(assignment: Assignment, student: User, *, at: datetime) -> list[Any]:
    """The feedback the student may read of each attempt at that moment, the newest first; each with `corrects`."""
    earlier = ReleaseItem.objects.standing().filter(submission=OuterRef("submission"), pk__lt=OuterRef("pk"))
    items = ReleaseItem.objects.newest(at).visible_to(student, at).filter(submission__assignment=assignment)
    items = items.select_related("release", "submission__turn_in").annotate(corrects=Exists(earlier))
    found = list(items.order_by("-submission__attempt"))
    for item in found:
        item.submission.assignment = assignment
    return found


def parts_of(item: ReleaseItem, student: User, *, at: datetime, number: int | None = None) -> list[Part]:
    """The parts of the frozen copy, or the one with that number; at most six queries."""
    chosen = [part for part in item.frozen["answers"] if number in (None, part["number"])]
    texts = dict(AnswerRevision.objects.filter(pk__in=[part["revision"] for part in chosen]).values_list("pk", "text"))
    answers = _model_answers(item, student, [part["key"] for part in chosen], at=at)
    work = item.submission
    return [_part(part, work, texts.get(part["revision"], ""), answers.get(part["key"], "")) for part in chosen]


def _part(frozen: Frozen, work: Submission, text: str, model_answer: str) -> Part:
    marks = [_mark(mark) for mark in frozen["marks"]]
    links = references(text, work.assignment, work.lesson_version_id)
    paragraphs = reading.annotated_paragraphs(text, frozen["comments"], links) if frozen["words"] else []
    return Part(frozen, marks, paragraphs, model_answer)


def _mark(mark: Frozen) -> Mark:
    at, steps = mark["step"], mark["steps"]
    pips = ["on"] * max(0, at - 1) + ["at"] * (at > 0) + [""] * (steps - at)
    return Mark(
        mark["name"], mark["level"], mark["description"], mark["points"], mark["of"], pips, mark.get("comment", "")
    )


def _model_answers(item: ReleaseItem, student: User, keys: list[str], *, at: datetime) -> dict[str, str]:
    """The model answers by question, where the policy opens them to this student (decision 18)."""
    assignment = item.submission.assignment
    if assignment.model_answer != Assignment.ModelAnswer.RETURNED or can_still_write(assignment, student, at=at):
        return {}
    questions = Question.objects.filter(version=item.submission.lesson_version_id, key__in=keys)
    return dict(questions.values_list("key", "model_answer_html"))
