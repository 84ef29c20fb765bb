"""What an uploaded grading file says: an entry for each row, or what is wrong with which row and column."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from classroom.http import BadValue

from .actions.grades import LONGEST_COMMENT
from .entries import Entry, Row
from .entry_forms import read_points
from .grading_file import COMMENT, GRADE, KNOWN, NEEDED, NUMBER, POINTS, QUESTION, STUDENT, TEXT, WORK
from .uploaded_tables import Table, alive

Address = tuple[str, int]  # a question's key and a desk number
WHOLE = re.compile(r"[0-9]{1,9}")
COMMA = re.compile(r"([0-9]{1,4}),([0-9]{1,2})")


@dataclass(frozen=True)
class Problem:
    """Why a row can't be read, at which column."""

    row: int
    column: str
    said: str


@dataclass
class Reading:
    """What was read, in the order of the file; nothing of it is to be used while there are problems."""

    entered: list[tuple[Row, Entry]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Wrong(Exception):  # noqa: N818  an answer, not a fault
    """What is wrong with one cell."""

    def __init__(self, column: str, said: str) -> None:
        super().__init__(said)
        self.column = column
        self.said = said


def read_file(table: Table, answers: Mapping[Address, Row], *, work: str) -> Reading:
    """The entries of all rows. Raises BadValue where the first row isn't the file's head."""
    head = _head(table.rows)
    found, met = Reading(), dict[Address, int]()
    for number, cells in enumerate(table.rows[1:], 2):
        values = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if name in KNOWN}
        if not any(values.values()):
            continue
        try:
            row = _row(values, answers, work)
            _only_once(row, number, met)
            found.entered.append((row, _entry(values, row, comma=table.comma)))
        except Wrong as wrong:
            found.problems.append(Problem(number, wrong.column, wrong.said))
    return found


def _head(rows: list[list[str]]) -> list[str]:
    head = [name.strip() for name in rows[0]] if rows else []
    missing = [name for name in NEEDED if head.count(name) != 1]
    if missing:
        said = _("The first row must name each of these columns once, as it was downloaded: %s.")
        raise BadValue("file", said % ", ".join(missing))
    return head


def _row(values: Mapping[str, str], answers: Mapping[Address, Row], work: str) -> Row:
    """The answer that the row is about."""
    if values.get(WORK) != work:
        raise Wrong(WORK, _("This row is of another class or lesson."))
    key, number = values[QUESTION], _whole(values, NUMBER)
    if not any(key == known for known, _number in answers):
        raise Wrong(QUESTION, _("No answer to such a question is here."))
    row = answers.get((key, number))
    if row is None:
        raise Wrong(NUMBER, _("Nothing is handed in under this number."))
    student = alive(values.get(STUDENT, ""))
    if row.names and student not in {"", row.who}:  # while names are hidden no file can ask whose a number is
        raise Wrong(STUDENT, _("This number is somebody else’s answer: rows may have been mixed up."))
    return row


def _only_once(row: Row, number: int, met: dict[Address, int]) -> None:
    address = row.answer.question_key, row.answer.desk_number
    if address in met:
        raise Wrong(NUMBER, _("This answer stands in row %s already.") % met[address])
    met[address] = number


def _entry(values: Mapping[str, str], row: Row, *, comma: bool) -> Entry:
    points = _points(values[POINTS], row.answer.question.points, comma=comma)
    comment = alive(values.get(COMMENT, "")).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(comment) > LONGEST_COMMENT:
        raise Wrong(COMMENT, _("A comment may have up to %(most)s characters.") % {"most": LONGEST_COMMENT})
    if points is None and not comment:
        return Entry(None, "", row.revision, row.read)
    return Entry(points, comment, _whole(values, GRADE), _whole(values, TEXT))


def _points(text: str, most: Decimal, *, comma: bool) -> Decimal | None:
    """Blank is None. A decimal comma counts only where commas don't separate the columns."""
    if not text:
        return None
    try:
        return read_points(COMMA.sub(r"\1.\2", text) if comma and COMMA.fullmatch(text) else text, most)
    except ValidationError as problem:
        raise Wrong(POINTS, problem.messages[0]) from problem


def _whole(values: Mapping[str, str], column: str) -> int:
    text = values.get(column, "")
    if not WHOLE.fullmatch(text):
        raise Wrong(column, _("Leave the number as it was downloaded."))
    return int(text)


def addressed(rows: Iterable[Row]) -> dict[Address, Row]:
    """Each by its question's key and its desk number."""
    return {(row.answer.question_key, row.answer.desk_number): row for row in rows}
