from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.history import Entry, entries, is_standing, said_time
from classroom.submissions.models import Answer, AnswerRevision
from tests.factories import NOW


def an_entry(words, words_before):
    revision = AnswerRevision(words=words, at=NOW)
    return Entry(revision=revision, words_before=words_before, stands=False, handed_in=False)


def an_answer(student, number=1):
    answers = Answer.objects.select_related("assignment__school_class", "submission__student")
    return answers.get(question__position=number, submission__student=student)


@pytest.fixture
def answer(cast):
    """The student's answer to the first question, in which nothing was saved yet."""
    actions.start(cast.assignment, cast.student, at=NOW)
    return an_answer(cast.student)


def save(answer, *texts):
    for text in texts:
        actions.save_answer(answer, text=text, base=answer.revision, at=NOW + timedelta(minutes=answer.revision))


def history(answer):
    return entries(AnswerRevision.objects.filter(answer=answer).for_history(), answer)


@pytest.mark.parametrize(
    "words, before, said, large",
    [
        (12, 0, "12 words longer", False),
        (1, 0, "1 word longer", False),
        (5, 5, "as many words as before", False),
        (99, 100, "1 word shorter", False),
        (51, 100, "49 words shorter", False),
        (50, 100, "50 words shorter", True),
        (20, 40, "20 words shorter", True),
        (19, 38, "19 words shorter", False),
        (0, 200, "200 words shorter", True),
    ],
)
def test_a_text_is_measured_against_the_one_before(words, before, said, large):
    entry = an_entry(words, before)

    assert (entry.change, entry.is_large_cut) == (said, large)


def test_the_list_is_newest_first_and_knows_what_each_text_was_written_over(answer):
    save(answer, "one two three", "one two three four", "")

    shown = [(entry.counted, entry.words_before, entry.stands) for entry in history(answer)]

    assert shown == [("0 words", 4, True), ("4 words", 3, False), ("3 words", 0, False)]


def test_a_text_that_lost_is_measured_against_the_one_it_started_from(answer):
    save(answer, "one two three", "one two three four five")
    with pytest.raises(Refused):
        actions.save_answer(answer, text="one two", base=1, at=NOW)

    parked = history(answer)[0]

    assert (parked.is_parked, parked.stands, parked.words_before, parked.cut) == (True, False, 3, 1)


def test_a_text_whose_base_is_gone_is_measured_against_the_last_one_kept_of_the_same_answer(cast, answer):
    save(an_answer(cast.student, 2), "to another question", "that has as many texts")
    save(answer, "one", "one two", "one two three")
    answer.revisions.filter(revision=2).delete()

    assert [entry.words_before for entry in history(answer)] == [1, 0]


def test_only_what_was_handed_in_says_so(cast, work):
    submission = work(cast.assignment, cast.student, text="first")
    answer = an_answer(cast.student)
    actions.take_back(submission, by=cast.student, at=NOW)
    save(answer, "second")

    assert [(entry.revision.revision, entry.handed_in) for entry in history(answer)] == [(2, False), (1, True)]


def test_the_list_reads_no_text(answer, django_assert_num_queries):
    save(answer, "one", "two")

    with django_assert_num_queries(1) as queries:
        history(answer)

    assert '"submissions_answerrevision"."text"' not in queries[0]["sql"]


@pytest.mark.parametrize("number, standing", [(None, False), (1, False), (2, True)])
def test_one_text_stands(number, standing):
    assert is_standing(AnswerRevision(revision=number), Answer(revision=2)) is standing


@pytest.mark.parametrize(
    "at, said", [((2026, 11, 25, 14, 3), "14:03"), ((2026, 11, 24, 14, 3), "Tuesday 24 November at 14:03")]
)
def test_the_day_is_said_when_it_is_another_one(at, said):
    with timezone.override(UTC):
        today = timezone.localdate(datetime(2026, 11, 25, 23, 59, tzinfo=UTC))

        assert said_time(AnswerRevision(at=datetime(*at, tzinfo=UTC)), today) == said


def test_days_are_those_of_the_page():
    entry = an_entry(1, 0)
    entry.revision.at = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)

    with timezone.override("Asia/Ho_Chi_Minh"):
        assert entry.day == datetime(2026, 11, 26, tzinfo=UTC).date()
