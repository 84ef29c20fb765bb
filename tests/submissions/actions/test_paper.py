"""Work on paper: turned in without a text, late by when it was handed over; a draft’s words stay the student’s."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from classroom.accounts.models import Message
from classroom.accounts.outbox import written
from classroom.classes.models import Assignment
from classroom.http import BadValue, Refused
from classroom.submissions import actions
from classroom.submissions.history import entries
from classroom.submissions.models import Answer, AnswerRevision, Submission, TurnIn
from tests.cast import TEXT
from tests.factories import NOW
from tests.submissions.rows import rows

DUE, INSTANT = NOW + timedelta(days=2), timedelta(milliseconds=1)
CLOSED = NOW + timedelta(days=3, minutes=2)


def record(cast, *, handed_in_at=NOW, at=NOW, reason="No laptop"):
    asked = {"by": cast.teacher, "at": at, "handed_in_at": handed_in_at, "reason": reason}
    return actions.record_paper(cast.assignment, cast.student, **asked)


def test_who_has_not_begun_gets_work_of_the_version_that_is_set(cast):
    act = record(cast)

    work = Submission.objects.get()
    assert (work.student, work.lesson_version, work.attempt) == (cast.student, cast.assignment.lesson_version, 1)
    assert (work.state, work.turn_in, act.how, act.by, act.reason) == (
        "turned_in",
        act,
        "paper",
        cast.teacher,
        "No laptop",
    )
    assert [(text.revision.answer.question.position, text.revision.text) for text in act.handed_in()] == [
        (1, ""),
        (2, ""),
        (3, ""),
    ]
    answers = Answer.objects.select_related("submission__turn_in")
    assert {(answer.words, answer.is_on_paper, answer.is_blank) for answer in answers} == {(0, True, False)}


def test_the_student_is_told_once(cast):
    act = record(cast)
    before = rows()

    assert (record(cast, reason="Again"), rows()) == (act, before)
    told = Message.objects.get()
    assert (told.kind, told.person, told.about) == ("on_paper", cast.student, f"turn-in {act.pk}")
    assert (told.context["receipt"], told.context["teacher"], told.context["late"]) == (act.receipt, "Ms Marsh", "")


@pytest.mark.parametrize("handed_in_at, late", [(DUE, False), (DUE + INSTANT, True)])
def test_late_is_judged_by_when_it_was_handed_over(cast, handed_in_at, late):
    act = record(cast, handed_in_at=handed_in_at, at=DUE + timedelta(days=9))

    assert (act.at, act.late) == (handed_in_at, late)


@pytest.mark.parametrize("moment", [NOW + INSTANT, NOW - timedelta(days=7) - INSTANT])
def test_a_moment_to_come_or_before_the_opening_is_refused(cast, moment):
    with pytest.raises(BadValue) as refused:
        record(cast, handed_in_at=moment)

    assert (refused.value.field, Submission.objects.count()) == ("handed_in_at", 0)


def test_a_draft_s_words_are_no_longer_what_counts_and_stay_in_the_history(cast, write):
    write(cast.assignment, cast.student)

    record(cast)

    assert set(Answer.objects.values_list("text", "words", "revision")) == {("", 0, 2)}
    assert AnswerRevision.objects.filter(text=TEXT, turn_ins=None).count() == 3
    assert not AnswerRevision.objects.visible_to(cast.teacher).exists()


def test_recorded_by_mistake_the_draft_is_as_it_was(cast, write):
    write(cast.assignment, cast.student)
    act = record(cast)

    actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=NOW + timedelta(days=1))

    act.refresh_from_db()
    assert (act.taken_back_by, Submission.objects.get().state) == (cast.teacher, "draft")
    assert set(Answer.objects.values_list("text", "words", "revision", "saved_at")) == {(TEXT, 13, 3, NOW)}
    assert AnswerRevision.objects.count() == 9


def test_the_student_does_not_take_paper_back(cast):
    record(cast)

    with pytest.raises(Refused, match="You handed this in on paper"):
        actions.take_back(Submission.objects.get(), by=cast.student, at=NOW)


@pytest.mark.parametrize(
    "after, reason",
    [(lambda work: work, "answers are turned in already"), (actions.mark_returned, "has been given back already")],
)
def test_work_that_is_in_stays_what_it_is(cast, work, after, reason):
    after(work(cast.assignment, cast.student))
    before = rows()

    with pytest.raises(Refused, match=reason):
        record(cast)

    assert (rows(), TurnIn.objects.count()) == (before, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"taken_back_at": None},  # a second one in force
        {"how": "closing"},  # by somebody
        {"by": None},  # by nobody
        {"how": "collected", "reason": ""},
        {"how": "paper", "reason": ""},
    ],
)
def test_the_database_keeps_turn_ins_whole(cast, wrong):
    work = record(cast).submission
    given = {"submission": work, "receipt": "AAAA-BBBB", "at": NOW, "by": cast.teacher, "taken_back_at": NOW}
    TurnIn.objects.create(**given | {"receipt": "AAAA-CCCC"})

    with pytest.raises(IntegrityError), transaction.atomic():
        TurnIn.objects.create(**given | wrong)


def test_the_history_shows_paper_as_paper_and_not_as_a_loss(cast, write):
    write(cast.assignment, cast.student, text="word " * 40)
    record(cast)
    answer = Answer.objects.first()

    seen = entries(AnswerRevision.objects.filter(answer=answer).for_history(), answer)

    assert [(each.on_paper, each.handed_in, each.is_large_cut) for each in seen] == [
        (True, True, False),
        (False, False, False),
    ]


@pytest.mark.parametrize("how", ["collected", "closing"])
def test_paper_takes_the_place_of_a_draft_that_its_student_did_not_turn_in(cast, write, how):
    Assignment.objects.update(turns_in_at_closing=how == "closing")
    cast.assignment.refresh_from_db()
    draft = write(cast.assignment, cast.student)
    if how == "closing":
        actions.turn_in_what_closed(CLOSED)
    else:
        actions.collect(cast.assignment, cast.student, by=cast.teacher, at=CLOSED, reason="Time")
    Message.objects.all().delete()

    act = record(cast, at=CLOSED)

    assert [(each.how, each.taken_back_by) for each in TurnIn.objects.order_by("pk")] == [
        (how, cast.teacher),
        ("paper", None),
    ]
    assert Submission.objects.get().turn_in == act
    assert set(Answer.objects.values_list("text", flat=True)) == {""}
    assert [told.kind for told in Message.objects.all()] == ["on_paper"]
    actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=CLOSED)
    assert set(Answer.objects.values_list("text", flat=True)) == {TEXT}
    actions.begin_grading(_in_again(cast, draft), at=CLOSED)
    with pytest.raises(Refused, match="Grading of Linh Trần’s work has begun"):
        record(cast, at=CLOSED)


def _in_again(cast, draft):
    actions.collect(cast.assignment, cast.student, by=cast.teacher, at=CLOSED, reason="Time")
    return draft


@pytest.mark.parametrize(
    "at, by_itself, ahead",
    [(NOW, True, "Saturday 28 November at 12:00"), (CLOSED, True, "itself"), (CLOSED, False, "")],
)
def test_who_was_told_of_a_turning_in_is_told_that_it_was_undone(cast, write, at, by_itself, ahead):
    Assignment.objects.update(turns_in_at_closing=by_itself)
    cast.assignment.refresh_from_db()
    write(cast.assignment, cast.student)
    acts = []
    for _time in range(2):
        acts.append(record(cast))
        actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=at)

    told = Message.objects.filter(kind="draft_again").order_by("pk")
    assert [(each.person, each.about) for each in told] == [(cast.student, f"turn-in {act.pk}") for act in acts]
    assert told[0].context == {
        "lesson": "The 2019 Hanoi Summit",
        "school_class": "World History 10B",
        "teacher": "Ms Marsh",
        "receipt": acts[0].receipt,
        "until": "" if ahead == "itself" else ahead,
        "by_itself": "by itself" if ahead == "itself" else "",
    }
    mail = written(told[0], "linh@school.example")
    assert mail.subject == "A draft again: The 2019 Hanoi Summit"
    assert [f"until {ahead}" in mail.body, "Margin turns in what was saved" in mail.body] == [
        ahead.startswith("S"), ahead == "itself",
    ]  # fmt: skip


def test_a_draft_without_words_is_not_said_to_be_turned_in_again(cast):
    Assignment.objects.update(turns_in_at_closing=True)
    cast.assignment.refresh_from_db()
    record(cast, at=CLOSED)

    actions.undo_turning_in(cast.assignment, cast.student, by=cast.teacher, at=CLOSED)

    assert Message.objects.get(kind="draft_again").context["by_itself"] == ""
