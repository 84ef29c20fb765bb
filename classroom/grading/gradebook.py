"""What the gradebook is made of: sheets, one for each assignment, and lines, one for each student. No query.

By name, so it keeps the rule of the overview's list: while names are hidden for an assignment, a student's state is
said there and no points, for they stand beside the answers on the desk (decision 22).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from classroom.classes.models import Assignment, Enrollment
from lessons.models import Question

from . import class_states as states
from .question_results import Result, Results

POINTS, TO_GRADE, NO_ANSWER, DRAFT, NONE, HIDDEN = "points", "to-grade", "no-answer", "draft", "none", "hidden"
WORDS = states.WORDS | {states.TURNED_IN: _("To grade"), states.GRADED: _("Graded, not released")}
NOTED = {states.NOT_STARTED, states.MISSING, states.EXCUSED}  # said beside the cells, for there are no points


class Stand(NamedTuple):
    """Where one student is with one assignment, as `class_states.listed` says it of the newest attempt."""

    enrollment: int
    assignment: int
    state: str
    attempt: int | None
    due: datetime
    excused: bool
    extended: bool
    closing: bool
    late: bool | None
    on_paper: bool
    handed_in: bool
    came: datetime | None  # the newest that was turned in
    total: Decimal | None
    changed: bool  # since it was released


@dataclass(frozen=True)
class Cell:
    """One student's answer to one question: its points if it has any, and where the answer that waits is graded.

    HIDDEN while a second look hides the first mark; then it leads to where the second is entered.
    `field` is the cell of a form where its points are entered, on the page that has one.
    """

    question: Question
    kind: str
    points: Decimal | None = None
    held: bool = False
    desk: int | None = None
    field: Any = None


@dataclass(frozen=True)
class Sheet:
    """One assignment as the gradebook shows it: its questions with their medians; `title` tells it from the others."""

    assignment: Any  # annotated `names_open`
    title: str
    results: Results

    @property
    def names(self) -> bool:
        """Whether names may stand beside points here."""
        return not self.assignment.names_hidden or self.assignment.names_open

    @property
    def questions(self) -> list[Question]:
        """Those of the version now set."""
        return [result.question for result in self.results.questions]

    @property
    def shown(self) -> list[Result]:
        """The results of the whole class, without what would say whose a grade is while names are hidden."""
        found = self.results.questions
        return found if self.names else [result.without_names() for result in found]

    @property
    def of(self) -> Decimal:
        """The most a work can have."""
        return sum((question.points for question in self.questions), Decimal(0))

    @property
    def median(self) -> Decimal | None:
        """Of the totals; none while names are hidden."""
        return self.results.median if self.names else None

    @property
    def points_columns(self) -> int:
        """How many columns hold points: the questions and the total."""
        return len(self.questions) + 1

    @property
    def columns(self) -> int:
        """How many columns it takes: those, when it was turned in, and the note."""
        return self.points_columns + 2


@dataclass(frozen=True)
class Entry:
    """One student in one assignment. `cells` are empty while names are hidden."""

    sheet: Sheet
    stand: Stand
    cells: list[Cell] = field(default_factory=list)

    @property
    def total(self) -> Decimal | None:
        """Only when all answers are judged, and names may stand beside points."""
        return self.stand.total if self.sheet.names else None

    @property
    def word(self) -> Any:
        """The state in the staff's words."""
        return WORDS[self.stand.state]

    @property
    def says_state(self) -> bool:
        """Whether the state stands in the note, for the cells don't tell it."""
        writes_again = self.stand.handed_in and self.stand.state == states.DRAFT
        return self.sheet.names and (self.stand.state in NOTED or writes_again)

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What else is to be known: the name of the state whose look it has, if any, and words."""
        stand = self.stand
        said = [
            (stand.late, "late", _("Late")),
            (stand.extended, "extended", _("Extended to %s") % date_format(timezone.localtime(stand.due), "j M")),
            (stand.on_paper, "", _("On paper")),
            ((stand.attempt or 1) > 1, "", _("Attempt %s") % stand.attempt),
            (stand.closing, "", _("Being turned in")),
            (any(cell.kind == HIDDEN for cell in self.cells), "", _("Second look open")),
            (stand.changed and self.sheet.names, "", _("Changed since it was released")),
        ]
        return [(look, str(words)) for holds, look, words in said if holds]

    @property
    def came(self) -> str:
        """When it was turned in, by the class's clock; only the day while names are hidden, empty before."""
        if self.stand.came is None:
            return ""
        return date_format(timezone.localtime(self.stand.came), "j M, H:i" if self.sheet.names else "j M")

    @property
    def held(self) -> list[int]:
        """The numbers of the questions whose grades are not released."""
        return [cell.question.position for cell in self.cells if cell.points is not None and cell.held]


@dataclass(frozen=True)
class Line:
    """One student in all assignments that are shown."""

    enrollment: Enrollment
    entries: list[Entry]


def titles(assignments: Sequence[Assignment]) -> dict[int, str]:
    """What each is called by its key: the lesson's title, with the address where the same one is set twice."""
    often = Counter(each.lesson_version.title for each in assignments)
    return {
        each.pk: title if often[title] == 1 else f"{title} ({each.slug})"
        for each in assignments
        for title in [each.lesson_version.title]
    }
