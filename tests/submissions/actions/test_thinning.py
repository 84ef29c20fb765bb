"""The job that thins histories: what is gone, what stays whoever points at it, in bounded pieces, by two at once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom.grading.actions import releases
from classroom.grading.models import Comment, Grade
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.actions import thinning
from classroom.submissions.models import Answer, AnswerRevision
from tests.access_world import judge
from tests.at_once import together
from tests.cast import TEXT
from tests.factories import NOW

SECOND = timedelta(seconds=1)
NEXT = NOW + timedelta(days=2)


def open_answer(student, number=1):
    answers = Answer.objects.select_related("assignment__school_class", "submission__student")
    return answers.get(question__position=number, submission__student=student)


def type_on(answer, *texts, start=NOW):
    for text in texts:
        actions.save_answer(answer, text=text, base=answer.revision, at=start + answer.revision * SECOND)


def revisions(answer):
    return list(AnswerRevision.objects.filter(answer=answer).order_by("pk").values_list("revision", flat=True))


@pytest.fixture
def answer(cast):
    """Six texts, one a second, of the student's first answer."""
    actions.start(cast.assignment, cast.student, at=NOW)
    answer = open_answer(cast.student)
    type_on(answer, "a", "a b", "a b c", "a b c d", "a b c d e", "a b c d e f")
    return answer


def test_nothing_goes_before_a_day_has_passed_and_the_day_has_ended(answer):
    looked_at = [actions.thin_histories(at=NOW + hours * 3600 * SECOND) for hours in (0, 23, 25, 35.9)]

    assert (looked_at, revisions(answer)) == ([1, 1, 0, 0], [1, 2, 3, 4, 5, 6])
    assert (actions.thin_histories(at=NOW + 36 * 3600 * SECOND), revisions(answer)) == (1, [6])


def test_once_thinned_an_answer_is_left_alone_until_it_has_grown(answer):
    looked_at = [actions.thin_histories(at=NEXT + days * timedelta(days=1)) for days in (0, 0, 1, 40)]

    assert (looked_at, revisions(answer)) == ([1, 0, 0, 0], [6])
    AnswerRevision.objects.filter(answer=answer).update(at=NEXT)
    Answer.objects.filter(pk=answer.pk).update(saved_at=NEXT)
    assert actions.thin_histories(at=NEXT + timedelta(days=2)) == 1


def test_numbers_stay_and_writing_goes_on(answer):
    actions.thin_histories(at=NEXT)

    type_on(answer, "a b c d e f g")
    with pytest.raises(Refused):
        actions.save_answer(answer, text="from a tab of before", base=2, at=NOW)

    assert revisions(answer) == [6, 7, None]
    assert list(answer.revisions.values_list("base", flat=True)) == [5, 6, 2]


def test_what_was_turned_in_judged_commented_on_and_released_stays(cast, answer):
    for number in (2, 3):
        type_on(open_answer(cast.student, number), TEXT)
    submission = answer.submission
    type_on(answer, TEXT)
    actions.turn_in(submission, token="11111111-1111-4111-8111-111111111111", by=cast.student, at=NOW)
    actions.take_back(submission, by=cast.student, at=NOW)
    type_on(answer, "once more", TEXT)
    actions.turn_in(submission, token="22222222-2222-4222-8222-222222222222", by=cast.student, at=NOW)
    submission.refresh_from_db()
    judge(submission, cast)
    releases.release(cast.assignment, [submission], by=cast.teacher, at=NOW, visible_from=NOW)
    feedback = Grade.objects.count(), Comment.objects.count()

    actions.thin_histories(at=NEXT)

    assert revisions(answer) == [7, 9]
    assert (Grade.objects.count(), Comment.objects.count()) == feedback


def test_a_text_that_anything_points_at_stays(cast, answer):
    pointed_at = AnswerRevision.objects.get(answer=answer, revision=3)
    Comment.objects.create(answer=answer, judged=pointed_at, body="So?", kind="strength", author=cast.teacher)

    actions.thin_histories(at=NEXT)

    assert revisions(answer) == [3, 6]


def test_a_text_parked_while_the_job_runs_keeps_what_it_started_from(answer, monkeypatch):
    """The save comes between the look at the rows and their removal."""
    look = thinning.expendable

    def slowly(*args, **kwargs):
        with pytest.raises(Refused):
            actions.save_answer(answer, text="from another tab", base=2, at=NOW)
        return look(*args, **kwargs)

    monkeypatch.setattr(thinning, "expendable", slowly)
    actions.thin_histories(at=NEXT)

    assert revisions(answer) == [2, 6, None]


def test_it_works_in_pieces_and_goes_on_where_it_stopped(cast, answer, monkeypatch):
    monkeypatch.setattr(thinning, "ROWS", 2)
    monkeypatch.setattr(thinning, "ANSWERS", 1)
    other = open_answer(cast.student, 2)
    type_on(other, "x", "x y", "x y z")

    with CaptureQueriesContext(connection) as queries:
        looked_at = [actions.thin_histories(at=NEXT) for _piece in range(3)]

    removed = [query["sql"] for query in queries if query["sql"].startswith("DELETE")]
    assert (looked_at, revisions(answer), revisions(other)) == ([1, 1, 0], [6], [3])
    assert len(removed) == 3 + 1
    assert not any('"text"' in query["sql"] for query in queries)


def test_the_worker_thins_and_the_page_of_the_history_copes(client, cast, answer):
    with time_machine.travel(NEXT, tick=False):
        call_command("work", once=True)
    client.force_login(cast.student)
    place = [cast.school_class.public_id, cast.assignment.slug, 1]

    page = client.get(reverse("submissions:history", args=place))

    (entry,) = page.context["entries"]
    assert (entry.revision.revision, entry.words_before, entry.stands) == (6, 0, True)
    assert "After a day, one text of every five minutes stays" in page.content.decode()
    shown = client.get(reverse("submissions:revision", args=[*place, entry.revision.pk]))
    assert shown.status_code == 200


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_and_a_writer_at_once_remove_and_store_each_thing_once(cast):
    actions.start(cast.assignment, cast.student, at=NOW)
    answer = open_answer(cast.student)
    type_on(answer, *(f"text {number}" for number in range(12)))

    def deed(number):
        if number:
            return actions.thin_histories(at=NEXT)
        return actions.save_answer(open_answer(cast.student), text="the newest", base=12, at=NEXT).revision

    assert together(deed)[0] == 13
    actions.thin_histories(at=NEXT + timedelta(days=1))
    assert revisions(answer)[-2:] == [12, 13]
    assert len(revisions(answer)) == 2


def test_the_few_words_that_a_paper_was_laid_over_stand_again_days_later(cast, answer):
    asked = {"by": cast.teacher, "at": NOW + 60 * SECOND, "handed_in_at": NOW, "reason": "No laptop"}
    actions.record_paper(cast.assignment, cast.student, **asked)
    actions.thin_histories(at=NEXT)

    actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=NEXT)

    answer.refresh_from_db()
    assert (answer.text, answer.words) == ("a b c d e f", 6)
