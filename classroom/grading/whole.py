"""One student's work read as a whole: every question with its answer, grade, marks and comments. Three queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce

from classroom.accounts.models import User
from classroom.submissions.models import Answer, Submission
from classroom.submissions.references import references

from . import bench, reading
from .models import Comment, CriterionMark, Grade


@dataclass(frozen=True)
class Part:
    """One question of the work, as judged so far."""

    answer: Answer
    grade: Grade | None
    marks: list[CriterionMark]
    comment: str
    paragraphs: list[reading.Paragraph]

    @property
    def prefix(self) -> str:
        """What keeps the ids of several answers on one page apart."""
        return f"q{self.answer.question.position}-"


def parts_of(submission: Submission, user: User) -> list[Part]:
    """The parts of a turned-in work that the person may read, in the order of the questions."""
    judged = judged_as(Answer.objects.filter(submission=submission))
    answers = bench.for_judging(Answer.objects.text_visible_to(user)).filter(pk__in=judged)
    comments = Comment.objects.standing().select_related("author")
    answers = answers.prefetch_related(Prefetch("comments", queryset=comments)).order_by("question__position")
    marks = CriterionMark.objects.filter(grade__answer__in=judged, grade__counts=True)
    by_grade: dict[int, list[CriterionMark]] = {}
    for mark in marks.select_related("criterion", "level").order_by("criterion__position"):
        by_grade.setdefault(mark.grade_id, []).append(mark)
    return [_part(answer, submission, by_grade) for answer in answers]


def judged_as(answers: QuerySet[Answer]) -> QuerySet[Answer, Any]:
    """The keys of the answers whose judgement holds for these: their own, or those that they only carry on."""
    return answers.order_by().values(judged=Coalesce("carried_from", "pk"))


def _part(answer: Answer, submission: Submission, by_grade: dict[int, list[CriterionMark]]) -> Part:
    grade = bench.grade_of(answer)
    comments = [] if answer.blind else list(answer.comments.all())  # type: ignore[attr-defined]  # annotated
    whole = next((comment.body for comment in comments if not comment.is_anchored), "")
    text: str = answer.judged_text or ""  # type: ignore[attr-defined]  # annotated
    links = references(text, submission.assignment, submission.lesson_version_id)
    paragraphs = reading.annotated_paragraphs(text, comments, links)
    return Part(answer, grade, by_grade.get(grade.pk, []) if grade else [], whole, paragraphs)
