"""A second look: asked for in time, marked without sight of the first mark, decided once, told as a correction."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import AccessLog, Message
from classroom.classes.models import Assignment
from classroom.grading import readiness, second_looks
from classroom.grading.actions import comments, releases
from classroom.grading.actions import second_looks as asking
from classroom.grading.admin.hiding import answer_url
from classroom.grading.models import Comment, Grade, GradeEvent, RegradeRequest, Release, ReleaseItem
from classroom.http import BadValue, Refused
from classroom.submissions.models import Answer
from tests.at_once import THREADS, together
from tests.cast import turn_in_answers
from tests.factories import NOW
from tests.grading.conftest import judge
from tests.grading.desk import answer_to, below, rows, sent, url
from tests.grading.looked_twice import FIRST, SECRETS, decide, mark, world

pytestmark = pytest.mark.usefixtures("stopped_clock")
__all__ = ["world"]

SOON = NOW + timedelta(minutes=10)
LONDON = ZoneInfo("Europe/London")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def feedback(world, name="feedback", n=2):
    return reverse(f"grading:{name}", args=[world.cast.school_class.public_id, "hanoi", n])


def body(response) -> str:
    """The page in one line, but for what differs from request to request."""
    return re.sub(r'(content|value)="[A-Za-z0-9]{64}"', "", " ".join(response.content.decode().split()))


def test_a_second_mark_typed_while_the_request_was_withdrawn_is_shown_again(world):
    student, teacher = signed_in(world.cast.student), signed_in(world.cast.teacher)
    answer = answer_to(world.work, 1)
    student.post(feedback(world, "second-look-ask", 1), {"text": "Look at ¶1."})
    student.post(feedback(world, "second-look-withdraw", 1))
    before = rows()

    refused = teacher.post(url("second-look", answer), sent(comment="Long thought."))
    never = teacher.post(url("second-look", answer_to(world.work, 3)), sent())

    assert (refused.status_code, "Long thought." in body(refused), rows()) == (409, True, before)
    assert never.status_code == 404


def test_student_asks_withdraws_and_asks_again(world):
    client, ask = signed_in(world.cast.student), feedback(world, "second-look-ask", 1)
    answer = answer_to(world.work, 1)

    assert (client.get(ask).status_code, client.post(ask).status_code) == (200, 400)
    first = client.post(ask, {"text": "<b>Look</b> at\r\n¶1."})
    again, other = client.post(ask, {"text": "<b>Look</b> at\n¶1."}), client.post(ask, {"text": "Something else."})
    page = body(client.get(feedback(world, n=1)))
    taken = (
        client.post(feedback(world, "second-look-withdraw", 1)),
        client.post(feedback(world, "second-look-withdraw", 1)),
    )
    client.post(ask, {"text": "After all."})

    assert [first.status_code, again.status_code, other.status_code, *(one.status_code for one in taken)] == [
        302, 302, 409, 302, 302,
    ]  # fmt: skip
    assert "Something else." in other.content.decode()
    assert "&lt;b&gt;Look&lt;/b&gt; at<br>¶1." in page
    asked = RegradeRequest.objects.filter(answer=answer).order_by("pk").values_list("state", "reason", "by")
    assert list(asked) == [
        ("withdrawn", "<b>Look</b> at\n¶1.", world.cast.student.pk), ("open", "After all.", world.cast.student.pk)
    ]  # fmt: skip


def test_days_end_with_the_day_of_the_class_and_nobody_asks_about_what_has_no_mark(world):
    answer, student = answer_to(world.work, 1), world.cast.student
    last = datetime(2026, 12, 9, 23, 59, 59, tzinfo=LONDON)
    empty = turn_in_answers(world.cast.assignment, world.cast.classmate, text="")

    def asks(answer, at):
        try:
            made = asking.ask(answer, by=student, at=at, reason="Please.")
        except Refused:
            return False
        asking.withdraw(answer, by=student, at=at)
        return made.at == at

    in_time = [asks(answer, at) for at in (NOW - timedelta(seconds=1), NOW, last, last + timedelta(seconds=1))]
    Assignment.objects.update(second_look_days=0)

    assert in_time == [False, True, True, False]
    assert (asks(answer_to(world.work, 1), NOW), asks(answer_to(empty, 1), NOW)) == (False, False)


def told(client, addresses) -> dict[str, set[str]]:
    """What of the first mark each page tells."""
    pages = {name: client.get(address, follow=True).content.decode() for name, address in addresses.items()}
    return {name: {secret for secret in SECRETS if secret in page} for name, page in pages.items()}


def test_first_mark_is_nowhere_until_the_second_is_entered(world):
    answer, client = world.answer, signed_in(world.cast.teacher)
    seat = world.cast.student.enrollments.get().pk
    book = world.cast.school_class.public_id
    addresses = {
        "second look": url("second-look", answer),
        "second looks": below("second-looks", world.work),
        "desk": url("desk", answer),
        "history": url("history", answer),
        "comment": url("comment-edit", answer, 2),
        "bank": url("bank", answer),
        "another desk": url("desk", turned_in_beside(world)),
        "all answers": below("answers", world.work, 2),
        "whole work": below("letter", world.work, seat),
        "gradebook": reverse("grading:gradebook", args=[book]),
        "file": reverse("grading:gradebook-csv", args=[book]),
        "points": below("points", world.work, 2),
        "grading file": below("file-csv", world.work),
        "admin answer": answer_url(answer),
        "admin answers": reverse("admin:submissions_answer_changelist") + "?question=2",
        "admin work": reverse("admin:submissions_submission_change", args=[world.work.pk]),
        "admin grades": reverse("admin:grading_grade_changelist"),
        "admin comments": reverse("admin:grading_comment_changelist"),
        "admin notes": reverse("admin:grading_staffnote_changelist"),
        "admin events": reverse("admin:grading_gradeevent_changelist") + "?question=2",
    }

    for other in Answer.objects.filter(submission__student=world.cast.classmate):
        judge(other, by=world.cast.assistant, points=2)  # a median of one grade would be that grade
    hidden = told(client, addresses)
    mark(world)
    shown = told(client, addresses)

    assert hidden == {name: set() for name in addresses}
    words = {FIRST, "First words."}
    assert shown == {
        "second look": {FIRST, "First words.", "First remark.", "First note."},
        "second looks": set(),
        "desk": {FIRST, "First words.", "First remark.", "First note."},
        "history": words,
        "comment": {"First remark."},
        "bank": set(),
        "another desk": {FIRST},
        "all answers": {FIRST, "First words.", "First remark."},
        "whole work": {FIRST, "First words.", "First remark."},
        "gradebook": {FIRST, "25.25"},
        "file": {FIRST, "25.25"},
        "points": {FIRST},
        "grading file": words,
        "admin answer": {FIRST, "First words.", "First remark."},
        "admin answers": {FIRST},
        "admin work": {FIRST},
        "admin grades": {FIRST},
        "admin comments": {"First words.", "First remark."},
        "admin notes": {"First note."},
        "admin events": {FIRST},
    }


def turned_in_beside(world):
    """A classmate's answer to the same question, whose desk lists the other."""
    return answer_to(turn_in_answers(world.cast.assignment, world.cast.classmate), 2)


def test_nothing_else_touches_the_mark_while_it_is_looked_at(world):
    answer, teacher = world.answer, signed_in(world.cast.teacher)
    same = sent(
        2, ("3", "3", "3"), comment="First words.", adjustment="-1.75", adjustment_reason="Too short.", done="yes"
    )
    before = rows()

    answered = [
        teacher.post(url("desk", answer), same),
        teacher.post(url("desk", answer), same | {"comment": "Quite other words."}),
        teacher.post(url("staff-note", answer), {"body": "Another note."}),
        teacher.post(answer_url(answer), same),
        teacher.post(answer_url(answer), same | {"comment": "Quite other words."}),
    ]
    mark(world)
    after_second = teacher.post(url("desk", answer), same | {"reason": "Looked again."})

    assert [one.status_code for one in [*answered, after_second]] == [409] * 6
    assert all(FIRST not in one.content.decode() for one in answered)
    assert "Quite other words." in answered[1].content.decode()
    assert {name: rows()[name] for name in ("Comment", "Letter")} == {
        name: before[name] for name in ("Comment", "Letter")
    }


def test_second_mark_is_saved_met_by_another_and_entered(world):
    answer, teacher, assistant = world.answer, signed_in(world.cast.teacher), signed_in(world.cast.assistant)
    address = url("second-look", answer)

    draft = teacher.post(address, sent(0, ("4", "", ""), comment="Half way."))
    withdrawn = signed_in(world.cast.student).post(feedback(world, "second-look-withdraw"))
    met = assistant.post(address, sent(0, ("1", "1", "1"), comment="Typed meanwhile.", done="yes"))
    short = teacher.post(address, sent(1, ("4", "", ""), done="yes"))
    entered = teacher.post(address, sent(1, ("4", "3", "4"), comment="Both sides are there.", done="yes"))
    late = assistant.post(address, sent(2, ("1", "1", "1"), comment="Too late.", done="yes"))

    statuses = [one.status_code for one in (draft, withdrawn, met, short, entered, late)]
    assert statuses == [302, 409, 409, 400, 302, 409]
    page = body(met)
    assert all(words in page for words in ("Ms Marsh saved a grade", "Half way.", "Typed meanwhile."))
    assert FIRST not in page
    assert "Too late." in late.content.decode()
    second = Grade.objects.get(purpose="regrade")
    assert (second.points, second.state, second.counts, second.grader) == (11, "done", False, world.cast.teacher)
    assert Grade.objects.counting().get(answer=answer).points == Decimal(FIRST)
    events = GradeEvent.objects.filter(grade=second).order_by("pk").values_list("by", "new__comment", "reason")
    teacher_pk = world.cast.teacher.pk
    assert list(events) == [
        (teacher_pk, "Half way.", "Second look"),
        (teacher_pk, "Both sides are there.", "Second look"),
    ]
    assert readiness.readiness(world.cast.assignment).corrected == 0
    pairs = [(pair.name, pair.first, pair.second) for pair in second_looks.side_by_side(world.asked.first, second)]
    assert pairs == [
        ("Understanding", "3, Secure", "4, Excellent"),
        ("Evidence", "3, Secure", "3, Secure"),
        ("Argument", "3, Secure", "4, Excellent"),
        ("Adjustment", "-1.75, Too short.", "–"),
        ("Points", FIRST, "11"),
    ]
    teacher.get(address)
    assert AccessLog.objects.latest("pk").what == f"answer {answer.pk} for a second look"


@pytest.mark.parametrize(
    ("outcome", "points", "counts", "purpose", "total"),
    [
        ("kept", None, FIRST, "first", None),
        ("second", None, "12.00", "regrade", "30.00"),
        ("agreed", "9.5", "9.50", "remark", "27.50"),
    ],
)
def test_decision_counts_is_kept_in_the_history_and_corrects_this_mark_alone(
    world, outcome, points, counts, purpose, total
):
    mark(world)
    made = decide(world, outcome, points=points, visible_from=SOON)

    grade = Grade.objects.counting().get(answer=world.answer)
    assert (grade.points, grade.purpose, made.result) == (Decimal(counts), purpose, grade)
    assert (made.state, made.outcome, made.word, made.ended_by) == (
        "decided", outcome, "You do name both.", world.cast.teacher
    )  # fmt: skip
    event = GradeEvent.objects.latest("pk")
    assert (event.grade, event.old["points"], event.new["points"], event.reason) == (
        grade, FIRST, counts, "You do name both."
    )  # fmt: skip
    since = Message.objects.exclude(kind="turned_in").order_by("pk")[1:]
    told = [(one.kind, one.person, one.send_after) for one in since]
    if total is None:
        assert told == [("second_look", world.cast.student, NOW)]
        assert ReleaseItem.objects.get() == world.item
        return
    assert told == [("released", world.cast.student, SOON)]
    item, old = made.correction, world.item
    assert item.frozen["total"] == total
    old_parts, parts = old.frozen["answers"], item.frozen["answers"]
    assert (parts[0], parts[2]) == (old_parts[0], old_parts[2])
    differ = {key for key in parts[1] if parts[1][key] != old_parts[1][key]}
    assert differ == {"points", "marks", "adjustment", "reason"}
    assert (item.release.visible_from, item.release.reason) == (SOON, "Second look at question 2: You do name both.")
    assert readiness.readiness(world.cast.assignment).corrected == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": "-1"}, {"points": "12.01"}, {"points": "NaN"}, {"points": "1e309"}, {"points": "10,5"},
        {"points": ""}, {"points": "9" * 400}, {"text": " "}, {"text": "x" * 251}, {"outcome": "none"},
        {"outcome": "kept", "points": "9"}, {"base": "0"},
    ],
)  # fmt: skip
def test_what_cannot_stand_decides_nothing(world, wrong):
    mark(world)
    before = rows(), list(RegradeRequest.objects.values()), Release.objects.count()
    agreed = {"base": "2", "outcome": "agreed", "points": "9", "text": "We agree."}

    response = signed_in(world.cast.teacher).post(url("second-look-decide", world.answer), agreed | wrong)

    assert response.status_code == 400
    assert (rows(), list(RegradeRequest.objects.values()), Release.objects.count()) == before


def test_too_early_too_late_and_stale_decisions_are_refused(world):
    client, address = signed_in(world.cast.teacher), url("second-look-decide", world.answer)
    kept = {"base": "2", "outcome": "kept", "text": "It stands."}

    early = client.post(address, kept)
    mark(world)
    stale = client.post(address, kept | {"base": "1"})
    decided, twice = client.post(address, kept), client.post(address, kept | {"outcome": "second"})

    assert [one.status_code for one in (early, stale, decided, twice)] == [409, 409, 302, 409]
    assert "It stands." in stale.content.decode()
    assert Grade.objects.counting().get(answer=world.answer).points == Decimal(FIRST)
    with pytest.raises(Refused) as asks:
        asking.ask(world.answer, by=world.cast.student, at=NOW, reason="Again.")
    assert asks.value.reason == second_looks.ASKED
    with pytest.raises(BadValue):
        asking.ask(world.answer, by=world.cast.student, at=NOW, reason=" ")


def test_other_changes_wait_for_a_release_of_their_own(world):
    judge(answer_to(world.work, 3), by=world.cast.teacher, points=1, reason="Added up wrong.")
    remark = Comment.objects.anchored().get()
    comments.edit_comment(remark, kind=remark.kind, body="Said otherwise.", base=1, by=world.cast.teacher)
    mark(world)

    item = decide(world, "second").correction

    assert [part["points"] for part in item.frozen["answers"]] == ["9.00", "12.00", "9.00"]
    assert item.frozen["answers"][1]["comments"] == world.item.frozen["answers"][1]["comments"]
    assert readiness.readiness(world.cast.assignment).corrected == 1


def test_a_change_does_not_overtake_a_release_that_waits(world):
    judge(answer_to(world.work, 3), by=world.cast.teacher, points=1, reason="Added up wrong.")
    releases.release(
        world.cast.assignment, [world.work], by=world.cast.teacher, at=NOW, visible_from=SOON, reason="Added up wrong."
    )
    mark(world)

    with pytest.raises(Refused):
        decide(world, "second")

    assert RegradeRequest.objects.get().state == "open"
    assert decide(world, "kept").correction is None


def test_desk_that_was_open_before_the_decision_overwrites_nothing(world):
    mark(world)
    decide(world, "second")

    response = signed_in(world.cast.assistant).post(
        url("desk", world.answer), sent(2, ("1", "1", "1"), done="yes", reason="Looked again.")
    )

    assert response.status_code == 409
    assert Grade.objects.counting().get(answer=world.answer).points == 12


def test_student_reads_the_decision_with_its_correction_and_the_history_of_the_mark(world):
    client, page, history = signed_in(world.cast.student), feedback(world), feedback(world, "grade-history")
    mark(world)
    begun = body(client.get(page)), body(client.get(history))
    made = decide(world, "second", visible_from=SOON)
    early = body(client.get(page)), body(client.get(history))
    with time_machine.travel(SOON, tick=False):
        late, steps = body(client.get(page)), client.get(history).context["steps"]
    releases.undo(made.correction.release, by=world.cast.teacher, at=NOW)
    with time_machine.travel(SOON, tick=False):
        seen = body(client.get(page))

    assert begun == early
    assert "Somebody is reading your answer again." in begun[0]
    for words in ("Ms Marsh decided on your second look on 25 November.", "You do name both.", "was corrected"):
        assert words in late
        assert words in seen  # it was opened, so it stays
    assert [(step.at, step.by, step.why, step.points, step.of, step.changes) for step in steps] == [
        (SOON, "Ms Marsh", "Second look at question 2: You do name both.", "12", "12", [
            ("Points", FIRST, "12"),
            ("Understanding", "3, Secure", "4, Excellent"),
            ("Evidence", "3, Secure", "4, Excellent"),
            ("Argument", "3, Secure", "4, Excellent"),
            ("Adjustment", "-1.75, Too short.", "–"),
        ]),
        (NOW, "Ms Marsh", "", FIRST, "12", []),
    ]  # fmt: skip


def test_correction_that_is_taken_back_takes_the_decision_with_it(world):
    client, page = signed_in(world.cast.student), feedback(world)
    mark(world)
    before = body(client.get(page))
    made = decide(world, "second", visible_from=SOON)

    releases.undo(made.correction.release, by=world.cast.teacher, at=NOW)

    with time_machine.travel(SOON, tick=False):
        assert body(client.get(page)) == before
    assert readiness.readiness(world.cast.assignment).corrected == 1


def test_home_overview_and_list_say_what_waits_for_whom(world):
    teacher, assistant = signed_in(world.cast.teacher), signed_in(world.cast.assistant)

    def waits():
        homes = [
            [row.title for row in client.get(reverse("home:home")).context["teaching"].waiting if "second" in row.title]
            for client in (teacher, assistant)
        ]
        pages = [client.get(below("overview", world.work)).context["second_looks"] for client in (teacher, assistant)]
        return homes, pages

    unread = waits()
    mark(world)
    undecided = waits()
    decide(world, "kept")

    one = ["1 answer waits for a second look"]
    assert (unread, undecided, waits()) == (([one, one], [1, 1]), ([one, []], [1, 0]), ([[], []], [0, 0]))


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_any_number(world, count, django_assert_num_queries):
    if count == 3:
        for n in (1, 3):
            asking.ask(answer_to(world.work, n), by=world.cast.student, at=NOW, reason="Please.")
    client = signed_in(world.cast.teacher)
    client.get(below("second-looks", world.work))

    with django_assert_num_queries(6):
        assert len(client.get(below("second-looks", world.work)).context["page_obj"]) == count
    client.get(url("second-look", world.answer))
    with django_assert_num_queries(9):
        client.get(url("second-look", world.answer))
    mark(world)
    with django_assert_num_queries(11):
        client.get(url("second-look", world.answer))


def test_names_and_hours_stay_hidden_where_they_are(world):
    Assignment.objects.update(names_hidden=True)
    client = signed_in(world.cast.assistant)

    for page in (client.get(below("second-looks", world.work)), client.get(url("second-look", world.answer))):
        text = page.content.decode()
        assert "Asked on Wednesday 25 November" in text
        assert not any(word in text for word in ("Linh", "12:00", world.cast.student.email))


@pytest.mark.django_db(transaction=True)
def test_second_marks_and_decisions_at_once_are_one(world):
    marked = together(lambda number: mark(world, points=number % 4 + 1))
    decided = together(lambda number: decide(world, ["second", "kept"][number % 2]))

    assert [sum(isinstance(one, Refused) for one in each) for each in (marked, decided)] == [THREADS - 1] * 2
    assert Grade.objects.counting().filter(answer=world.answer).count() == 1
