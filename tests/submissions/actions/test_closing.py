"""Turning in by itself: what was saved when time was up, once, told once, and only where the assignment asks for it."""

import itertools
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from classroom.accounts.models import Message
from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.closing import left_in_draft
from classroom.submissions.models import Answer, Submission, TurnIn
from tests.cast import TEXT
from tests.factories import NOW
from tests.killed import Killed, killed_at
from tests.submissions.rows import rows

CLOSES = NOW + timedelta(days=3)
SETTLED = CLOSES + timedelta(minutes=1, milliseconds=1)


@pytest.fixture(autouse=True)
def asked(cast):
    Assignment.objects.update(turns_in_at_closing=True)
    cast.assignment.refresh_from_db()


def test_what_was_saved_is_turned_in_as_of_the_closing_time(cast, write):
    write(cast.assignment, cast.student)

    assert actions.turn_in_what_closed(SETTLED + timedelta(hours=5)) == 1

    act = TurnIn.objects.get()
    assert (act.how, act.by, act.at, act.late, act.reason) == ("closing", None, CLOSES, True, "")
    assert [text.revision.text for text in act.handed_in()] == [TEXT] * 3
    told = Message.objects.get()
    assert told.created_at == SETTLED + timedelta(hours=5)
    assert (told.kind, told.person, told.about) == ("turned_in_at_closing", cast.student, f"turn-in {act.pk}")
    assert (told.context["receipt"], told.context["time"]) == (act.receipt, "Saturday 28 November at 12:00")


def test_a_second_tick_and_a_student_who_comes_late_change_nothing(cast, write):
    draft = write(cast.assignment, cast.student)
    actions.turn_in_what_closed(SETTLED)
    act, before = TurnIn.objects.get(), rows()

    assert (actions.turn_in_what_closed(SETTLED), rows()) == (0, before)
    assert actions.turn_in(draft, token=TurnIn().token, by=cast.student, at=SETTLED) == act
    with pytest.raises(Refused, match="could be taken back until"):
        actions.take_back(draft, by=cast.student, at=SETTLED)
    assert rows() == before


@pytest.mark.parametrize(
    "policy, extension, at, late",
    [
        ("accept", None, CLOSES + timedelta(minutes=1), None),  # saves that came in time may still be on their way
        ("accept", None, SETTLED, True),
        ("refuse", None, SETTLED - timedelta(days=1), False),
        ("accept", 5, SETTLED + timedelta(days=1), None),
        ("accept", 5, SETTLED + timedelta(days=2), False),
    ],
)
def test_the_student_s_own_dates_decide(cast, write, policy, extension, at, late):
    Assignment.objects.update(late_policy=policy)
    write(cast.assignment, cast.student)
    if extension:
        due = NOW + timedelta(days=extension)
        Extension.objects.create(assignment=cast.assignment, student=cast.student, due_at=due, given_by=cast.teacher)

    actions.turn_in_what_closed(at)

    assert list(TurnIn.objects.values_list("late", flat=True)) == ([] if late is None else [late])


def test_dates_that_move_to_before_the_last_words_make_no_late_text_punctual(cast, write):
    draft, words = write(cast.assignment, cast.student), NOW + timedelta(days=2, hours=3)
    answer = draft.answers.in_order().select_related("assignment__school_class")[0]
    actions.save_answer(answer, text="After the due time.", base=1, at=words)
    Assignment.objects.update(late_policy="refuse")
    cast.assignment.refresh_from_db()
    asked = {"by": cast.teacher, "at": SETTLED, "reason": "Time"}
    assert actions.collect(cast.assignment, cast.student, **asked).late
    actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=SETTLED)

    actions.turn_in_what_closed(SETTLED)

    act = TurnIn.objects.get(how="closing")
    assert (act.at, act.late) == (words, True)


def not_asked(cast):
    Assignment.objects.update(turns_in_at_closing=False)


def emptied(cast):
    for answer in Answer.objects.select_related("assignment__school_class", "submission__student"):
        actions.save_answer(answer, text=" ", base=1, at=NOW)


def excused(cast):
    actions.excuse(cast.assignment, cast.student, by=cast.teacher, at=NOW, reason="Ill")


def removed(cast):
    Enrollment.objects.filter(person=cast.student).update(ended_at=NOW)


@pytest.mark.parametrize("prepare", [not_asked, emptied, excused, removed])
def test_drafts_that_stay_drafts(cast, write, prepare):
    write(cast.assignment, cast.student)
    prepare(cast)
    before = rows()

    assert (actions.turn_in_what_closed(SETTLED), rows()) == (0, before)


def test_a_next_attempt_is_turned_in_once_something_was_written_in_it(cast, work):
    Assignment.objects.update(attempts=2)
    done = work(cast.assignment, cast.student)
    actions.mark_returned(done, visible_from=NOW)
    again = actions.start_next_attempt(done, at=NOW)
    assert actions.turn_in_what_closed(SETTLED) == 0

    answer = again.answers.in_order().select_related("assignment__school_class")[0]
    actions.save_answer(answer, text="Better.", base=1, at=NOW + timedelta(hours=1))

    assert actions.turn_in_what_closed(SETTLED) == 1
    assert TurnIn.objects.get(how="closing").submission == again


def test_an_extension_given_afterwards_opens_it_again_and_moves_it(cast, write):
    draft = write(cast.assignment, cast.student)
    actions.turn_in_what_closed(SETTLED)
    due = SETTLED + timedelta(days=1)
    Extension.objects.create(assignment=cast.assignment, student=cast.student, due_at=due, given_by=cast.teacher)

    actions.take_back(draft, by=cast.student, at=SETTLED)

    assert actions.turn_in_what_closed(SETTLED) == 0
    assert actions.turn_in_what_closed(due + timedelta(minutes=2)) == 1
    assert [act.at for act in TurnIn.objects.order_by("pk")] == [CLOSES, due]


def test_looking_costs_one_query_and_the_worker_s_minute_does_it(cast, write, django_assert_num_queries, time_machine):
    write(cast.assignment, cast.student)
    write(cast.assignment, cast.classmate)
    with django_assert_num_queries(1):
        actions.turn_in_what_closed(CLOSES)
    assert left_in_draft(CLOSES).count() == 2

    time_machine.move_to(SETTLED)
    call_command("work", once=True)

    assert set(Submission.objects.values_list("state", flat=True)) == {"turned_in"}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_at_any_statement_leaves_each_draft_whole(cast, write):
    for student in (cast.student, cast.classmate):
        write(cast.assignment, student)
    for number in itertools.count(1):
        try:
            with connection.execute_wrapper(killed_at(number)):
                actions.turn_in_what_closed(SETTLED)
        except Killed:
            acts, told = TurnIn.objects.count(), Message.objects.count()
            in_force = Submission.objects.filter(state="turned_in", turn_in__isnull=False).count()
            assert (told, in_force) == (acts, acts)
        else:
            break

    assert number > 10
    assert (TurnIn.objects.count(), Message.objects.count()) == (2, 2)
