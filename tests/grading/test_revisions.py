"""Revise and resubmit, as the pages of teacher and student tell it, and what it does to grades (decision 13)."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from classroom.classes.models import Assignment, Enrollment
from classroom.grading import roster
from classroom.grading.actions import comments, releases, second_looks
from classroom.grading.anchors import Words
from classroom.grading.entries import rows_of
from classroom.grading.judged import counted_works, judged_answers
from classroom.grading.looking import ALL, Looking
from classroom.grading.models import Comment, Grade, ReleaseItem
from classroom.grading.readiness import readiness
from classroom.grading.walks import ByQuestion, ByStudent, Lane
from classroom.grading.whole import parts_of
from classroom.home.waiting import waiting
from classroom.submissions import actions
from classroom.submissions.models import Answer, RevisionRequest, Submission
from lessons.models import Question
from tests.cast import TEXT
from tests.factories import NOW
from tests.grading.book import table
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, cell, url

pytestmark = pytest.mark.usefixtures("stopped_clock")

DUE = NOW + timedelta(days=10)
NEW = TEXT.replace("wanted different things", "could not agree on the order")
CLASS_TIME = "2026-12-05T17:00"


@pytest.fixture
def returned(cast, graded):
    """The student's work, commented on "two sides" and "Neither", released and visible: 27 of 36."""
    work = graded(cast.student, points=3, comment="Good on the whole.")
    answer = answer_to(work)
    for words, paragraph in [("two sides", 1), ("Neither", 2)]:
        place = Words(paragraph, words)
        comments.add_comment(answer, kind=Comment.Kind.QUESTION, body=f"{words}?", place=place, by=cast.teacher, at=NOW)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    work.refresh_from_db()
    return work


@pytest.fixture
def asked(cast, returned):
    """Question 2 is asked for again."""
    question = Question.objects.get(version=cast.assignment.lesson_version, position=2)
    wish = {"questions": [question], "due_at": DUE, "words": "Name the order."}
    return actions.ask_again(returned, **wish, base=None, by=cast.teacher, at=NOW)


@pytest.fixture
def revising(returned, asked):
    """The revision is begun, and nothing is changed yet."""
    return actions.start_next_attempt(returned, at=NOW)


@pytest.fixture
def revised(cast, revising):
    """Question 2 was written anew and turned in."""
    answer = answer_to(revising)
    answer.submission.student = cast.student
    actions.save_answer(answer, text=NEW, base=1, at=NOW)
    actions.turn_in(revising, token=uuid.uuid4(), by=cast.student, at=NOW)
    revising.refresh_from_db()
    return revising


@pytest.fixture
def at(cast):
    """`at("changes", 2)`: an address of feedback below the cast's assignment."""
    return lambda name, *more: reverse(f"grading:{name}", args=[cast.school_class.public_id, "hanoi", *more])


@pytest.fixture
def signed(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def comments_of(revising):
    """Those on words of the attempt before."""
    before = Comment.objects.anchored().filter(answer__submission=revising.carried_from)
    return list(before.order_by("start"))


def walks_of(assignment):
    """The queue of each question, and all answers by student."""
    questions = list(Question.objects.filter(version=assignment.lesson_version).order_by("position"))
    looking = Looking(assignment, assignment.created_by, NOW, ALL, at_question=True)
    lanes = {each.key: Lane(assignment, each.position, names=False, looking=looking) for each in questions}
    queues = [ByQuestion(key, {assignment.pk: lane}) for key, lane in lanes.items()]
    return [*queues, ByStudent(assignment, questions, looking)]


def plain(response):
    return " ".join(response.content.decode().split())


def test_a_teacher_asks_from_the_student_s_page_and_the_student_reads_it_everywhere(cast, returned, signed, at):
    seat = Enrollment.objects.get(person=cast.student)
    teacher = signed(cast.teacher)
    wish = {"questions": ["2"], "due_at": CLASS_TIME, "body": "Name the order.", "base": ""}
    bad = teacher.post(at("revision", seat.pk), wish | {"body": ""})
    done = teacher.post(at("revision", seat.pk), wish)
    stale = teacher.post(at("revision", seat.pk), wish | {"body": "Other words."})

    assert (bad.status_code, done.status_code, stale.status_code) == (400, 302, 409)
    assert "Ms Marsh asks for questions 2 until Saturday 5 December, 17:00 by now." in plain(stale)
    assert "Other words." in plain(stale)
    assert "Revising" in plain(teacher.get(done["Location"]))

    student = signed(cast.student)
    said = "Ms Marsh asks you to revise question 2 until Saturday 5 December at 17:00."
    feedback, lesson, home = (
        student.get(at("feedback", 1)),
        student.get(cast.assignment.get_absolute_url()),
        student.get("/"),
    )
    assert [said in plain(page) for page in (feedback, lesson)] == [True, True]
    assert ["Revise question 2" in plain(page) for page in (feedback, lesson)] == [True, True]
    assert "Ms Marsh asks for a revision" in plain(home)
    assert "Name the order." in plain(feedback)


def test_from_the_desk_nobody_is_named(cast, returned, signed):
    answer = answer_to(returned)
    teacher = signed(cast.teacher)

    page = teacher.get(url("desk-revision", answer))
    done = teacher.post(
        url("desk-revision", answer), {"questions": ["2"], "due_at": CLASS_TIME, "body": "Why?", "base": ""}
    )

    assert (done.status_code, done["Location"]) == (302, url("desk", answer))
    assert f"Ask the student of answer {answer.desk_number} for a revision?" in plain(page)
    assert [cast.student.name in plain(each) for each in (page, teacher.get(done["Location"]))] == [False, False]
    asked = RevisionRequest.objects.get()
    assert list(asked.questions.values_list("position", flat=True)) == [2]
    gone = teacher.post(url("desk-revision-withdraw", answer), {"base": asked.pk})
    assert (gone.status_code, RevisionRequest.objects.in_force().count()) == (302, 0)
    assert signed(cast.assistant).get(url("desk-revision", answer)).status_code == 403


def test_a_returned_answer_says_that_it_is_asked_for_again(cast, asked, signed):
    here = reverse("submissions:answer", args=[cast.school_class.public_id, "hanoi", 2])

    page = plain(signed(cast.student).get(here))

    said = "Ms Marsh asks you to revise question 2 until Saturday 5 December"
    assert (said in page, "no longer changed" in page, page.count("Revise question 2")) == (True, False, 1)


def test_the_student_writes_what_was_asked_beside_the_comments_and_reads_the_rest(cast, revising, signed, at):
    student = signed(cast.student)
    write = lambda n: reverse("submissions:answer", args=[cast.school_class.public_id, "hanoi", n])  # noqa: E731

    one, two = plain(student.get(write(1))), plain(student.get(write(2)))

    assert ("<textarea" in one, "You were not asked to write this again." in one) == (False, True)
    assert ("two sides?" in two, "Neither?" in two, "Revision due Saturday 5 December" in two) == (True, True, True)
    refused = student.post(write(1), {"text": "Other.", "base": "1", "go": "save"})
    assert (refused.status_code, "Other." in plain(refused)) == (409, True)
    saved = student.post(write(2), {"text": NEW, "base": "1", "go": "changes"})
    assert (saved.status_code, saved["Location"]) == (303, at("changes", 2))
    check = plain(student.get(reverse("submissions:turn-in", args=[cast.school_class.public_id, "hanoi"])))
    assert "Turn in revision" in check


def test_what_is_asked_stands_in_the_teacher_s_form_and_in_the_student_s_lists(cast, asked, signed, at):
    seat = Enrollment.objects.get(person=cast.student)
    form = signed(cast.teacher).get(at("revision", seat.pk)).context["form"]
    listed = [plain(signed(person).get(reverse("home:lessons"))) for person in (cast.student, cast.classmate)]

    assert (form["questions"].value(), form["body"].value()) == (["2"], "Name the order.")
    assert ["Revising" in page for page in listed] == [True, False]


def test_comments_are_ticked_answered_and_opened_again_until_the_work_is_in(cast, revising, signed, at):
    student = signed(cast.student)
    answered = lambda number, **said: student.post(at("comment-answered", 2, number), said)  # noqa: E731
    states = lambda: list(Comment.objects.anchored().order_by("start").values_list("state", "reply", "revision"))  # noqa: E731

    assert answered(1, state="addressed").status_code == 303
    assert answered(2, state="declined", comment=" ").status_code == 400
    assert answered(2, state="declined", comment="It is meant so.").status_code == 303
    assert states() == [("addressed", "", 1), ("declined", "It is meant so.", 1)]
    assert answered(1, state="open").status_code == 303
    assert answered(3, state="open").status_code == 404
    for number in (2, 3):  # of another comment by now
        moved = answered(number, state="declined", comment="I meant both.", row=comments_of(revising)[0].pk)
        assert (moved.status_code, "I meant both." in plain(moved)) == (409, True)
    assert answered(2, state="open", row=comments_of(revising)[1].pk).status_code == 303
    assert answered(2, state="declined", comment="It is meant so.").status_code == 303
    wrong = [{"comment": " "}, {"comment": "x" * 301}, {"comment": "I meant both.", "row": "1"}]
    by_script = [
        student.post(at("comment-answered", 2, 1), {"state": "declined", **typed}, headers={"HX-Request": "true"})
        for typed in wrong
    ]
    assert [reply.status_code for reply in by_script] == [400, 400, 409]
    assert [typed["comment"] in plain(reply) for typed, reply in zip(wrong, by_script, strict=True)] == [True] * 3
    assert answered(1, state="lost").status_code == 400
    assert student.post(at("comment-answered", 1, 1), {"state": "open"}).status_code == 404  # it is only carried on
    assert signed(cast.teacher).post(at("comment-answered", 2, 1), {"state": "open"}).status_code == 403
    assert readiness(cast.assignment).corrected == 0  # a student's word corrects nothing

    actions.turn_in(revising, token=uuid.uuid4(), by=cast.student, at=NOW)
    signed(cast.student)
    assert answered(1, state="addressed").status_code == 409
    assert states()[0] == ("open", "", 1)


def test_the_comment_on_the_whole_answer_is_ticked_and_answered_like_the_others(cast, revising, signed, at):
    student = signed(cast.student)
    whole = Comment.objects.on_the_whole().filter(answer__submission=revising.carried_from, answer__question_key="q2")
    here = reverse("submissions:answer", args=[cast.school_class.public_id, "hanoi", 2])
    asked = plain(student.get(here)).count("with the comment on the whole answer")

    ticked = student.post(at("comment-answered", 2, 0), {"state": "addressed"})
    told = plain(student.get(at("changes", 2)))
    student.post(at("comment-answered", 2, 0), {"state": "declined", "comment": "It is meant so."})

    assert (asked, ticked.status_code, ticked["Location"]) == (1, 303, at("changes", 2) + "#answered-0")
    assert ("Ticked as done" in told, "2 comments are not answered yet." in told) == (True, True)
    assert list(whole.values_list("state", "reply", "revision")) == [("declined", "It is meant so.", 1)]


def test_what_changed_is_shown_to_the_student_and_by_number_to_the_staff(cast, revised, signed, at):
    new = answer_to(revised)
    own = signed(cast.student).get(at("changes", 2))
    views = [signed(cast.student).get(at("changes", 2), {"view": view}) for view in ("side", "new")]
    staff = signed(cast.teacher).get(at("changes", 2), {"answer": new.desk_number})
    mine, theirs = plain(own), plain(staff)

    removed = '<del><span class="visually-hidden">removed: </span>wanted different things</del>'
    added = '<ins><span class="visually-hidden">added: </span>could not agree on the order</ins>'
    assert [removed in page and added in page for page in (mine, theirs)] == [True, True]
    assert ("You changed the words beside them" in mine, "The words beside them are changed" in theirs) == (True, True)
    assert (
        'removed <q dir="auto">wanted different things</q>, added <q dir="auto">could not agree on the order</q>'
        in mine
    )
    assert [view.status_code for view in views] == [200, 200]
    assert ("<del>" in plain(views[1]), "<ins>" in plain(views[1])) == (False, False)
    assert ("First turned in 25 November (13 words)" in mine, "November" in theirs, cast.student.name in theirs) == (
        True, False, False,
    )  # fmt: skip
    codes = [
        signed(person).get(at("changes", n), query).status_code
        for person, n, query in [
            (cast.student, 1, {}),  # not asked for again
            (cast.student, 2, {"attempt": 1}),  # a first attempt
            (cast.other_teacher, 2, {"answer": new.desk_number}),
            (cast.classmate, 2, {"answer": new.desk_number}),  # the way of the staff
            (cast.teacher, 2, {}),  # the way of students
        ]
    ]
    assert codes == [404, 404, 404, 403, 403]


def test_a_draft_and_what_its_student_says_of_comments_stay_private(cast, revising, signed, at):
    comment = Comment.objects.anchored().order_by("start").first()
    Comment.objects.filter(pk=comment.pk).update(state="declined", reply="It is meant so.")
    old, new = answer_to(Submission.objects.get(attempt=1)), answer_to(revising)
    teacher = signed(cast.teacher)

    assert teacher.get(at("changes", 2), {"answer": new.desk_number}).status_code == 404
    assert "It is meant so." not in plain(teacher.get(url("desk", old)))


def test_the_grade_of_what_was_not_asked_is_carried_and_the_latest_release_counts(cast, returned, revised):
    (question,) = [
        each for each in Question.objects.filter(version=cast.assignment.lesson_version) if each.position == 2
    ]
    assert (readiness(cast.assignment).to_grade, readiness(cast.assignment).new) == (1, 0)
    desk = [
        [answer.submission.attempt for answer in roster.turned_in(walk).order_by("turn")]
        for walk in walks_of(cast.assignment)
    ]
    assert desk == [[1], [2], [1], [1, 2, 1]]
    columns = rows_of(cast.teacher, cast.assignment, names=True)
    assert [(row.answer.submission.attempt, row.points) for row in columns] == [(1, 9), (2, None), (1, 9)]
    waits = waiting(cast.teacher, most=20)[cast.assignment.pk]
    assert (waits.to_grade, waits.to_release, waits.first) == (1, 0, 2)
    with pytest.raises(Exception, match="was not asked for again"):
        judge(answer_to(revised, 1), by=cast.teacher, points=1)

    judge(answer_to(revised), by=cast.teacher, points=4)
    held = {
        (each.submission.attempt, each.value, each.held)
        for each in judged_answers(cast.school_class.pk, [cast.assignment])
    }
    assert held == {(1, Decimal(9), False), (2, Decimal(12), True)}
    assert [row[2] for row in counted_works(cast.school_class.pk, [cast.assignment])] == [Decimal(30)]
    assert [part.answer.submission.attempt for part in parts_of(revised, cast.teacher)] == [1, 2, 1]
    releases.release(cast.assignment, [revised], by=cast.teacher, at=NOW, visible_from=NOW)

    item = ReleaseItem.objects.get(submission=revised)
    assert (item.frozen["total"], [part["points"] for part in item.frozen["answers"]]) == (
        "30.00",
        ["9.00", "12.00", "9.00"],
    )
    assert [part["comment"] for part in item.frozen["answers"]] == ["Good on the whole.", "", "Good on the whole."]
    assert question.points == 12

    judge(answer_to(returned, 1), by=cast.teacher, points=2, reason="Looked again.")
    assert readiness(cast.assignment).corrected == 2  # of both attempts, for both show it


def test_by_student_a_revision_lies_among_the_answers_that_were_not_asked_again(cast, returned, revised, work):
    """Also where the carried answer of the new attempt has a number on the other side of a classmate's."""
    other = work(cast.assignment, cast.classmate)
    for number, submission in [(10, returned), (50, other), (90, revised)]:
        Answer.objects.filter(submission=submission, question__position=1).update(desk_number=number)
    *_queues, by_student = walks_of(cast.assignment)
    answer = roster.on_desk(by_student).get(pk=answer_to(revised).pk)

    around = roster.around(by_student, answer, page=None)

    assert [group.label for group in around.groups] == [cast.student.name, cast.classmate.name]
    assert {n: spot.desk for n, spot in around.beside(answer).items()} == {
        1: 10,
        2: answer.desk_number,
        3: answer_to(returned, 3).desk_number,
    }


def test_no_points_can_be_entered_for_what_is_carried(cast, revised, signed):
    carried, before = answer_to(revised, 1), Grade.objects.count()

    refused = signed(cast.teacher).post(below("points", revised, 1), cell(carried, "1"))

    assert (refused.status_code, "question 1: 1. A second look was opened" in plain(refused)) == (409, True)
    assert (Grade.objects.count(), Grade.objects.filter(answer=carried).exists()) == (before, False)


def test_a_second_look_is_offered_where_the_mark_was_given_and_not_where_it_is_carried_on(cast, revised, signed, at):
    judge(answer_to(revised), by=cast.teacher, points=4)
    releases.release(cast.assignment, [revised], by=cast.teacher, at=NOW, visible_from=NOW)
    student = signed(cast.student)

    offered = {
        (attempt, n): at("second-look-ask", n) in plain(student.get(at("feedback", n), {"attempt": attempt}))
        for attempt in (1, 2)
        for n in (1, 2)
    }

    assert offered == {(1, 1): True, (1, 2): True, (2, 1): False, (2, 2): True}


def test_a_second_look_at_the_attempt_before_hides_its_mark_everywhere(cast, returned, revised, signed, at):
    """Nor may a total or the comments give it away (record 29)."""
    Assignment.objects.update(names_hidden=False)
    judge(answer_to(revised), by=cast.teacher, points=4)
    teacher = signed(cast.teacher)
    book = reverse("grading:gradebook", args=[cast.school_class.public_id])

    def read():
        own = next(row for row in table(teacher.get(book).content.decode()) if row[0] == cast.student.name)
        return own, plain(teacher.get(url("desk", answer_to(revised))))

    row, desk = read()
    assert ("30" in row, "Attempt 1 had 9 of 12." in desk) == (True, True)
    changes = at("changes", 2) + f"?answer={answer_to(revised).desk_number}"
    assert "Neither?" in plain(teacher.get(changes))

    for n in (1, 2):
        second_looks.ask(answer_to(returned, n), by=cast.student, at=NOW, reason="I name two sides.")

    row, desk = read()
    assert ("30" in row, "Attempt 1 had" in desk) == (False, False)
    refused = teacher.get(changes)
    assert (refused.status_code, "Neither?" in plain(refused)) == (409, False)
    assert "Neither?" in plain(signed(cast.student).get(at("changes", 2), {"attempt": 2}))


def test_both_attempts_stay_readable_and_the_desk_tells_the_grade_before(cast, returned, revised, signed, at):
    judge(answer_to(revised), by=cast.teacher, points=4)
    student = signed(cast.student)
    assert ">27<" in plain(student.get(at("feedback", 2)))  # the new grade is not released
    releases.release(cast.assignment, [revised], by=cast.teacher, at=NOW, visible_from=NOW)

    pages = [plain(student.get(at("feedback", 2), query)) for query in ({}, {"attempt": 2}, {"attempt": 1})]

    assert [(">30<" in page, ">27<" in page) for page in pages] == [(True, False), (True, False), (False, True)]
    assert ["Compare versions" in page for page in pages] == [True, True, True]
    desk = plain(signed(cast.teacher).get(url("desk", answer_to(revised))))
    assert ("Attempt 1 had 9 of 12." in desk, "See what was changed" in desk) == (True, True)
