"""Releasing and undoing: all or none, once each, by items that nothing reaches afterwards (W10, decision 20)."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from classroom.accounts.models import Message
from classroom.accounts.outbox import written
from classroom.grading.actions import comments, releases
from classroom.grading.anchors import Words
from classroom.grading.models import Comment, Release, ReleaseItem
from classroom.http import BadValue, Refused
from classroom.submissions.actions import start_next_attempt
from classroom.submissions.models import Answer, Submission
from tests.cast import TEXT
from tests.factories import NOW
from tests.killed import Killed, killed_at

SOON = NOW + timedelta(minutes=10)


def test_release_freezes_what_was_judged(cast, graded):
    work = graded(cast.student, points=3, comment="Good.", letter="Dear Linh")
    answer = Answer.objects.get(submission=work, question_key="q2")
    comments.add_comment(
        answer, kind=Comment.Kind.STRENGTH, body="Both sides.", place=Words(1, "two sides"), by=cast.teacher, at=NOW
    )

    made = releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON)

    frozen = made.items.get().frozen
    assert {name: frozen[name] for name in ("teacher", "letter", "total", "of")} == {
        "teacher": "Ms Marsh",
        "letter": "Dear Linh",
        "total": "27.00",
        "of": "36.00",
    }
    assert frozen["answers"][1] == {
        "number": 2,
        "key": "q2",
        "short_title": "Why no agreement",
        "prompt": "Why no agreement?",
        "of": "12.00",
        "words": answer.words,
        "revision": work.turn_in.revisions.get(answer=answer).pk,
        "points": "9.00",
        "marks": [
            {
                "key": name.lower(),
                "name": name,
                "level": "Secure",
                "description": f"Secure {name.lower()}.",
                "points": "3.00",
                "of": "4.00",
                "step": 3,
                "steps": 4,
            }
            for name in ("Understanding", "Evidence", "Argument")
        ],
        "adjustment": "0.00",
        "reason": "",
        "comment": "Good.",
        "comments": [
            {
                "kind": "strength",
                "body": "Both sides.",
                "start": 4,
                "end": 13,
                "quote": "two sides",
                "before": "The ",
                "after": TEXT[13:45],
                "row": Comment.objects.anchored().get().pk,
            }
        ],
    }
    work.refresh_from_db()
    assert (work.state, work.returned_from) == ("returned", SOON)


def test_release_pressed_twice_changes_nothing_and_tells_each_student_once(cast, graded):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    made = releases.release(cast.assignment, works, by=cast.teacher, at=NOW, visible_from=SOON)

    again = releases.release(cast.assignment, works, by=cast.teacher, at=NOW + timedelta(seconds=1), visible_from=SOON)

    assert again == made
    assert ReleaseItem.objects.count() == 2
    assert sorted(Message.objects.filter(kind="released").values_list("person", "send_after")) == sorted(
        (person.pk, SOON) for person in (cast.student, cast.classmate)
    )


@pytest.mark.django_db(transaction=True)
def test_release_that_is_killed_at_any_statement_is_all_or_none(cast, graded):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    for number in itertools.count(1):
        try:
            with connection.execute_wrapper(killed_at(number)):
                releases.release(cast.assignment, works, by=cast.teacher, at=NOW, visible_from=SOON)
        except Killed:
            told = Message.objects.filter(kind="released").count()
            states = set(Submission.objects.values_list("state", flat=True))
            assert (Release.objects.count(), ReleaseItem.objects.count(), told, states) == (0, 0, 0, {"turned_in"})
        else:
            break

    assert number > 20
    assert (Release.objects.count(), ReleaseItem.objects.count()) == (1, 2)
    assert Message.objects.filter(kind="released").count() == 2


@pytest.mark.django_db(transaction=True)
def test_release_pressed_in_two_places_at_once_happens_once(cast, graded):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    together = threading.Barrier(2)

    def press():
        try:
            together.wait(timeout=10)
            return releases.release(cast.assignment, works, by=cast.teacher, at=NOW, visible_from=SOON).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as presses:
        made = [press.result() for press in [presses.submit(press) for _press in range(2)]]

    assert made[0] == made[1]
    assert (Release.objects.count(), ReleaseItem.objects.count()) == (1, 2)
    assert Message.objects.filter(kind="released").count() == 2


def test_release_of_several_is_refused_as_a_whole(cast, graded):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    Submission.objects.filter(pk=works[1].pk).update(state="draft", turn_in=None)

    with pytest.raises(Refused):
        releases.release(cast.assignment, works, by=cast.teacher, at=NOW, visible_from=SOON)

    assert (Release.objects.count(), ReleaseItem.objects.count()) == (0, 0)
    assert Message.objects.filter(kind="released").count() == 0


def test_release_refuses_work_that_is_not_wholly_judged(cast, work):
    half = work(cast.assignment, cast.student)

    with pytest.raises(Refused, match="Only work whose answers are all graded"):
        releases.release(cast.assignment, [half], by=cast.teacher, at=NOW, visible_from=NOW)
    with pytest.raises(Refused, match="Nothing is ready"):
        releases.release(cast.assignment, [], by=cast.teacher, at=NOW, visible_from=NOW)


def test_answer_without_words_is_zero_without_a_grade(cast, write, graded_answer):
    work = write(cast.assignment, cast.student, text="")
    graded_answer(work, "q1", text="Words enough to be graded.")

    made = releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)

    frozen = made.items.get().frozen
    assert [(part["points"], part["words"]) for part in frozen["answers"]] == [("9.00", 5), ("0.00", 0), ("0.00", 0)]
    assert frozen["total"] == "9.00"


def test_release_in_the_past_is_a_bad_value(cast, graded):
    with pytest.raises(BadValue):
        releases.release(
            cast.assignment,
            [graded(cast.student)],
            by=cast.teacher,
            at=NOW,
            visible_from=NOW - timedelta(microseconds=1),
        )


def test_correction_needs_a_reason_and_makes_a_new_item(cast, graded, regrade):
    work = graded(cast.student, points=3)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    regrade(work, points=4)
    later = NOW + timedelta(hours=1)

    with pytest.raises(BadValue):
        releases.release(cast.assignment, [work], by=cast.teacher, at=later, visible_from=later)
    releases.release(cast.assignment, [work], by=cast.teacher, at=later, visible_from=later, reason="Added up wrong.")

    items = ReleaseItem.objects.standing().filter(submission=work).order_by("pk")
    assert [item.frozen["total"] for item in items] == ["27.00", "36.00"]
    assert ReleaseItem.objects.newest(NOW).get().frozen["total"] == "27.00"
    assert ReleaseItem.objects.newest(later).get().frozen["total"] == "36.00"
    work.refresh_from_db()
    assert work.returned_from == NOW


def test_correction_before_anybody_could_look_replaces_what_it_corrects(cast, graded, regrade):
    work = graded(cast.student, points=3)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON)
    regrade(work, points=4)

    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON, reason="Slip.")

    assert ReleaseItem.objects.newest(SOON).get().frozen["total"] == "36.00"
    assert ReleaseItem.objects.standing().count() == 1
    told = Message.objects.get(kind="released", cancelled_at=None)
    mail = written(told, "linh@school.example")
    assert "orrected" not in f"{mail.subject} {mail.body}"  # nobody knew of what it corrects


def test_changed_and_changed_back_is_not_a_correction(cast, graded, regrade):
    work = graded(cast.student, points=3)
    made = releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    regrade(work, points=4)
    regrade(work, points=3)

    assert releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW) == made
    assert ReleaseItem.objects.count() == 1


def test_undo_before_the_hour_cancels_all_and_the_messages(cast, graded):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    made = releases.release(cast.assignment, works, by=cast.teacher, at=NOW, visible_from=SOON)

    assert releases.undo(made, by=cast.teacher, at=NOW) == []

    assert ReleaseItem.objects.standing().count() == 0
    assert Message.objects.due(SOON).filter(kind="released").count() == 0
    assert set(Submission.objects.values_list("state", "returned_from")) == {("turned_in", None)}


def test_undo_afterwards_takes_what_nobody_has_seen_and_names_who_has(cast, graded):
    works = [graded(person) for person in (cast.student, cast.classmate)]
    made = releases.release(cast.assignment, works, by=cast.teacher, at=NOW, visible_from=NOW)
    made.items.filter(submission=works[0]).update(first_seen_at=NOW)

    assert releases.undo(made, by=cast.teacher, at=SOON) == [cast.student]

    assert list(ReleaseItem.objects.standing().values_list("submission", flat=True)) == [works[0].pk]
    made.refresh_from_db()
    assert (made.undone_at, made.undone_by) == (SOON, cast.teacher)
    assert releases.undo(made, by=cast.assistant, at=SOON + timedelta(1)) == [cast.student]
    made.refresh_from_db()
    assert (made.undone_at, made.undone_by) == (SOON, cast.teacher)


def test_undo_of_a_correction_leaves_the_earlier_item_in_force(cast, graded, regrade):
    work = graded(cast.student, points=3)
    releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    regrade(work, points=4)
    second = releases.release(cast.assignment, [work], by=cast.teacher, at=SOON, visible_from=SOON, reason="Slip.")

    releases.undo(second, by=cast.teacher, at=SOON)

    work.refresh_from_db()
    assert (work.state, work.returned_from) == ("returned", NOW)
    assert ReleaseItem.objects.newest(SOON).get().frozen["total"] == "27.00"


def test_undo_leaves_what_a_student_has_gone_on_from(cast, graded):
    work = graded(cast.student)
    type(cast.assignment).objects.update(attempts=2)
    made = releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)
    start_next_attempt(work, at=NOW)

    assert releases.undo(made, by=cast.teacher, at=NOW) == [cast.student]
    assert ReleaseItem.objects.standing().count() == 1


def test_released_again_after_an_undo(cast, graded):
    work = graded(cast.student)
    first = releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON)
    releases.undo(first, by=cast.teacher, at=NOW)

    second = releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON)

    assert second != first
    assert Message.objects.due(SOON).filter(kind="released").count() == 1
