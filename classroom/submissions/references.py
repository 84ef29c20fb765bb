"""References to paragraphs of the lesson, as students write them: (¶4).

A reference is nothing but the characters that were typed. It belongs to the version that the work was written on, so
the paragraph it names is found when the answer is read: nothing is stored, and the text stays as it is.
"""

import re
from dataclasses import dataclass
from itertools import islice, pairwise

from classroom.classes.models import Assignment
from lessons.reading import numbered_paragraphs

REFERENCE = re.compile("¶[ \u00a0]?([1-9][0-9]{0,3})(?![0-9])")

MOST = 300  # of one text that become links; whoever writes more did not write them for a reader


@dataclass(frozen=True)
class Reference:
    """Characters of a text, from `start` up to and without `end` in code points, and where they lead."""

    start: int
    end: int
    href: str


@dataclass(frozen=True)
class Piece:
    """A run of a text; a link when it has an `href`."""

    text: str
    href: str = ""


def references(text: str, assignment: Assignment, version_pk: int) -> list[Reference]:
    """Where the text, written on that version, names a paragraph that the version has; other numbers stay plain words.

    No query for a text without references, nor for a version this process has read references to before; else one.
    """
    found = list(islice(REFERENCE.finditer(text), MOST))
    if not found:
        return []
    numbered = numbered_paragraphs(version_pk)
    moved_on = assignment.lesson_version_id != version_pk
    lesson = assignment.get_absolute_url() + (f"?version={numbered.version}" if moved_on else "")
    named = [(match, numbered.idents.get(int(match[1]))) for match in found]
    return [Reference(*match.span(), f"{lesson}#{ident}") for match, ident in named if ident]


def pieces(text: str, found: list[Reference]) -> list[Piece]:
    """The text in runs; joined they are the text."""
    starts = {reference.start: reference.href for reference in found}
    edges = {0, len(text), *starts, *(reference.end for reference in found)}
    return [Piece(text[start:end], starts.get(start, "")) for start, end in pairwise(sorted(edges))]
