"""Points entered in the gradebook itself, students × questions, with the checks of every other page of points."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.accounts.models import AccessLog
from classroom.classes.models import Assignment
from classroom.grading.actions import second_looks
from classroom.grading.entry_forms import MOST
from classroom.grading.models import Grade, GradeEvent
from classroom.submissions import actions as submissions
from classroom.submissions.models import Answer
from tests.cast import turn_in_answers
from tests.factories import NOW
from tests.grading.book import fill, join, judged, release, table
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, cell, rows, spot

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture(autouse=True)
def names_shown(cast):
    Assignment.objects.update(names_hidden=False)
    cast.assignment.refresh_from_db()


@pytest.fixture
def grid(client, cast):
    """`grid(work)` is the page; `grid(work, *cells, who=…, **more)` what it answers to these."""
    client.force_login(cast.teacher)

    def asked(work, *cells, who=None, to="", **more):
        if who:
            client.force_login(who)
        address = below("gradebook-points", work) + to
        return (
            client.post(address, {k: v for each in cells for k, v in each.items()} | more)
            if cells
            else client.get(address)
        )

    return asked


def points_of(*answers):
    return [str(Grade.objects.counting().get(answer=each).points) for each in answers]


def values(page, *answers):
    """What stands in the cells of these answers."""
    return [page.context["form"][f"points-{spot(each)}"].value() for each in answers]


def test_every_answer_that_came_in_has_a_cell_and_all_else_reads_as_in_the_gradebook(cast, grid):
    fill(cast)
    work = Answer.objects.filter(submission__student__name="Ada Back").first().submission
    page = grid(work)

    found = {row[0]: row for row in table(page.content.decode())}
    name = "Points for {}, question {}"
    ada, cleo, paper = ([name.format(who, n) for n in (1, 2, 3)] for who in ("Ada Back", "Cleo Half", "Hal Paper"))
    assert (found["Ada Back"][1:5], found["Cleo Half"][1:5], found["Hal Paper"][1:4]) == (
        [*ada, "27"], [*cleo, ""], paper,
    )  # fmt: skip
    assert found["Dan Blank"][1:4] == [name.format("Dan Blank", 1), "No answer", "No answer"]
    assert [found[who][1:4] for who in ("Eve Draft", "Finn Excused")] == [["Draft"] * 3, ["None"] * 3]
    assert values(page, *(answer_to(work, n) for n in (1, 2, 3))) == ["12", "9", "6"]
    assert page.content.decode().count("inputmode=") == 13  # Ada, Ben, Cleo and Hal three each, Dan one


def test_a_row_and_a_column_are_stored_together_and_untouched_cells_meet_nobody(cast, grid):
    work, other = judged(cast, cast.classmate, 1, 3), turn_in_answers(cast.assignment, cast.student)
    first, second, third = (answer_to(work, n) for n in (1, 2, 3))
    judge(first, by=cast.assistant, points=4)

    untouched = cell(first, "3", base=1)  # as it stood before the assistant came
    done = grid(work, untouched, cell(second, "7.25", base=1), cell(third, "0"), cell(answer_to(other, 1), "11"))

    assert (done.status_code, done["Location"]) == (302, below("gradebook-points", work))
    assert points_of(first, second, third, answer_to(other, 1)) == ["12.00", "7.25", "0.00", "11.00"]
    assert set(GradeEvent.objects.filter(by=cast.teacher).values_list("path", flat=True)[2:]) == {"gradebook"}


def test_what_cannot_be_stored_is_said_in_its_cell_and_nothing_is(cast, grid):
    work, other = judged(cast, cast.student, 1, 2), turn_in_answers(cast.assignment, cast.classmate)
    bad, good, before = answer_to(work, 2), answer_to(other, 3), rows()

    page = grid(work, cell(bad, "12.5", base=1), cell(good, "5"))

    assert (page.status_code, rows(), values(page, bad, good)) == (400, before, ["12.5", "5"])
    said = page.context["form"].errors
    assert said == {f"points-{spot(bad)}": ["Points are from 0 to 12."]}
    assert f'aria-describedby="points-{spot(bad)}-error"' in page.content.decode()


def test_somebody_elses_points_stand_in_the_cell_beside_ones_own(cast, grid):
    """Threats W2."""
    work = judged(cast, cast.student, 1, 2, 3)
    mine, bare = answer_to(work, 1), answer_to(work, 3)
    judge(mine, by=cast.assistant, points=4)
    before = rows()

    met = grid(work, cell(mine, "5", base=1), cell(bare, "3", base=1))

    assert (met.status_code, rows(), values(met, mine, bare)) == (409, before, ["5", "3"])
    assert met.content.decode().count("Sam saved 12") == 1
    grid(work, cell(mine, "5", base=2), cell(bare, "3", base=1), **{f"keep-{spot(mine)}": "on"})
    assert points_of(mine, bare) == ["12.00", "3.00"]
    grid(work, cell(mine, "5", base=2))
    assert points_of(mine) == ["5.00"]


def test_released_points_take_a_reason(cast, grid):
    work = judged(cast, cast.student, 1, 2, 3)
    release(cast, work)
    answer = answer_to(work, 3)

    untold = grid(work, cell(answer, "5", base=1))
    told = grid(work, cell(answer, "5", base=1), reason="Looked again.")

    assert (untold.status_code, "Say why you change it." in untold.content.decode()) == (400, True)
    assert (told.status_code, GradeEvent.objects.latest("pk").reason) == (302, "Looked again.")


def test_while_names_are_hidden_it_leads_to_the_pages_by_number(cast, grid):
    work = turn_in_answers(cast.assignment, cast.student)
    Assignment.objects.update(names_hidden=True)
    before = rows()

    page, refused = grid(work).content.decode(), grid(work, cell(answer_to(work), "5"))

    assert [page.count(each) for each in (below("points", work, 3), "Show names", cast.student.name)] == [1, 1, 0]
    assert (refused.status_code, refused.context["kept"], rows()) == (409, f"points-{spot(answer_to(work))}: 5", before)
    seen = grid(work, who=cast.assistant).content.decode()
    assert [seen.count(each) for each in (below("points", work, 3), "Show names", cast.student.name)] == [1, 0, 0]


def test_answers_of_another_assignment_are_nobodys_cells(cast, grid):
    work = turn_in_answers(cast.assignment, cast.student)
    other = turn_in_answers(cast.other_assignment, cast.other_student)
    foreign = answer_to(other)
    before = rows()

    left = grid(work, cell(foreign, "5"))

    assert (left.status_code, rows()) == (302, before)


def test_a_filter_narrows_the_table_and_is_kept(cast, grid):
    fill(cast)
    work = Answer.objects.filter(submission__student__name="Ben Held").first().submission
    page = grid(work, to="?state=not-released&q=Ben")
    nobody = grid(work, to="?q=nobody").content.decode()

    assert [row[0] for row in table(page.content.decode())] == ["Student", "Ben Held", "Median"]
    saved = grid(work, cell(answer_to(work, 1), "5", base=1), to="?state=not-released&q=Ben")
    assert saved["Location"] == below("gradebook-points", work) + "?state=not-released&q=Ben"
    assert nobody.count("Nobody here") == 1


def test_a_hidden_mark_has_no_cell(cast, grid):
    work = judged(cast, cast.student, 1, 2, 3)
    release(cast, work)
    second_looks.ask(answer_to(work), by=cast.student, at=NOW, reason="I name two sides.")

    page = grid(work).content.decode()

    assert (page.count("inputmode="), page.count("Second look<")) == (2, 1)


def test_a_second_look_asked_for_meanwhile_is_named_and_holds_up_nothing_else(cast, grid):
    work = judged(cast, cast.student, 1, 2, 3)
    release(cast, work)
    hidden, other = answer_to(work, 2), answer_to(work, 3)
    sent = cell(hidden, "8", base=1), cell(other, "5", base=1)
    second_looks.ask(hidden, by=cast.student, at=NOW, reason="I name two sides.")
    before = rows()

    met = grid(work, *sent, reason="Looked again.")
    stored = grid(work, sent[1], reason="Looked again.")

    assert (met.status_code, values(met, other)) == (409, ["5"])
    name = f"Points for {cast.student.name}, question 2"
    assert [met.content.decode().count(each) for each in (f"{name}: 8.", f"points-{spot(hidden)}")] == [1, 0]
    assert before["GradeEvent"] == rows()["GradeEvent"][:-1]
    assert (stored.status_code, points_of(other)) == (302, ["5.00"])


@pytest.mark.parametrize("points", ["7,5", "x", "99"])
def test_what_is_gone_meanwhile_is_named_also_beside_what_can_not_be_read(cast, grid, points):
    work, other = [turn_in_answers(cast.assignment, who) for who in (cast.student, cast.classmate)]
    gone, here = answer_to(work, 1), answer_to(other, 1)
    submissions.take_back(work, by=cast.student, at=NOW)
    said = f"question 1: {points}."

    met, beside = grid(work, cell(gone, points), cell(here, "5")), grid(work, cell(gone, points), cell(here, "x"))

    assert (met.status_code, said in met.content.decode(), values(met, here)) == (409, True, ["5"])
    assert (beside.status_code, said in beside.content.decode(), values(beside, here)) == (400, True, ["x"])


@pytest.mark.parametrize("why", ["taken back", "left the class"])
def test_what_is_gone_meanwhile_is_named_with_what_was_typed(cast, grid, why):
    work, other = [turn_in_answers(cast.assignment, who) for who in (cast.student, cast.classmate)]
    gone, here = answer_to(work, 1), answer_to(other, 1)
    if why == "taken back":
        submissions.take_back(work, by=cast.student, at=NOW)
    else:
        cast.student.enrollments.update(ended_at=NOW)

    met = grid(work, cell(gone, "7.5"), cell(here, "5"))
    alone = grid(work, cell(gone, "7.5"))
    untouched = grid(work, cell(gone, ""), cell(here, "5"))

    said = f"Points for {cast.student.name}, question 1: 7.5."
    assert (met.status_code, met.content.decode().count(said), values(met, here)) == (409, 1, ["5"])
    assert (alone.status_code, said in alone.content.decode()) == (409, True)
    assert (untouched.status_code, points_of(here)) == (302, ["5.00"])


def test_more_than_a_page_has_is_refused_and_not_cut_off(cast, grid):
    answer = answer_to(turn_in_answers(cast.assignment, cast.student))
    many = {f"points-q1-{number}": "" for number in range(1000, 1000 + MOST)}
    before = rows()

    page = grid(answer.submission, many, cell(answer, "5"))

    assert (page.status_code, rows()) == (413, before)
    assert f"Points for more than {MOST} answers can’t be stored at once." in page.content.decode()


def test_looks_are_kept(cast, grid):
    """Threats P1."""
    work = judged(cast, cast.classmate, 1, 3)

    grid(work)

    looks = AccessLog.objects.values_list("viewer", "subject", "what")
    assert list(looks) == [
        (cast.teacher.pk, cast.classmate.pk, f"points in the gradebook of assignment {cast.assignment.pk}")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_any_number(client, cast, grid, count):
    for number in range(count):
        work = judged(cast, join(cast, f"s{number} Student"), 1, 2)
    grid(work)

    with CaptureQueriesContext(connection) as queries:
        page = grid(work).content.decode()

    assert (len(queries), page.count("inputmode=")) == (12, 3 * count)
