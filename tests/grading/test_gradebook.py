"""The gradebook: each student's points by name, blanks that are no noughts, and nothing while names are hidden."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom.accounts.models import AccessLog
from classroom.classes.actions import set_lesson
from classroom.classes.models import Assignment, Enrollment
from classroom.grading.actions import names
from classroom.grading.gradebook_forms import ROWS
from classroom.submissions import actions
from classroom.submissions.models import Answer
from tests.cast import place, turn_in_answers
from tests.factories import NOW, AssignmentFactory, published
from tests.grading.book import fill, join, judged, release, table
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, url

pytestmark = pytest.mark.usefixtures("stopped_clock")

HEAD = ["Student", "1. Objectives of 12", "2. Why no agreement of 12", "3. Significance of 12", "Total of 36"]
HEAD += ["Turned in", "Note"]
TODAY = "25 Nov, 12:00"


def waiting(n, name):
    return f"Grade question {n}, {name}"


@pytest.fixture
def address(cast):
    return reverse("grading:gradebook", args=[cast.school_class.public_id])


@pytest.fixture
def read(client, cast, address):
    """`read(who, **asked)`: the page."""

    def reading(who=None, **asked):
        client.force_login(who or cast.teacher)
        return client.get(address, asked).content.decode()

    return reading


@pytest.fixture
def after_due(cast):
    with time_machine.travel(cast.assignment.due_at + timedelta(hours=1), tick=False):
        yield


def test_every_state_reads_as_in_the_mock_up(cast, read, after_due):
    with time_machine.travel(NOW, tick=False):
        fill(cast)
        join(cast, "Ivo Missing")
        in_time = table(read(q="v"))[1:3]

    assert in_time == [
        ["Eve Draft", "Draft", "Draft", "Draft", "", "", ""],
        ["Ivo Missing", "None", "None", "None", "", "", "Not started"],
    ]

    assert table(read()) == [
        HEAD,
        ["Ada Back", "12", "9", "6", "27", TODAY, ""],
        ["Ben Held", "not released, 3", "not released, 6", "not released, 12", "21", TODAY, ""],
        ["Cleo Half", "not released, 9", waiting(2, "Cleo Half"), waiting(3, "Cleo Half"), "", TODAY, ""],
        ["Dan Blank", "not released, 12", "No answer", "No answer", "", TODAY, ""],
        ["Eve Draft", "None", "None", "None", "", "", "Missing"],
        ["Finn Excused", "None", "None", "None", "", "", "Excused"],
        ["Gil Extended", "None", "None", "None", "", "", "Not started Extended to 4 Dec"],
        ["Hal Paper", *(waiting(n, "Hal Paper") for n in (1, 2, 3)), "", TODAY, "On paper"],
        ["Ivo Missing", "None", "None", "None", "", "", "Missing"],
        ["Median", "10.5", "7.5", "9", "24", "", ""],
    ]  # fmt: skip


def test_no_answer_counts_nought_once_its_work_is_released(cast, read):
    fill(cast)
    blank = Answer.objects.filter(submission__student__name="Dan Blank").first().submission
    before = table(read(q="Dan"))

    release(cast, blank)

    assert before[1:] == [
        ["Dan Blank", "not released, 12", "No answer", "No answer", "", TODAY, ""],
        ["Median", "10.5", "7.5", "9", "24", "", ""],
    ]
    assert table(read(q="Dan"))[1:] == [
        ["Dan Blank", "12", "0", "0", "12", TODAY, ""],
        ["Median", "10.5", "6", "6", "21", "", ""],
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "Ada Ben Cleo Dan Eve Finn Gil Hal"),
        ({"state": "to-grade"}, "Cleo Hal"),
        ({"state": "not-released"}, "Ben Dan"),
        ({"state": "returned"}, "Ada"),
        ({"state": "draft"}, "Eve"),
        ({"state": "not-started"}, "Gil"),
        ({"state": "missing"}, ""),
        ({"state": "late"}, ""),
        ({"state": "extended"}, "Gil"),
        ({"state": "excused"}, "Finn"),
        ({"state": "on-paper"}, "Hal"),
        ({"group": "one"}, "Ada Cleo"),
        ({"group": "one", "state": "returned", "q": "BACK"}, "Ada"),
        ({"q": "x", "state": "returned"}, ""),
        ({"group": "99999", "state": "DROP", "lesson": "no", "page": "-7"}, "Ada Ben Cleo Dan Eve Finn Gil Hal"),
        ({"page": "999"}, "Ada Ben Cleo Dan Eve Finn Gil Hal"),
    ],
)  # fmt: skip
def test_filters_show_these_students_and_medians_of_all(cast, read, asked, found):
    fill(cast)
    if asked.get("group") == "one":
        asked = asked | {"group": str(Enrollment.objects.exclude(group=None).first().group_id)}

    page = read(**asked)

    rows = table(page) if found else []
    assert " ".join(row[0].split()[0] for row in rows[1:-1]) == found
    assert [row[1:5] for row in rows[-1:]] == [["10.5", "7.5", "9", "24"]] * bool(found)
    assert page.count("Nobody here") == (0 if found else 1)


def test_late_work_is_found_and_said(cast, read, after_due):
    Assignment.objects.update(names_hidden=False)
    late = turn_in_late(cast)

    assert [row[0] for row in table(read(state="late"))[1:-1]] == [late]
    assert table(read(state="late"))[1][-2:] == ["27 Nov, 13:00", "Late"]


def turn_in_late(cast):
    work = actions.start(cast.assignment, cast.student, at=NOW)
    at = cast.assignment.due_at + timedelta(hours=1)
    answer = Answer.objects.filter(submission=work).first()
    actions.save_answer(answer, text="Words.", base=answer.revision, at=at)
    actions.turn_in(work, token="8d2f5b1e-8a8e-4a3e-9a52-6f9d9c3a2b11", by=cast.student, at=at)
    return cast.student.name


def test_while_names_are_hidden_no_points_no_desk_number_and_no_hour_stand_beside_a_name(client, cast, read):
    fill(cast)
    Assignment.objects.update(names_hidden=True)

    hidden = read()
    rows = table(hidden)

    assert rows[1:4] == [
        ["Ada Back", "Returned", "25 Nov", ""],
        ["Ben Held", "Graded, not released", "25 Nov", ""],
        ["Cleo Half", "To grade", "25 Nov", ""],
    ]
    assert rows[-1] == ["Median", "9", "", "", "", "", ""]  # as in the overview: from three of a kind on
    desk_numbers = {str(number) for number in Answer.objects.values_list("desk_number", flat=True)}
    assert desk_numbers & set(re.findall(r"\d+", hidden)) - {"12", "36"} == set()
    assert hidden.count("Show names in The 2019 Hanoi Summit…") == 1
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    assert table(read())[1] == ["Ada Back", "12", "9", "6", "27", TODAY, ""]
    assert "Show names" not in read()


def test_an_assistant_reads_what_names_hide_nothing_of_and_takes_no_file(client, cast, read):
    fill(cast)
    other = AssignmentFactory(school_class=cast.school_class, slug="other", created_by=cast.teacher)

    page = read(cast.assistant)

    assert table(page)[0] == HEAD  # the other lesson hides its names
    assert table(page)[1] == ["Ada Back", "12", "9", "6", "27", TODAY, ""]
    assert (page.count("gradebook.csv"), page.count(other.slug)) == (0, 0)
    Assignment.objects.update(names_hidden=True)
    assert "A gradebook is by name" in read(cast.assistant)


def test_a_later_attempt_waits_beside_the_grade_that_counts(cast, read):
    Assignment.objects.update(attempts=2, names_hidden=False)
    cast.assignment.refresh_from_db()
    back = judged(cast, cast.student, 4, 4, 4)
    release(cast, back)
    again = actions.start_next_attempt(back, at=NOW)
    writing = table(read(q="Linh"))[1]
    actions.turn_in(again, token="8d2f5b1e-8a8e-4a3e-9a52-6f9d9c3a2b12", by=cast.student, at=NOW)
    in_again = table(read(q="Linh"))

    name = "Linh Trần"
    assert writing == [name, "12", "12", "12", "36", TODAY, "Draft Attempt 2"]
    assert in_again[1] == [name, *(f"12 {waiting(n, name)}" for n in (1, 2, 3)), "", TODAY, "Attempt 2"]
    assert in_again[2] == ["Median", "12", "12", "12", "", "", ""]


def test_a_correction_that_is_not_released_is_said(cast, read):
    Assignment.objects.update(names_hidden=False)
    work = judged(cast, cast.student, 4, 4, 4)
    release(cast, work)
    judge(answer_to(work, 1), by=cast.teacher, points=3, reason="Looked again.")

    assert table(read(q="Linh"))[1][-1] == "Changed since it was released"
    names_hidden = Assignment.objects.update(names_hidden=True)
    assert (names_hidden, table(read(q="Linh"))[1][-1]) == (2, "")


def test_a_waiting_answer_links_to_its_place_on_the_desk(cast, read):
    Assignment.objects.update(names_hidden=False)
    work = turn_in_answers(cast.assignment, cast.student)

    links = re.findall(r'class="cell is-sent" href="([^"]+)"', read())

    assert links == [url("desk", answer_to(work, n)) for n in (1, 2, 3)]


def test_lessons_stand_side_by_side_and_one_can_be_chosen(cast, read):
    Assignment.objects.update(names_hidden=False)
    for number in range(6):
        AssignmentFactory(
            school_class=cast.school_class,
            slug=f"more-{number}",
            due_at=NOW + timedelta(days=3, hours=number),
            closes_at=NOW + timedelta(days=9),
            created_by=cast.teacher,
            names_hidden=False,
        )

    every, one = read(), read(lesson="hanoi")

    titles = [f"The 2019 Hanoi Summit (more-{number})" for number in (5, 4, 3, 2, 1, 0)]
    assert table(every)[0] == ["Student", *titles]
    assert len(table(every)[2]) == 1 + 6 * 6
    assert every.count("One more lesson is set") == 1
    assert table(one)[0] == HEAD


def test_pages_hold_fifty_students(cast, read):
    Assignment.objects.update(names_hidden=False)
    for number in range(ROWS):
        join(cast, f"p{number} Name{number:02}")

    assert [len(table(read(page=page))) - 2 for page in (1, 2, 3)] == [50, 2, 50]
    assert "Page 2 of 2" in read(page=2)


def test_empty_pages_say_why(cast, read):
    Enrollment.objects.filter(role="student").update(ended_at=NOW)
    nobody = read()
    Assignment.objects.filter(pk=cast.assignment.pk).delete()

    assert (nobody.count("Nobody is in this class yet"), read().count("Nothing set yet")) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["teacher", "assistant"])
def test_gradebook_costs_the_same_for_any_number(client, cast, address, who, count):
    Assignment.objects.update(names_hidden=False)
    for number in range(count):
        AssignmentFactory(
            school_class=cast.school_class, slug=f"m{number}", created_by=cast.teacher, names_hidden=False
        )
        judged(cast, join(cast, f"s{number} Student"), 1, number + 1)
    client.force_login(getattr(cast, who))
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address, {"q": "S", "state": "to-grade"})

    assert len(queries) == 11


def test_looking_at_the_page_is_no_look_at_anybodys_work(cast, read):
    fill(cast)
    read()

    assert AccessLog.objects.count() == 0


def test_no_lesson_takes_the_gradebooks_address(cast):
    version = published(lesson__slug="gradebook")
    dates = {"opens_at": NOW, "due_at": NOW + timedelta(days=1), "closes_at": NOW + timedelta(days=1)}

    assert set_lesson(cast.school_class, version, by=cast.teacher, at=NOW, **dates).slug == "gradebook-2"


def test_other_classes_can_be_changed_to(cast, read):
    place(cast.teacher, cast.other_class, "assistant")

    assert reverse("grading:gradebook", args=[cast.other_class.public_id]) in read()
