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
from classroom.prepared import prepared
from classroom.submissions.models import Answer, Submission
from classroom.submissions.querysets import came_in
from lessons.models import Level

from .models import CriterionMark, Grade

Counts = dict[tuple[Decimal, bool], int]  # how many have these points, by whether they are held

POINTS = DecimalField(max_digits=8, decimal_places=2)
TOTAL = ""  # in place of a question's key


def judged_answers(class_id: int, assignments: Sequence[Assignment | int]) -> QuerySet[Any]:
    """The answers of the class's students, with `value`, None where a grade is missing, and whether it is `held`.

    Of each student and question the attempt that was judged last, and those after it that wait.
    """
    found: QuerySet[Any] = _valued(_theirs(class_id, assignments)).annotate(held=_held("submission__state"))
    return found.filter(Q(value__isnull=False) | came_in())


def _theirs(class_id: int, assignments: Sequence[Assignment | int]) -> QuerySet[Answer]:
    written = Answer.objects.written_anew()
    answers = written.filter(assignment__in=assignments, submission__student__in=_learning(class_id))
    return answers.exclude(submission__state=Submission.State.DRAFT).filter(~Exists(_judged_later()))


def total() -> Subquery:
    """For submissions: the points of the whole work, None until every answer is judged."""
    answers = _valued(Answer.objects.filter(submission=OuterRef("pk"))).order_by().values("submission")
    sums = answers.annotate(missing=Count("pk", filter=Q(value=None)), total=Sum("value")).filter(missing=0)
    return Subquery(sums.values("total"), output_field=POINTS)


def counted_answers(class_id: int, assignments: Sequence[Assignment | int]) -> QuerySet[Any]:
    """(assignment, question key, points or None where a grade is missing, whether held, how many)."""
    answers = judged_answers(class_id, assignments).order_by()
    by_points: QuerySet[Any] = answers.values_list("assignment_id", "question_key", "value", "held").annotate(
        number=Count("pk")
    )
    return by_points


@prepared
def counted_answers_of(class_id: int, assignment: int) -> QuerySet[Any]:
    """The same of one assignment."""
    return counted_answers(class_id, [assignment])


@prepared
def counted_marks(class_id: int, assignment: int) -> QuerySet[Any]:
    """(question key, criterion's key, position and name, its highest level, points, whether held, how many)."""
    done = {"grade__counts": True, "grade__state": Grade.State.DONE, "points__isnull": False}
    marks = CriterionMark.objects.filter(grade__answer__assignment=assignment, **done)  # said again: see counted_works
    marks = marks.filter(grade__answer__in=_theirs(class_id, [assignment])).order_by()
    levels = Level.objects.filter(criterion=OuterRef("criterion")).order_by("-points").values("points")[:1]
    told = marks.annotate(highest=Subquery(levels, output_field=POINTS), held=_held("grade__answer__submission__state"))
    columns = "grade__answer__question_key", "criterion__key", "criterion__position", "criterion__name"
    return told.values_list(*columns, "highest", "points", "held").annotate(number=Count("pk"))


def counted_works(class_id: int, assignments: Sequence[Assignment]) -> QuerySet[Any]:
    """The same of the totals of whole works, under the key TOTAL, a row for each work: all are added up in one go.

    That their answers are of these assignments follows. It is said because PostgreSQL, which puts no more than eight
    tables in order at once, reads the whole school's answers before it comes to the works.
    """
    works = Submission.objects.newest_turned_in().filter(assignment__in=assignments, student__in=_learning(class_id))
    theirs = Answer.objects.filter(assignment__in=assignments, submission__in=works)
    answers = _valued(theirs).annotate(held=_held("submission__state")).order_by()
    sums = answers.values("assignment_id", "submission", "held").annotate(
        key=Value(TOTAL), total=Sum("value"), missing=Count("pk", filter=Q(value=None)), number=Value(1)
    )
    whole: QuerySet[Any] = sums.filter(missing=0).values_list("assignment_id", "key", "total", "held", "number")
    return whole


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
