"""The overview: states and results counted in the database, names and points never side by side, ≤ 12 queries."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from classroom.accounts.models import User
from classroom.classes.actions import change_members, make_group
from classroom.classes.models import Assignment, Enrollment, Extension, Group
from classroom.grading.actions import names, releases
from classroom.grading.class_states import SHOWN, listed, students
from classroom.grading.question_results import results
from classroom.grading.readiness import readiness
from classroom.grading.standing import standing
from classroom.submissions import actions
from classroom.submissions.actions import start_next_attempt, turn_in
from classroom.submissions.models import Answer, TurnIn
from tests.cast import person, place
from tests.factories import NOW
from tests.grading.conftest import judge

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def address(cast):
    return reverse("grading:overview", args=[cast.school_class.public_id, "hanoi"])


@pytest.fixture
def join(cast):
    return lambda username, name: place(person(username, name), cast.school_class, "student")


def states(cast, at=NOW):
    return {
        name: number for name, number in standing(cast.assignment, at, shown=SHOWN["everyone"]).states.items() if number
    }


def test_each_student_is_in_one_state(cast, work, write, graded, join):
    write(cast.assignment, cast.student)
    work(cast.assignment, cast.classmate)
    graded(join("noor2", "Noor B"))
    back = graded(join("priya", "Priya Nair"))
    releases.release(cast.assignment, [back], by=cast.teacher, at=NOW, visible_from=NOW)
    join("samir", "Samir Aziz")

    assert states(cast) == {"not-started": 1, "draft": 1, "turned-in": 1, "graded": 1, "returned": 1}


def test_the_last_change_is_the_turning_in_once_there_is_one(cast, write, work):
    saved, later = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    write(cast.assignment, cast.classmate)
    work(cast.assignment, cast.student)
    Answer.objects.update(saved_at=saved)
    TurnIn.objects.update(at=later)

    rows = listed(cast.assignment, NOW, shown=SHOWN["everyone"])

    assert {row.person: row.changed for row in rows} == {cast.student: later, cast.classmate: saved}


def test_an_extension_that_the_class_has_overtaken_makes_nobody_missing(cast):
    Extension.objects.create(
        assignment=cast.assignment, student=cast.student, due_at=NOW - timedelta(hours=1), given_by=cast.teacher
    )

    assert states(cast) == {"not-started": 2}
    assert set(students(cast.assignment, NOW).values_list("due", "extended")) == {(cast.assignment.due_at, False)}


def test_missing_is_said_after_the_due_time_of_the_student_alone(cast, write, work, join):
    write(cast.assignment, cast.student)
    work(cast.assignment, cast.classmate)
    extended = join("mia", "Mia Santos")
    due = cast.assignment.due_at
    Extension.objects.create(
        assignment=cast.assignment, student=extended, due_at=due + timedelta(days=5), given_by=cast.teacher
    )
    join("ines", "Ines Duarte")

    assert states(cast, due) == {"not-started": 2, "draft": 1, "turned-in": 1}
    assert states(cast, due + timedelta(seconds=1)) == {"not-started": 1, "missing": 2, "turned-in": 1}
    assert standing(cast.assignment, due + timedelta(days=1), shown=SHOWN["everyone"]).extensions_open == 1


def test_excused_is_said_in_place_of_missing_and_rests_while_work_is_in(cast, write, work, join):
    write(cast.assignment, cast.student)
    both = [cast.student, cast.classmate, join("mia", "Mia Santos")]
    for student in both:
        actions.excuse(cast.assignment, student, by=cast.teacher, at=NOW, reason="Ill")
    work(cast.assignment, both[2])
    after = cast.assignment.closes_at + timedelta(days=1)

    assert states(cast, after) == {"excused": 2, "turned-in": 1}
    found = standing(cast.assignment, after, shown=SHOWN["not-started"])
    assert (found.writing, found.matching) == (0, 0)
    assert readiness(cast.assignment).drafts == 0
    assert [(word, number) for state, word, number in found.rows if state == "excused"] == [("Excused", 2)]
    actions.end_excuse(cast.assignment, cast.student, by=cast.teacher, at=after, reason="Well")
    assert states(cast, after) == {"excused": 1, "missing": 1, "turned-in": 1}
    assert readiness(cast.assignment).drafts == 1


@pytest.mark.parametrize("policy, over", [("refuse", timedelta(days=2)), ("accept", timedelta(days=3))])
def test_a_draft_that_is_being_turned_in_by_itself_is_not_missing(client, cast, write, address, policy, over):
    Assignment.objects.update(turns_in_at_closing=True, late_policy=policy)
    cast.assignment.refresh_from_db()
    write(cast.assignment, cast.student)
    write(cast.assignment, cast.classmate, text="")
    at = NOW + over + timedelta(milliseconds=1)

    assert states(cast, NOW + over) == ({"draft": 2} if policy == "refuse" else {"missing": 2})
    assert states(cast, at) == {"draft": 1, "missing": 1}
    client.force_login(cast.teacher)
    with time_machine.travel(at, tick=False):
        assert client.get(address).content.decode().count("being turned in") == 1
    actions.turn_in_what_closed(at + timedelta(minutes=1))
    assert states(cast, at) == {"turned-in": 1, "missing": 1}


def test_second_attempt_is_no_missing_work(cast, graded):
    Assignment.objects.filter(pk=cast.assignment.pk).update(attempts=2)
    back = graded(cast.student)
    releases.release(cast.assignment, [back], by=cast.teacher, at=NOW, visible_from=NOW)
    start_next_attempt(back, at=NOW)

    row = students(cast.assignment, cast.assignment.closes_at + timedelta(days=1)).get(person=cast.student)

    assert (row.state, row.attempt, row.handed_in) == ("draft", 2, True)


def test_removed_students_and_other_classes_are_not_counted(cast, work):
    work(cast.other_assignment, cast.other_student)

    assert standing(cast.assignment, NOW, shown=SHOWN["everyone"]).students == 2


def test_results_count_by_points_and_say_what_is_held(cast, graded, work, join):
    back = graded(cast.student, points=3)
    releases.release(cast.assignment, [back], by=cast.teacher, at=NOW, visible_from=NOW)
    graded(cast.classmate, points=3)
    graded(join("a", "A"), points=4)
    graded(join("b", "B"), points=2, done=False)
    work(cast.assignment, join("c", "C"))

    first = results(cast.assignment)[0]

    assert first.counts == {(Decimal(9), False): 1, (Decimal(9), True): 1, (Decimal(12), True): 1}
    assert (first.median, first.waiting) == (Decimal(9), 2)
    assert first.rows == [(Decimal(9), 1, 1), (Decimal(12), 0, 1)]
    assert first.spoken == "Question 1: 3 grades, median 9 of 12, lowest 9, highest 12."


def test_empty_answers_count_nothing_until_they_are_released_as_zero(cast, write, graded_answer):
    half = graded_answer(write(cast.assignment, cast.student, text=""), "q1", text="Words enough to be graded.")

    assert [result.counts for result in results(cast.assignment)] == [{(Decimal(9), True): 1}, {}, {}]
    releases.release(cast.assignment, [half], by=cast.teacher, at=NOW, visible_from=NOW)
    assert [result.counts for result in results(cast.assignment)] == [
        {(Decimal(9), False): 1},
        {(Decimal(0), False): 1},
        {(Decimal(0), False): 1},
    ]
    assert [result.waiting for result in results(cast.assignment)] == [0, 0, 0]


def test_page_shows_states_and_links_to_the_next_thing(client, cast, work, address):
    work(cast.assignment, cast.student)
    client.force_login(cast.teacher)

    response = client.get(address)

    assert response.context["standing"].rows == [
        ("not-started", "Not started", 1),
        ("draft", "Draft", 0),
        ("turned-in", "Turned in", 1),
        ("graded", "Graded", 0),
        ("returned", "Returned", 0),
    ]
    body = response.content.decode()
    assert reverse("grading:queue", args=[cast.school_class.public_id, "hanoi", 1]) in body
    assert "Grade 1 student" in body
    assert reverse("classes:extensions", args=[cast.school_class.public_id, "hanoi"]) in body


def test_named_list_has_no_points_and_no_exact_time_while_names_are_hidden(client, cast, graded, address):
    graded(cast.student, points=4)
    client.force_login(cast.teacher)

    hidden = client.get(address).content.decode()
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    shown = client.get(address).content.decode()

    table = hidden.split("<tbody>")[-1].split("</tbody>")[0]
    assert "Linh Trần" in table
    assert ("12:00" in table, "25 Nov" in table) == (False, True)
    assert "25 Nov, 12:00" in shown.split("<tbody>")[-1]
    assert ("it shows the names" in hidden, "it shows the names" in shown) == (True, False)


def test_assistant_sees_numbers_but_no_names_while_they_are_hidden(client, cast, work, address):
    work(cast.assignment, cast.student)
    client.force_login(cast.assistant)

    response = client.get(address)

    assert response.status_code == 200
    assert ("Linh" in response.content.decode(), response.context["standing"].handed_in) == (False, 1)
    assert reverse("grading:release", args=[cast.school_class.public_id, "hanoi"]) not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Linh Trần", "Tomasz Zieliński"]),
        ({"show": "needs-grading"}, ["Linh Trần"]),
        ({"show": "not-started"}, ["Tomasz Zieliński"]),
        ({"q": "toma"}, ["Tomasz Zieliński"]),
        ({"q": "toma", "show": "needs-grading"}, []),
        ({"show": "nonsense", "page": "x"}, ["Linh Trần", "Tomasz Zieliński"]),
        ({"page": "99"}, ["Linh Trần", "Tomasz Zieliński"]),
    ],
)
def test_list_can_be_narrowed(client, cast, work, address, query, expected):
    work(cast.assignment, cast.student)
    client.force_login(cast.teacher)

    response = client.get(address, query)

    assert response.status_code == 200
    assert [row.person.name for row in response.context["page_obj"]] == expected


def test_list_comes_in_pages_of_fifty(client, cast, address):
    people = User.objects.bulk_create(User(username=f"s{number}", name=f"S {number:03}") for number in range(60))
    Enrollment.objects.bulk_create(Enrollment(school_class=cast.school_class, person=one) for one in people)
    client.force_login(cast.teacher)

    second = client.get(address, {"page": 2, "show": "everyone"})

    assert (len(second.context["page_obj"]), second.context["page_obj"].paginator.num_pages) == (12, 2)
    assert len(second.context["bar"]) == 1


def test_class_without_students_says_so(client, cast, address):
    Enrollment.objects.filter(school_class=cast.school_class, role="student").update(ended_at=NOW)
    client.force_login(cast.teacher)

    assert "Nobody is in this class yet" in client.get(address).content.decode()


def test_class_without_answers_says_who_is_writing(client, cast, address):
    client.force_login(cast.teacher)

    assert "2 students have not turned in yet." in client.get(address).content.decode()


def test_switcher_offers_what_the_person_teaches(client, cast, address):
    place(cast.teacher, cast.other_class, "assistant")
    client.force_login(cast.teacher)

    assert list(client.get(address).context["others"]) == [cast.other_assignment]


@pytest.mark.parametrize(
    ("who", "status"), [("student", 403), ("removed", 403), ("other_teacher", 404), ("superuser", 404)]
)
def test_only_the_class_s_staff_see_it(client, cast, address, who, status):
    client.force_login(getattr(cast, who))

    assert client.get(address).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_overview_costs_the_same_for_any_number(client, cast, graded, join, address, count, django_assert_num_queries):
    for number in range(count):
        student = join(f"s{number}", f"S {number}")
        graded(student, points=number + 1)
        Extension.objects.create(
            assignment=cast.assignment, student=student, due_at=cast.assignment.due_at, given_by=cast.teacher
        )
    Group.objects.create(school_class=cast.school_class, name="Half the class")
    User.objects.update(is_staff=False)  # who may not enter the admin is asked for more places
    client.force_login(cast.teacher)
    client.get(address)

    with django_assert_num_queries(12):
        client.get(address, {"q": "S", "show": "everyone"})


def test_nothing_seen_yet_is_said_with_its_hour(client, cast, graded, address):
    back = graded(cast.student)
    releases.release(cast.assignment, [back], by=cast.teacher, at=NOW, visible_from=NOW + timedelta(minutes=10))
    client.force_login(cast.teacher)

    assert "1 student sees theirs from Wednesday 25 November, 12:10." in client.get(address).content.decode()


def test_results_hold_one_grade_a_student_the_newest(cast, graded):
    Assignment.objects.filter(pk=cast.assignment.pk).update(attempts=2)
    first = graded(cast.student, points=2)
    releases.release(cast.assignment, [first], by=cast.teacher, at=NOW, visible_from=NOW)
    second = start_next_attempt(first, at=NOW)
    turn_in(second, token=uuid.uuid4(), by=cast.student, at=NOW)

    waiting = results(cast.assignment)[0]
    judge(Answer.objects.get(submission=second, question_key="q1"), by=cast.teacher, points=4)
    judged = results(cast.assignment)[0]

    assert (waiting.counts, waiting.waiting) == ({(Decimal(6), False): 1}, 1)
    assert (judged.counts, judged.waiting) == ({(Decimal(12), True): 1}, 0)


def test_results_leave_removed_students_out(cast, graded):
    graded(cast.student)
    Enrollment.objects.filter(person=cast.student).update(ended_at=NOW)

    assert results(cast.assignment)[0].counts == {}


@pytest.mark.parametrize(
    ("returned", "held", "shown", "left_out"),
    [
        ([], [4], {}, 1),
        ([], [4, 3], {}, 2),
        ([], [4, 4, 4], {}, 3),  # all alike say each one's mark
        ([], [4, 3, 3], {(Decimal(12), True): 1, (Decimal(9), True): 2}, 0),
        ([4, 3, 3], [2], {(Decimal(12), False): 1, (Decimal(9), False): 2}, 1),
        ([2], [4, 3, 3], {(Decimal(12), True): 1, (Decimal(9), True): 2}, 1),
        ([], [], {}, 0),
    ],
)
def test_while_names_are_hidden_no_mark_can_be_joined_with_a_named_state(
    client, cast, work, graded, join, address, returned, held, shown, left_out
):
    back = [graded(join(f"r{number}", f"R {number}"), points=points) for number, points in enumerate(returned)]
    if back:
        releases.release(cast.assignment, back, by=cast.teacher, at=NOW, visible_from=NOW)
    for number, points in enumerate(held):
        graded(join(f"h{number}", f"H {number}"), points=points)
    work(cast.assignment, cast.student)
    client.force_login(cast.teacher)

    hidden = client.get(address)
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    open_ = client.get(address)

    found = [(each.counts, each.left_out, each.waiting) for each in hidden.context["results"]]
    assert found == [(shown, left_out, 1)] * 3
    assert sum(open_.context["results"][0].counts.values()) == len(returned) + len(held)
    why = "would say whose they are"
    assert (hidden.content.decode().count(why), open_.content.decode().count(why)) == (1 if left_out else 0, 0)
    dots = (len(re.findall('class="dot', page.content.decode())) for page in (hidden, open_))
    pictures = 3 * (1 + 3)  # of each question, and of its criteria
    assert list(dots) == [pictures * sum(shown.values()), pictures * (len(returned) + len(held))]


def test_a_picture_whose_grades_are_left_out_says_so_aloud(cast, graded):
    graded(cast.student)

    first = results(cast.assignment)[0].without_names()

    assert (first.median, first.rows, first.spoken) == (None, [], "Question 1: no grades shown.")


def test_while_names_are_hidden_no_length_tells_whose_an_answer_is(client, cast, work, write, address):
    """The desk shows each answer's words: a student with a single answer could be found by them."""
    written = work(cast.assignment, cast.student)
    write(cast.assignment, cast.classmate, text="Still a draft of five.")
    client.force_login(cast.teacher)

    hidden = client.get(address).content.decode()
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    shown = client.get(address).content.decode()

    total = sum(written.answers.values_list("words", flat=True))
    cells = [re.findall(r'<td class="n">([^<]*)</td>', page) for page in (hidden, shown)]
    assert cells == [["hidden", "15"], [str(total), "15"]]


def test_the_list_of_students_is_narrowed_to_a_group(client, cast, address, join):
    group = make_group(cast.school_class, name="Table")
    change_members(group, come=[join("samir", "Samir Aziz").enrollments.get()], go=[])
    client.force_login(cast.teacher)

    page = client.get(address, {"group": group.pk})
    odd = client.get(address, {"group": "x"})

    shown = [[row.person.username for row in response.context["page_obj"]] for response in (page, odd)]
    assert shown == [["samir"], ["linh", "samir", "tomasz"]]
    assert page.context["query"] == f"show=everyone&group={group.pk}&"
