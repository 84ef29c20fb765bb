"""All answers to one question, a page at a time, in the order of desk numbers: to read and compare."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from classroom.classes.models import Assignment
from classroom.submissions.models import Answer
from classroom.submissions.querysets import came_in
from classroom.submissions.references import references

from . import bench, reading, roster
from .models import Comment, Grade

ROWS = 10  # on one page


@dataclass(frozen=True)
class Shown:
    """One answer with its comments and what it was given so far; the label and drawing of its state."""

    answer: Answer
    grade: Grade | None
    comment: str
    paragraphs: list[reading.Paragraph]
    label: str
    icon: str

    @property
    def prefix(self) -> str:
        """What keeps the ids of several answers on one page apart."""
        return f"a{self.answer.desk_number}-"


def page_of(assignment: Assignment, question_key: str, number: int | None) -> tuple[Page[Any], int]:
    """That page of what came in, its rows as Shown, and how many answers are empty; four queries."""
    every = roster.turned_in(assignment, question_key)
    comments = Prefetch("comments", queryset=Comment.objects.standing().select_related("author"))
    there = bench.for_judging(every.filter(came_in())).prefetch_related(comments).order_by("desk_number")
    page = Paginator(there, ROWS).get_page(number or 1)
    page.object_list = [_shown(answer, assignment) for answer in page.object_list]
    return page, every.exclude(came_in()).count()


def _shown(answer: Any, assignment: Assignment) -> Shown:
    comments = [] if answer.blind else list(answer.comments.all())
    whole = next((comment.body for comment in comments if not comment.is_anchored), "")
    text = answer.judged_text or ""
    links = references(text, assignment, answer.submission.lesson_version_id)
    _group, label, icon = roster.GROUPS[answer.group]
    grade, paragraphs = bench.grade_of(answer), reading.annotated_paragraphs(text, comments, links)
    return Shown(answer, grade, whole, paragraphs, str(label), icon)
