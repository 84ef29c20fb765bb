"""How each criterion of a question went: one dot a grade, as for the question itself."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.classes.models import Assignment

from . import plots
from .judged import Counts, counted_marks
from .points import shown
from .question_results import nameless


@dataclass(frozen=True)
class CriterionResult:
    """One criterion: how many marks of how many points, returned or held. Editions of a rubric count together."""

    name: str
    position: int
    highest: Decimal
    counts: Counts = field(default_factory=dict)

    @property
    def median(self) -> Decimal | None:
        """Of all marks, exact; none without a mark."""
        return plots.median(plots.together(self.counts))

    @property
    def plot(self) -> plots.Plot:
        """Its picture."""
        return plots.dot_plot(self.counts, self.highest, plots.SMALL)

    @property
    def spoken(self) -> str:
        """The picture in words: Evidence: 11 marks, median 3 of 4. 1 point: 2, 3 points: 9."""
        number = sum(self.counts.values())
        if not number:
            return _("%s: no marks shown.") % self.name
        said = ngettext(
            "%(name)s: %(number)s mark, median %(median)s of %(of)s. %(each)s.",
            "%(name)s: %(number)s marks, median %(median)s of %(of)s. %(each)s.",
            number,
        )
        each = sorted(plots.together(self.counts).items())
        return said % {
            "name": self.name,
            "number": number,
            "median": shown(self.median),
            "of": shown(self.highest),
            "each": ", ".join(_("%(points)s points: %(count)s") % {"points": shown(p), "count": n} for p, n in each),
        }


def criteria(assignment: Assignment, *, names: bool) -> dict[str, list[CriterionResult]]:
    """The criteria of each question by its key, in their order; without `names` as `without_names` says. One query."""
    found: dict[str, dict[str, CriterionResult]] = defaultdict(dict)
    rows = counted_marks(assignment.school_class_id, assignment.pk)
    for question, key, position, name, top, points, held, number in rows:
        known = found[question].get(key) or CriterionResult(name, position, Decimal(0))
        counts = known.counts | {(points, held): known.counts.get((points, held), 0) + number}
        found[question][key] = replace(known, highest=max(known.highest, top or points, points), counts=counts)
    return {question: [_shown(each, names) for each in _ordered(own)] for question, own in found.items()}


def _ordered(own: dict[str, CriterionResult]) -> list[CriterionResult]:
    return sorted(own.values(), key=lambda each: each.position)


def _shown(result: CriterionResult, names: bool) -> CriterionResult:
    return result if names else replace(result, counts=nameless(result.counts))
