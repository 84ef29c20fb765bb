"""What the students' answers are worth now, for querysets: points, totals, and how often each stands.

An answer left empty has no grade and counts 0 once its work is returned, which confirms it; until then, and while a
grade is missing, there is no value (decision 19).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from classroom.classes.models import Assignment, Enrollment
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in

from .models import Grade

Counts = dict[tuple[Decimal, bool], int]  # how many have these points, by whether they are held

POINTS = DecimalField(max_digits=8, decimal_places=2)
TOTAL = ""  # in place of a question's key


def judged_answers(class_id: int, assignments: Sequence[Assignment]) -> QuerySet[Any]:
    """The answers of the class's students, with `value`, None where a grade is missing, and whether it is `held`.

    Of each student and question the attempt that was judged last, and those after it that wait.
    """
    answers = (
        Answer.objects.written_anew()
        .filter(assignment__in=assignments, submission__student__in=_learning(class_id))
        .exclude(submission__state=Submission.State.DRAFT)
        .filter(~Exists(_judged_later()))
    )
    found: QuerySet[Any] = _valued(answers).annotate(held=_held("submission__state"))
    return found.filter(Q(value__isnull=False) | came_in())


def total() -> Subquery:
    """For submissions: the points of the whole work, None until every answer is judged."""
    answers = _valued(Answer.objects.filter(submission=OuterRef("pk"))).order_by().values("submission")
    sums = answers.annotate(missing=Count("pk", filter=Q(value=None)), total=Sum("value")).filter(missing=0)
    return Subquery(sums.values("total"), output_field=POINTS)


def counted_answers(class_id: int, assignments: Sequence[Assignment]) -> QuerySet[Any]:
    """(assignment, question key, points or None where a grade is missing, whether held, how many)."""
    answers = judged_answers(class_id, assignments).order_by()
    by_points: QuerySet[Any] = answers.values_list("assignment_id", "question_key", "value", "held").annotate(
        number=Count("pk")
    )
    return by_points


def counted_works(class_id: int, assignments: Sequence[Assignment]) -> QuerySet[Any]:
    """The same of the totals of whole works, under the key TOTAL."""
    works = Submission.objects.newest_turned_in().filter(assignment__in=assignments, student__in=_learning(class_id))
    whole = works.annotate(key=Value(TOTAL), total=total(), held=_held("state")).exclude(total=None).order_by()
    return whole.values_list("assignment_id", "key", "total", "held").annotate(number=Count("pk"))


def _learning(class_id: int) -> QuerySet[Any]:
    return Enrollment.objects.active().students().filter(school_class=class_id).order_by().values("person")


def _valued(answers: QuerySet[Answer]) -> QuerySet[Any]:
    """With `value`; an answer that its attempt only carries on is worth what the earlier one is."""
    done = Q(grades__counts=True, grades__state=Grade.State.DONE)
    earlier = Q(carried_from__grades__counts=True, carried_from__grades__state=Grade.State.DONE)
    judged = answers.annotate(
        judgement=FilteredRelation("grades", condition=done),
        carried=FilteredRelation("carried_from__grades", condition=earlier),
    )
    return judged.annotate(value=_value())


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
    points = Coalesce("judgement__points", "carried__points")
    return Case(When(empty, then=Value(Decimal(0))), default=points, output_field=POINTS)


def _held(state: str) -> Case:
    return Case(When(**{state: Submission.State.RETURNED}, then=Value(False)), default=Value(True))
