"""What sets two texts apart, word by word, in pieces that put together again are each text exactly."""

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

from rapidfuzz.distance import LCSseq

# Parts of one text times those of the other: two of 5,000 words each take 12 MB and a twentieth of a second.
MOST = 100_000_000
# Line end, space, punctuation, word: whatever stands in a text belongs to one of them.
PARTS = re.compile(r"\n|[^\S\n]+|[.,;:!?…()]+|[^\s.,;:!?…()]+")
SHORT = 2  # words that two changes may leave standing between them and still read as one


@dataclass(frozen=True)
class Piece:
    """A stretch that is in both texts ("same"), in the first alone ("removed") or in the second alone ("added")."""

    kind: str
    text: str

    @property
    def is_break(self) -> bool:
        """Nothing but line ends, which can't be seen."""
        return "\n" in self.text and not self.text.strip()


@dataclass(frozen=True)
class Change:
    """The parts from `start` up to `end` of the first text give way to those of the second."""

    start: int
    end: int
    new_start: int
    new_end: int

    def up_to(self, later: "Change") -> "Change":
        """Both, and what stands between them, as one."""
        return Change(self.start, later.end, self.new_start, later.new_end)


class Parts:
    """A text in parts, which knows how many words stand in any stretch of it."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        self.counts = list(accumulate((any(map(str.isalnum, part)) for part in parts), initial=0))

    def __len__(self) -> int:
        return len(self.parts)

    def text(self, start: int, end: int) -> str:
        return "".join(self.parts[start:end])

    def words(self, start: int, end: int) -> int:
        return self.counts[end] - self.counts[start]


def compare(old: str, new: str) -> list[Piece] | None:
    """The pieces from the first text to the second; None for two that are too long to be compared word by word.

    "same" and "removed" together are the first text, "same" and "added" the second, code point by code point.
    """
    before, after = PARTS.findall(old), PARTS.findall(new)
    lead = _alike(before, after)
    trail = _alike(before[lead:][::-1], after[lead:][::-1])
    inner, new_inner = Parts(before[lead : len(before) - trail]), Parts(after[lead : len(after) - trail])
    if len(inner) * len(new_inner) > MOST:
        return None
    pieces = [
        Piece("same", "".join(before[:lead])),
        *_pieces(inner, new_inner),
        Piece("same", "".join(before[len(before) - trail :])),
    ]
    return [piece for piece in pieces if piece.text]


def _alike(some: list[str], others: list[str]) -> int:
    """How many parts both begin with."""
    pairs = zip(some, others, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _pieces(before: Parts, after: Parts) -> list[Piece]:
    """All stretches in order; some may be empty."""
    ends = Change(len(before), len(before), len(after), len(after))
    pieces = []
    for last, change in pairwise([Change(0, 0, 0, 0), *_changes(before, after), ends]):
        pieces += [
            Piece("same", before.text(last.end, change.start)),
            Piece("removed", before.text(change.start, change.end)),
            Piece("added", after.text(change.new_start, change.new_end)),
        ]
    return pieces


def _changes(before: Parts, after: Parts) -> list[Change]:
    """The fewest, but for those that read as one."""
    known: dict[str, int] = {}  # numbers, for the comparison hashes what it is given and could take two words for one
    numbers = [[known.setdefault(part, len(known)) for part in each.parts] for each in (before, after)]
    changes: list[Change] = []
    for step in LCSseq.opcodes(*numbers):
        if step.tag == "equal":
            continue
        change = Change(step.src_start, step.src_end, step.dest_start, step.dest_end)
        if changes and _read_as_one(changes[-1], change, before, after):
            change = changes.pop().up_to(change)
        changes.append(change)
    return [_tightened(change, before, after) for change in changes]


def _read_as_one(last: Change, change: Change, before: Parts, after: Parts) -> bool:
    """Whether only a crumb stands between them: no line end, and no more words than changed before it and after it."""
    if last.end == change.start:
        return True
    crumb = before.words(last.end, change.start)
    if crumb > SHORT or "\n" in before.text(last.end, change.start):
        return False
    smaller, larger = sorted(_size(each, before, after) for each in (last, change))
    return crumb <= smaller and crumb < larger


def _tightened(change: Change, before: Parts, after: Parts) -> Change:
    """Without what both sides begin and end with: a crumb may have come in that stands beside what stayed."""
    old, new = before.parts[change.start : change.end], after.parts[change.new_start : change.new_end]
    lead = _alike(old, new)
    trail = _alike(old[lead:][::-1], new[lead:][::-1])
    return Change(change.start + lead, change.end - trail, change.new_start + lead, change.new_end - trail)


def _size(change: Change, before: Parts, after: Parts) -> int:
    """How many words it takes away or brings, whichever are more."""
    return max(before.words(change.start, change.end), after.words(change.new_start, change.new_end))
