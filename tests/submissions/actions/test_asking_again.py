"""Asked to write returned answers again: which, until when, and what that opens and leaves shut (decision 13)."""

import uuid
from datetime import timedelta

import pytest

from classroom.accounts.models import Message
from classroom.http import BadValue, Refused
from classroom.submissions import actions
from classroom.submissions.models import Answer, RevisionRequest, Submission
from classroom.submissions.rules import can_still_write
from lessons.models import Question
from tests.factories import NOW

DAY = timedelta(days=1)
DUE = NOW + 10 * DAY  # long after the assignment has closed


@pytest.fixture
def returned(cast, work):
    """Work that came back and reached its student; the assignment itself allows no second attempt."""
    submission = work(cast.assignment, cast.student)
    actions.mark_returned(submission, visible_from=NOW)
    return submission


@pytest.fixture
def ask(cast, returned):
    """`ask(2, due_at=…)`: the teacher asks for these questions again."""

    def asking(*numbers, base=None, at=NOW, due_at=DUE, words="Say why.", of=None):
        questions = Question.objects.filter(version=cast.assignment.lesson_version, position__in=numbers)
        wish = {"questions": list(questions), "due_at": due_at, "words": words, "base": base}
        return actions.ask_again(of or returned, **wish, by=cast.teacher, at=at)

    return asking


def save(answer, text, at):
    return actions.save_answer(
        Answer.objects.select_related("assignment", "submission").get(pk=answer.pk), text=text, base=1, at=at
    )


def told():
    return list(Message.objects.filter(kind__startswith="revision", cancelled_at=None).values_list("kind", flat=True))


def test_a_revision_opens_what_is_asked_until_its_own_due_time_and_no_longer(cast, returned, ask):
    asked = ask(2)
    new = actions.start_next_attempt(returned, at=NOW + 5 * DAY)  # the assignment closed two days before

    first, second, third = Answer.objects.filter(submission=new).order_by("question__position")
    olds = list(returned.answers.order_by("question__position"))
    assert (new.attempt, new.carried_from, new.revision_request) == (2, returned, asked)
    assert [each.carried_from for each in (first, second, third)] == [olds[0], None, olds[2]]
    assert [each.text for each in (first, second, third)] == [old.text for old in olds]
    with pytest.raises(Refused, match="You were not asked to write this answer again"):
        save(first, "Other words.", NOW + 6 * DAY)
    assert save(second, "Better words.", DUE).revision == 2
    with pytest.raises(Refused, match="This assignment closed on Saturday 5 December at 12:00"):
        save(second, "Too late.", DUE + DAY / 1000)

    act = actions.turn_in(new, token=uuid.uuid4(), by=cast.student, at=DUE)
    assert act.late is False
    assert actions.take_back(new, by=cast.student, at=DUE).is_draft


def test_what_was_carried_twice_leads_to_the_answer_that_was_judged(cast, returned, ask):
    ask(2)
    second = actions.start_next_attempt(returned, at=NOW)
    actions.turn_in(second, token=uuid.uuid4(), by=cast.student, at=NOW)
    actions.mark_returned(second, visible_from=NOW)
    ask(3, of=second)

    third = actions.start_next_attempt(second, at=NOW)

    pairs = third.answers.order_by("question__position").values_list("carried_from__submission__attempt", flat=True)
    assert list(pairs) == [1, 2, None]


def test_no_model_answer_opens_while_a_revision_is_open(cast, returned, ask):
    closed = NOW + 4 * DAY
    assert can_still_write(cast.assignment, cast.student, at=closed) is False

    asked = ask(2)

    moments = [closed, DUE, DUE + DAY / 1000]
    assert [can_still_write(cast.assignment, cast.student, at=at) for at in moments] == [True, True, False]
    assert can_still_write(cast.assignment, cast.classmate, at=closed) is False
    actions.withdraw_revision(returned, base=asked.pk, by=cast.teacher, at=NOW)
    assert can_still_write(cast.assignment, cast.student, at=closed) is False


def test_asking_again_replaces_what_was_asked_and_the_same_changes_nothing(cast, returned, ask):
    first = ask(2)
    assert ask(2) == first
    with pytest.raises(Refused, match="Somebody else has changed what is asked") as refused:
        ask(1, 2)
    assert (refused.value.state["base"], refused.value.state["numbers"], refused.value.kept) == (
        first.pk, "2", "Say why.",
    )  # fmt: skip

    second = ask(1, 2, base=first.pk, due_at=DUE + DAY)

    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by, second.withdrawn_at) == (NOW, cast.teacher, None)
    assert told() == ["revision_asked"]  # the first one had not gone out yet
    actions.withdraw_revision(returned, base=second.pk, by=cast.teacher, at=NOW)
    assert (told(), RevisionRequest.objects.in_force().count()) == ([], 0)


def test_once_begun_questions_are_added_and_none_taken_away(cast, returned, ask):
    asked = ask(2)
    new = actions.start_next_attempt(returned, at=NOW)
    with pytest.raises(BadValue, match="questions can be added, and none taken away"):
        ask(1, base=asked.pk)
    with pytest.raises(Refused, match="The student has begun the revision"):
        actions.withdraw_revision(returned, base=asked.pk, by=cast.teacher, at=NOW)

    wider = ask(1, 2, base=asked.pk, due_at=DUE + DAY)

    new.refresh_from_db()
    carried = Answer.objects.exclude(carried_from=None).values_list("question__position", flat=True)
    assert (new.revision_request, list(carried)) == (wider, [3])


@pytest.mark.parametrize(
    "wish, problem",
    [
        ({"due_at": NOW}, "Choose a time that is still to come"),
        ({"words": "  "}, "Say in up to 1000 characters why you ask"),
        ({"numbers": []}, "Choose the questions to be written again"),
    ],
)
def test_what_can_not_be_asked_is_said(ask, wish, problem):
    numbers = wish.pop("numbers", [2])

    with pytest.raises(BadValue, match=problem):
        ask(*numbers, **wish)

    assert (RevisionRequest.objects.count(), told()) == (0, [])


def test_nothing_is_asked_out_of_its_moment(cast, returned, ask, work):
    waiting = work(cast.assignment, cast.classmate)
    with pytest.raises(Refused, match="once it has been released"):
        ask(2, of=waiting)
    ask(2)
    with pytest.raises(Refused, match=r"The revision could be begun until Saturday 5 December at 12:00\."):
        actions.start_next_attempt(returned, at=DUE + DAY / 1000)
    new = actions.start_next_attempt(returned, at=NOW)
    actions.turn_in(new, token=uuid.uuid4(), by=cast.student, at=NOW)
    with pytest.raises(Refused, match="has been turned in already"):
        ask(2, base=RevisionRequest.objects.get().pk)


def test_a_student_learns_of_a_revision_with_the_return_and_not_before(cast, returned, ask):
    Submission.objects.update(returned_from=NOW + DAY / 2)

    ask(2)

    assert list(Message.objects.filter(kind="revision_asked").values_list("send_after", flat=True)) == [NOW + DAY / 2]
    with pytest.raises(Refused, match="once this one has been returned"):
        actions.start_next_attempt(returned, at=NOW)
    actions.mark_not_returned(returned, by=cast.teacher, at=NOW)
    assert (told(), RevisionRequest.objects.in_force().count()) == ([], 0)


def test_a_revision_left_in_draft_is_turned_in_at_its_own_due_time(cast, returned, ask):
    cast.assignment.turns_in_at_closing = True
    cast.assignment.save()
    ask(2)
    new = actions.start_next_attempt(returned, at=NOW)
    save(Answer.objects.get(submission=new, question__position=2), "Better words.", NOW + DAY)

    assert [actions.turn_in_what_closed(at) for at in (NOW + 9 * DAY, DUE + DAY)] == [0, 1]
    assert new.turn_ins.get().at == DUE
