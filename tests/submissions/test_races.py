"""Requests at the same moment, each on a connection of its own."""

import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from classroom.accounts.models import Message
from classroom.classes.models import Assignment
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Answer, AnswerRevision, Excuse, Notes, Submission, TurnIn
from tests.at_once import THREADS, reasons, together
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

CLOSED = NOW + timedelta(days=3, minutes=2)


def test_beginning_at_once_gives_one_attempt(cast):
    begun = together(lambda _number: actions.start(cast.assignment, cast.student, at=NOW).pk)

    assert set(begun) == {Submission.objects.get().pk}
    assert Answer.objects.count() == 3


def test_saving_at_once_stores_one_and_parks_the_others(cast):
    answer = actions.start(cast.assignment, cast.student, at=NOW).answers.in_order()[0]

    replies = together(lambda number: actions.save_answer(
        Answer.objects.get(pk=answer.pk), text=f"tab {number}", base=0, at=NOW
    ))  # fmt: skip

    refused = [reply for reply in replies if isinstance(reply, Refused)]
    stored = Answer.objects.get(pk=answer.pk)
    assert (len(refused), stored.revision) == (THREADS - 1, 1)
    assert {refusal.state["text"] for refusal in refused} == {stored.text}
    assert {stored.text} | {refusal.kept for refusal in refused} == {f"tab {number}" for number in range(THREADS)}
    assert AnswerRevision.objects.filter(answer=answer).count() == THREADS


@pytest.mark.parametrize("base", [0, 1])
def test_notes_saved_at_once_are_stored_once_and_the_others_are_told(cast, base):
    for number in range(base):
        actions.save_notes(cast.assignment, cast.student, text="before", base=number, at=NOW)

    replies = together(lambda number: actions.save_notes(
        cast.assignment, cast.student, text=f"tab {number}", base=base, at=NOW
    ))  # fmt: skip

    refused = [reply for reply in replies if isinstance(reply, Refused)]
    stored = Notes.objects.get()
    assert (len(refused), stored.revision) == (THREADS - 1, base + 1)
    assert {refusal.state["text"] for refusal in refused} == {stored.text}


@pytest.mark.parametrize("shared", [True, False])
def test_turning_in_at_once_is_one_act_with_one_receipt(cast, write, shared):
    submission = write(cast.assignment, cast.student)
    token = uuid.uuid4()

    receipts = together(lambda _number: actions.turn_in(
        submission, token=token if shared else uuid.uuid4(), by=cast.student, at=NOW
    ).receipt)  # fmt: skip

    assert set(receipts) == {TurnIn.objects.get().receipt}
    assert Message.objects.count() == 1


def test_a_save_in_flight_is_in_what_was_turned_in_or_refused(cast, write):
    submission = write(cast.assignment, cast.student)
    answer = submission.answers.in_order()[0]

    def deed(number: int) -> object:
        if number == 0:
            return actions.turn_in(submission, token=uuid.uuid4(), by=cast.student, at=NOW)
        return actions.save_answer(Answer.objects.get(pk=answer.pk), text=f"late {number}", base=1, at=NOW)

    together(deed)

    handed_in = TurnIn.objects.get().handed_in().get(revision__answer=answer).revision
    assert (handed_in.text, handed_in.revision) == tuple(
        Answer.objects.values_list("text", "revision").get(pk=answer.pk)
    )


def save_during(answer: Answer, act: Callable[[], object]) -> Future[Answer]:
    """The save that another request began while `act` was done and not yet committed, and that waited for it."""

    def save() -> Answer:
        try:
            return actions.save_answer(answer, text="late", base=1, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            late = pool.submit(save)
            with pytest.raises(TimeoutError):
                late.result(timeout=0.3)
        return late


def test_a_save_that_comes_while_turning_in_is_under_way_waits_for_it_and_is_refused(cast, write):
    submission = write(cast.assignment, cast.student)
    answer = submission.answers.in_order()[0]

    late = save_during(answer, lambda: actions.turn_in(submission, token=uuid.uuid4(), by=cast.student, at=NOW))

    with pytest.raises(Refused, match="already turned in"):
        late.result()
    assert list(AnswerRevision.objects.filter(answer=answer).values_list("text", flat=True)) == [answer.text]


def test_a_save_that_comes_while_taking_back_is_under_way_waits_for_it_and_is_stored(cast, write):
    submission = write(cast.assignment, cast.student)
    answer = submission.answers.in_order()[0]
    actions.turn_in(submission, token=uuid.uuid4(), by=cast.student, at=NOW)

    late = save_during(answer, lambda: actions.take_back(submission, by=cast.student, at=NOW))

    assert (late.result().revision, Answer.objects.get(pk=answer.pk).text) == (2, "late")


def test_taking_back_and_the_beginning_of_grading_exclude_each_other(cast, work):
    submission = work(cast.assignment, cast.student)

    def deed(number: int) -> object:
        if number % 2:
            return actions.take_back(submission, by=cast.student, at=NOW)
        return actions.begin_grading(submission, at=NOW)

    together(deed)

    now = Submission.objects.get()
    assert (now.state, now.grading_began_at) in [("draft", None), ("turned_in", NOW)]


def test_collecting_and_turning_in_at_once_is_one_act(cast, write):
    """The student clicked just in time, and the teacher collects just after."""
    submission = write(cast.assignment, cast.student)

    def deed(number: int) -> object:
        if number % 2:
            asked = {"by": cast.teacher, "at": CLOSED, "reason": "Ran out of time"}
            return actions.collect(cast.assignment, cast.student, **asked).receipt
        return actions.turn_in(submission, token=uuid.uuid4(), by=cast.student, at=NOW).receipt

    replies = together(deed)

    act = TurnIn.objects.get()
    receipts = {reply for reply in replies if not isinstance(reply, Refused)}
    assert receipts == {act.receipt}
    assert set(reasons(replies)) <= {"Linh Trần’s answers are turned in, so there is nothing to collect."}
    assert (Submission.objects.get().turn_in, Message.objects.count()) == (act, 1)


def test_two_workers_turn_each_draft_in_once(cast, write):
    Assignment.objects.update(turns_in_at_closing=True)
    for student in (cast.student, cast.classmate):
        write(cast.assignment, student)

    done = together(lambda _number: actions.turn_in_what_closed(CLOSED))

    assert (sum(done), TurnIn.objects.count(), Message.objects.count()) == (2, 2, 2)


def test_excusing_at_once_is_one_excuse_told_once(cast, work):
    work(cast.assignment, cast.student)
    asked = {"by": cast.teacher, "at": NOW, "reason": "Ill", "back_to_draft": True}

    made = together(lambda _number: actions.excuse(cast.assignment, cast.student, **asked).pk)

    assert set(made) == {Excuse.objects.get().pk}
    assert Message.objects.filter(kind="excused").count() == 1
    assert TurnIn.objects.filter(taken_back_at=None).count() == 0


def test_paper_and_a_save_at_once_keep_every_word(cast, write):
    submission = write(cast.assignment, cast.student)
    answer = submission.answers.in_order()[0]

    def deed(number: int) -> object:
        if number == 0:
            asked = {"by": cast.teacher, "at": NOW, "handed_in_at": NOW, "reason": "No laptop"}
            return actions.record_paper(cast.assignment, cast.student, **asked)
        return actions.save_answer(Answer.objects.get(pk=answer.pk), text=f"late {number}", base=1, at=NOW)

    replies = together(deed)

    assert set(TurnIn.objects.get().handed_in().values_list("revision__text", flat=True)) == {""}
    kept = {refusal.kept for refusal in replies if isinstance(refusal, Refused)}
    stored = set(AnswerRevision.objects.filter(answer=answer).values_list("text", flat=True))
    assert {f"late {number}" for number in range(1, THREADS)} <= kept | stored
