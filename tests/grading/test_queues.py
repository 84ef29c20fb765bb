"""The order of grading: one queue for several classes, or student by student, kept for each grader."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import AccessLog
from classroom.classes.models import Assignment
from classroom.grading.actions import allocations
from classroom.grading.actions.names import show_names
from classroom.grading.actions.queues import choose_order
from classroom.grading.models import Grade, QueueChoice
from classroom.submissions.models import Answer
from lessons.actions import publish
from lessons.models import Question
from tests.cast import place
from tests.factories import NOW, AssignmentFactory, DraftFactory, SchoolClassFactory, UserFactory
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, rows, sent, url

Order = QueueChoice.Order


@pytest.fixture
def other(cast):
    """The same lesson set in the other class, where the teacher teaches too."""
    place(cast.teacher, cast.other_class, "teacher")
    Assignment.objects.filter(pk=cast.other_assignment.pk).update(lesson_version=cast.assignment.lesson_version)
    cast.other_assignment.refresh_from_db()
    return cast.other_assignment


@pytest.fixture
def teacher(client, cast):
    """The teacher's browser."""
    client.force_login(cast.teacher)
    return client


@pytest.fixture
def turned_in(work):
    """A new student's answer, with that desk number."""

    def turning_in(assignment, number, n=2):
        student = place(UserFactory(), assignment.school_class, "student")
        answer = answer_to(work(assignment, student), n)
        Answer.objects.filter(pk=answer.pk).update(desk_number=number)
        answer.refresh_from_db()
        return answer

    return turning_in


def choose(cast, order):
    return choose_order(cast.assignment.lesson_version.lesson, order=order, by=cast.teacher)


def listed(roster):
    return [[(entry.spot.desk, entry.note) for entry in group.entries] for group in roster.groups]


def test_several_classes_lie_in_one_queue_mixed_by_desk_number(teacher, cast, other, turned_in):
    """Not class after class: who is read first is drawn over all of them. Save-and-next walks over the whole."""
    one, two, three, four = (
        turned_in(*each) for each in [(cast.assignment, 11), (other, 22), (cast.assignment, 33), (other, 44)]
    )
    alone = teacher.get(url("desk", one)).context["roster"]
    teacher.post(below("order", one.submission), {"order": "classes", "next": url("desk", one)})

    shown = teacher.get(url("desk", three)).context["roster"]
    assert (listed(alone), alone.total) == ([[(11, ""), (33, "")]], 2)
    assert (listed(shown), shown.groups[0].count, shown.total) == ([[(11, ""), (22, ""), (33, ""), (44, "")]], 4, 4)
    assert [spot.url for spot in (shown.previous, shown.next, shown.ungraded)] == [
        url("desk", two),
        url("desk", four),
        url("desk", four),
    ]

    done = teacher.post(url("desk", one), sent(done="yes"))
    teacher.get(done.url)
    script = teacher.post(url("desk", two), sent(done="yes"), headers={"HX-Request": "true"})
    assert (done.url, script["HX-Push-Url"]) == (url("desk", two), url("desk", three))
    assert (script.context["place"].answer, script.context["roster"].graded) == (three, 2)
    assert AccessLog.objects.order_by("-pk").values_list("subject", flat=True)[0] == three.submission.student_id
    teacher.post(url("desk", three), sent())  # a draft of one's own is where one left off
    assert teacher.get(below("queue", one.submission, 2)).url == url("desk", three)
    teacher.post(url("desk", four), sent(done="yes"), follow=True)
    last = teacher.post(url("desk", three), sent(base=1, done="yes"), follow=True)
    assert [str(each) for each in last.context["messages"]] == [
        "Every answer to question 2 is graded, in all classes of this queue."
    ]


def test_the_same_desk_number_in_two_classes_is_passed_once_each(teacher, cast, other, turned_in):
    one, two = turned_in(cast.assignment, 7), turned_in(other, 7)
    choose(cast, Order.CLASSES)

    first, second = (teacher.get(url("desk", answer)).context["roster"] for answer in (one, two))

    assert (first.previous, first.next.url, second.previous.url, second.next) == (
        None,
        url("desk", two),
        url("desk", one),
        None,
    )


def test_a_queue_holds_only_what_this_person_grades_now_of_the_same_lesson(client, cast, other, turned_in):
    """A3, A6: nothing of a class without a place in it, of one put away, of another lesson, of another's choice."""
    mine = turned_in(cast.assignment, 1)
    theirs = turned_in(other, 2)
    elsewhere = AssignmentFactory(school_class=cast.other_class, slug="else")
    turned_in(elsewhere, 3)
    for person in (cast.teacher, cast.assistant):
        choose_order(cast.assignment.lesson_version.lesson, order=Order.CLASSES, by=person)

    def seen(person):
        client.force_login(person)
        shown = client.get(url("desk", mine))
        return [
            entry.spot.desk for group in shown.context["roster"].groups for entry in group.entries
        ], b" 2 classes in one queue" in shown.content

    assert [seen(cast.teacher), seen(cast.assistant)] == [([1, 2], True), ([1], False)]
    assert client.get(url("desk", theirs)).status_code == 404
    colleague = place(UserFactory(), cast.school_class, "teacher")
    place(colleague, cast.other_class, "assistant")
    assert seen(colleague) == ([1], True)  # to be chosen, and not by somebody else
    for end in ({"archived_at": NOW}, {}):
        type(cast.other_class).objects.filter(pk=cast.other_class.pk).update(archived_at=end.get("archived_at"))
        assert seen(cast.teacher) == (([1], False) if end else ([1, 2], True))
    cast.teacher.enrollments.filter(school_class=cast.other_class).update(ended_at=NOW)
    assert seen(cast.teacher) == ([1], False)


def test_a_question_that_moved_in_a_newer_version_is_found_by_its_key(teacher, cast, other, turned_in):
    newer = DraftFactory(lesson=cast.assignment.lesson_version.lesson)
    Question.objects.filter(version=newer, key="q2").update(position=9)
    publish(newer, by=cast.teacher, at=NOW)
    Assignment.objects.filter(pk=other.pk).update(lesson_version=newer)
    other.refresh_from_db()
    one, moved = turned_in(cast.assignment, 1), turned_in(other, 2, n=9)
    choose(cast, Order.CLASSES)

    shown = teacher.get(url("desk", one)).context["roster"]

    assert (shown.total, shown.next.url, moved.question.key) == (2, url("desk", moved), "q2")
    back = teacher.get(shown.next.url).context["roster"]
    assert (back.previous.url, back.next) == (url("desk", one), None)


def test_a_mixed_queue_names_nobody_and_no_class_whose_names_are_hidden(teacher, cast, other, turned_in):
    """Decision 22, assignment by assignment; a class of one would tell whose answer it is."""
    mine, theirs = turned_in(cast.assignment, 1), turned_in(other, 2)
    choose(cast, Order.CLASSES)
    people = [answer.submission.student for answer in (mine, theirs)]
    secrets = [
        *(person.name for person in people),
        *(person.username for person in people),
        "World History 10B",
        "Geography 10",
    ]

    def found(answer, name="desk"):
        page = teacher.get(url(name, answer) if name == "desk" else below(name, answer.submission, 2))
        return [secret for secret in secrets if secret in page.content.decode()]

    assert [found(mine), found(theirs), found(mine, "answers")] == [[], [], []]
    show_names(other, by=cast.teacher, at=NOW)
    told = [people[1].name, "Geography 10"]
    assert [found(mine), found(mine, "answers")] == [told, told]
    shown = teacher.get(url("desk", mine)).context["roster"].groups[0].entries
    assert [(entry.label, entry.note) for entry in shown] == [("Answer 1", ""), (people[1].name, "Geography 10")]


@pytest.mark.parametrize("classes", [1, 10])
def test_a_queue_costs_the_same_for_one_class_and_for_ten(teacher, cast, turned_in, classes, django_assert_num_queries):
    version, answer = cast.assignment.lesson_version, turned_in(cast.assignment, 1)
    for number in range(2, classes + 1):
        more = AssignmentFactory(school_class=SchoolClassFactory(), lesson_version=version)
        place(cast.teacher, more.school_class, "teacher")
        if number < 4:
            turned_in(more, number)
    choose(cast, Order.CLASSES)
    for address in (url("desk", answer), below("answers", answer.submission, 2)):
        teacher.get(address)

    with django_assert_num_queries(11):
        shown = teacher.get(url("desk", answer))
    with django_assert_num_queries(10):
        teacher.get(below("answers", answer.submission, 2))
    assert shown.context["place"].ways.classes == classes


def test_by_student_their_answers_come_after_each_other_in_a_drawn_order(teacher, cast, work):
    """Where names are shown; the students not by the alphabet but by the lot of their first question."""
    works = [work(cast.assignment, student) for student in (cast.student, cast.classmate)]
    for submission, numbers in zip(works, [(90, 10, 50), (20, 60, 30)], strict=True):
        for n, number in enumerate(numbers, 1):
            Answer.objects.filter(submission=submission, question__position=n).update(desk_number=number)
    linh, tomasz = ([answer_to(submission, n) for n in (1, 2, 3)] for submission in works)
    show_names(cast.assignment, by=cast.teacher, at=NOW)
    button = teacher.get(below("overview", works[0])).content.decode()
    assert 'name="order" value="student">Grade by student</button>' in button
    teacher.post(below("order", works[0]), {"order": "student"})

    shown = teacher.get(url("desk", tomasz[2]))
    about = shown.context["roster"]
    assert [group.label for group in about.groups] == ["Tomasz Zieliński", "Linh Trần"]
    assert listed(about) == [[(20, ""), (60, ""), (30, "")], [(90, ""), (10, ""), (50, "")]]
    assert [entry.label for entry in about.groups[0].entries] == [
        "1. Objectives",
        "2. Why no agreement",
        "3. Significance",
    ]
    assert [spot.url for spot in (about.previous, about.next)] == [url("desk", tomasz[1]), url("desk", linh[0])]
    assert [address for _question, address in shown.context["tabs"]] == [url("desk", answer) for answer in tomasz]
    judge(tomasz[0], by=cast.teacher, points=2)
    ways = [teacher.post(url("desk", answer), sent(done="yes")).url for answer in [tomasz[1], tomasz[2], *linh]]
    assert ways == [url("desk", answer) for answer in [tomasz[2], *linh, linh[2]]]
    about = teacher.get(url("desk", linh[0])).context["roster"]
    assert (about.graded, about.total, about.ungraded) == (6, 6, None)


def test_by_student_rests_while_names_are_hidden(teacher, cast, turned_in):
    """Their numbers differ from question to question so that nobody puts one student's answers together."""
    answer = turned_in(cast.assignment, 1)
    before = rows(), QueueChoice.objects.count()
    refused = teacher.post(below("order", answer.submission), {"order": "student"})
    assert (refused.status_code, (rows(), QueueChoice.objects.count())) == (409, before)
    choose(cast, Order.STUDENT)  # chosen with names, which were hidden again

    shown = teacher.get(url("desk", answer))

    assert (shown.context["place"].ways.order, [group.label for group in shown.context["roster"].groups]) == (
        Order.QUESTION,
        ["To grade"],
    )
    assert b'value="student"' not in shown.content


@pytest.mark.parametrize("order", ["", "alphabet", "x" * 400])
def test_an_order_that_is_none_changes_nothing(teacher, cast, turned_in, order):
    answer = turned_in(cast.assignment, 1)
    choose(cast, Order.CLASSES)

    response = teacher.post(below("order", answer.submission), {"order": order, "by": cast.assistant.pk, "lesson": 1})

    assert response.status_code == 400
    assert list(QueueChoice.objects.values_list("by", "order")) == [(cast.teacher.pk, "classes")]
    away = teacher.post(below("order", answer.submission), {"order": "question", "next": "//evil.example/"})
    assert (away.url, QueueChoice.objects.get().order) == (below("queue", answer.submission, 1), "question")


def test_all_answers_of_a_mixed_queue_stand_on_one_page(teacher, cast, other, turned_in):
    answers = [turned_in(*each) for each in [(other, 5), (cast.assignment, 5), (cast.assignment, 4)]]
    choose(cast, Order.CLASSES)
    page = teacher.get(below("answers", answers[1].submission, 2))

    addresses = re.findall(r'href="([^"]+)">Open on the desk', page.content.decode())
    ids = re.findall(r' id="([^"]+)"', page.content.decode())
    assert addresses == [url("desk", answers[index]) for index in (2, 1, 0)]
    assert len(ids) == len(set(ids))
    assert "2 classes in one queue." in page.content.decode()
    students = AccessLog.objects.order_by("subject").values_list("subject", flat=True)
    assert sorted(students) == sorted(answer.submission.student_id for answer in answers)


def test_two_graders_in_one_queue_overwrite_nothing_of_each_other(client, cast, other, turned_in):
    """W2, for an answer of another class that came by save-and-next."""
    one, two = turned_in(cast.assignment, 1), turned_in(other, 2)
    choose(cast, Order.CLASSES)
    client.force_login(cast.teacher)
    came = client.post(url("desk", one), sent(done="yes"), headers={"HX-Request": "true"})
    judge(two, by=cast.other_teacher, points=1, comment="The first comment.")

    mine = sent(base=came.context["form"]["base"].value(), comment="My own comment.", done="yes")
    lost = client.post(url("desk", two), mine, headers={"HX-Request": "true"})

    assert (lost.status_code, lost.context["theirs"]["points"], lost.context["form"]["comment"].value()) == (
        409,
        "3.00",
        "My own comment.",
    )
    assert (Grade.objects.get(answer=two).grader, Grade.objects.get(answer=two).revision) == (cast.other_teacher, 1)
    assert b"The first comment." in lost.content


def test_the_way_to_the_desk_is_gone_with_the_place(client, cast, other, turned_in):
    """A1, A3: a link of a mixed queue is worth no more than one's place in that class."""
    theirs = turned_in(other, 2)
    client.force_login(cast.assistant)
    address = reverse("grading:order", args=[cast.other_class.public_id, other.slug])

    assert [client.get(url("desk", theirs)).status_code, client.post(address, {"order": "classes"}).status_code] == [
        404,
        404,
    ]
    assert QueueChoice.objects.count() == 0


@pytest.fixture
def sam(cast):
    """The assistant's browser, who grades both classes."""
    place(cast.assistant, cast.other_class, "assistant")
    browser = Client()
    browser.force_login(cast.assistant)
    return browser


def opened(roster):
    return [(entry.spot.desk, entry.open_by) for group in roster.groups for entry in group.entries]


def test_a_queue_of_classes_passes_by_what_a_colleague_has_open_and_keeps_to_ones_part(
    teacher, sam, cast, other, turned_in
):
    one, two, three, _four = (
        turned_in(*each) for each in [(cast.assignment, 1), (other, 2), (cast.assignment, 3), (other, 4)]
    )
    choose(cast, Order.CLASSES)
    sam.post(url("lease", two))

    shown = teacher.get(url("desk", one)).context["roster"]
    assert (opened(shown), shown.ungraded.url) == (
        [(1, ""), (2, "A colleague"), (3, ""), (4, "")],  # names are hidden: no class is told
        url("desk", three),
    )
    assert teacher.post(url("lease", two)).json() == {"open_by": "A colleague"}
    assert teacher.post(url("desk", one), sent(done="yes")).url == url("desk", three)

    allocations.by_question(other, {"q2": cast.assistant, "q1": cast.teacher}, by=cast.teacher, at=NOW)
    assert listed(teacher.get(url("desk", one)).context["roster"]) == [[(3, "")], [(1, "")]]
    assert listed(teacher.get(url("desk", two)).context["roster"])[0] == [(2, ""), (3, ""), (4, "")]  # turned to it
    teacher.post(below("choose", one.submission), {"show": "all"})  # for the whole queue
    assert listed(teacher.get(url("desk", one)).context["roster"])[0] == [(2, ""), (3, ""), (4, "")]
    teacher.post(below("choose", two.submission), {"show": "own"})
    last = teacher.post(url("desk", three), sent(done="yes"), follow=True)
    assert [str(each) for each in last.context["messages"]] == [
        "Every answer to question 2 that you go through is graded, in all classes of this queue."
    ]


def test_from_student_to_student_one_keeps_to_ones_questions_and_passes_by_what_is_open(teacher, sam, cast, turned_in):
    """The whole question is gone through by who turned to it, and going by student nobody did."""
    first, second, third = (turned_in(cast.assignment, number, n=1) for number in (1, 2, 3))
    show_names(cast.assignment, by=cast.teacher, at=NOW)
    choose(cast, Order.STUDENT)
    sam.post(url("lease", second))

    shown = teacher.get(url("desk", first)).context["roster"]
    assert [open_by for _desk, open_by in opened(shown)].count("Sam") == 1
    parts = {"q1": cast.teacher, "q2": cast.assistant, "q3": cast.assistant}
    allocations.by_question(cast.assignment, parts, by=cast.teacher, at=NOW)
    shown = teacher.get(url("desk", first)).context["roster"]
    assert (opened(shown), shown.ungraded.url) == ([(1, ""), (2, "Sam"), (3, "")], url("desk", third))
    passed = teacher.post(url("desk", first), sent(done="yes"), follow=True)
    assert passed.redirect_chain[-1][0] == url("desk", third)
    last = teacher.post(url("desk", third), sent(done="yes"), follow=True)
    assert [str(each) for each in last.context["messages"]] == [
        "What still waits for a grade is open on a colleague’s desk, of every student."
    ]
