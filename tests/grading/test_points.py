"""Points entered in a column of cells: exact, with the desk's revision check, hiding and history, all or none."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom.accounts.models import AccessLog
from classroom.classes.models import Assignment
from classroom.grading.models import Grade, GradeEvent
from classroom.submissions import actions
from classroom.submissions.models import Answer
from tests.cast import turn_in_answers
from tests.grading.book import join, judged, release
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, cell, rows, sent, spot, url

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def enter(client, cast):
    """`enter(work, *cells, who=…)`: what the page of question 2 answers to these cells."""

    def entering(work, *cells, who=None, **more):
        client.force_login(who or cast.teacher)
        data = {name: value for each in cells for name, value in each.items()}
        return client.post(below("points", work, 2), data | more)

    return entering


def standing(answer):
    grade = Grade.objects.counting().get(answer=answer)
    marks = list(grade.marks.values_list("points", flat=True))
    return grade.state, str(grade.points), str(grade.adjustment), grade.adjustment_reason, marks, grade.revision


def test_points_are_a_done_grade_whose_levels_stay(cast, enter):
    work, other = judged(cast, cast.classmate, 1, 3), turn_in_answers(cast.assignment, cast.student)
    marked, bare = answer_to(work), answer_to(other)

    answered = enter(work, cell(marked, "7.25", base=1), cell(bare, "0"))

    three = [Decimal(3)] * 3
    assert (answered.status_code, answered["Location"]) == (302, below("points", work, 2))
    assert standing(marked) == ("done", "7.25", "-1.75", "Entered as points", three, 2)
    assert standing(bare) == ("done", "0.00", "0.00", "", [], 1)
    event = GradeEvent.objects.latest("pk")
    assert (event.path, event.by, event.new["points"], event.old) == ("gradebook", cast.teacher, "0.00", None)


def test_what_was_entered_as_points_can_be_saved_again_on_the_desk(client, cast, enter):
    answer = answer_to(turn_in_answers(cast.assignment, cast.student))
    enter(answer.submission, cell(answer, "9"))

    on_desk = sent(1, ("", "", ""), adjustment="9", adjustment_reason="Entered as points", done="yes")
    assert client.post(url("desk", answer), on_desk).status_code == 302
    assert standing(answer) == ("done", "9.00", "9.00", "Entered as points", [], 2)
    assert client.post(url("desk", answer), on_desk | {"base": 2, "level-evidence": "2"}).status_code == 400


def test_that_the_marks_were_looked_at_is_kept(client, cast, enter):
    work = judged(cast, cast.classmate, 1, 3)
    client.force_login(cast.teacher)

    client.get(below("points", work, 2))
    met = enter(work, cell(answer_to(work), "5", base=7))

    looks = AccessLog.objects.values_list("viewer", "subject", "what")
    what = f"points for question 2 of assignment {cast.assignment.pk}"
    assert (met.status_code, list(looks)) == (409, [(cast.teacher.pk, cast.classmate.pk, what)] * 2)


@pytest.mark.parametrize("points", ["-1", "12.01", "13", "NaN", "1e309", "10,5", "9.125", "9" * 400, "٣", ""])
def test_what_are_no_points_changes_nothing_at_all(cast, enter, points):
    """Threats W9; the cell that could be stored isn't either."""
    work, other = judged(cast, cast.student, 1, 2), turn_in_answers(cast.assignment, cast.classmate)
    before = rows()

    page = enter(work, cell(answer_to(work), points, base=1), cell(answer_to(other), "5"))

    assert (page.status_code, rows()) == (400, before)
    assert page.content.decode().count(f'value="{points}"') >= 1
    assert page.content.decode().count('value="5"') == 1


def test_somebody_elses_points_stand_beside_ones_own_and_are_kept_or_replaced(cast, enter):
    """Threats W2."""
    work, other = judged(cast, cast.student, 1, 2), turn_in_answers(cast.assignment, cast.classmate)
    mine, bare = answer_to(work), answer_to(other)
    judge(mine, by=cast.assistant, points=4)
    before = rows()

    met = enter(work, cell(mine, "5", base=1), cell(bare, "3"))
    page = met.content.decode()

    assert (met.status_code, rows()) == (409, before)
    assert [text in page for text in ("Sam saved 12", 'value="5"', 'value="3"')] == [True] * 3
    assert f'name="base-{spot(mine)}" value="2"' in page
    kept = enter(work, cell(mine, "5", base=2), cell(bare, "3"), **{f"keep-{spot(mine)}": "on"})
    assert (kept.status_code, standing(mine)[1], standing(bare)[1]) == (302, "12.00", "3.00")
    enter(work, cell(mine, "5", base=2))
    assert standing(mine)[1] == "5.00"


def test_cells_that_were_left_alone_meet_nobody(cast, enter):
    work, other = judged(cast, cast.student, 1, 2), turn_in_answers(cast.assignment, cast.classmate)
    judge(answer_to(work), by=cast.assistant, points=4)
    judge(answer_to(other), by=cast.assistant, points=4)
    before = rows()

    left = enter(work, cell(answer_to(work), "6", base=1), cell(answer_to(other), ""))

    assert (left.status_code, rows()) == (302, before)


def test_released_points_need_a_reason_and_drafts_and_other_words_take_none(cast, enter):
    Assignment.objects.update(attempts=2)
    cast.assignment.refresh_from_db()
    work = judged(cast, cast.student, 1, 2, 3)
    release(cast, work)
    draft = turn_in_answers(cast.assignment, cast.classmate)
    actions.take_back(draft, by=cast.classmate, at=draft.started_at)
    before = rows()

    untold = enter(work, cell(answer_to(work), "5", base=1))
    writing = enter(work, cell(answer_to(draft), "5"))
    others = enter(work, cell(answer_to(work), "5", base=1) | {f"read-{spot(answer_to(work))}": 7}, reason="Why.")

    assert [each.status_code for each in (untold, writing, others)] == [400, 409, 409]
    assert "Say why you change it." in untold.content.decode()
    page, number = others.content.decode(), spot(answer_to(work))
    told = ["Other words have been turned in", 'value="5"', f'name="read-{number}" value="1"']
    assert [text in page for text in told] == [True] * 3
    assert rows() == before
    enter(work, cell(answer_to(work), "5", base=1), reason="Looked again.")
    assert GradeEvent.objects.latest("pk").reason == "Looked again."


def test_while_names_are_hidden_the_page_is_by_desk_number(client, cast):
    work = turn_in_answers(cast.assignment, cast.student)
    client.force_login(cast.assistant)

    hidden = client.get(below("points", work, 2)).content.decode()
    Assignment.objects.update(names_hidden=False)
    shown = client.get(below("points", work, 2)).content.decode()

    number = f">Answer {answer_to(work).desk_number}</a>"
    assert [hidden.count(text) for text in (number, cast.student.name, cast.student.email)] == [1, 0, 0]
    assert [shown.count(text) for text in (number, f">{cast.student.name}</a>")] == [0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_any_number(client, cast, count):
    for number in range(count):
        work = judged(cast, join(cast, f"s{number} Student"), 1, 2)
    client.force_login(cast.teacher)
    client.get(below("points", work, 2))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(below("points", work, 2)).content.decode()

    assert (len(queries), page.count("inputmode=")) == (8, count)
    assert Answer.objects.filter(question_key="q2").count() == count


def test_points_typed_on_a_page_whose_session_ended_are_given_back(client, cast):
    answer = answer_to(turn_in_answers(cast.assignment, cast.student))

    page = client.post(below("points", answer.submission, 2), cell(answer, "7.5"))

    assert (page.status_code, page.context["kept"]) == (401, f"points-{spot(answer)}: 7.5")
