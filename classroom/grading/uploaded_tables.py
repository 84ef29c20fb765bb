"""Tables that somebody uploads, as rows of text. Knows no model, runs nothing and fetches nothing.

A workbook is a ZIP of XML that anybody may have written: its parts are counted, unpacked within a limit and looked
through for declarations of entities before openpyxl reads a word of it. Of a formula only the saved value counts.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from classroom.http import BadValue

from .spreadsheets import LIVE, MARK

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 12 * 1024 * 1024
MOST_PARTS = 200  # of a workbook
MOST_ROWS = 5000
MOST_COLUMNS = 40
ZIP = b"PK"
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack all at once, whatever is asked for
DECLARED = tuple(
    text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Table:
    """The rows, the first of them the head; `comma` says that a comma can only be a decimal one here."""

    rows: list[list[str]]
    comma: bool = False


def alive(text: str) -> str:
    """The text that `spreadsheets.inert` was given, of what it gave back."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1:].startswith(LIVE) else text


def read_table(content: bytes, *, heads: Iterable[str]) -> Table:
    """The table of a CSV file or a workbook; `heads` are names that its first row may have.

    Raises BadValue for what is too large (413), and for what is no such file or holds what no text may.
    """
    if len(content) > MOST_BYTES:
        limit = filesizeformat(MOST_BYTES)
        raise BadValue("file", _("The file may have up to %s.") % limit, status=413)
    if content.startswith(ZIP):
        table = Table(_bounded(_workbook(content)))
    else:
        text = _decoded(content)
        separator = _separator(text, frozenset(heads))
        table = Table(_bounded(_separated(text, separator)), comma=separator == ";")
    _check_text(table.rows)
    return table


def _bounded(rows: Iterable[list[str]]) -> list[list[str]]:
    found = []
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise BadValue("file", _("The file may have up to %s rows.") % MOST_ROWS, status=413)
        if len(row) > MOST_COLUMNS:
            raise BadValue(
                "file", _("Row %(row)s has more than %(most)s columns.") % {"row": number, "most": MOST_COLUMNS}
            )
        found.append(row)
    return found


def _check_text(rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, 1):
        for cell in row:
            if "\0" in cell:
                raise BadValue("file", _("Row %s holds a character that is no text.") % number)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8").removeprefix(MARK)
    except UnicodeDecodeError as problem:
        said = _("This file is not in UTF-8. Save it as “CSV UTF-8”, or upload it as a workbook (XLSX).")
        raise BadValue("file", said) from problem


def _separator(text: str, heads: frozenset[str]) -> str:
    """The one that makes most of the first row's names known; a comma when none does."""
    first = text.lstrip("\r\n").partition("\n")[0]
    known = {each: len(heads & {name.strip(' \r"') for name in first.split(each)}) for each in SEPARATORS}
    return max(SEPARATORS, key=lambda each: known[each])


def _separated(text: str, separator: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from rows
    except csv.Error as problem:
        said = _("The file can’t be read from line %s on: a quotation mark may be missing.") % rows.line_num
        raise BadValue("file", said) from problem


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [_text(cell) for cell in row]
    except BadValue:
        raise
    except Exception as problem:  # openpyxl raises whatever it stumbles over
        raise BadValue("file", _("This workbook can’t be read. Save it again as XLSX, or as “CSV UTF-8”.")) from problem


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Nothing that unpacks without end, and no XML that declares entities, whatever a part is called."""
    room = MOST_UNPACKED
    parts = archive.infolist()
    for part in parts[:MOST_PARTS]:
        if part.compress_type not in PACKED:
            raise _strange()
        with archive.open(part) as opened:
            unpacked = opened.read(room + 1)
        room -= len(unpacked)
        xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        if room >= 0 and ((xml and b"\0" in unpacked) or any(each in unpacked for each in DECLARED)):
            raise _strange()
        if room < 0:
            break
    if room < 0 or len(parts) > MOST_PARTS:
        raise BadValue("file", _("This workbook is too large when it is unpacked."), status=413)


def _strange() -> BadValue:
    return BadValue("file", _("This workbook holds more than tables, so it is not read."))


def _text(value: Any) -> str:
    """A cell as it would be written: 9 and not 9.0, and no returns that Excel has escaped."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).replace("_x000D_", "")
