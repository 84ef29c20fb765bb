"""What a grader says of one answer, in values; and how the history of grades writes it down."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lessons.models import Criterion, Level, Rubric

from .models import CriterionMark, Grade

Choice = Level | Decimal | None  # a level, free points, or "Not shown"
Levels = dict[int, Choice]  # by criterion; one that is missing is not decided yet
Notes = dict[int, str]  # by criterion: the few words under it
CENT = Decimal("0.01")
LONGEST_REASON = 300  # of an adjustment


@dataclass(frozen=True)
class Judgement:
    """All that a grader says of one answer in one save; a criterion missing from `levels` is not decided yet.

    `as_points`: the points were entered as a whole, so criteria may stay undecided in what is done.
    """

    rubric: Rubric
    levels: Levels
    adjustment: Decimal
    adjustment_reason: str
    comment: str
    done: bool
    notes: Notes = field(default_factory=dict)
    as_points: bool = False

    @property
    def points(self) -> Decimal | None:
        """Marks and adjustment together; None while nothing has been decided."""
        if not self.levels and not self.adjustment and not (self.as_points and self.done):
            return None
        marks = sum((worth(choice) for choice in self.levels.values()), Decimal(0))
        return (marks + self.adjustment).quantize(CENT)

    @property
    def is_blank(self) -> bool:
        return self.points is None and not self.comment and not self.notes and not self.done

    @property
    def marked(self) -> list[int]:
        """The criteria of which anything is said."""
        return [*self.levels, *(pk for pk in self.notes if pk not in self.levels)]

    def mark(self, criterion: int) -> CriterionMark:
        """What is said of that criterion, as a row that has no grade yet."""
        decided, choice = criterion in self.levels, self.levels.get(criterion)
        return CriterionMark(
            criterion_id=criterion,
            level=choice if isinstance(choice, Level) else None,
            points=worth(choice) if decided else None,
            comment=self.notes.get(criterion, ""),
        )


def worth(choice: Choice) -> Decimal:
    """The points of a level, free points as they are, and 0 for "Not shown"."""
    return choice.points if isinstance(choice, Level) else choice or Decimal(0)


def as_columns(said: Judgement) -> dict[str, Any]:
    """What a row of Grade holds of it; the marks, their words and the comment have rows of their own."""
    return {
        "rubric": said.rubric,
        "state": Grade.State.DONE if said.done else Grade.State.DRAFT,
        "points": said.points,
        "adjustment": said.adjustment,
        "adjustment_reason": said.adjustment_reason,
    }


def judged_as(grade: Grade, marks: Iterable[CriterionMark], comment: str) -> Judgement:
    """What a stored grade says, from its marks (with levels) and the comment on its answer."""
    marks = list(marks)
    return Judgement(
        grade.rubric,
        {mark.criterion_id: mark.choice for mark in marks if mark.points is not None},
        grade.adjustment,
        grade.adjustment_reason,
        comment,
        grade.is_done,
        {mark.criterion_id: mark.comment for mark in marks if mark.comment},
    )


def by_edition(rubric: Rubric, grade: Grade, marks: Iterable[CriterionMark]) -> Judgement:
    """What a finished grade says, by an edition of the rubric that may be another: the same points.

    What this edition offers too stays chosen, and the rest is an adjustment; words under criteria that it lacks are the
    comment. Two queries at most.
    """
    marks = list(marks)
    said = judged_as(grade, marks, "")
    if rubric == grade.rubric:
        return said
    there = {each.key: each for each in rubric.criteria.prefetch_related("levels")}
    levels: Levels = {}
    notes: Notes = {}
    lost = []
    for mark in marks:
        criterion = there.get(mark.criterion.key)
        if criterion:
            levels |= _offered(criterion, mark)
            notes[criterion.pk] = mark.comment
        elif mark.comment:
            lost.append(f"{mark.criterion.name}: {mark.comment}")
    rest = (grade.points or Decimal(0)) - sum((worth(choice) for choice in levels.values()), Decimal(0))
    why = grade.adjustment_reason
    if rest != grade.adjustment:
        why = ": ".join(filter(None, [_("Marked by rubric edition %s") % grade.rubric.edition, why]))[:LONGEST_REASON]
    columns: dict[str, Any] = {"adjustment": rest, "adjustment_reason": why if rest else "", "as_points": True}
    return replace(said, rubric=rubric, levels=levels, comment="\n\n".join(lost), notes=notes, **columns)


def _offered(criterion: Criterion, mark: CriterionMark) -> Levels:
    """What the mark chose, where the criterion offers it; nothing else."""
    steps = list(criterion.levels.all())
    if mark.points is None:
        return {}
    if mark.level is None:
        fits = mark.points <= max(step.points for step in steps)
        return {criterion.pk: mark.choice} if fits else {}
    same = next((step for step in steps if step.name == mark.level.name), None)
    return {criterion.pk: same} if same else {}


def keys_of(rubric: Rubric) -> dict[int, str]:
    """The keys of its criteria by their ids, in their order; one query."""
    return dict(Criterion.objects.filter(rubric=rubric).order_by("position").values_list("pk", "key"))


def written(said: Judgement, points: Decimal | None, marks: Iterable[tuple[str, CriterionMark]]) -> dict[str, Any]:
    """As the history keeps it: exact decimals as strings, marks by the criterion's key."""
    return {
        "state": Grade.State.DONE.value if said.done else Grade.State.DRAFT.value,
        "points": _exact(points),
        "rubric": said.rubric.edition,
        "marks": {key: _mark(mark) for key, mark in marks},
        "adjustment": _exact(said.adjustment),
        "adjustment_reason": said.adjustment_reason,
        "comment": said.comment,
    }


def as_written(said: Judgement, keys: dict[int, str]) -> dict[str, Any]:
    """The same of a judgement that is not stored yet, whose rubric has these `keys`."""
    marked = said.marked
    marks = [(key, said.mark(pk)) for pk, key in keys.items() if pk in marked]
    return written(said, said.points, marks)


def _mark(mark: CriterionMark) -> dict[str, str | None]:
    said = {"level": mark.level.name if mark.level else None, "points": _exact(mark.points)}
    return said | ({"comment": mark.comment} if mark.comment else {})


def _exact(points: Decimal | None) -> str | None:
    return None if points is None else str(points.quantize(CENT))
