from datetime import timedelta

import pytest

from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Answer, Submission
from tests.factories import NOW, UserFactory
from tests.submissions.rows import rows

DAY = timedelta(days=1)


def test_an_attempt_begins_with_an_empty_answer_for_each_question(cast):
    submission = actions.start(cast.assignment, cast.student, at=NOW)

    answers = submission.answers.in_order().values_list("question__position", "question_key", "text", "revision")
    assert (submission.state, submission.attempt, submission.lesson_version) == (
        "draft",
        1,
        cast.assignment.lesson_version,
    )
    assert list(answers) == [(1, "q1", "", 0), (2, "q2", "", 0), (3, "q3", "", 0)]


def test_beginning_twice_gives_the_same_attempt(cast):
    first = actions.start(cast.assignment, cast.student, at=NOW)
    before = rows()

    again = actions.start(cast.assignment, cast.student, at=NOW)

    assert (again, rows()) == (first, before)


@pytest.mark.parametrize(
    "days, reason",
    [
        (-7.01, "This assignment opens on Wednesday 18 November at 12:00."),
        (3.01, "This assignment closed on Saturday 28 November at 12:00. Your draft is kept."),
    ],
)
def test_nothing_begins_out_of_time(cast, days, reason):
    with pytest.raises(Refused, match=reason):
        actions.start(cast.assignment, cast.student, at=NOW + days * DAY)

    assert Submission.objects.count() == 0


def test_desk_numbers_are_apart_and_say_nothing_of_order(cast):
    for _each in range(12):
        actions.start(cast.assignment, UserFactory(), at=NOW)

    for key in ("q1", "q2", "q3"):
        numbers = list(Answer.objects.filter(question_key=key).order_by("pk").values_list("desk_number", flat=True))
        assert len(set(numbers)) == 12
        assert numbers != sorted(numbers)


def test_a_desk_number_that_is_taken_is_drawn_again(cast, monkeypatch):
    draws = iter([5, 6, 7, 5, 8, 9, 10, 11, 12])
    monkeypatch.setattr("classroom.submissions.actions.attempts.secrets.randbelow", lambda _width: next(draws))
    actions.start(cast.assignment, cast.student, at=NOW)

    second = actions.start(cast.assignment, cast.classmate, at=NOW)

    assert [answer.desk_number for answer in second.answers.in_order()] == [10010, 10011, 10012]


@pytest.fixture
def returned(cast, work):
    """Work that came back and reached its student, in an assignment of two attempts."""
    cast.assignment.attempts = 2
    cast.assignment.save()
    submission = work(cast.assignment, cast.student)
    actions.mark_returned(submission, visible_from=NOW)
    return submission


def test_the_next_attempt_starts_from_the_old_texts(returned):
    new = actions.start_next_attempt(returned, at=NOW)

    old_texts = [answer.text for answer in returned.answers.in_order()]
    assert (new.attempt, new.state, new.carried_from, new.lesson_version) == (
        2,
        "draft",
        returned,
        returned.lesson_version,
    )
    assert [(answer.text, answer.revision) for answer in new.answers.in_order()] == [(text, 1) for text in old_texts]
    assert [revision.text for answer in new.answers.in_order() for revision in answer.revisions.all()] == old_texts
    assert not {a.desk_number for a in new.answers.all()} & {a.desk_number for a in returned.answers.all()}


def test_beginning_the_next_attempt_twice_gives_the_same(returned):
    first = actions.start_next_attempt(returned, at=NOW)
    before = rows()

    assert (actions.start_next_attempt(returned, at=NOW), rows()) == (first, before)


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"state": "turned_in", "returned_from": None}, "Another attempt can begin once this one has been returned."),
        ({"returned_from": NOW + DAY}, "Another attempt can begin once this one has been returned."),
        ({"attempt": 2}, "This assignment allows no further attempt."),
    ],
)
def test_no_next_attempt_begins_before_its_moment(returned, change, reason):
    Submission.objects.filter(pk=returned.pk).update(**change)
    before = rows()

    with pytest.raises(Refused, match=reason):
        actions.start_next_attempt(returned, at=NOW)

    assert rows() == before


def test_no_next_attempt_begins_after_closing(returned):
    with pytest.raises(Refused, match="This assignment closed on"):
        actions.start_next_attempt(returned, at=NOW + 4 * DAY)


def test_returned_work_is_no_draft_again(returned, cast):
    with pytest.raises(Refused, match=r"These answers are already turned in."):
        actions.start(cast.assignment, cast.student, at=NOW)
