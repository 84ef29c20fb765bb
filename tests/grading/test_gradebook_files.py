"""The gradebook as files: equal to the page, nothing that a spreadsheet would run, and every export kept in the log."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from classroom.accounts.models import AccessLog, User
from classroom.classes.models import Assignment, Enrollment
from classroom.grading.spreadsheets import as_csv, as_xlsx, inert
from tests.grading.book import fill, join, judged

pytestmark = pytest.mark.usefixtures("stopped_clock")

TITLE = "The 2019 Hanoi Summit"
QUESTIONS = ["1. Objectives (of 12)", "2. Why no agreement (of 12)", "3. Significance (of 12)"]
REST = ["Total (of 36)", "State", "Turned in (Europe/London)", "Note", "Not released"]
HEAD = ["Student", "School number", "Group", *(f"{TITLE}: {name}" for name in QUESTIONS + REST)]
TODAY = "25 Nov, 12:00"
NONE = ["", "", "", ""]
ROWS = [
    ["Ada Back", "0017", "Table 1", "12", "9", "6", "27", "Returned", TODAY, "", ""],
    ["Ben Held", "", "", "3", "6", "12", "21", "Graded, not released", TODAY, "", "Questions 1, 2, 3"],
    ["Cleo Half", "", "Table 1", "9", "", "", "", "To grade", TODAY, "", "Question 1"],
    ["Dan Blank", "", "", "12", "", "", "", "Graded, not released", TODAY, "", "Question 1"],
    ["Eve Draft", "", "", *NONE, "Draft", "", "", ""],
    ["Finn Excused", "", "", *NONE, "Excused", "", "", ""],
    ["Gil Extended", "", "", *NONE, "Not started", "", "Extended to 4 Dec", ""],
    ["Hal Paper", "", "", *NONE, "To grade", TODAY, "On paper", ""],
]


def get(client, cast, suffix, **asked):
    client.force_login(cast.teacher)
    return client.get(reverse(f"grading:gradebook-{suffix}", args=[cast.school_class.public_id]), asked)


def read_csv(response):
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def read_xlsx(content):
    """(value, data type) of each cell that is not empty, else None."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[None if cell.value is None else (cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def test_csv_is_the_whole_gradebook(client, cast):
    fill(cast)

    response = get(client, cast, "csv")

    assert read_csv(response) == [HEAD, *ROWS]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="gradebook-world-history-10b.csv"'
    assert "no-store" in response["Cache-Control"]


def test_xlsx_holds_the_same_and_points_are_numbers(client, cast):
    fill(cast)

    found = read_xlsx(get(client, cast, "xlsx").content)

    points = range(3, 7)
    typed = [
        [None if cell == "" else (int(cell), "n") if place in points else (cell, "s") for place, cell in enumerate(row)]
        for row in ROWS
    ]
    assert found == [[(name, "s") for name in HEAD], *typed]


def test_what_was_asked_of_the_page_holds_for_the_file(client, cast):
    fill(cast)

    assert read_csv(get(client, cast, "csv", state="not-released")) == [HEAD, ROWS[1], ROWS[3]]
    assert read_csv(get(client, cast, "csv", q="nobody")) == [HEAD]


def test_while_names_are_hidden_a_file_says_states_and_leaves_points_out(client, cast):
    fill(cast)
    Assignment.objects.update(names_hidden=True)

    found = read_csv(get(client, cast, "csv", q="e", state="not-released"))

    why = "Names are hidden: points are left out"
    assert found == [HEAD, ["Ben Held", "", "", *NONE, "Graded, not released", "25 Nov", why, ""]]


TEXTS = ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\nx", "'=1", "a=1", "", "Linh Trần", "٣", "a\x07b"]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_never_run_and_reads_back(text):
    """Threats C3."""
    written = inert(text)

    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert written.removeprefix("'") == text
    assert list(csv.reader(io.StringIO(as_csv([[text]]).decode("utf-8-sig"), newline=""))) == [[written]]
    cells = read_xlsx(as_xlsx([["x", text]], name="Any", still=1))[0][1:]
    for control in "\r\x07":  # Excel's own way to write what XML can't hold
        written = written.replace(control, f"_x{ord(control):04X}_")
    assert cells == ([(written, "s")] if text else [])


def test_a_hostile_name_number_and_group_are_inert_in_both_files(client, cast):
    fill(cast)
    User.objects.filter(name="Ada Back").update(name="=HYPERLINK(1)")
    Enrollment.objects.filter(school_number="0017").update(school_number="-0017")

    row = read_csv(get(client, cast, "csv", q="="))[1]
    cells = read_xlsx(get(client, cast, "xlsx", q="=").content)[1]

    assert row[:4] == ["'=HYPERLINK(1)", "'-0017", "Table 1", "12"]
    assert cells[:4] == [("'=HYPERLINK(1)", "s"), ("'-0017", "s"), ("Table 1", "s"), (12, "n")]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_each_student_in_a_file_is_in_the_log(client, cast, suffix):
    """Threats P1: who, whose, what, when, and the request."""
    fill(cast)

    response = get(client, cast, suffix, q="a", state="returned")

    rows = AccessLog.objects.values_list("viewer__name", "subject__name", "what", "request_id")
    what = f"gradebook of class {cast.school_class.pk} as a file"
    assert list(rows) == [("Helen Marsh", "Ada Back", what, response["X-Request-ID"])]


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_the_same_for_any_number(client, cast, count):
    Assignment.objects.update(names_hidden=False)
    for number in range(count):
        judged(cast, join(cast, f"s{number} Student"), 1, number + 1)
    get(client, cast, "csv")
    address = reverse("grading:gradebook-csv", args=[cast.school_class.public_id])

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) == 11
