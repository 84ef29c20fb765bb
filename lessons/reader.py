"""A lesson file as lines, chapters and named values, with every fault noted at its line. Knows no field's meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lessons.checks import CONTROL, Path, Problem
from lessons.document import one_line, tidy

LARGEST_FILE = 256 * 1024
MOST_LINES = 5_000
MOST_FAULTS = 100
FENCE = "---"
VALUE = re.compile(r"([a-z]+):(?: (.*))?")
ITEM = re.compile(r"- ([A-Z][a-z ]*): (.+)")
KEYED = re.compile(r"(.+) \{([^{}]*)\}")


@dataclass(frozen=True, order=True)
class LessonFileError:
    """One fault: where it is, which field it is in, and what is wrong."""

    file: str
    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.field}: {self.problem}"


class BadLessonFile(Exception):  # noqa: N818  named for what it is about; `errors` holds the faults
    """A file that is not a lesson; holds every fault that was found, in the order of lines."""

    def __init__(self, errors: Sequence[LessonFileError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Line:
    """One line and its number, counted from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Chapter:
    """A heading with the lines below it, up to the next heading of its rank."""

    title: str
    number: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its prose, line ends kept."""
        return tidy("\n".join(line.text for line in self.lines))

    @property
    def paragraph(self) -> str:
        """Its prose as one line."""
        return one_line(self.text)


class Faults:
    """What is wrong with one file so far, and where each part and field of the lesson stands in it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.errors: list[LessonFileError] = []
        self.places: dict[tuple[Path, str], int] = {}

    def note(self, line: int, field: str, problem: str) -> None:
        """Remember a fault."""
        self.errors.append(LessonFileError(self.file, line, field, problem))

    def place(self, path: Path, field: str, line: int) -> None:
        """Remember where a part (no field) or a field of it stands."""
        self.places[path, field] = line

    def line_of(self, path: Path, field: str) -> int:
        """The field's own line, or that of the nearest part around it."""
        while (path, field) not in self.places and path:
            if (path, "") in self.places:
                return self.places[path, ""]
            path = path[:-2]
        return self.places.get((path, field), 1)

    def add(self, problems: Sequence[Problem]) -> None:
        """Note what the checks found, unless reading already said something about that line and field."""
        known = {(error.line, error.field) for error in self.errors}
        for problem in problems:
            line = self.line_of(problem.path, problem.field)
            if (line, problem.field) not in known:
                self.note(line, problem.field, problem.text)

    def stop_if_any(self) -> None:
        """Raises BadLessonFile with the faults in order, at most a hundred of them."""
        if self.errors:
            raise BadLessonFile(sorted(self.errors)[:MOST_FAULTS])


def read_lines(raw: bytes, faults: Faults) -> tuple[Line, ...]:
    """The file's lines. Raises BadLessonFile when it is too large, not UTF-8, or holds what can't be seen."""
    if len(raw) > LARGEST_FILE:
        faults.note(1, "file", _("A lesson file has at most %s bytes.") % LARGEST_FILE)
        faults.stop_if_any()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.note(raw[: error.start].count(b"\n") + 1, "file", _("This is not UTF-8 text."))
        faults.stop_if_any()
        raise
    lines = [Line(at, line) for at, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1)]
    if len(lines) > MOST_LINES:
        faults.note(MOST_LINES, "file", _("A lesson file has at most %s lines.") % MOST_LINES)
    for line in lines:
        if CONTROL.search(line.text):
            faults.note(line.number, "file", _("It holds a tab or another character that can't be seen."))
    faults.stop_if_any()
    return tuple(lines)


def split(lines: Sequence[Line], rank: int) -> tuple[tuple[Line, ...], list[Chapter]]:
    """What stands before the first heading of this rank, and the chapters that follow."""
    mark = "#" * rank + " "
    starts = [at for at, line in enumerate(lines) if line.text.startswith(mark)]
    ends = [*starts, len(lines)][1:]
    chapters = [
        Chapter(lines[start].text.removeprefix(mark).strip(), lines[start].number, tuple(lines[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]
    return tuple(lines[: starts[0]] if starts else lines), chapters


def nothing(lines: Sequence[Line], field: str, faults: Faults) -> None:
    """Faults each line that holds anything."""
    for line in lines:
        if line.text.strip():
            faults.note(line.number, field, _("This line belongs to no part of the lesson."))


def front_matter(
    lines: Sequence[Line], names: Sequence[str], faults: Faults
) -> tuple[dict[str, str], tuple[Line, ...]]:
    """The `name: value` lines between the two `---`, and the lines after them."""
    fences = [at for at, line in enumerate(lines) if line.text.rstrip() == FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        faults.note(1, "front matter", _("The file begins with “---”, lines “name: value”, and “---”."))
        return {}, tuple(lines)
    found: dict[str, str] = {}
    for line in lines[1 : fences[1]]:
        match = VALUE.fullmatch(line.text.rstrip())
        if match is None or match[1] not in names:
            faults.note(line.number, "front matter", _("Write “name: value” with one of: %s.") % ", ".join(names))
        elif match[1] in found:
            faults.note(line.number, match[1], _("This is said twice."))
        else:
            found[match[1]] = one_line(match[2] or "")
            faults.place((), match[1], line.number)
    return found, tuple(lines[fences[1] + 1 :])


def items(lines: Sequence[Line], fields: dict[str, str], path: Path, faults: Faults) -> dict[str, str]:
    """The `- Name: value` lines of a part; `fields` gives for each name the field it fills."""
    found: dict[str, str] = {}
    for line in lines:
        if not line.text.strip():
            continue
        match = ITEM.fullmatch(line.text.rstrip())
        if match is None or match[1] not in fields:
            expected = ", ".join(f"“- {name}: …”" for name in fields)
            faults.note(line.number, "part", _("Here stand only: %s.") % expected)
        elif fields[match[1]] in found:
            faults.note(line.number, fields[match[1]], _("This is said twice."))
        else:
            found[fields[match[1]]] = one_line(match[2])
            faults.place(path, fields[match[1]], line.number)
    return found


def keyed(chapter: Chapter, faults: Faults) -> tuple[str, str]:
    """The words and the key of a heading such as `## Sanctions {sanctions}`."""
    match = KEYED.fullmatch(chapter.title)
    if match is None:
        faults.note(chapter.number, "key", _("The heading ends with its key in braces: “Heading {key}”."))
        return chapter.title, ""
    return one_line(match[1]), match[2]
