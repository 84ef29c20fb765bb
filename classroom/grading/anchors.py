"""Where in an answer a comment stands (decision 23). Knows texts only: no database, no people.

Offsets count code points in the text with LF line ends. A paragraph is a line with words in it.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from django.utils.translation import gettext as _

CONTEXT = 32  # code points kept before and after a quote, so that it can be found again in another attempt
TELLING = 24  # code points of a quote that need no neighbours to be known again
NEIGHBOURS = 4  # that a shorter one needs
ALIKE = str.maketrans("‘’‚“”„\u00a0\u202f", "'''\"\"\"  ")  # one for one, so that offsets stay


class Unanchored(ValueError):  # noqa: N818  an answer to the grader, not a fault
    """The words can't be found where they were said to be; `str` of it says why and what to do."""


@dataclass(frozen=True)
class Span:
    """One paragraph: its number from 1, and where it begins and ends."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Anchor:
    """Words of one paragraph. `clipped` when more was asked for than one paragraph holds."""

    start: int
    end: int
    quote: str
    before: str
    after: str
    clipped: bool = False


@dataclass(frozen=True)
class Selection:
    """A range as a script selected it, from `start` up to and without `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """Words as somebody typed them, said to stand in the paragraph of that number."""

    paragraph: int
    words: str


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, in order; blank lines belong to none."""
    spans: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(len(spans) + 1, start, start + len(line)))
        start += len(line) + 1
    return spans


def find(text: str, place: Selection | Words) -> Anchor:
    """The anchor of the place in the text, clipped to one paragraph. Raises Unanchored when there is none."""
    return _of_selection(text, place) if isinstance(place, Selection) else _of_words(text, place)


def find_again(text: str, old: Anchor) -> Span | None:
    """Where the quoted words stand in another text: of several places the one with the most alike around it.

    None when they are gone, and when nothing around a few words says that they are the same ones. `number` is that of
    the paragraph.
    """
    places = [found.start() for found in re.finditer(re.escape(old.quote), text)] if old.quote else []
    if not places:
        return None
    alike = {place: _alike_around(text, place, old) for place in places}
    best = min(places, key=lambda place: (-alike[place], abs(place - old.start)))
    if len(old.quote) < TELLING and alike[best] < min(NEIGHBOURS, len(old.before) + len(old.after)):
        return None
    number = sum(span.start <= best for span in paragraphs(text))
    return Span(max(number, 1), best, best + len(old.quote))


def _alike_around(text: str, place: int, old: Anchor) -> int:
    """How many code points next to the words, before and after, are what they were."""
    before, after = text[max(0, place - CONTEXT) : place], text[place + len(old.quote) :]
    return _alike(before[::-1], old.before[::-1]) + _alike(after, old.after)


def _alike(some: str, others: str) -> int:
    """How many code points both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def _of_selection(text: str, place: Selection) -> Anchor:
    if not 0 <= place.start < place.end <= len(text):
        raise Unanchored(_("The selected words are not in this answer. Select them again."))
    if not text[place.start : place.end].strip():
        raise Unanchored(_("Only spaces were selected. Select some words."))
    start, end = _trimmed(text, place.start, place.end)
    span = next(span for span in paragraphs(text) if span.start <= start < span.end)
    return _anchor(text, *_trimmed(text, start, min(end, span.end)), clipped=end > span.end)


def _of_words(text: str, place: Words) -> Anchor:
    lines = [line.strip() for line in place.words.replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        raise Unanchored(_("Type the words that the comment is about, as they stand in the paragraph."))
    span = next((span for span in paragraphs(text) if span.number == place.paragraph), None)
    if span is None:
        raise Unanchored(_("This answer has no such paragraph. Choose another."))
    wanted, searched = lines[0].translate(ALIKE), text.translate(ALIKE)
    found = searched.find(wanted, span.start, span.end)
    if found < 0:
        raise Unanchored(_("These words are not in that paragraph. Copy them from it, exactly as they stand."))
    if searched.find(wanted, found + 1, span.end) >= 0:
        raise Unanchored(_("These words stand in that paragraph more than once. Add the words beside them."))
    return _anchor(text, found, found + len(wanted), clipped=len(lines) > 1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    chosen = text[start:end]
    return start + len(chosen) - len(chosen.lstrip()), end - (len(chosen) - len(chosen.rstrip()))


def _anchor(text: str, start: int, end: int, *, clipped: bool) -> Anchor:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(start, end, text[start:end], before, after, clipped)
