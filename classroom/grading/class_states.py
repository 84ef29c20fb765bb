"""Where the students of a class stand with one assignment, in the staff's words, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.classes.more_time import ExtensionRequest
from classroom.classes.querysets import later_due
from classroom.submissions.closing import written_since_begun
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

EVERYONE, NEEDS_GRADING, NOTHING_WRITTEN = "everyone", "needs-grading", "not-started"
SHOWN = {
    EVERYONE: Q(),
    NEEDS_GRADING: Q(state=TURNED_IN),
    NOTHING_WRITTEN: Q(work=None) & ~Q(state=EXCUSED),
}


@dataclass(frozen=True)
class Standing:
    """How many students are in each state and ask for time; what they don't see yet; how many the list would show."""

    states: dict[str, int]
    extensions_open: int
    asking: int
    unseen: int
    visible_from: datetime | None
    matching: int

    @cached_property
    def students(self) -> int:
        """All students of the class."""
        return sum(self.states.values())

    @property
    def handed_in(self) -> int:
        """Those whose work can be read."""
        return sum(self.states[state] for state in (TURNED_IN, GRADED, RETURNED))

    @property
    def writing(self) -> int:
        """Those who have not turned in and are to."""
        return self.students - self.handed_in - self.states[EXCUSED]

    @property
    def to_grade(self) -> int:
        """Those with an answer to grade."""
        return self.states[TURNED_IN]

    @property
    def ready(self) -> int:
        """Those whose work is graded and not released."""
        return self.states[GRADED]

    @property
    def rows(self) -> Sequence[tuple[str, Any, int]]:
        """State, word and number, in the order of the work's way; missing and excused only where there is some."""
        every = [(state, word, self.states[state]) for state, word in WORDS.items()]
        return [row for row in every if row[2] or row[0] not in SOMETIMES]


def students(assignment: Assignment, at: datetime) -> QuerySet[Any]:
    """The class's students, each with `state`, own `due` and, of the newest attempt, `work` and `attempt`.

    `closing` is whether a draft whose time is up is being turned in by itself, `excused` whether an excuse holds. `due`
    is that of the newest attempt, which may have been asked for; `set_due` that of the assignment.
    """
    attempts = Submission.objects.filter(assignment=assignment, student=OuterRef("person"))
    newest = attempts.order_by("-attempt")
    extension = Extension.objects.filter(assignment=assignment, student=OuterRef("person"))
    own_due = Subquery(extension.values("due_at")[:1], output_field=DateTimeField())
    general = Value(assignment.due_at, output_field=DateTimeField())
    found: QuerySet[Any] = (
        Enrollment.objects.active()
        .students()
        .filter(school_class=assignment.school_class_id)
        .annotate(
            work=Subquery(newest.values("pk")[:1]),
            work_state=Subquery(newest.values("state")[:1]),
            attempt=Subquery(newest.values("attempt")[:1]),
            returned_from=Subquery(newest.values("returned_from")[:1]),
            handed_in=Exists(attempts.exclude(state=Submission.State.DRAFT)),
            extended=Exists(extension.filter(due_at__gt=assignment.due_at)),
            set_due=later_due(own_due, general),
            asked_due=Subquery(newest.values("revision_request__due_at")[:1]),
            excused=is_excused(assignment=assignment.pk, student="person"),
        )
        .annotate(due=Coalesce("asked_due", "set_due"))
        .annotate(closing=_closing(assignment, at))
        .annotate(state=_state(at))
    )
    return found


def _closing(assignment: Assignment, at: datetime) -> Case:
    """Time is up for a draft that `left_in_draft` finds as well; it is neither missing nor there to be read yet."""
    accepts_now = assignment.late_policy == Assignment.LatePolicy.ACCEPT and assignment.closes_at >= at
    if accepts_now or not assignment.turns_in_at_closing:
        return Case(default=Value(False), output_field=BooleanField())
    answers = Answer.objects.filter(submission=OuterRef("work"))
    written = Exists(answers.filter(words__gt=0)) & Exists(written_since_begun(answers))
    draft = Q(written, due__lt=at, work_state=Submission.State.DRAFT, excused=False)
    return Case(When(draft, then=Value(True)), default=Value(False), output_field=BooleanField())


def _state(at: datetime) -> Case:
    waiting = ungraded(Answer.objects.filter(submission=OuterRef("work")))
    return Case(
        When(excused=True, then=Value(EXCUSED)),
        When(Q(handed_in=False, due__lt=at, closing=False), then=Value(MISSING)),
        When(work=None, then=Value(NOT_STARTED)),
        When(work_state=Submission.State.DRAFT, then=Value(DRAFT)),
        When(work_state=Submission.State.RETURNED, then=Value(RETURNED)),
        When(~Exists(waiting), then=Value(GRADED)),
        default=Value(TURNED_IN),
        output_field=CharField(),
    )


def standing(assignment: Assignment, at: datetime, *, shown: Q) -> Standing:
    """All the numbers, and how many students `shown` lets through, in one query."""
    unseen = Q(state=RETURNED, returned_from__gt=at)
    asked = ExtensionRequest.objects.open().filter(assignment=assignment, student=OuterRef("person"))
    counts = (
        students(assignment, at)
        .annotate(asks=Exists(asked))
        .aggregate(
            **{f"in_{state}": Count("pk", filter=Q(state=state)) for state in WORDS},
            extensions_open=Count("pk", filter=Q(extended=True, due__gte=at)),
            asking=Count("pk", filter=Q(asks=True)),
            unseen=Count("pk", filter=unseen),
            visible_from=Min("returned_from", filter=unseen),
            matching=Count("pk", filter=shown) if shown else Count("pk"),
        )
    )
    states = {state: counts.pop(f"in_{state}") for state in WORDS}
    return Standing(states=states, **counts)


def listed(assignment: Assignment, at: datetime, *, shown: Q) -> QuerySet[Any]:
    """The students that `shown` lets through, by name, with `words`, `changed`, `late`, `on_paper` and `revising`."""
    answers = Answer.objects.filter(submission=OuterRef("work")).order_by().values("submission")
    words = Subquery(answers.annotate(number=Sum("words")).values("number")[:1], output_field=IntegerField())
    changed = Subquery(answers.annotate(last=Max("saved_at")).values("last")[:1], output_field=DateTimeField())
    work = Submission.objects.filter(pk=OuterRef("work"))
    late, on_paper = Subquery(work.values("turn_in__late")[:1]), Exists(work.filter(turn_in__how=TurnIn.By.PAPER))
    asked = RevisionRequest.objects.to_do(at).filter(submission__assignment=assignment)
    revising = Exists(asked.filter(submission__student=OuterRef("person")))
    rows = students(assignment, at).filter(shown).select_related("person")
    found: QuerySet[Any] = rows.annotate(words=words, changed=changed, late=late, on_paper=on_paper, revising=revising)
    return found.order_by("person__name", "pk")
