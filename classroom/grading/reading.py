"""An answer with the comments beside its words, ready for a page. Pure: live comments and frozen ones read alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from classroom.submissions.references import Reference

from .anchors import Span, paragraphs

LOOKS = {"strength": "good", "question": "ask", "next_step": "fix"}
LABELS = {"strength": _("Strength"), "question": _("Question"), "next_step": _("Next step")}
ICONS = {"strength": "star", "question": "ask", "next_step": "next-step"}


@dataclass(frozen=True)
class Note:
    """One comment on words, numbered in reading order from 1. `source` is what it was made of."""

    number: int
    kind: str
    body: str
    start: int
    end: int
    quote: str
    source: Any = field(repr=False)

    @property
    def look(self) -> str:
        """Its pen: good, ask or fix."""
        return LOOKS[self.kind]

    @property
    def label(self) -> str:
        """Its kind in words."""
        return str(LABELS[self.kind])

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return ICONS[self.kind]


@dataclass(frozen=True)
class Segment:
    """A run of text under the same comments; `ending` are those whose last words these are.

    One with an `href` is a reference to a paragraph of the lesson.
    """

    text: str
    notes: tuple[Note, ...] = ()
    ending: tuple[Note, ...] = ()
    href: str = ""

    @property
    def mark(self) -> str:
        """The classes of its highlight, by the comment that began last; empty when there is none."""
        if not self.notes:
            return ""
        look = max(self.notes, key=lambda note: (note.start, -note.end)).look
        return "hl" if look == "ask" else f"hl hl-{look}"

    @property
    def head(self) -> str:
        """All but the last word."""
        return self.text[: len(self.text) - len(self.last_word)]

    @property
    def last_word(self) -> str:
        """What the numbers of the ending comments stay with when the line breaks."""
        return self.text.split(" ")[-1]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with its comments; the texts of its segments joined are its text."""

    number: int
    start: int
    segments: tuple[Segment, ...]
    comments: tuple[Note, ...]


def annotated_paragraphs(text: str, comments: Iterable[Any], links: Sequence[Reference] = ()) -> list[Paragraph]:
    """The text by paragraphs, each with its comments, runs to highlight and references; overlaps are allowed.

    A comment is a Comment or a mapping with kind, body, start, end and quote; those on the whole answer are left out.
    """
    spans = paragraphs(text) or [Span(1, 0, len(text))]
    notes = numbered(comments)
    own: dict[int, list[Note]] = {span.number: [] for span in spans}
    for note in notes:
        own[next((span.number for span in reversed(spans) if span.start <= note.start), 1)].append(note)
    return [
        Paragraph(span.number, span.start, _segments(text, span, own[span.number], links), tuple(own[span.number]))
        for span in spans
    ]


def numbered(comments: Iterable[Any]) -> list[Note]:
    """The comments on words, in reading order."""
    anchored = [comment for comment in comments if _read(comment, "start") is not None]
    anchored.sort(key=lambda comment: (_read(comment, "start"), _read(comment, "end")))
    return [_note(number, comment) for number, comment in enumerate(anchored, 1)]


def _note(number: int, comment: Any) -> Note:
    kind, body, start, end, quote = (_read(comment, name) for name in ("kind", "body", "start", "end", "quote"))
    return Note(number, kind, body, start, end, quote, source=comment)


def _read(comment: Any, name: str) -> Any:
    return comment[name] if isinstance(comment, Mapping) else getattr(comment, name)


def _segments(text: str, span: Span, notes: list[Note], links: Sequence[Reference]) -> tuple[Segment, ...]:
    links = [link for link in links if span.start <= link.start < span.end]
    edges = {span.start, span.end}
    places: list[Note | Reference] = [*notes, *links]
    for place in places:
        edges |= {edge for edge in (place.start, place.end) if span.start < edge < span.end}
    return tuple(_segment(text, start, end, notes, links=links) for start, end in pairwise(sorted(edges)))


def _segment(text: str, start: int, end: int, notes: list[Note], *, links: Sequence[Reference]) -> Segment:
    over = tuple(note for note in notes if note.start <= start and note.end >= end)
    href = next((link.href for link in links if link.start <= start and link.end >= end), "")
    return Segment(text[start:end], over, tuple(note for note in over if note.end == end), href)
