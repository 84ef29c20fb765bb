"""All answers of a queue, a page at a time, in the order of desk numbers: to read and compare."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from classroom.submissions.models import Answer
from classroom.submissions.querysets import came_in
from classroom.submissions.references import references

from . import bench, reading, roster
from .models import Comment, Grade
from .walks import ByQuestion, Spot

ROWS = 10  # on one page


@dataclass(frozen=True)
class Shown:
    """One answer with its comments and what it was given so far; the label and drawing of its state.

    `called` is its number, or the student where names are shown, `note` the class where that may be said.
    """

    answer: Answer
    number: int  # on this page
    called: str
    note: str
    spot: Spot
    grade: Grade | None
    comment: str
    paragraphs: list[reading.Paragraph]
    label: str
    icon: str

    @property
    def prefix(self) -> str:
        """What keeps the ids of several answers on one page apart."""
        return f"a{self.number}-"


def page_of(queue: ByQuestion, number: int | None) -> tuple[Page[Any], int]:
    """That page of what came in, its rows as Shown, and how many answers are empty; four queries."""
    every = roster.turned_in(queue)
    comments = Prefetch("comments", queryset=Comment.objects.standing().select_related("author"))
    there = bench.for_judging(every.filter(came_in())).prefetch_related(comments).order_by("turn")
    page = Paginator(there, ROWS).get_page(number or 1)
    page.object_list = [_shown(queue, answer, at) for at, answer in enumerate(page.object_list, 1)]
    return page, every.exclude(came_in()).count()


def _shown(queue: ByQuestion, answer: Any, number: int) -> Shown:
    comments = [] if answer.blind else list(answer.comments.all())
    whole = next((comment.body for comment in comments if not comment.is_anchored), "")
    text, spot = answer.judged_text or "", queue.spot(answer.turn)
    links = references(text, spot.assignment, answer.submission.lesson_version_id)
    _group, label, icon = roster.GROUPS[answer.group]
    grade, paragraphs = bench.grade_of(answer), reading.annotated_paragraphs(text, comments, links)
    named = number, queue.label(answer), queue.note(answer), spot
    return Shown(answer, *named, grade, whole, paragraphs, str(label), icon)
