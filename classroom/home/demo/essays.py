"""The demo's essays, one readable file a student in `essays/`: the texts, and what the teacher says about them.

A file begins with `# Name`. Each `## key` opens the answer to the question of that key, `## Letter` what the teacher
writes at the end. `Levels: 4 =2.5 3` gives the level of each criterion, or its points where none fits; `> Strength on
“words”: …` comments on words, `> On evidence: …` on a criterion, `> In all: …` on the whole answer.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "essays"
ANCHORED = re.compile(r"> (Strength|Question|Next step) on “(.+?)”: (.+)")
KINDS = {"Strength": "strength", "Question": "question", "Next step": "next_step"}
CRITERION = re.compile(r"> On ([a-z-]+): (.+)")
WHOLE = "> In all: "
LEVELS = "Levels: "


@dataclass(frozen=True)
class Remark:
    """A comment on words of an answer."""

    kind: str
    quote: str
    body: str


@dataclass(frozen=True)
class Essay:
    """The answer to one question; no levels where nobody has graded it yet."""

    key: str
    text: str
    levels: tuple[int | Decimal, ...]
    remarks: tuple[Remark, ...]
    notes: dict[str, str]
    in_all: str


@dataclass(frozen=True)
class Portfolio:
    """All that one student hands in, and the letter that comes back."""

    username: str
    name: str
    essays: tuple[Essay, ...]
    letter: str


def read_all() -> list[Portfolio]:
    """Every file, in the order of the students' numbers."""
    return sorted((read(file) for file in FOLDER.glob("student*.md")), key=lambda one: int(one.username[7:]))


def read(file: Path) -> Portfolio:
    """One file; the student's login name is the file's."""
    head, *parts = re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = dict(_titled(part) for part in parts)
    letter = sections.pop("Letter", "")
    name = head.splitlines()[0].removeprefix("# ")
    return Portfolio(file.stem, name, tuple(_essay(*section) for section in sections.items()), letter)


def _titled(part: str) -> tuple[str, str]:
    title, _newline, body = part.partition("\n")
    return title.strip(), body.strip()


def _essay(key: str, body: str) -> Essay:
    lines = body.splitlines()
    text = [line for line in lines if not line.startswith((">", LEVELS))]
    levels = next((line.removeprefix(LEVELS) for line in lines if line.startswith(LEVELS)), "")
    return Essay(
        key=key,
        text="\n".join(text).strip(),
        levels=tuple(_level(level) for level in levels.split()),
        remarks=tuple(Remark(KINDS[kind], quote, said) for kind, quote, said in ANCHORED.findall(body)),
        notes=dict(CRITERION.findall(body)),
        in_all=next((line.removeprefix(WHOLE) for line in lines if line.startswith(WHOLE)), ""),
    )


def _level(written: str) -> int | Decimal:
    """The number of a level, or the points after a "=" where no level fits."""
    return Decimal(written[1:]) if written.startswith("=") else int(written)
