"""Requests at the same moment, each on a connection of its own."""

import uuid

import pytest

from classroom.accounts.models import Message
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Answer, AnswerRevision, Notes, Submission, TurnIn
from tests.at_once import THREADS, together
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_taking_back_and_the_beginning_of_grading_exclude_each_other(cast, work):
    submission = work(cast.assignment, cast.student)

    def deed(number: int) -> object:
        if number % 2:
            return actions.take_back(submission, by=cast.student, at=NOW)
        return actions.begin_grading(submission, at=NOW)

    together(deed)

    now = Submission.objects.get()
    assert (now.state, now.grading_began_at) in [("draft", None), ("turned_in", NOW)]
