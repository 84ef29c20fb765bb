"""Excuses: one in force, its history kept, told without why; work that is in is never hidden by one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from classroom.accounts.models import Message
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Excuse, Submission, TurnIn
from tests.factories import NOW
from tests.submissions.rows import rows

LATER = NOW + timedelta(days=9)


def excuse(cast, *, at=NOW, reason="In hospital", **more):
    return actions.excuse(cast.assignment, cast.student, by=cast.teacher, at=at, reason=reason, **more)


def end(cast, *, at=LATER):
    return actions.end_excuse(cast.assignment, cast.student, by=cast.teacher, at=at, reason="Back at school")


def test_an_excuse_is_kept_with_its_end_and_can_begin_again(cast):
    first = excuse(cast)
    end(cast)
    excuse(cast, at=LATER, reason="Ill again")

    kept = Excuse.objects.order_by("pk").values_list("by", "at", "reason", "ended_by", "ended_at", "end_reason")
    who = cast.teacher.pk
    assert list(kept) == [
        (who, NOW, "In hospital", who, LATER, "Back at school"),
        (who, LATER, "Ill again", None, None, ""),
    ]
    assert [(told.kind, told.about) for told in Message.objects.order_by("pk")] == [
        ("excused", f"excuse {first.pk}"),
        ("excuse_ended", f"excuse {first.pk}"),
        ("excused", f"excuse {Excuse.objects.latest('pk').pk}"),
    ]


def test_a_second_time_changes_nothing(cast):
    made = excuse(cast)
    before = rows()
    assert (excuse(cast, reason="Again"), rows()) == (made, before)

    end(cast)
    before = rows()
    with pytest.raises(Refused, match="Linh Trần is not excused"):
        end(cast)
    assert rows() == before


def test_the_student_learns_who_and_what_and_never_why(cast):
    excuse(cast)
    end(cast)

    for told in Message.objects.all():
        assert told.context == {
            "lesson": "The 2019 Hanoi Summit",
            "school_class": "World History 10B",
            "teacher": "Ms Marsh",
            "until": "Friday 27 November at 12:00",
        }


def test_work_that_is_in_becomes_a_draft_and_the_act_stays_on_record(cast, work):
    work(cast.assignment, cast.student)
    before = rows()
    with pytest.raises(Refused, match=r"Linh Trần has turned in\. Open the page again"):
        excuse(cast)
    assert rows() == before

    excuse(cast, back_to_draft=True)

    act = TurnIn.objects.get()
    assert (Submission.objects.get().state, act.taken_back_by, act.taken_back_at) == ("draft", cast.teacher, NOW)


@pytest.mark.parametrize(
    "after, reason",
    [
        (lambda work: actions.begin_grading(work, at=NOW), "Grading of this student’s work has begun"),
        (actions.mark_returned, "has been given back"),
    ],
)
def test_judged_work_is_not_excused(cast, work, after, reason):
    after(work(cast.assignment, cast.student))
    before = rows()

    with pytest.raises(Refused, match=reason):
        excuse(cast, back_to_draft=True)

    assert rows() == before


def test_who_is_excused_may_write_and_turn_in_and_is_not_collected_from(cast, write):
    draft = write(cast.assignment, cast.student)
    excuse(cast)

    actions.save_answer(draft.answers.in_order()[0], text="All the same.", base=1, at=NOW)
    with pytest.raises(Refused, match=r"Linh Trần is excused\. End the excuse first\."):
        actions.collect(cast.assignment, cast.student, by=cast.teacher, at=LATER, reason="Time")
    assert actions.turn_in(draft, token=TurnIn().token, by=cast.student, at=NOW).how == "student"


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"ended_at": NOW}, {"end_reason": "Alone"}])
def test_the_database_keeps_excuses_whole(cast, wrong):
    given = {"assignment": cast.assignment, "student": cast.student, "by": cast.teacher, "at": NOW, "reason": "Ill"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Excuse.objects.create(**given | wrong)
