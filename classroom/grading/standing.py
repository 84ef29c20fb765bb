"""How many students of a class stand where with one assignment: the overview's numbers, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.functional import cached_property

from classroom.classes.models import Assignment
from classroom.classes.more_time import ExtensionRequest
from classroom.prepared import prepared
from classroom.submissions.models import Submission

from .class_states import (
    EXCUSED,
    GRADED,
    NOT,
    RETURNED,
    SOMETIMES,
    TURNED_IN,
    WORDS,
    holds,
    placed,
    state_at,
    students,
    turns_in_now,
)


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


def standing(assignment: Assignment, at: datetime, *, shown: Q) -> Standing:
    """All the numbers, and how many students `shown` lets through, in one query: at most a row for each way to be."""
    if shown or turns_in_now(assignment, at):
        fits = holds(shown) if shown else Value(True)
        return _gathered(list(_ways(students(assignment, at), assignment.pk, at, fits=fits)))
    return _gathered(_plain_ways(assignment.pk, assignment.school_class_id, assignment.due_at, at))


@prepared
def _plain_ways(assignment: int, school_class: int, due_at: datetime, at: datetime) -> QuerySet[Any]:
    """For the whole class, while nothing is being turned in by itself."""
    rows = placed(assignment, school_class, due_at).annotate(closing=NOT).annotate(state=state_at(at))
    return _ways(rows, assignment, at, fits=Value(True))


def _ways(rows: QuerySet[Any], assignment: int, at: datetime, *, fits: Combinable) -> QuerySet[Any]:
    asked = ExtensionRequest.objects.open().filter(assignment=assignment, student=OuterRef("person"))
    told = rows.annotate(
        asks=Exists(asked),
        open=holds(Q(extended=True, set_due__gte=at)),
        unseen=holds(Q(work_state=Submission.State.RETURNED, returned_from__gt=at)),
        fits=fits,
    )
    grouped = told.order_by().values_list("state", "asks", "open", "unseen", "fits")
    found: QuerySet[Any] = grouped.annotate(number=Count("pk"), first=Min("returned_from"))
    return found


class Way(NamedTuple):
    """How many students are this way."""

    state: str
    asks: bool
    open: bool
    unseen: bool
    fits: bool
    number: int
    first: datetime | None


def _gathered(rows: Sequence[Any]) -> Standing:
    ways = [Way(*row) for row in rows]
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
