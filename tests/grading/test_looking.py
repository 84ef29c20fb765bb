"""What each grader goes through, and what a colleague has open: a courtesy, no lock, and no student's business."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from classroom.classes import actions as classes
from classroom.classes.models import Assignment, Enrollment
from classroom.grading import choosing
from classroom.grading.actions import allocations, leases
from classroom.grading.models import Lease
from classroom.submissions.models import Answer
from tests.cast import place
from tests.factories import NOW, UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, sent, url

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def answers(cast, work):
    """Four answers to question 2 of four students, numbered 1 to 4 on the desk."""
    found = [answer_to(work(cast.assignment, place(UserFactory(), cast.school_class, "student"))) for _n in range(4)]
    for number, answer in enumerate(found, 1):
        answer.desk_number = number
        answer.save(update_fields=["desk_number"])
    return found


@pytest.fixture
def teacher(client, cast):
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def sam(cast):
    client = Client()
    client.force_login(cast.assistant)
    return client


def on_desk(client, answer):
    """The list beside the answer: the numbers, in its order, and where "next ungraded" leads."""
    shown = client.get(url("desk", answer)).context["roster"]
    return [entry.spot.desk for entry in listed(shown)], shown.ungraded and shown.ungraded.desk


def listed(roster):
    return [entry for group in roster.groups for entry in group.entries]


def test_what_a_colleague_has_open_is_shown_and_passed_by_until_it_runs_out(teacher, sam, answers):
    first, second, *_rest = answers
    held = sam.post(url("lease", second))

    page = teacher.get(url("desk", first))

    shown = {entry.spot.desk: entry.open_by for entry in listed(page.context["roster"])}
    assert (held.json(), shown) == ({"open_by": None}, {1: "", 2: "Sam", 3: "", 4: ""})
    assert (page.content.decode().count("Sam has this open"), page.context["roster"].ungraded.desk) == (1, 3)
    assert b"Sam has this open." in teacher.get(url("desk", second)).content  # it is no lock
    assert teacher.post(url("lease", second)).json() == {"open_by": "Sam"}
    assert teacher.post(url("desk", first), sent(done="yes")).url == url("desk", answers[2])
    with time_machine.travel(NOW + leases.LENGTH, tick=False):
        assert on_desk(teacher, answers[2]) == ([2, 3, 4, 1], 4)
        assert teacher.post(url("desk", answers[3]), sent(done="yes")).url == url("desk", second)


def test_a_page_that_is_only_fetched_holds_nothing_and_one_that_is_left_lets_go(teacher, cast, answers):
    first, second, *_rest = answers
    teacher.get(url("desk", first))
    assert Lease.objects.count() == 0

    teacher.post(url("desk", first), sent())  # without script a save says where one is
    assert Lease.objects.values_list("holder", "answer", "until").get() == (
        cast.teacher.pk, first.pk, NOW + leases.LENGTH
    )  # fmt: skip
    teacher.post(url("lease", second))
    teacher.post(url("lease-end", first))  # the page before, late
    assert Lease.objects.values_list("answer", "until").get() == (second.pk, NOW + leases.LENGTH)
    teacher.post(url("lease-end", second))
    assert Lease.objects.get().until == NOW


def test_when_all_that_waits_is_open_elsewhere_the_desk_says_so(teacher, sam, cast, answers):
    for answer in answers[2:]:
        judge(answer, by=cast.teacher, points=2)
    sam.post(url("lease", answers[1]))

    response = teacher.post(url("desk", answers[0]), sent(done="yes"), follow=True)

    said = "What still waits for a grade in question 2 is open on a colleague’s desk."
    assert response.redirect_chain[-1][0] == url("desk", answers[0])
    assert [str(message) for message in response.context["messages"]] == [said]


def share(cast, **more):
    return allocations.by_share(cast.assignment, [cast.teacher, cast.assistant], by=cast.teacher, at=NOW, **more)


def test_shares_are_equal_and_stay_what_they_were_until_they_are_cut_anew(teacher, sam, cast, work, answers):
    share(cast)
    assert (on_desk(teacher, answers[0]), on_desk(sam, answers[2])) == (([1, 2], 2), ([3, 4], 4))
    late = [answer_to(work(cast.assignment, place(UserFactory(), cast.school_class, "student"))) for _n in range(2)]
    for number, answer in enumerate(late, 5):
        Answer.objects.filter(pk=answer.pk).update(desk_number=number)

    share(cast)
    assert (on_desk(teacher, answers[0])[0], on_desk(sam, answers[2])[0]) == ([1, 2], [3, 4, 5, 6])
    share(cast, anew=True)
    assert (on_desk(teacher, answers[0])[0], on_desk(sam, answers[3])[0]) == ([1, 2, 3], [4, 5, 6])
    for answer in answers[:3]:
        judge(answer, by=cast.teacher, points=2)
    done = teacher.post(url("desk", answers[0]), sent(base=1, done="yes"), follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        "Every answer to question 2 that you go through is graded."
    ]
    assert teacher.get(below("queue", answers[0].submission, 2)).url == url("desk", answers[0])
    Enrollment.objects.filter(person=cast.assistant).update(ended_at=NOW)  # what was theirs is everybody's
    assert on_desk(teacher, answers[0])[0] == [4, 5, 6, 1, 2, 3]


def test_a_part_by_group_holds_its_students_and_those_in_none(teacher, sam, cast, answers):
    table, round_ = [classes.make_group(cast.school_class, name=name) for name in ("Table", "Round")]
    for group, answer in [(table, answers[0]), (round_, answers[1]), (table, answers[2])]:
        seat = answer.submission.student.enrollments.get()
        classes.change_members(group, come=[seat], go=[])
    parts = {table: cast.teacher, round_: cast.assistant}
    allocations.by_group(cast.assignment, parts, by=cast.teacher, at=NOW)

    assert (on_desk(teacher, answers[0]), on_desk(sam, answers[1])) == (([1, 3, 4], 3), ([2, 4], 4))
    classes.remove_group(round_)
    assert on_desk(teacher, answers[0])[0] == [1, 2, 3, 4]


def test_a_question_of_a_colleague_says_whose_it_is_and_stays_whole(teacher, sam, cast, answers):
    allocations.by_question(cast.assignment, {"q2": cast.assistant}, by=cast.teacher, at=NOW)

    page = teacher.get(url("desk", answers[0]))

    assert b"Sam grades this question" in page.content
    overview = below("overview", answers[0].submission)
    assert [who.get(overview).context["first_to_grade"] for who in (teacher, sam)] == [1, 2]
    assert on_desk(teacher, answers[0]) == ([1, 2, 3, 4], 2)
    assert b"grades this question" not in teacher.get(url("desk", answer_to(answers[0].submission, 1))).content


def test_a_grader_chooses_what_to_go_through_and_small_groups_tell_nobody(teacher, cast, answers, monkeypatch):
    monkeypatch.setattr(choosing, "FEW", 2)  # a limit, not our code
    share(cast)
    small, large = [classes.make_group(cast.school_class, name=name) for name in ("Small", "Large")]
    for group, some in [(small, answers[:1]), (large, answers[2:])]:
        classes.change_members(group, come=[one.submission.student.enrollments.get() for one in some], go=[])
    address = below("choose", answers[0].submission)

    def offered():
        return [value for value, _label in teacher.get(address).context["form"].fields["show"].choices]

    assert offered() == ["own", "all", str(large.pk)]
    assert teacher.post(address, {"show": small.pk}).status_code == 400
    chosen = teacher.post(address, {"show": large.pk, "next": url("desk", answers[2])})
    assert (chosen.url, on_desk(teacher, answers[2])[0]) == (url("desk", answers[2]), [3, 4])
    teacher.post(address, {"show": "all"})
    assert on_desk(teacher, answers[2])[0] == [1, 2, 3, 4]
    teacher.post(below("reveal", answers[0].submission))
    assert offered() == ["own", "all", str(large.pk), str(small.pk)]
    teacher.post(address, {"show": small.pk})
    assert on_desk(teacher, answers[0])[0] == [1]
    teacher.post(below("hide", answers[0].submission))
    assert on_desk(teacher, answers[0])[0] == [1, 2]  # one's own part again


WAYS = [
    ({"by": "everybody"}, []),
    ({"by": "question", "question-q1": "sam"}, [("sam", "q1", None, None, None)]),
    ({"by": "group", "group": "sam", "question-q1": "marsh"}, [("sam", "", "Table", None, None)]),
    ({"by": "share", "sharers": ["sam", "marsh"]}, None),
]


@pytest.mark.parametrize("typed, parts", WAYS, ids=lambda value: value["by"] if isinstance(value, dict) else "")
def test_a_teacher_says_who_grades_what(teacher, cast, answers, typed, parts):
    table = classes.make_group(cast.school_class, name="Table")
    people = {"sam": cast.assistant, "marsh": cast.teacher}
    key = {name: str(who.pk) for name, who in people.items()}
    form = {name: [key[each] for each in value] if isinstance(value, list) else key.get(value, value)
            for name, value in typed.items()}  # fmt: skip
    if "group" in form:
        form[f"group-{table.pk}"] = form.pop("group")

    response = teacher.post(below("allocation", answers[0].submission), form, follow=True)

    page, allocation = response.context["form"], Assignment.objects.get(pk=cast.assignment.pk)
    found = getattr(allocation, "allocation", None)
    made = found.parts.values_list("grader__username", "question_key", "group__name", "first", "last") if found else []
    assert (response.redirect_chain[0][1], page["by"].value()) == (302, typed["by"])
    if parts is None:
        assert [part for part in made if part[1] == "q2"] == [("marsh", "q2", None, 0, 2), ("sam", "q2", None, 3, None)]
        loads = [(load.name, load.answers, load.waiting) for load in response.context["loads"]]
        assert loads == [("Ms Marsh", 6, 6), ("Sam", 6, 6)]
    else:
        assert list(made) == parts
    if typed["by"] == "question":
        assert [(load.name, load.answers) for load in response.context["loads"]] == [("Sam", 4), (None, 8)]


@pytest.mark.parametrize("typed, field", [
    ({}, "by"), ({"by": "alphabet"}, "by"), ({"by": "question"}, "by"), ({"by": "group"}, "by"),
    ({"by": "share", "sharers": []}, "sharers"), ({"by": "share", "sharers": ["0"]}, "sharers"),
    ({"by": "question", "question-q1": "0"}, "question-q1"),
])  # fmt: skip
def test_what_cannot_be_shared_out_so_is_a_400_and_changes_nothing(teacher, cast, answers, typed, field):
    standing = share(cast)

    response = teacher.post(below("allocation", answers[0].submission), typed)

    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    cast.assignment.refresh_from_db()
    assert cast.assignment.allocation == standing


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_about_graders_cost_the_same_for_any_number(teacher, cast, answers, count, django_assert_num_queries):
    groups = [classes.make_group(cast.school_class, name=f"Table {number}") for number in range(count)]
    more = [place(UserFactory(), cast.school_class, "assistant") for _number in range(count)]
    allocations.by_group(cast.assignment, dict(zip(groups, more, strict=True)), by=cast.teacher, at=NOW)
    sent_by = below("allocation", answers[0].submission), below("choose", answers[0].submission)
    for address in sent_by:
        teacher.get(address)

    with django_assert_num_queries(10):
        teacher.get(sent_by[0])
    with django_assert_num_queries(5):
        teacher.get(sent_by[1])
    teacher.post(url("lease", answers[0]))
    with django_assert_num_queries(7):
        teacher.post(url("lease", answers[0]))


@pytest.mark.sweep
@pytest.mark.once
def test_an_assistant_is_led_nowhere_that_refuses(sam, cast, answers, graded):
    """Decision 3: every link on every page that an assistant reaches opens for them."""
    graded(cast.student)
    classes.make_group(cast.school_class, name="Table")
    share(cast)
    waiting, seen, refused = [reverse("home:home")], set(), {}
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/account", "/sign-out")):
            continue
        seen.add(address)
        response = sam.get(address)
        if response.status_code >= 400:
            refused[address] = response.status_code
        links = re.findall(r'<a [^>]*href="(/[^"#]*)"', response.content.decode())
        waiting += [response.url] if response.status_code == 302 else links

    assert refused == {}
    assert {below("overview", answers[0].submission), url("desk", answers[0])} <= seen
