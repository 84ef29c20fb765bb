import uuid
from datetime import timedelta

import pytest

from classroom.accounts.models import Message
from classroom.classes.models import Extension
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission, TurnIn
from tests.cast import TEXT
from tests.factories import NOW
from tests.submissions.rows import rows

DAY = timedelta(days=1)
INSTANT = timedelta(milliseconds=1)


@pytest.fixture
def draft(cast, write):
    return write(cast.assignment, cast.student)


def hand_in(submission, *, at=NOW, token=None, **kwargs):
    return actions.turn_in(submission, token=token or uuid.uuid4(), by=submission.student, at=at, **kwargs)


def state(submission):
    return Submission.objects.get(pk=submission.pk).state


def test_turning_in_hands_over_all_texts_with_a_receipt(draft, cast):
    act = hand_in(draft)

    handed_in = [(text.revision.answer.question.position, text.revision.text) for text in act.handed_in()]
    assert handed_in == [(1, TEXT), (2, TEXT), (3, TEXT)]
    assert (act.at, act.late, act.how, act.by) == (NOW, False, "student", cast.student)
    assert len(act.receipt) == 9
    assert Submission.objects.get(pk=draft.pk).turn_in == act
    assert state(draft) == "turned_in"


def test_turning_in_tells_the_student_once(draft, cast):
    act = hand_in(draft)

    message = Message.objects.get()
    assert (message.kind, message.person, message.about) == ("turned_in", cast.student, f"turn-in {act.pk}")
    assert message.context == {
        "lesson": "The 2019 Hanoi Summit",
        "school_class": "World History 10B",
        "receipt": act.receipt,
        "time": "Wednesday 25 November at 12:00",
        "late": "",
    }


def test_an_answer_that_was_never_written_is_not_handed_in(cast):
    submission = actions.start(cast.assignment, cast.student, at=NOW)
    answer = submission.answers.in_order()[1]
    actions.save_answer(answer, text="only this", base=0, at=NOW)

    act = hand_in(submission)

    assert [text.revision.answer for text in act.handed_in()] == [answer]


def test_the_same_token_again_changes_nothing(draft):
    token = uuid.uuid4()
    act = hand_in(draft, token=token)
    before = rows()

    assert (hand_in(draft, token=token, at=NOW + DAY), rows()) == (act, before)


def test_another_token_for_work_that_is_in_answers_with_the_receipt_in_force(draft):
    act = hand_in(draft)
    before = rows()

    assert (hand_in(draft, bases={1: 0}), rows()) == (act, before)


def test_a_token_replayed_after_taking_back_hands_nothing_in(draft, cast):
    token = uuid.uuid4()
    act = hand_in(draft, token=token)
    actions.take_back(draft, by=cast.student, at=NOW)
    before = rows()

    assert (hand_in(draft, token=token), rows(), state(draft)) == (act, before, "draft")


def test_a_token_of_other_work_is_refused(draft, cast, write):
    token = uuid.uuid4()
    hand_in(write(cast.assignment, cast.classmate), token=token)
    before = rows()

    with pytest.raises(Refused):
        hand_in(draft, token=token)

    assert rows() == before


def test_nothing_is_handed_in_when_a_text_changed_since_the_page_was_shown(draft):
    answer = draft.answers.in_order()[1]
    actions.save_answer(answer, text="changed meanwhile", base=1, at=NOW)
    before = rows()

    with pytest.raises(Refused, match=r"An answer has changed since this page was opened. Nothing was turned in."):
        hand_in(draft, bases={1: 1, 2: 1, 3: 1})

    assert rows() == before
    assert [t.revision.revision for t in hand_in(draft, bases={1: 1, 2: 2, 3: 1}).handed_in()] == [1, 2, 1]


@pytest.mark.parametrize(
    "policy, extension, at, late",
    [
        ("accept", None, NOW + 2 * DAY, False),
        ("accept", None, NOW + 2 * DAY + INSTANT, True),
        ("accept", None, NOW + 3 * DAY, True),
        ("accept", None, NOW + 3 * DAY + INSTANT, None),
        ("refuse", None, NOW + 2 * DAY, False),
        ("refuse", None, NOW + 2 * DAY + INSTANT, None),
        ("accept", 5, NOW + 5 * DAY, False),
        ("accept", 5, NOW + 5 * DAY + INSTANT, None),
        ("accept", 2.5, NOW + 2.5 * DAY + INSTANT, True),
        ("refuse", 5, NOW + 5 * DAY, False),
        ("refuse", 5, NOW + 5 * DAY + INSTANT, None),
    ],
)
def test_the_deadline_is_judged_once_by_the_arrival(draft, cast, policy, extension, at, late):
    cast.assignment.late_policy = policy
    cast.assignment.save()
    if extension:
        Extension.objects.create(
            assignment=cast.assignment, student=cast.student, due_at=NOW + extension * DAY, given_by=cast.teacher
        )
    before = rows()

    if late is None:
        with pytest.raises(Refused, match=r"This assignment closed on .* Your draft is kept."):
            hand_in(draft, at=at)
        assert rows() == before
    else:
        assert hand_in(draft, at=at).late is late


def test_taking_back_makes_drafts_and_keeps_the_act(draft, cast):
    act = hand_in(draft)

    actions.take_back(draft, by=cast.student, at=NOW + 2 * DAY)

    act.refresh_from_db()
    assert (act.taken_back_at, act.taken_back_by, state(draft)) == (NOW + 2 * DAY, cast.student, "draft")
    answer = actions.save_answer(draft.answers.in_order()[0], text="better", base=1, at=NOW)
    assert answer.revision == 2
    assert hand_in(draft).receipt != act.receipt
    assert TurnIn.objects.count() == 2


@pytest.mark.parametrize(
    "prepare, at, reason",
    [
        (lambda work: None, NOW + 2 * DAY + INSTANT, "Answers could be taken back until Friday 27 November at 12:00."),
        (lambda work: actions.begin_grading(work, at=NOW), NOW, "Ms Marsh has begun reading."),
        (actions.mark_returned, NOW, "Ms Marsh has begun reading."),
    ],
)
def test_taking_back_is_refused_with_the_reason(draft, cast, prepare, at, reason):
    hand_in(draft)
    prepare(draft)
    before = rows()

    with pytest.raises(Refused, match=reason):
        actions.take_back(draft, by=cast.student, at=at)

    assert rows() == before


def test_drafts_are_not_taken_back(draft, cast):
    with pytest.raises(Refused, match=r"These answers are drafts already."):
        actions.take_back(draft, by=cast.student, at=NOW)


def test_grading_begins_once_and_only_on_work_that_is_in(draft):
    with pytest.raises(Refused, match="This work is not turned in"):
        actions.begin_grading(draft, at=NOW)
    hand_in(draft)
    actions.begin_grading(draft, at=NOW)
    actions.begin_grading(draft, at=NOW + DAY)

    assert Submission.objects.get(pk=draft.pk).grading_began_at == NOW
    assert Answer.objects.filter(submission=draft, text=TEXT).count() == 3
