"""Excuses: one in force, its history kept, told without why; work that is in is never hidden by one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from classroom.accounts.models import Message
from classroom.classes.models import Assignment
from classroom.grading.class_states import students
from classroom.grading.readiness import readiness
from classroom.http import Refused
from classroom.submissions import actions
from classroom.submissions.models import Excuse, Submission, TurnIn
from classroom.submissions.work import find_work
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


def told_since(number):
    return [(told.kind, told.person.username) for told in Message.objects.order_by("pk")[number:]]


@pytest.mark.parametrize("by_itself", [True, False])
def test_work_that_only_a_mistaken_excuse_took_back_is_in_again_as_it_was(cast, work, by_itself):
    Assignment.objects.update(turns_in_at_closing=by_itself)
    cast.assignment.refresh_from_db()
    first = work(cast.assignment, cast.student).turn_in
    excuse(cast, at=NOW + timedelta(hours=1), back_to_draft=True)
    before = Message.objects.count()

    end(cast)

    again = Submission.objects.get().turn_in
    assert again != first
    assert (again.at, again.late, again.how, again.by) == (first.at, False, "student", cast.student)
    assert list(again.revisions.order_by("pk")) == list(first.revisions.order_by("pk"))
    assert told_since(before) == [("turned_in", "linh")]
    assert actions.turn_in_what_closed(LATER) == 0


def test_what_was_changed_while_excused_stays_a_draft(cast, work):
    draft = work(cast.assignment, cast.student)
    excuse(cast, back_to_draft=True)
    actions.save_answer(draft.answers.in_order()[0], text="Other words.", base=1, at=NOW)
    before = Message.objects.count()

    end(cast)

    assert (Submission.objects.get().state, TurnIn.objects.count()) == ("draft", 1)
    assert told_since(before) == [("excuse_ended", "linh")]


def test_a_draft_that_was_taken_back_before_the_excuse_stays_one(cast, work):
    actions.take_back(work(cast.assignment, cast.student), by=cast.student, at=NOW)
    excuse(cast)

    end(cast)

    assert Submission.objects.get().state == "draft"


def test_who_turned_in_while_excused_is_excused_anew_with_the_new_reason(cast, work):
    first = excuse(cast)
    work(cast.assignment, cast.student)

    second = excuse(cast, at=LATER, reason="Ill again", back_to_draft=True)

    kept = Excuse.objects.order_by("pk").values_list("pk", "reason", "ended_at", "end_reason")
    assert list(kept) == [(first.pk, "In hospital", LATER, "Ill again"), (second.pk, "Ill again", None, "")]
    told = Message.objects.filter(kind__startswith="excuse").order_by("pk").values_list("kind", "about")
    assert list(told) == [("excused", f"excuse {first.pk}"), ("excused", f"excuse {second.pk}")]


def test_the_end_of_an_excuse_that_rests_is_told_to_nobody(cast, work):
    excuse(cast)
    work(cast.assignment, cast.student)
    before = Message.objects.count()

    end(cast)

    assert (Message.objects.count(), Excuse.objects.get().ended_at) == (before, LATER)


def test_an_excuse_rests_in_every_attempt_once_one_is_in(cast, work):
    Assignment.objects.update(attempts=2, turns_in_at_closing=True)
    cast.assignment.refresh_from_db()
    excuse(cast)
    done = work(cast.assignment, cast.student)
    actions.mark_returned(done, visible_from=NOW)
    again = actions.start_next_attempt(done, at=NOW)
    answer = again.answers.in_order().select_related("assignment__school_class")[0]
    actions.save_answer(answer, text="Better.", base=1, at=NOW + timedelta(hours=1))

    assert find_work(cast.assignment, cast.student, at=NOW).excused_by == ""
    (row,) = students(cast.assignment, NOW).filter(person=cast.student)
    assert (row.excused, row.state) == (False, "draft")
    assert readiness(cast.assignment).drafts == 1
    assert actions.turn_in_what_closed(LATER) == 1
