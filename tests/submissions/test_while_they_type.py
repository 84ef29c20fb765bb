"""What a teacher does, or the student themself, while an answer is being written: no word of it goes (W5, W7)."""

import itertools
import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from classroom.accounts.models import Message
from classroom.classes.actions import adopt_version, change_assignment
from classroom.submissions import actions
from classroom.submissions.models import Answer, AnswerRevision, TurnIn, TurnInRevision
from lessons.actions import publish, withdraw
from tests.cast import TEXT
from tests.factories import NOW, DraftFactory
from tests.killed import Killed, killed_at

CLOSED = "This assignment closed on Wednesday 25 November at 11:00. Your draft is kept."


def unpublish(cast):
    withdraw(cast.assignment.lesson_version.lesson, by=cast.teacher, at=timezone.now())


def edit_the_question(cast):
    lesson = cast.assignment.lesson_version.lesson
    draft = DraftFactory(lesson=lesson)
    draft.questions.update(prompt="Another wording?")
    adopt_version(cast.assignment, publish(draft, by=cast.teacher, at=timezone.now()))


def move_the_deadline(cast):
    past = NOW - timedelta(hours=1)
    change_assignment(cast.assignment, opens_at=past - timedelta(days=1), due_at=past, closes_at=past)


@pytest.mark.parametrize(
    "act, status, reason",
    [(unpublish, 200, None), (edit_the_question, 200, None), (move_the_deadline, 409, CLOSED)],
)
def test_no_text_goes_when_the_teacher_acts_while_students_type(
    cast, at_address, signed_in, stopped_clock, act, status, reason
):
    students = [signed_in(person) for person in (cast.student, cast.classmate)]
    before = [send(client, at_address, "before", 0) for client in students]

    act(cast)

    after = [send(client, at_address, "before and after", 1) for client in students]
    assert [reply.status_code for reply in before + after] == [200, 200, status, status]
    assert {reply.json().get("reason") for reply in after} == {reason}
    kept = list(AnswerRevision.objects.order_by("answer", "pk").values_list("text", flat=True))
    assert kept == (["before", "before and after"] if status == 200 else ["before"]) * 2
    page = students[0].get(at_address("answer", 1))
    assert (page.status_code, "Objectives?" in page.content.decode()) == (200, True)


def send(client, at_address, text, base):
    body = json.dumps({"text": text, "base": base})
    return client.post(at_address("autosave", 1), body, content_type="application/json")


@pytest.mark.django_db(transaction=True)
def test_turning_in_that_is_killed_at_any_statement_hands_in_all_texts_or_none(cast, write):
    draft = write(cast.assignment, cast.student)
    for number in itertools.count(1):
        try:
            with connection.execute_wrapper(killed_at(number)):
                actions.turn_in(draft, token=uuid.uuid4(), by=cast.student, at=NOW)
        except Killed:
            draft.refresh_from_db()
            assert (TurnIn.objects.count(), TurnInRevision.objects.count(), Message.objects.count()) == (0, 0, 0)
            assert draft.state == "draft"
        else:
            break

    assert number > 8
    handed_in = [text.revision.text for text in TurnIn.objects.get().handed_in()]
    assert handed_in == [TEXT] * 3 == list(Answer.objects.values_list("text", flat=True))
