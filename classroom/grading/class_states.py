"""Where the students of a class stand with one assignment, in the staff's words, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
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
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import Assignment, Enrollment
from classroom.classes.more_time import ExtensionRequest
from classroom.classes.querysets import later_due
from classroom.submissions.closing import written_since_begun
from classroom.submissions.excuses import is_excused
from classroom.submissions.models import Answer, Submission, TurnIn

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

IN = [Submission.State.TURNED_IN, Submission.State.RETURNED]
WAITS = Exists(ungraded(Answer.objects.filter(submission=OuterRef("work"))))

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

    `closing` is whether a draft whose time is up is being turned in by itself, `excused` whether an excuse holds.
    """
    placed = _placed(assignment.pk, assignment.school_class_id, assignment.due_at)
    return placed.annotate(closing=_closing(assignment, at)).annotate(state=_state(at))


@lru_cache(maxsize=64)
def _placed(assignment: int, school_class: int, due_at: datetime) -> QuerySet[Any]:
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
        handed_in=_holds(Q(newest__state__in=IN) | Q(newest__attempt__gt=1)),
        extended=_holds(Q(extension__due_at__gt=due_at)),
        due=later_due(F("extension__due_at"), Value(due_at, output_field=DateTimeField())),
        excused=is_excused(assignment=assignment, student="person"),
    )


def _holds(condition: Q) -> Case:
    """Whether it is so; never unknown."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _closing(assignment: Assignment, at: datetime) -> Case:
    """Time is up for a draft that `left_in_draft` finds as well; it is neither missing nor there to be read yet."""
    accepts_now = assignment.late_policy == Assignment.LatePolicy.ACCEPT and assignment.closes_at >= at
    if accepts_now or not assignment.turns_in_at_closing:
        return _holds(Q(pk__in=[]))
    answers = Answer.objects.filter(submission=OuterRef("work"))
    written = Exists(answers.filter(words__gt=0)) & Exists(written_since_begun(answers))
    return _holds(Q(written, due__lt=at, work_state=Submission.State.DRAFT, excused=False))


def _state(at: datetime) -> Case:
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


def standing(assignment: Assignment, at: datetime, *, shown: Q) -> Standing:
    """All the numbers, and how many students `shown` lets through, in one query: at most a row for each way to be."""
    asked = ExtensionRequest.objects.open().filter(assignment=assignment, student=OuterRef("person"))
    rows = (
        students(assignment, at)
        .annotate(
            asks=Exists(asked),
            open=_holds(Q(extended=True, due__gte=at)),
            unseen=_holds(Q(work_state=Submission.State.RETURNED, returned_from__gt=at)),
            fits=_holds(shown) if shown else Value(True),
        )
        .order_by()
        .values_list("state", "asks", "open", "unseen", "fits")
        .annotate(number=Count("pk"), first=Min("returned_from"))
    )
    return _gathered([Way(*row) for row in rows])


class Way(NamedTuple):
    """How many students are this way."""

    state: str
    asks: bool
    open: bool
    unseen: bool
    fits: bool
    number: int
    first: datetime | None


def _gathered(ways: Sequence[Way]) -> Standing:
    found = dict.fromkeys(WORDS, 0)
    for way in ways:
        found[way.state] += way.number
    return Standing(
        states=found,
        extensions_open=sum(way.number for way in ways if way.open),
        asking=sum(way.number for way in ways if way.asks),
        unseen=sum(way.number for way in ways if way.unseen),
        visible_from=min((way.first for way in ways if way.unseen and way.first), default=None),
        matching=sum(way.number for way in ways if way.fits),
    )


def listed(assignment: Assignment, at: datetime, *, shown: Q) -> QuerySet[Any]:
    """The students that `shown` lets through, by name, with `words`, `changed`, `since`, `late` and `on_paper`.

    `since` is when the newest attempt was turned in.
    """
    answers = Answer.objects.filter(submission=OuterRef("work")).order_by().values("submission")
    words = Subquery(answers.annotate(number=Sum("words")).values("number")[:1], output_field=IntegerField())
    changed = Subquery(answers.annotate(last=Max("saved_at")).values("last")[:1], output_field=DateTimeField())
    rows = students(assignment, at).filter(shown).select_related("person")
    found: QuerySet[Any] = rows.annotate(
        words=words,
        changed=changed,
        since=F("newest__turn_in__at"),
        late=F("newest__turn_in__late"),
        on_paper=_holds(Q(newest__turn_in__how=TurnIn.By.PAPER)),
    )
    return found.order_by("person__name", "pk")
