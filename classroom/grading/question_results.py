"""How each question of an assignment went. Counted by points in the database, so a class of any size costs the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.classes.models import Assignment
from lessons.models import Question
from lessons.reading import with_parts

from . import plots
from .judged import TOTAL, Counts, counted_answers, counted_answers_of, counted_works
from .points import shown

if TYPE_CHECKING:
    from .criterion_results import CriterionResult

FEWEST = 3  # grades that may stand together while names are hidden


def nameless(counts: Counts) -> Counts:
    """Of the returned grades, and of those that are held, only what can't say whose it is: see `without_names`."""
    kept: Counts = {}
    for held in (False, True):
        alike = {key: number for key, number in counts.items() if key[1] == held}
        if sum(alike.values()) >= FEWEST and len(alike) > 1:
            kept |= alike
    return kept


@dataclass(frozen=True)
class Result:
    """One question: how many grades of how many points, returned or held, and how many answers wait."""

    question: Question
    counts: Counts
    waiting: int
    left_out: int = 0
    criteria: Sequence["CriterionResult"] = ()

    def without_names(self) -> "Result":
        """The same for a page that hides whose the grades are, and lists named students with their states.

        One dot among the returned and one student whose state is Returned are one person. So the returned grades, and
        those that are held, are each left out until there are three of them and not all alike.
        """
        kept = nameless(self.counts)
        return replace(self, counts=kept, left_out=sum(self.counts.values()) - sum(kept.values()))

    @property
    def median(self) -> Decimal | None:
        """Of all grades, exact; none without a grade."""
        return plots.median(plots.together(self.counts))

    @property
    def plot(self) -> plots.Plot:
        """Its picture."""
        return plots.dot_plot(self.counts, self.question.points)

    @property
    def rows(self) -> list[tuple[Decimal, int, int]]:
        """The picture as a table: points, how many are returned, how many are not."""
        values = sorted({points for points, _held in self.counts})
        return [(points, self.counts.get((points, False), 0), self.counts.get((points, True), 0)) for points in values]

    @property
    def spoken(self) -> str:
        """The picture in words: 11 grades, median 9 of 12, lowest 4, highest 12."""
        number = sum(self.counts.values())
        if not number and self.left_out:
            return _("Question %s: no grades shown.") % self.question.position
        if not number:
            return _("Question %s: no grades yet.") % self.question.position
        said = ngettext(
            "Question %(position)s: %(number)s grade, median %(median)s of %(of)s, lowest %(low)s, highest %(high)s.",
            "Question %(position)s: %(number)s grades, median %(median)s of %(of)s, lowest %(low)s, highest %(high)s.",
            number,
        )
        points = [points for points, _held in self.counts]
        return said % {
            "position": self.question.position,
            "number": number,
            "median": shown(self.median),
            "of": shown(self.question.points),
            "low": shown(min(points)),
            "high": shown(max(points)),
        }


@dataclass(frozen=True)
class Results:
    """One assignment: how each question went, and how many whole works have how many points, returned or held."""

    questions: list[Result]
    totals: Counts

    @property
    def median(self) -> Decimal | None:
        """Of the totals, exact; none without one."""
        return plots.median(plots.together(self.totals))


def results(assignment: Assignment) -> list[Result]:
    """The result of each question of the version now set; one query, and those that read a version the first time."""
    rows = counted_answers_of(assignment.school_class_id, assignment.pk)
    asked = list(with_parts(assignment.lesson_version).questions.all())
    return _gathered([assignment], rows, {assignment.lesson_version_id: asked})[assignment.pk].questions


def results_of(class_id: int, assignments: Sequence[Assignment]) -> dict[int, Results]:
    """The results of each of these assignments of one class, by its key, with totals; two queries for any number."""
    answers, works = counted_answers(class_id, assignments), counted_works(class_id, assignments)
    both = answers.union(works, all=True).order_by()  # Django 6.1 would order them as answers are
    return _gathered(assignments, both, _questions(assignments))


def _gathered(
    assignments: Sequence[Assignment], rows: Iterable[Any], questions: Mapping[int, list[Question]]
) -> dict[int, Results]:
    found: dict[tuple[int, str], Counts] = defaultdict(dict)
    waiting: dict[tuple[int, str], int] = defaultdict(int)
    for assignment, key, value, held, number in rows:
        if value is not None:
            found[assignment, key][value, held] = found[assignment, key].get((value, held), 0) + number
        else:
            waiting[assignment, key] += number
    return {
        each.pk: Results(
            [Result(question, found[each.pk, question.key], waiting[each.pk, question.key]) for question in own],
            found[each.pk, TOTAL],
        )
        for each in assignments
        for own in [questions[each.lesson_version_id]]
    }


def _questions(assignments: Sequence[Assignment]) -> dict[int, list[Question]]:
    """By the version that is set."""
    versions = {assignment.lesson_version_id for assignment in assignments}
    found: dict[int, list[Question]] = defaultdict(list)
    for question in Question.objects.filter(version__in=versions).order_by("position"):
        found[question.version_id].append(question)
    return found
