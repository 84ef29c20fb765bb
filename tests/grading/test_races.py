"""Two graders, or two presses, at the same moment: one grade, one release, nothing lost and no fault."""

from datetime import timedelta
from decimal import Decimal

import pytest

from classroom.accounts.models import Message
from classroom.classes.models import Assignment
from classroom.grading.actions import comments, grades, letters, names, releases
from classroom.grading.anchors import Words
from classroom.grading.models import Comment, Grade, GradeEvent, Letter, NamesShown, ReleaseItem, RubricInForce
from classroom.http import BadValue, Refused
from classroom.submissions.actions import start_next_attempt
from classroom.submissions.models import Answer, Submission
from tests.at_once import THREADS, reasons, together
from tests.cast import place
from tests.factories import NOW, UserFactory
from tests.grading.conftest import judge, levels_of
from tests.grading.desk import answer_to
from tests.grading.rubric import edition

pytestmark = pytest.mark.django_db(transaction=True)

SOON = NOW + timedelta(minutes=10)


def released(cast, work: Submission) -> object:
    return releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON)


def test_first_grades_at_once_are_one_grade_and_the_others_see_it(cast, work):
    answer = Answer.objects.get(submission=work(cast.assignment, cast.student), question_key="q1")

    answers = together(lambda number: grades.save_grade(
        answer, by=[cast.teacher, cast.assistant][number % 2], at=NOW, base=0, levels=levels_of(answer, number + 1),
        adjustment=Decimal(0), adjustment_reason="",
        comment=f"Grader {number}.", done=True,
    ))  # fmt: skip

    refused = [one for one in answers if isinstance(one, Refused)]
    grade, comment = Grade.objects.get(), Comment.objects.get()
    assert (len(refused), grade.revision, GradeEvent.objects.count()) == (THREADS - 1, 1, 1)
    assert {(one.state["points"], one.state["comment"]) for one in refused} == {(str(grade.points), comment.body)}
    assert {comment.body, *(one.kept for one in refused)} == {f"Grader {number}." for number in range(THREADS)}


def test_a_new_edition_and_grades_at_once_leave_every_grade_on_it(cast, graded, work):
    answers = [answer_to(work(cast.assignment, cast.student)), answer_to(graded(cast.classmate))]
    rival = place(UserFactory(), cast.school_class, "teacher")

    def deed(number: int) -> object:
        if number < 2:
            return edition(answers[0], by=[cast.teacher, rival][number], c1_l1_points=f"0.{number + 1}")
        try:
            return judge(answers[number - 2], by=cast.assistant, points=1)
        except BadValue as problem:  # levels of the edition that has just been replaced
            return problem

    told = together(deed)

    rubric = RubricInForce.objects.get().rubric
    assert (rubric.edition, sum(isinstance(one, Refused) for one in told[:2])) == (2, 1)
    assert {each.rubric for each in Grade.objects.filter(answer__in=answers)} <= {rubric}
    for answer in answers:
        events = list(GradeEvent.objects.filter(answer=answer).order_by("pk"))
        assert [event.old for event in events] == [None, *(event.new for event in events[:-1])][: len(events)]


@pytest.mark.parametrize("base", [0, 1])
def test_letters_at_once_are_one_letter_and_the_others_see_it(cast, work, base):
    submission = work(cast.assignment, cast.student)
    if base:
        letters.save_letter(submission, body="Before.", base=0, by=cast.teacher, at=NOW)

    answers = together(
        lambda number: letters.save_letter(submission, body=f"Letter {number}", base=base, by=cast.teacher, at=NOW)
    )

    refused = [one for one in answers if isinstance(one, Refused)]
    letter = Letter.objects.get()
    assert (len(refused), letter.revision) == (THREADS - 1, base + 1)
    assert {(one.state["revision"], one.state["body"]) for one in refused} == {(base + 1, letter.body)}


def test_changing_a_comment_at_once_changes_it_once(cast, work):
    answer = Answer.objects.get(submission=work(cast.assignment, cast.student), question_key="q1")
    comment, _clipped = comments.add_comment(
        answer, kind=Comment.Kind.STRENGTH, body="Both.", place=Words(1, "two sides"), by=cast.teacher, at=NOW
    )

    answers = together(lambda number: comments.edit_comment(
        Comment.objects.get(pk=comment.pk), kind=Comment.Kind.STRENGTH, body=f"Said {number}", base=1, by=cast.teacher
    ))  # fmt: skip

    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == THREADS - 1
    assert {one.state["body"] for one in refused} == {Comment.objects.get().body}


def test_showing_and_hiding_names_at_once_is_no_fault(cast):
    def deed(number: int) -> object:
        if number % 2:
            return names.hide_names(cast.assignment, by=cast.teacher, at=NOW)
        return names.show_names(cast.assignment, by=cast.teacher, at=NOW)

    together(deed)

    assert NamesShown.objects.filter(hidden_again_at=None).count() <= 1


def test_releasing_at_once_is_one_release(cast, graded):
    work = graded(cast.student)

    answers = together(lambda _number: released(cast, work).pk)

    assert len(set(answers)) == 1
    assert (ReleaseItem.objects.count(), Message.objects.filter(kind="released").count()) == (1, 1)


def test_undoing_at_once_undoes_once(cast, graded):
    release = released(cast, graded(cast.student))

    together(lambda _number: releases.undo(release, by=cast.teacher, at=NOW))

    assert ReleaseItem.objects.get().undone_at == NOW
    assert Submission.objects.get().state == "turned_in"


def test_correcting_while_undoing_leaves_one_truth(cast, graded):
    work = graded(cast.student)
    release = released(cast, work)
    for answer in Answer.objects.filter(submission=work):
        judge(answer, by=cast.teacher, points=4, reason="Looked again.")

    def deed(number: int) -> object:
        if number % 2:
            return releases.undo(release, by=cast.teacher, at=NOW)
        return releases.release(
            cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=SOON, reason="Looked again."
        )

    answers = together(deed)

    assert reasons(answers) == []
    standing = ReleaseItem.objects.standing().get()
    assert (standing.frozen["total"], Submission.objects.get().state) == ("36.00", "returned")


def test_a_look_and_an_undo_exclude_each_other(cast, graded):
    release = released(cast, graded(cast.student))
    item = ReleaseItem.objects.get()

    def deed(number: int) -> object:
        if number % 2:
            return releases.mark_seen(ReleaseItem.objects.get(pk=item.pk), at=SOON)
        return [person.pk for person in releases.undo(release, by=cast.teacher, at=SOON)]

    together(deed)

    item.refresh_from_db()
    assert (item.first_seen_at is None) != (item.undone_at is None)


def test_the_next_attempt_and_an_undo_exclude_each_other(cast, graded):
    Assignment.objects.filter(pk=cast.assignment.pk).update(attempts=2)
    work = graded(cast.student)
    release = releases.release(cast.assignment, [work], by=cast.teacher, at=NOW, visible_from=NOW)

    def deed(number: int) -> object:
        if number % 2:
            return start_next_attempt(work, at=NOW).pk
        return [person.pk for person in releases.undo(release, by=cast.teacher, at=NOW)]

    together(deed)

    undone = ReleaseItem.objects.get().undone_at is not None
    assert (Submission.objects.filter(carried_from=work).exists(), undone) in [(True, False), (False, True)]
