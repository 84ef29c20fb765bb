"""What a new edition of a rubric would make of the grades there are: one line a graded answer. Two queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from classroom.classes.models import Assignment
from lessons.models import Question, Rubric

from .carrying import Carried, NewEdition, carry
from .fairness import beside
from .models import CriterionMark, Grade, RegradeRequest, ReleaseItem


@dataclass(frozen=True)
class Line:
    """One grade before and after; one that was `released` stays as it is unless it is corrected."""

    grade: Grade
    after: Carried
    released: bool

    @property
    def number(self) -> int | None:
        """The answer's number on the desk."""
        return self.grade.answer.desk_number

    @property
    def differs(self) -> bool:
        """Whether its points are others."""
        return self.grade.points != self.after.points

    @property
    def reopens(self) -> bool:
        """Whether it was done and has to be looked at again."""
        return self.grade.is_done and not self.after.done

    @property
    def order(self) -> tuple[bool, bool, Decimal, int]:
        """What needs a look first: what is open again, then the largest differences."""
        difference = abs((self.grade.points or Decimal(0)) - (self.after.points or Decimal(0)))
        return (self.released, not self.reopens, -difference, self.number or 0)


@dataclass(frozen=True)
class Recount:
    """All lines, and how many of which kind."""

    lines: list[Line]

    @property
    def moved(self) -> list[Line]:
        """Those that would be counted again, and not only if they are corrected."""
        return [line for line in self.lines if not line.released]

    @property
    def released(self) -> list[Line]:
        """Those that stay as their students know them."""
        return [line for line in self.lines if line.released]

    @property
    def differing(self) -> int:
        """How many get other points and stay done or drafts."""
        return sum(line.differs and not line.reopens for line in self.moved)

    @property
    def reopening(self) -> int:
        """How many are open again."""
        return sum(line.reopens for line in self.moved)


def graded(assignment: Assignment, question: Question) -> QuerySet[Any]:
    """The grades that count of answers to this wording of the question, each with its marks and whether `released`.

    Those that a second look is open at are left out: the decision alone changes them, and their points may be hidden.
    """
    items = ReleaseItem.objects.standing().filter(submission=OuterRef("answer__submission"))
    open_looks = RegradeRequest.objects.open().filter(answer=OuterRef("answer"))
    judged = {"answer__assignment": assignment, "answer__question": question}
    grades = Grade.objects.counting().filter(~Exists(open_looks), **judged)
    found: QuerySet[Any] = (
        grades.select_related("answer__submission__student", "rubric")
        .defer("answer__text")
        .annotate(released=Exists(items))
        .prefetch_related(_marks())
        .order_by("pk")
    )
    return found


def _marks() -> Any:
    marks = CriterionMark.objects.select_related("criterion", "level").order_by("criterion__position")
    return Prefetch("marks", queryset=marks)


def behind(assignment: Assignment, question: Question, rubric: Rubric) -> QuerySet[Any]:
    """Those of `graded` that stand on another edition than this one: they were released before it came into force."""
    return graded(assignment, question).exclude(rubric=rubric)


def recount(assignment: Assignment, question: Question, new: NewEdition, *, in_force: Rubric | None = None) -> Recount:
    """Every grade with what it would become, what needs a look first; where it is in force already, those `behind`."""
    grades = behind(assignment, question, in_force) if in_force else graded(assignment, question)
    lines = [Line(grade, carry(grade, grade.marks.all(), new), grade.released) for grade in grades]
    return Recount(sorted(lines, key=lambda line: line.order))


def recount_beside(lines: Sequence[Line], new: NewEdition) -> list[Line]:
    """The marks beside those of the lines, so that both can still be compared; one that would be open stays as it is.

    Two queries.
    """
    released = {line.grade.answer_id: line.released for line in lines}
    found = beside().filter(answer__in=released).select_related("answer", "rubric").prefetch_related(_marks())
    moved = [Line(each, carry(each, each.marks.all(), new), released[each.answer_id]) for each in found.order_by("pk")]
    return [line for line in moved if line.after.done]
