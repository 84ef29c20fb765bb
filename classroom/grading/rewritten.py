"""What became of a text, and of the comments on it, in the next attempt. Pure: two texts and numbered comments."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from classroom.submissions.difference import Piece, compare

from .reading import Note

MARKED, BESIDE, NEARBY, UNTOUCHED = "marked", "beside", "nearby", "untouched"
LINES = re.compile(r"\n+|[^\n]+")
STOPS = re.compile(r"[.,;:!?…]+")


@dataclass(frozen=True)
class Run:
    """A stretch of one line: in both texts ("same"), "removed" or "added". `at` is where it stands in the old text.

    `ending` are the comments whose last words these are.
    """

    kind: str
    text: str
    at: int
    ending: tuple[Note, ...] = ()

    @property
    def end(self) -> int:
        """Where the old text goes on after it."""
        return self.at if self.kind == "added" else self.at + len(self.text)

    @property
    def is_break(self) -> bool:
        """Nothing but line ends, which can't be seen."""
        return self.text.startswith("\n")


@dataclass(frozen=True)
class Fate:
    """One comment, and whether its own words, those beside them or others of the paragraph have changed."""

    note: Note
    touched: str


@dataclass(frozen=True)
class Row:
    """One paragraph of both texts in one, with the comments on it."""

    number: int
    runs: tuple[Run, ...]
    fates: tuple[Fate, ...] = ()

    @property
    def old(self) -> list[Run]:
        """The paragraph as it was."""
        return [run for run in self.runs if run.kind != "added"]

    @property
    def new(self) -> list[Run]:
        """The paragraph as it is."""
        return [run for run in self.runs if run.kind != "removed"]


@dataclass(frozen=True)
class Edit:
    """One change to be read out: in which paragraph, what went and what came, and which comments it answers."""

    paragraph: int
    removed: str
    added: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Rewritten:
    """The whole of it, in reading order."""

    rows: list[Row] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


def rewritten(old: str, new: str, notes: Sequence[Note]) -> Rewritten | None:
    """From the old text, which the comments are on, to the new one; None where they are too long to be compared."""
    pieces = compare(old, new)
    if pieces is None:
        return None
    rows: list[Row] = []
    edits: list[Edit] = []
    lines = list(_lines(_runs(_settled(pieces), notes)))
    for number, runs in enumerate(lines, 1):
        own = [note for note in notes if _line_of(note, lines) == number]
        changes = list(_changes(runs))
        rows.append(Row(number, runs, tuple(Fate(note, _touched(note, changes, old)) for note in own)))
        edits += [_edit(number, change, own, old) for change in changes]
    return Rewritten(rows, edits)


def _settled(pieces: Iterable[Piece]) -> list[Piece]:
    """A whole sentence that came or went begins after the full stop before it and ends with its own."""
    settled = [*pieces]
    for place in range(1, len(settled) - 1):
        before, change, after = settled[place - 1 : place + 2]
        stop = STOPS.match(change.text)
        if stop and (before.kind, after.kind) == ("same", "same") and after.text.startswith(stop[0]):
            settled[place - 1 : place + 2] = [
                Piece("same", before.text + stop[0]),
                Piece(change.kind, change.text.removeprefix(stop[0]) + stop[0]),
                Piece("same", after.text.removeprefix(stop[0])),
            ]
    return settled


def _runs(pieces: Iterable[Piece], notes: Sequence[Note]) -> Iterator[Run]:
    """The pieces cut at line ends, and in the old text where a comment's words end."""
    at = 0
    ends = sorted({note.end for note in notes})
    for piece in pieces:
        for match in LINES.finditer(piece.text):
            if piece.kind == "added":
                yield Run("added", match[0], at)
                continue
            start, stop = at, at + len(match[0])
            edges = [start, *(end for end in ends if start < end < stop), stop]
            for left, right in pairwise(edges):
                ending = tuple(note for note in notes if note.end == right)
                yield Run(piece.kind, match[0][left - start : right - start], left, ending)
            at = stop


def _lines(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    """The runs by paragraphs of the new text; line ends that are in both texts only part them."""
    line: list[Run] = []
    for run in runs:
        if run.is_break and run.kind != "removed":
            line += [run] if run.kind == "added" else []
            if any(not each.is_break for each in line):
                yield tuple(line)
                line = []
        else:
            line.append(run)
    if line:
        yield tuple(line)


def _line_of(note: Note, lines: Sequence[tuple[Run, ...]]) -> int:
    """The number of the line in which the comment's words began."""
    begun = (number for number, runs in enumerate(lines, 1) if any(r.at <= note.start < r.end for r in runs))
    return next(begun, len(lines))


def _changes(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """What was removed and added in one place, together."""
    change: list[Run] = []
    for run in runs:
        if run.kind == "same":
            if change:
                yield change
            change = []
        else:
            change.append(run)
    if change:
        yield change


def _touched(note: Note, changes: Iterable[list[Run]], old: str) -> str:
    """The closest that any change of its paragraph came to the comment's words."""
    ranks = [_nearness(note, change, old) for change in changes]
    return min(ranks, key=[MARKED, BESIDE, NEARBY].index, default=UNTOUCHED)


def _nearness(note: Note, change: Sequence[Run], old: str) -> str:
    start, end = change[0].at, change[-1].end
    if start < note.end and end > note.start:
        return MARKED
    between = old[note.end : start] if start >= note.end else old[end : note.start]
    return NEARBY if between.strip() else BESIDE


def _edit(paragraph: int, change: Sequence[Run], notes: Iterable[Note], old: str) -> Edit:
    removed = "".join(run.text for run in change if run.kind == "removed").strip()
    added = "".join(run.text for run in change if run.kind == "added").strip()
    near = tuple(note for note in notes if _nearness(note, change, old) != NEARBY)
    return Edit(paragraph, removed, added, near)
