"""Which texts of a history may go (decision 12): of those of five minutes the last one stays, with all that matters.

Reads numbers and lengths alone, never a text. What it lets go, it lets go again from what is left: a second look at a
thinned history finds nothing more (docs/decisions/0021-thinned-histories.md).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from .history import is_large_cut

REST = timedelta(hours=24)  # younger texts all stay
STEP = timedelta(minutes=5)


class Saved(NamedTuple):
    """One saved text, without its words."""

    pk: int
    revision: int
    words: int
    at: datetime


class Parked(NamedTuple):
    """One text that lost: the revision it started from."""

    pk: int
    base: int


def expendable(saved: Sequence[Saved], parked: Iterable[Parked], *, before: datetime) -> list[int]:
    """Keys of the texts that may go, of all `saved` ones of an answer in the order of their revisions.

    Stays: the one that stands, whatever was saved at `before` or later, the last of each five minutes by the clock, the
    texts on both sides of a large cut, and those that a parked one started from or lost to.
    """
    old = [text for text in saved[:-1] if text.at < before]
    last_of_step = {text.at.timestamp() // STEP.total_seconds(): text.pk for text in saved}
    stays = {*last_of_step.values(), *_around_cuts(saved), *_in_conflict(saved, parked)}
    return [text.pk for text in old if text.pk not in stays]


def _around_cuts(saved: Sequence[Saved]) -> set[int]:
    """Before each large cut the longest text and the last one, and the cut text itself.

    Words that are taken away in small steps are a cut too: measured against the longest text since the cut before. So
    is a text that has lost every word, however few they were: that is how a paper is laid over them.
    """
    found: set[int] = set()
    longest = before = None
    for text in saved:
        if longest and before and _is_cut(longest.words, text.words):
            found |= {longest.pk, before.pk, text.pk}
            longest = text
        elif longest is None or text.words > longest.words:
            longest = text
        before = text
    return found


def _is_cut(before: int, after: int) -> bool:
    return is_large_cut(before, after) or before > after == 0


def _in_conflict(saved: Sequence[Saved], parked: Iterable[Parked]) -> set[int]:
    """What parked texts started from, and what stood when they came."""
    found: set[int] = set()
    for lost in parked:
        found |= {text.pk for text in saved if text.revision == lost.base}
        stood = [text.pk for text in saved if text.pk < lost.pk]
        found |= set(stood[-1:])
    return found
