"""A release for a group or for chosen students alone, who is told by which way, and what is left for later."""

import pytest
from django.db import connection
from django.urls import reverse

from classroom.accounts.models import Message
from classroom.classes.models import Enrollment, Group
from classroom.grading.models import Grade, ReleaseItem
from classroom.grading.readiness import unfinished
from tests.cast import person, place
from tests.grading.conftest import judge
from tests.grading.desk import answer_to
from tests.test_page_queries import MOST, cost

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def table_one(cast):
    """A group with the classmate in it; another class has one of the same name."""
    made = Group.objects.create(school_class=cast.school_class, name="Table 1")
    Group.objects.create(school_class=cast.other_class, name="Table 1")
    Enrollment.objects.filter(person=cast.classmate).update(group=made)
    return made


@pytest.fixture
def address(client, cast):
    client.force_login(cast.teacher)
    return lambda name="release": reverse(f"grading:{name}", args=[cast.school_class.public_id, "hanoi"])


def seat(who):
    return Enrollment.objects.get(person=who).pk


def press(client, where):
    seen = client.get(where).context["form"]["seen"].value()
    return client.post(where, {"seen": seen, "when": "now"}).status_code


def released():
    return [item.submission.student.name for item in ReleaseItem.objects.order_by("submission__student__name")]


def test_a_group_is_released_alone_then_a_chosen_student(client, cast, graded, table_one, address):
    for who in (cast.student, cast.classmate, place(person("ada", "Ada Back"), cast.school_class, "student")):
        graded(who)

    page = client.get(address() + f"?group={table_one.pk}")
    assert (page.context["ready"].new, page.context["recipients"].everybody) == (1, "Tomasz Zieliński")
    assert press(client, address() + f"?group={table_one.pk}") == 302
    assert released() == ["Tomasz Zieliński"]

    listed = client.get(address("release-choose"), {"q": "b"})
    assert [work.student.name for work in listed.context["works"]] == ["Ada Back"]
    going_on = client.get(address("release-choose"), {"go": 1, "student": seat(cast.student)})
    assert (going_on.status_code, going_on.url) == (302, address() + f"?student={seat(cast.student)}")
    assert press(client, going_on.url) == 302
    assert released() == ["Linh Trần", "Tomasz Zieliński"]


@pytest.mark.parametrize(
    "query", ["group=0", "group=x", "group=other", "student=x", "student=-1", "student=" + "9" * 16]
)
def test_an_address_that_means_nobody_never_means_the_whole_class(client, cast, graded, table_one, address, query):
    graded(cast.student)
    query = query.replace("other", str(Group.objects.get(school_class=cast.other_class).pk))

    assert client.get(f"{address()}?{query}").status_code == 404
    assert client.post(f"{address()}?{query}", {"seen": "", "when": "now"}).status_code == 404
    for ours in ("", f"&student={seat(cast.student)}"):
        assert client.get(f"{address()}?student={seat(cast.other_student)}{ours}").status_code == 404
    assert released() == []


def test_who_ticks_nobody_is_asked_again(client, cast, graded, address):
    graded(cast.student)

    assert "Tick at least one student." in client.get(address("release-choose"), {"go": 1}).content.decode()
    many = client.get(address("release-choose"), {"student": range(1, 202)})
    assert (many.status_code, many.context["errors"]) == (400, ["Choose at most 200 students, or a group."])


def test_the_list_to_tick_costs_the_same_for_one_student_and_three(client, cast, graded, address):
    costs, rows = [], []
    for who in (cast.student, cast.classmate, place(person("ada", "Ada Back"), cast.school_class, "student")):
        graded(who)
        costs.append(cost(client, address("release-choose")))
        rows.append(len(client.get(address("release-choose")).context["works"]))

    assert (rows, costs[0]) == ([1, 2, 3], costs[2])
    assert costs[2] <= MOST


def test_who_looks_for_another_student_keeps_what_is_ticked(client, cast, graded, address):
    for who in (cast.student, cast.classmate, place(person("ada", "Ada Back"), cast.school_class, "student")):
        graded(who)
    ticked = {"student": seat(cast.student)}

    page = client.get(address("release-choose"), ticked | {"q": "ada", "find": "1"})

    assert [work.student.name for work in page.context["works"]] == [cast.student.name, "Ada Back"]
    assert page.content.decode().count(f'id="seat-{seat(cast.student)}" checked') == 1
    assert page.content.decode().count(" checked") == 1
    nobody = client.get(address("release-choose"), ticked | {"q": "xyz", "find": "1"}).content.decode()
    assert "Nobody else called “xyz” is ready." in nobody


def test_page_says_who_is_told_how_and_who_cannot_be(client, cast, graded, address):
    closed = place(person("ada", "Ada Back", email="ada@school.example"), cast.school_class, "student")
    for who in (cast.student, cast.classmate, closed):
        graded(who)
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)

    page = client.get(address())
    said = page.context["recipients"]
    assert (said.mailed, said.told, said.closed) == ("Linh Trần", "Tomasz Zieliński", "Ada Back")
    ready = page.context["ready"]
    assert (ready.new, ready.mailed, ready.told, ready.closed) == (3, 1, 1, 1)
    assert press(client, address()) == 302
    told = Message.objects.filter(kind="released").values_list("person__name", flat=True)
    assert sorted(told) == ["Linh Trần", "Tomasz Zieliński"]


def test_what_is_left_for_later_is_said_by_question_with_what_was_begun(client, cast, work, graded, table_one, address):
    graded(cast.student, done=False)
    half = work(cast.assignment, cast.classmate)
    judge(answer_to(half, 1), by=cast.teacher, points=3)

    rows = [(row.question.position, row.number, row.begun) for row in unfinished(cast.assignment)]
    assert rows == [(1, 1, 1), (2, 2, 1), (3, 2, 1)]
    page = client.get(address() + f"?group={table_one.pk}")
    rows = [(row.question.position, row.number, row.begun) for row in page.context["unfinished"]]
    assert rows == [(2, 1, 0), (3, 1, 0)]
    assert reverse("grading:queue", args=[cast.school_class.public_id, "hanoi", 2]) in page.content.decode()


def test_a_grade_that_was_changed_since_the_page_was_opened_is_asked_again(client, cast, graded, address):
    held = graded(cast.student, points=3)
    seen = client.get(address()).context["form"]["seen"].value()
    judge(answer_to(held), by=cast.assistant, points=1)

    assert client.post(address(), {"seen": seen, "when": "now"}).status_code == 409
    assert (released(), Grade.objects.filter(state="done").count()) == ([], 3)
    assert press(client, address()) == 302


@pytest.mark.parametrize("changes", ["points", "who"])
def test_a_change_in_the_moment_of_the_press_is_asked_again(client, cast, graded, address, changes):
    """What is released is what was agreed to, also when somebody grades between the look at the numbers and the act."""
    held, other = graded(cast.student, points=3), graded(cast.classmate, done=False)
    seen = client.get(address()).context["form"]["seen"].value()
    act = {
        "points": lambda: judge(answer_to(held), by=cast.assistant, points=1),
        "who": lambda: [judge(answer_to(other, n), by=cast.assistant, points=1) for n in (1, 2, 3)],
    }[changes]
    acts = [act]

    def once_counted(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if sql.count("FILTER (WHERE") > 5 and acts:  # the numbers are counted in one query
            acts.pop()()
        return found

    with connection.execute_wrapper(once_counted):
        pressed = client.post(address(), {"seen": seen, "when": "now"})

    assert (pressed.status_code, released(), acts) == (409, [], [])
    assert pressed.context["ready"].new == {"points": 1, "who": 2}[changes]


def test_a_group_whose_work_is_not_ready_any_more_is_not_called_released(client, cast, graded, table_one, address):
    """Others have theirs already; nobody of this group has."""
    graded(cast.student)
    held = graded(cast.classmate)
    assert press(client, f"{address()}?student={seat(cast.student)}") == 302
    where = f"{address()}?group={table_one.pk}"
    seen = client.get(where).context["form"]["seen"].value()
    judge(answer_to(held), by=cast.assistant, points=1, done=False)

    assert client.post(where, {"seen": seen, "when": "now"}).status_code == 409
    assert released() == ["Linh Trần"]
