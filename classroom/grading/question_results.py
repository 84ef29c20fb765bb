"""How each question of an assignment went. Counted by points in the database, so a class of any size costs the same."""

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classroom.classes.models import Assignment, Enrollment
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in
from lessons.models import Question

from . import plots
from .models import Grade
from .points import shown

FEWEST = 3  # grades that may stand together while names are hidden


@dataclass(frozen=True)
class Result:
    """One question: how many grades of how many points, returned or held, and how many answers wait."""

    question: Question
    counts: dict[tuple[Decimal, bool], int]
    waiting: int
    left_out: int = 0

    def without_names(self) -> "Result":
        """The same for a page that hides whose the grades are, and lists named students with their states.

        One dot among the returned and one student whose state is Returned are one person. So the returned grades, and
        those that are held, are each left out until there are three of them and not all alike.
        """
        kept: dict[tuple[Decimal, bool], int] = {}
        for held in (False, True):
            alike = {key: number for key, number in self.counts.items() if key[1] == held}
            if sum(alike.values()) >= FEWEST and len(alike) > 1:
                kept |= alike
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


def results(assignment: Assignment) -> list[Result]:
    """The result of each question of the version now set; two queries."""
    counts: dict[str, dict[tuple[Decimal, bool], int]] = defaultdict(dict)
    waiting: dict[str, int] = defaultdict(int)
    for key, value, held, number in _counted(assignment):
        if value is not None:
            counts[key][value, held] = number
        else:
            waiting[key] += number
    questions = Question.objects.filter(version=assignment.lesson_version_id).order_by("position")
    return [Result(question, counts[question.key], waiting[question.key]) for question in questions]


def _counted(assignment: Assignment) -> QuerySet[Any]:
    """(question key, points or None where a grade is missing, whether held, number), of each student the newest.

    An answer left empty has no grade and counts 0 once its work is returned; till then it is left out.
    """
    students = Enrollment.objects.active().students().filter(school_class=assignment.school_class_id)
    done = Q(grades__counts=True, grades__state=Grade.State.DONE)
    answers = (
        Answer.objects.filter(assignment=assignment, submission__student__in=students.values("person"))
        .exclude(submission__state=Submission.State.DRAFT)
        .filter(~Exists(_judged_later()))
        .annotate(judgement=FilteredRelation("grades", condition=done))
        .annotate(value=_value(), held=_held())
    )
    shown_of_it = answers.filter(Q(value__isnull=False) | came_in())
    return shown_of_it.order_by().values_list("question_key", "value", "held").annotate(number=Count("pk"))


def _judged_later() -> QuerySet[Answer]:
    later = Answer.objects.filter(
        assignment=OuterRef("assignment"),
        question_key=OuterRef("question_key"),
        submission__student=OuterRef("submission__student"),
        submission__attempt__gt=OuterRef("submission__attempt"),
    )
    return later.filter(grades__counts=True, grades__state=Grade.State.DONE)


def _value() -> Case:
    empty = ~came_in() & Q(submission__state=Submission.State.RETURNED)
    points = DecimalField(max_digits=6, decimal_places=2)
    return Case(When(empty, then=Value(Decimal(0))), default=F("judgement__points"), output_field=points)


def _held() -> Case:
    return Case(When(submission__state=Submission.State.RETURNED, then=Value(False)), default=Value(True))
