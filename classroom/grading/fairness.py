"""Whether a grader's first answers were judged like the last: their own marks in the order in which they gave them.

Graders drift while they read, and who was read early gains or loses by it. The plot shows the drift of many marks; of
few it can't tell drift from chance, so that the first answers are to be read again instead, their marks hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment

from .blind import is_blind
from .models import Grade, RegradeRequest
from .plots import Course, course
from .points import shown

ENOUGH = 60  # marks from which on their course is drawn
FIRST = 3  # answers to read again


@dataclass(frozen=True)
class Drift:
    """The course of the marks, and the mean of their first third beside that of the last."""

    number: int
    highest: Decimal
    course: Course

    @property
    def spoken(self) -> str:
        """The picture in words."""
        said = _("Your %(number)s marks in their order: the first third averages %(early)s, the last third %(late)s.")
        return said % {"number": self.number, "early": shown(self.course.early), "late": shown(self.course.late)}


def own_marks(assignment: Assignment, key: str, grader: User) -> QuerySet[Grade]:
    """The finished first marks that the grader gave to this question, in the order in which they were begun.

    What a second look hides is left out.
    """
    given = Grade.objects.counting().filter(grader=grader, purpose=Grade.Purpose.FIRST, state=Grade.State.DONE)
    here = given.filter(answer__assignment=assignment, answer__question_key=key)
    return here.filter(~is_blind("answer")).order_by("created_at", "pk")


def drift(points: Sequence[Decimal], highest: Decimal) -> Drift | None:
    """None below `ENOUGH` marks."""
    if len(points) < ENOUGH:
        return None
    return Drift(len(points), highest, course(points, highest))


def marks_again(grader: User) -> QuerySet[Grade]:
    """Marks that the grader gave when reading an answer again; what was agreed on in a second look is none of them."""
    return beside().filter(grader=grader, purpose=Grade.Purpose.REMARK)


def beside() -> QuerySet[Grade]:
    """Marks that were put beside the one that counts: a second marker's, and those of answers read again."""
    purposes = [Grade.Purpose.SECOND, Grade.Purpose.REMARK]
    agreed_on = RegradeRequest.objects.filter(result=OuterRef("pk"))
    return Grade.objects.filter(~Exists(agreed_on), counts=False, purpose__in=purposes)


def first_ones(marks: QuerySet[Grade], grader: User) -> list[Any]:
    """The first few of them with their answers, `again` the points of the second reading. One query."""
    again = marks_again(grader).filter(answer=OuterRef("answer")).order_by("-pk").values("points")[:1]
    told = marks.select_related("answer").defer("answer__text").annotate(again=Subquery(again))
    return list(told[:FIRST])
