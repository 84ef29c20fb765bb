"""Uploaded tables: read strictly and within limits. Hostile workbooks unpack nothing without end, declare nothing."""

import io
import zipfile

import pytest

from classroom.grading.spreadsheets import as_xlsx, inert
from classroom.grading.uploaded_tables import MOST_BYTES, MOST_ROWS, MOST_UNPACKED, alive, read_table
from classroom.http import BadValue

HEADS = {"Points", "Comment"}
SHEET = "xl/worksheets/sheet1.xml"


def repacked(change, **more):
    """A workbook whose sheet says what `change` makes of it, with `more` parts."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([["Points"], ["x"]], name="Any", still=1))) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, change(content) if name == SHEET else content)
        for name, content in more.items():
            new.writestr(name, content)
    return written.getvalue()


def entity(content):
    return content.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)


def packed_otherwise(how):
    """A workbook with a part that only a way of packing unpacks which gives all at once, whatever is asked for."""
    written = io.BytesIO(repacked(lambda content: content))
    with zipfile.ZipFile(written, "a", how) as archive:
        archive.writestr("xl/bomb.xml", b"0" * 2 * MOST_UNPACKED)
    return written.getvalue()


def otherwise_named(content):
    """A workbook whose sheet, with entities, is called no XML."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name.replace("sheet1.xml", "sheet1.bin"), old.read(name).replace(b"sheet1.xml", b"sheet1.bin"))
    return written.getvalue()


def far_row(content):
    return content.replace('r="2"', 'r="99999999999"')


BAD = {  # what takes long to pack is packed by the test that asks for it
    "too many bytes": (b"x" * (MOST_BYTES + 1), 413),
    "too many rows": (b"Points\n" + b"\n" * MOST_ROWS, 413),
    "too many columns": (b"Points" + b"," * 40, 400),
    "not UTF-8": ("Points,Comment\n9,gr\xfcn".encode("latin-1"), 400),
    "a NUL": (b"Points\n\x00", 400),
    "an open quotation mark": (b'Points,Comment\n9,"x', 400),
    "no workbook": (b"PK\x03\x04 and no more", 400),
    "a bomb": (lambda: repacked(lambda content: content, bomb=b"0" * (MOST_UNPACKED + 1)), 413),
    "a thousand parts": (lambda: repacked(lambda content: content, **{f"part{n}": "" for n in range(300)}), 413),
    "entities": (lambda: repacked(entity), 400),
    "entities in UTF-16": (lambda: repacked(lambda content: content.encode("utf-16")), 400),
    "entities under another name": (lambda: otherwise_named(repacked(entity)), 400),
    "packed by bzip2": (lambda: packed_otherwise(zipfile.ZIP_BZIP2), 400),
    "packed by LZMA": (lambda: packed_otherwise(zipfile.ZIP_LZMA), 400),
    "broken XML": (lambda: repacked(lambda content: content[:-20]), 400),
    "a far row": (lambda: repacked(far_row), 413),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_too_large_or_no_table_is_refused(case):
    table, status = BAD[case]
    content = table() if callable(table) else table

    with pytest.raises(BadValue) as refusal:
        read_table(content, heads=HEADS)

    assert (refusal.value.field, refusal.value.status) == ("file", status)


@pytest.mark.parametrize("text", ["=1+1", "'=1", "'", "''x", "'quoted' words", "-", "a", "", "\t", "'a"])
def test_inert_text_reads_back_and_fresh_text_keeps_its_apostrophe(text):
    """Threats C3."""
    assert alive(inert(text)) == text
    assert alive("'Objectives' is clear") == "'Objectives' is clear"
