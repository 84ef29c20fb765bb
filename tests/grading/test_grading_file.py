"""Grading outside: the file to take along, and its way back with a look at every change before one is made."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.accounts.models import AccessLog
from classroom.classes.models import Assignment, Enrollment
from classroom.grading.models import GradeEvent
from classroom.grading.spreadsheets import as_xlsx
from tests.cast import turn_in_answers
from tests.factories import NOW
from tests.grading.book import join, judged, release
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, rows

pytestmark = pytest.mark.usefixtures("stopped_clock")

HEAD = ["Question", "Desk number", "Points", "Of", "Comment", "Grade revision", "Text revision", "Work"]
NAMED = [*HEAD[:2], "Student", "School number", *HEAD[2:]]


class Outside:
    """A teacher with the file of the cast's assignment."""

    def __init__(self, client, cast):
        self.client, self.cast = client, cast
        client.force_login(cast.teacher)

    def address(self, name):
        return below(name, answer_to_any(self.cast).submission)

    def take(self):
        content = self.client.get(self.address("file-csv")).content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(content, newline="")))

    def bring(self, rows, *, separator=",", mark="\N{BYTE ORDER MARK}"):
        """Upload these rows as a spreadsheet program would write them."""
        written = io.StringIO()
        writer = csv.DictWriter(written, rows[0].keys(), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
        return self.send((mark + written.getvalue()).encode())

    def send(self, content):
        return self.client.post(self.address("file"), {"file": SimpleUploadedFile("grades", content)})

    def apply(self, preview, *, take=None, **more):
        page = preview.context
        chosen = [line.field for line in page["lines"] if line.chosen] if take is None else take
        return self.client.post(self.address("file-apply"), {"seen": page["seen"], "take": chosen} | more)


def answer_to_any(cast):
    return cast.assignment.answers.first()


@pytest.fixture
def outside(client, cast):
    return Outside(client, cast)


def row_of(answer, taken):
    address = answer.question_key, str(answer.desk_number)
    return next(row for row in taken if (row["Question"], row["Desk number"]) == address)


def said(preview):
    """Of each change: who, points and comment before and after, whether it is a conflict, whether it is chosen."""
    return [
        (line.change.row.said, line.change.entry.points, line.change.entry.comment, line.change.conflict, line.chosen)
        for line in preview.context["lines"]
    ]


def test_file_names_answers_by_number_while_names_are_hidden_and_students_after(cast, outside):
    Enrollment.objects.filter(person=cast.student).update(school_number="-0017")
    work = judged(cast, cast.student, 1)
    judge(answer_to(work), by=cast.teacher, points=3, comment="=1+1")

    hidden = outside.take()
    Assignment.objects.update(names_hidden=False)
    shown = outside.take()

    ident = f"{cast.school_class.public_id}/hanoi"
    cells = [["q1", "3", "", "1"], ["q2", "9", "'=1+1", "1"], ["q3", "", "", "0"]]
    assert [list(row) for row in (hidden[0], shown[0])] == [HEAD, NAMED]
    assert [[row["Question"], row["Points"], row["Comment"], row["Grade revision"]] for row in hidden] == cells
    assert {(row["Of"], row["Text revision"], row["Work"]) for row in hidden} == {("12", "1", ident)}
    assert {(row["Student"], row["School number"]) for row in shown} == {(cast.student.name, "'-0017")}
    assert [row["Desk number"] for row in hidden] == [str(answer_to(work, n).desk_number) for n in (1, 2, 3)]
    looks = AccessLog.objects.values_list("viewer__name", "subject__name", "what")
    assert set(looks) == {("Helen Marsh", cast.student.name, f"grading file of assignment {cast.assignment.pk}")}


def test_blank_cells_change_nothing_and_the_rest_is_shown_before_it_is_done(cast, outside):
    work, bare = judged(cast, cast.student, 1, 3), turn_in_answers(cast.assignment, cast.classmate)
    before, taken = rows(), outside.take()
    row_of(answer_to(work), taken).update(Points="", Comment=" Read\r\nthis. ")
    row_of(answer_to(work, 1), taken).update(Points="", Comment="")
    row_of(answer_to(bare), taken).update(Points="0")

    preview = outside.bring(taken)

    changes = [((9, ""), None, "Read\nthis.", False, True), ((None, ""), 0, "", False, True)]
    assert (preview.status_code, rows()) == (200, before)
    looks = AccessLog.objects.filter(what=f"preview of a grading file of assignment {cast.assignment.pk}")
    assert set(looks.values_list("viewer", "subject")) == {
        (cast.teacher.pk, each.pk) for each in (cast.student, cast.classmate)
    }
    assert sorted(said(preview), key=str) == sorted(changes, key=str)
    assert outside.apply(preview).status_code == 302
    events = GradeEvent.objects.filter(path="import").order_by("pk")
    assert [(event.by, event.new["points"], event.new["comment"], event.new["state"]) for event in events] == [
        (cast.teacher, "9.00", "Read\nthis.", "done"),
        (cast.teacher, "0.00", "", "done"),
    ]
    assert said(outside.bring(outside.take())) == []


@pytest.mark.parametrize(
    ("separator", "mark", "points"), [(";", "", "7,5"), ("\t", "\N{BYTE ORDER MARK}", "7.5"), (",", "", "7.50")]
)
def test_spreadsheets_write_their_own_csv(cast, outside, separator, mark, points):
    answer = answer_to(turn_in_answers(cast.assignment, cast.student))
    taken = outside.take()
    row_of(answer, taken).update(Points=points, Comment="'=x")

    preview = outside.bring(taken, separator=separator, mark=mark)

    assert said(preview) == [((None, ""), Decimal("7.5"), "=x", False, True)]


def test_workbook_that_was_taken_along_comes_back_the_same_and_changed(cast, outside):
    work = judged(cast, cast.student, 1, 3)
    row = row_of(answer_to(work, 3), outside.take())
    number, ident = Decimal(row["Desk number"]), row["Work"]
    filled = ["q3", number, Decimal("8.55"), Decimal(12), "'Why?'\r\n=x", Decimal(0), Decimal(1), ident]

    same = outside.send(outside.client.get(outside.address("file-xlsx")).content)
    changed = outside.send(as_xlsx([HEAD, filled], name="Any", still=1))

    assert said(same) == []
    assert said(changed) == [((None, ""), Decimal("8.55"), "'Why?'\n=x", False, True)]


def test_what_was_changed_meanwhile_is_a_conflict_only_where_the_file_says_something_else(cast, outside):
    mine, left = judged(cast, cast.student, 1, 2), judged(cast, cast.classmate, 1, 2)
    taken = outside.take()
    row_of(answer_to(mine), taken).update(Points="5")
    for work in (mine, left):
        judge(answer_to(work), by=cast.assistant, points=4, comment="Good.")
    before = rows()

    preview = outside.bring(taken)

    assert said(preview) == [((12, "Good."), 5, "", True, False)]
    assert "Sam saved this since" in preview.content.decode()
    assert (outside.apply(preview).status_code, rows()) == (302, before)
    field = preview.context["lines"][0].field
    judge(answer_to(mine), by=cast.assistant, points=3)
    again = outside.apply(preview, take=[field])
    assert (again.status_code, said(again)) == (409, [((9, ""), 5, "", True, False)])
    assert outside.apply(again, take=[field]).status_code == 302
    assert GradeEvent.objects.latest("pk").new["points"] == "5.00"


def test_confirmation_is_all_or_nothing_and_asks_why_of_what_was_released(cast, outside):
    work, bare = judged(cast, cast.student, 1, 2, 3), turn_in_answers(cast.assignment, cast.classmate)
    release(cast, work)
    taken = outside.take()
    for each in (work, bare):
        row_of(answer_to(each), taken).update(Points="5")
    before, preview = rows(), outside.bring(taken)

    untold = outside.apply(preview)

    assert (untold.status_code, rows(), len(untold.context["lines"])) == (400, before, 2)
    assert [line.chosen for line in untold.context["lines"]] == [True, True]
    assert "Say why you change it." in untold.content.decode()
    assert outside.apply(untold, reason="Second reading.").status_code == 302
    assert sorted(GradeEvent.objects.filter(path="import").values_list("reason", flat=True)) == ["Second reading."] * 2


def test_each_wrong_cell_is_named_by_row_and_column_and_nothing_is_offered(cast, outside):
    Assignment.objects.update(names_hidden=False)
    turn_in_answers(cast.assignment, cast.student)
    turn_in_answers(cast.assignment, cast.classmate)
    taken = outside.take()
    strange = [{"Work": "elsewhere/hanoi"}, {"Question": "q9"}, {"Desk number": "999"}, {"Desk number": "2.5"}]
    strange += [{"Student": "Somebody Else"}, {}, {"Points": "10,5"}, {"Points": "13"}, {"Comment": "x" * 4001}]
    strange += [{"Points": "3", "Grade revision": "x"}, {"Comment": "Yes.", "Text revision": ""}]
    sheet = [taken[place % 6] | more for place, more in enumerate(strange)]

    page = outside.bring(sheet)

    columns = ["Work", "Question", "Desk number", "Desk number", "Student"]
    columns += ["Points", "Points", "Comment", "Grade revision", "Text revision"]
    problems = [(problem.row, problem.column) for problem in page.context["problems"]]
    assert (page.status_code, "lines" in page.context) == (400, False)
    assert problems == list(zip([2, 3, 4, 5, 6, 8, 9, 10, 11, 12], columns, strict=True))
    assert "Row 9, Points: Points are from 0 to 12." in page.content.decode()


def test_an_answer_stands_in_a_file_once(cast, outside):
    turn_in_answers(cast.assignment, cast.student)
    taken = outside.take()

    page = outside.bring([*taken, taken[0]])

    problems = [(each.row, each.column, each.said) for each in page.context["problems"]]
    assert problems == [(5, "Desk number", "This answer stands in row 2 already.")]


def test_while_names_are_hidden_no_file_can_ask_whose_a_number_is(cast, outside):
    turn_in_answers(cast.assignment, cast.student)
    names = [cast.student.name, "Nobody", ""]
    taken = [row | {"Student": name, "Points": "5"} for row, name in zip(outside.take(), names, strict=True)]

    preview = outside.bring(taken)

    assert [new for _old, new, *_rest in said(preview)] == [5, 5, 5]
    assert cast.student.name not in preview.content.decode()


def test_what_was_looked_at_is_one_teachers_for_an_hour(client, cast, outside):
    work = turn_in_answers(cast.assignment, cast.student)
    taken = outside.take()
    row_of(answer_to(work), taken).update(Points="5")
    before, preview = rows(), outside.bring(taken)

    forged = outside.client.post(outside.address("file-apply"), {"seen": preview.context["seen"] + "x"})
    with time_machine.travel(NOW + timedelta(hours=1, seconds=1), tick=False):
        late = outside.apply(preview)
    Enrollment.objects.filter(person=cast.assistant).update(role="teacher")
    client.force_login(cast.assistant)
    others = outside.apply(preview)

    assert [each.status_code for each in (forged, late, others)] == [400, 400, 400]
    assert rows() == before


@pytest.mark.parametrize("count", [1, 3])
def test_preview_costs_the_same_for_any_number(cast, outside, count):
    for number in range(count):
        work = judged(cast, join(cast, f"s{number} Student"), 1, 2)
    taken = [row | {"Points": "5"} for row in outside.take()]
    judge(answer_to(work), by=cast.assistant, points=4)
    outside.bring(taken)

    with CaptureQueriesContext(connection) as queries:
        preview = outside.bring(taken)

    assert (len(queries), len(said(preview))) == (11, 3 * count)


def test_a_file_that_lost_its_head_is_refused_and_empty_lines_are_no_rows(cast, outside):
    work = judged(cast, cast.student, 1)
    before, taken = rows(), outside.take()
    blank = dict.fromkeys(taken[0], "")
    row_of(answer_to(work, 3), taken).update(Points="5")

    headless = outside.send(b"Question,Points\nq1,3\n")
    spaced = outside.bring([blank, *taken, blank])

    assert (headless.status_code, rows()) == (400, before)
    assert "The first row must name each of these columns once" in headless.content.decode()
    assert (spaced.status_code, len(said(spaced))) == (200, 1)
