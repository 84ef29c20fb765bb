"""One student's page for teachers, and the acts from it: each asks, does it once, refuses in time, names no answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from classroom.accounts.models import Message, User
from classroom.classes.models import Assignment, Enrollment
from classroom.grading.actions import names
from classroom.submissions import actions
from classroom.submissions.models import Answer, Excuse, Submission, TurnIn
from tests.cast import TEXT
from tests.factories import NOW
from tests.submissions.rows import rows

CLOSED = NOW + timedelta(days=3, hours=1)
WHY = {"reason": "In hospital"}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def at(cast):
    """The address of a page about the student."""
    seat = Enrollment.objects.get(person=cast.student)

    def address(name: str, pk: int = seat.pk) -> str:
        return reverse(f"grading:{name}", args=[cast.school_class.public_id, "hanoi", pk])

    return address


@pytest.fixture
def marsh(client, cast):
    client.force_login(cast.teacher)
    return client


def offered(response):
    return [name for name, may in response.context["offered"].items() if may]


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_page_offers_what_can_be_done_now(marsh, cast, at, write, clock):
    assert offered(marsh.get(at("student"))) == ["paper", "excuse"]
    write(cast.assignment, cast.student)
    assert offered(marsh.get(at("student"))) == ["paper", "excuse"]
    clock.move_to(CLOSED, tick=False)
    assert offered(marsh.get(at("student"))) == ["collect", "paper", "excuse"]
    marsh.post(at("collect"), WHY)
    assert offered(marsh.get(at("student"))) == ["paper", "turning_in_undo", "excuse"]
    marsh.post(at("turning-in-undo"))
    marsh.post(at("excuse"), WHY)
    assert offered(marsh.get(at("student"))) == ["paper", "excuse_end"]


def test_collecting_asks_first_and_then_the_work_is_in(marsh, cast, at, write, clock):
    write(cast.assignment, cast.student)
    early = marsh.get(at("collect"))
    too_early = marsh.post(at("collect"), {"reason": "Typed with care"})
    clock.move_to(CLOSED, tick=False)
    page = marsh.get(at("collect")).content.decode()

    response = marsh.post(at("collect"), WHY, follow=True)

    assert (early.status_code, too_early.status_code) == (409, 409)
    assert "Typed with care" in too_early.content.decode()
    assert "Linh Trần can write until Saturday 28 November at 12:00." in early.content.decode()
    assert "Collect Linh Trần’s draft?" in page
    assert "They are marked late." in page
    assert TEXT.split("\n")[0] not in page + response.content.decode()
    assert (response.redirect_chain, told(response)) == ([(at("student"), 302)], ["Collected. Linh Trần is told."])
    assert TurnIn.objects.get().reason == "In hospital"


def test_paper_is_recorded_in_the_time_of_the_class(marsh, cast, at, clock):
    assert 'value="2026-11-25T12:00"' in marsh.get(at("paper")).content.decode()
    clock.move_to(CLOSED, tick=False)

    response = marsh.post(at("paper"), {"reason": "No laptop", "handed_in_at": "2026-11-26T09:30"}, follow=True)

    act = TurnIn.objects.get()
    assert (act.at, act.late, act.how, told(response)) == (
        NOW + timedelta(hours=21, minutes=30),
        False,
        "paper",
        ["Recorded. Linh Trần is told."],
    )


@pytest.mark.parametrize("moment", ["2026-11-25T12:01", "", "soon", "2026-03-29T01:30", "9999-01-01T00:00"])
def test_a_moment_that_cannot_be_is_400_with_the_form_kept(marsh, at, moment):
    before = rows()

    response = marsh.post(at("paper"), {"reason": "No laptop", "handed_in_at": moment})

    assert (response.status_code, rows()) == (400, before)
    assert list(response.context["form"].errors) == ["handed_in_at"]
    assert 'value="No laptop"' in response.content.decode()


@pytest.mark.parametrize("reason", ["", " ", "x" * 301, "nul\x00"])
def test_without_a_reason_that_can_be_kept_nothing_is_done(marsh, cast, at, write, clock, reason):
    write(cast.assignment, cast.student)
    clock.move_to(CLOSED, tick=False)
    before = rows()

    for name in ("collect", "paper", "excuse"):
        response = marsh.post(at(name), {"reason": reason, "handed_in_at": "2026-11-25T12:00"})
        assert (response.status_code, list(response.context["form"].errors)) == (400, ["reason"]), name

    assert rows() == before


def test_work_that_is_in_is_excused_only_by_who_says_that_it_becomes_a_draft(marsh, cast, at, work):
    work(cast.assignment, cast.student)
    page = marsh.get(at("excuse")).content.decode()

    silent = marsh.post(at("excuse"), WHY)
    assert (silent.status_code, Excuse.objects.count()) == (400, 0)
    said = marsh.post(at("excuse"), WHY | {"back_to_draft": "on"})

    assert "Those answers become a draft again, which nobody grades or reads." in page
    assert (said.status_code, Excuse.objects.count()) == (302, 1)
    assert Submission.objects.get().state == "draft"
    assert not Answer.objects.text_visible_to(cast.teacher).exists()


def test_ending_an_excuse_says_what_becomes_of_it(marsh, cast, at, clock):
    nothing = marsh.get(at("excuse-end"))
    marsh.post(at("excuse"), WHY)
    again = marsh.get(at("excuse"))
    clock.move_to(CLOSED, tick=False)
    page = marsh.get(at("excuse-end")).content.decode()
    marsh.post(at("excuse-end"), {"reason": "Back at school"})

    assert (nothing.status_code, again.status_code) == (409, 409)
    assert "Their time is up, so they count as missing unless you give them more time." in page
    assert Excuse.objects.get().end_reason == "Back at school"


def test_the_history_says_who_when_and_why_and_days_alone_while_names_are_hidden(marsh, cast, at, work):
    work(cast.assignment, cast.student)
    marsh.post(at("excuse"), WHY | {"back_to_draft": "on"})

    hidden = marsh.get(at("student"))
    names.show_names(cast.assignment, by=cast.teacher, at=NOW)
    shown = marsh.get(at("student")).content.decode()

    events = {(event.what, event.by, event.reason) for event in hidden.context["history"]}
    assert events == {
        ("Turned in by the student", "Linh Trần", ""),
        ("Made a draft again", "Helen Marsh", ""),
        ("Excused", "Helen Marsh", "In hospital"),
    }
    assert ("25 Nov 2026" in hidden.content.decode(), "25 Nov 2026, 12:00" in hidden.content.decode()) == (True, False)
    assert shown.count("25 Nov 2026, 12:00") == 3
    desks = Answer.objects.values_list("desk_number", flat=True)
    assert not any(f">{number}<" in shown for number in desks)


def test_who_left_the_class_or_is_no_student_has_no_page(marsh, cast, at):
    for who in (cast.removed, cast.teacher, cast.other_student):
        seat = Enrollment.objects.get(person=who)
        assert marsh.get(at("student", seat.pk)).status_code == 404
        assert marsh.post(at("excuse", seat.pk), WHY).status_code == 404
    assert not Excuse.objects.exists()


def test_the_names_hidden_are_minded_where_answers_come_to_the_desk(marsh, cast, at):
    said = "Names are hidden while you grade."
    assert said in marsh.get(at("paper")).content.decode()
    Assignment.objects.update(names_hidden=False)
    assert said not in marsh.get(at("paper")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_history(marsh, cast, at, write, clock, count, django_assert_num_queries):
    write(cast.assignment, cast.student)
    clock.move_to(CLOSED, tick=False)
    for _time in range(count):
        actions.collect(cast.assignment, cast.student, by=cast.teacher, at=CLOSED, reason="Time")
        actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=CLOSED)
        later = CLOSED + timedelta(minutes=1)
        actions.excuse(cast.assignment, cast.student, by=cast.teacher, at=later, reason="Ill")
        actions.end_excuse(cast.assignment, cast.student, by=cast.teacher, at=later, reason="Well")
    marsh.get(at("student"))

    with django_assert_num_queries(11):
        history = marsh.get(at("student")).context["history"]

    assert (len(history), Message.objects.count()) == (4 * count, 4 * count)


@pytest.mark.parametrize("who, said", [("student", "12:00."), ("teacher", "12:00 (Europe/London).")])
def test_dates_name_their_zone_to_a_teacher_who_lives_in_another(marsh, cast, at, write, who, said):
    write(cast.assignment, cast.student)
    User.objects.filter(pk=getattr(cast, who).pk).update(time_zone="Asia/Tokyo")
    marsh.post(at("excuse"), WHY)

    page = marsh.get(at("excuse-end")).content.decode()
    refused = marsh.get(at("collect")).content.decode()

    assert f"Due time: Friday 27 November at {said}" in page
    assert f"can write until Saturday 28 November at {said}" in refused


def test_words_of_a_next_attempt_are_not_told_while_names_are_hidden(marsh, cast, at, work):
    Assignment.objects.update(attempts=2)
    done = work(cast.assignment, cast.student)
    actions.mark_returned(done, visible_from=NOW)
    actions.start_next_attempt(done, at=NOW)
    assert "Words so far" not in marsh.get(at("student")).content.decode()

    Assignment.objects.update(names_hidden=False)
    assert "Words so far" in marsh.get(at("student")).content.decode()


@pytest.mark.parametrize("by_itself", [True, False])
def test_the_page_that_undoes_says_where_it_will_not_hold(marsh, cast, at, write, clock, by_itself):
    Assignment.objects.update(turns_in_at_closing=by_itself)
    write(cast.assignment, cast.student)
    actions.record_paper(cast.assignment, cast.student, handed_in_at=NOW, by=cast.teacher, at=NOW, **WHY)
    again = "within a minute or two Margin turns in what was saved"
    in_time = marsh.get(at("turning-in-undo")).content.decode()
    clock.move_to(CLOSED, tick=False)

    assert (again in in_time, again in marsh.get(at("turning-in-undo")).content.decode()) == (False, by_itself)


def test_an_excuse_that_rests_is_ended_without_a_word_to_the_student(marsh, cast, at, work):
    marsh.post(at("excuse"), WHY)
    work(cast.assignment, cast.student)

    page = marsh.get(at("excuse-end")).content.decode()
    marsh.post(at("excuse-end"), WHY)

    assert ("Work is in and counts" in page, "after all" in page) == (True, False)
    assert (Excuse.objects.get().end_reason, Message.objects.filter(kind="excuse_ended").count()) == ("In hospital", 0)
