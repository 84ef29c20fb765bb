"""Where the students of a class stand with one assignment, in the staff's words, counted by the database."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import Assignment, Enrollment
from classroom.classes.querysets import later_due
from classroom.submissions.closing import hold_something
from classroom.submissions.excuses import is_excused
from classroom.submissions.models import Answer, RevisionRequest, Submission, TurnIn

from .readiness import ungraded

NOT_STARTED, DRAFT, TURNED_IN = "not-started", "draft", "turned-in"
GRADED, RETURNED, MISSING, EXCUSED = "graded", "returned", "missing", "excused"
WORDS = {
    NOT_STARTED: _("Not started"),
    MISSING: _("Missing"),
    EXCUSED: _("Excused"),
    DRAFT: _("Draft"),
    TURNED_IN: _("Turned in"),
    GRADED: _("Graded"),
    RETURNED: _("Returned"),
}
LOOKS = {
    NOT_STARTED: "idle",
    MISSING: "late",
    EXCUSED: "idle",
    DRAFT: "draft",
    TURNED_IN: "sent",
    GRADED: "marked",
    RETURNED: "done",
}
SOMETIMES = {MISSING, EXCUSED}  # said only where there is somebody

NOT = Value(False, output_field=BooleanField())
IN = [Submission.State.TURNED_IN, Submission.State.RETURNED]
WAITS = Exists(ungraded(Answer.objects.filter(submission=OuterRef("work"))))

EVERYONE, NEEDS_GRADING, NOTHING_WRITTEN = "everyone", "needs-grading", "not-started"
SHOWN = {
    EVERYONE: Q(),
    NEEDS_GRADING: Q(state=TURNED_IN),
    NOTHING_WRITTEN: Q(work=None) & ~Q(state=EXCUSED),
}


def students(assignment: Assignment, at: datetime) -> QuerySet[Any]:
    """The class's students, each with `state`, own `due` and, of the newest attempt, `work` and `attempt`.

    `closing` is whether a draft whose time is up is being turned in by itself, `excused` whether an excuse holds. `due`
    is that of the newest attempt, which may have been asked for; `set_due` that of the assignment.
    """
    rows = placed(assignment.pk, assignment.school_class_id, assignment.due_at)
    found: QuerySet[Any] = rows.annotate(closing=_closing(assignment, at)).annotate(state=state_at(at))
    return found


@lru_cache(maxsize=64)
def placed(assignment: int, school_class: int, due_at: datetime) -> QuerySet[Any]:
    """What does not hang on the hour; kept, for putting it together is half of what asking costs."""
    newest = FilteredRelation("person__submissions", condition=Q(person__submissions__assignment=assignment))
    extension = FilteredRelation("person__extensions", condition=Q(person__extensions__assignment=assignment))
    later = Submission.objects.filter(
        assignment=assignment, student=OuterRef("person"), attempt__gt=OuterRef("newest__attempt")
    )
    rows = Enrollment.objects.active().students().filter(school_class=school_class)
    only = rows.annotate(newest=newest, extension=extension).filter(~Exists(later))
    return only.annotate(
        work=F("newest__pk"),
        work_state=F("newest__state"),
        attempt=F("newest__attempt"),
        returned_from=F("newest__returned_from"),
        handed_in=holds(Q(newest__state__in=IN) | Q(newest__attempt__gt=1)),
        extended=holds(Q(extension__due_at__gt=due_at)),
        set_due=later_due(F("extension__due_at"), Value(due_at, output_field=DateTimeField())),
        excused=is_excused(assignment=assignment, student="person"),
    ).annotate(due=Coalesce("newest__revision_request__due_at", "set_due"))


def holds(condition: Q) -> Case:
    """Whether it is so; never unknown."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def turns_in_now(assignment: Assignment, at: datetime) -> bool:
    """Whether drafts are turned in by themselves at that moment, where their students' time is up."""
    accepts_now = assignment.late_policy == Assignment.LatePolicy.ACCEPT and assignment.closes_at >= at
    return assignment.turns_in_at_closing and not accepts_now


def _closing(assignment: Assignment, at: datetime) -> Combinable:
    """Time is up for a draft that `left_in_draft` finds as well; it is neither missing nor there to be read yet."""
    if not turns_in_now(assignment, at):
        return NOT
    answers = Answer.objects.filter(submission=OuterRef("work"))
    return holds(Q(hold_something(answers), due__lt=at, work_state=Submission.State.DRAFT, excused=False))


def state_at(at: datetime) -> Case:
    return Case(
        When(excused=True, then=Value(EXCUSED)),
        When(Q(handed_in=False, due__lt=at, closing=False), then=Value(MISSING)),
        When(work=None, then=Value(NOT_STARTED)),
        When(work_state=Submission.State.DRAFT, then=Value(DRAFT)),
        When(work_state=Submission.State.RETURNED, then=Value(RETURNED)),
        When(~WAITS, then=Value(GRADED)),
        default=Value(TURNED_IN),
        output_field=CharField(),
    )


def listed(assignment: Assignment, at: datetime, *, shown: Q) -> QuerySet[Any]:
    """The students that `shown` lets through, by name; with `words`, `changed`, `since`, `late` and `on_paper`.

    `since` is when the newest attempt was turned in, `changed` the same or, while it is a draft, when its text was last
    saved; `revising` whether something is asked for again.
    """
    answers = Answer.objects.filter(submission=OuterRef("work")).order_by().values("submission")
    words = Subquery(answers.annotate(number=Sum("words")).values("number")[:1], output_field=IntegerField())
    saved = Subquery(answers.annotate(last=Max("saved_at")).values("last")[:1], output_field=DateTimeField())
    asked = RevisionRequest.objects.to_do(at).filter(submission__assignment=assignment)
    rows = students(assignment, at).filter(shown).select_related("person")
    found: QuerySet[Any] = rows.annotate(
        words=words,
        changed=Coalesce("newest__turn_in__at", saved),
        since=F("newest__turn_in__at"),
        late=F("newest__turn_in__late"),
        on_paper=holds(Q(newest__turn_in__how=TurnIn.By.PAPER)),
        revising=Exists(asked.filter(submission__student=OuterRef("person"))),
    )
    return found.order_by("person__name", "pk")
