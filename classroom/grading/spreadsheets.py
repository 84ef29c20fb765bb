"""Tables as files for spreadsheets. Knows no model.

A text that a spreadsheet could take for a formula gets an apostrophe before it, and so does one that begins with an
apostrophe: whoever reads a file back takes one apostrophe off and has the text (threats C3). Numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

from .points import shown

Cell = str | Decimal | None
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
MARK = "\N{BYTE ORDER MARK}"  # by which Excel knows UTF-8
WIDE, NARROW = 24, 14  # characters


def inert(text: str) -> str:
    """The text as one that is never run."""
    return f"'{text}" if text.startswith(LIVE) else text


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Comma-separated, UTF-8; points with a "."."""
    written = io.StringIO()
    csv.writer(written).writerows([_plain(cell) for cell in row] for row in rows)
    return f"{MARK}{written.getvalue()}".encode()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return shown(cell) if isinstance(cell, Decimal) else inert(cell)


def as_xlsx(rows: Iterable[Sequence[Cell]], *, name: str, still: int) -> bytes:
    """One worksheet of that name. The first row and the first `still` columns stay in sight."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, still)
        sheet.set_column(0, still - 1, WIDE)
        sheet.set_column(still, 16_383, NARROW)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(y, x, cell)
                elif cell:
                    sheet.write_string(y, x, inert(cell))
    return written.getvalue()
