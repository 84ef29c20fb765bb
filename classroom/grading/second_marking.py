"""The share of an assignment that is marked twice: what waits for the second marker, and what for being settled."""

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Abs

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.submissions.models import Answer, Submission

from .blind import is_blind
from .models import Grade, SecondMarking, Settlement

TO_MARK, TO_RECONCILE, AGREE, SETTLED = "to-mark", "to-reconcile", "agree", "settled"


def of(assignment: Assignment) -> SecondMarking | None:
    """The second marking of the assignment, if there is one; one query."""
    return SecondMarking.objects.select_related("marker").filter(assignment=assignment).first()


def firsts(marker: Any) -> QuerySet[Grade]:
    """The finished mark of the outer answer, where somebody else than the marker gave it."""
    return done().exclude(grader=marker)


def done() -> QuerySet[Grade]:
    """The finished mark of the outer answer that counts."""
    return Grade.objects.counting().filter(answer=OuterRef("pk"), state=Grade.State.DONE)


def seconds() -> QuerySet[Grade]:
    """The second mark of the outer answer."""
    return Grade.objects.filter(answer=OuterRef("pk"), purpose=Grade.Purpose.SECOND)


def share(marking: SecondMarking) -> QuerySet[Any]:
    """The answers of the share that somebody else has marked, each with `first`, `second`, and its `state`.

    One that has a second mark stays, whoever marks the share now and whoever gave the mark that counts since.
    """
    answers = Answer.objects.written_anew().filter(assignment=marking.assignment_id)
    chosen = answers.exclude(submission__state=Submission.State.DRAFT).annotate(rest=F("desk_number") % marking.every)
    drawn = Q(rest=0) & Exists(firsts(marking.marker_id))
    marked = chosen.filter(drawn | Exists(seconds()), Exists(done()), ~is_blind())
    told = marked.annotate(
        first=Subquery(done().values("points")[:1]),
        second=Subquery(seconds().values("points")[:1]),
        settled=Subquery(Settlement.objects.filter(second__answer=OuterRef("pk")).values("outcome")[:1]),
    )
    apart: Any = Abs(F("first") - F("second"))
    return told.annotate(apart=apart).annotate(
        state=Case(
            When(second=None, then=Value(TO_MARK)),
            When(settled__isnull=False, then=Value(SETTLED)),
            When(apart__gt=marking.tolerance, then=Value(TO_RECONCILE)),
            default=Value(AGREE),
            output_field=CharField(),
        )
    )


def to_reconcile(marking: SecondMarking) -> QuerySet[Any]:
    """Those whose two marks are further apart than the tolerance and not settled."""
    return share(marking).filter(state=TO_RECONCILE)


def unsettled(assignment: Assignment) -> int:
    """How many are to reconcile; one query, two where answers are marked twice."""
    marking = of(assignment)
    return to_reconcile(marking).count() if marking else 0


def is_due(user: User) -> Exists:
    """For a queryset of answers: whether the person has to mark it a second time before being shown the first mark."""
    rest: Any = ExpressionWrapper(OuterRef("desk_number") % F("every"), IntegerField())
    own = SecondMarking.objects.filter(marker=user, assignment=OuterRef("assignment")).annotate(rest=rest)
    return Exists(own.filter(rest=0)) & Exists(firsts(user)) & ~Exists(seconds())  # type: ignore[return-value]


def by_state(order: Mapping[str, int]) -> Case:
    """To sort a share by: the states in that order."""
    return Case(*(When(state=state, then=Value(place)) for state, place in order.items()), default=Value(len(order)))
