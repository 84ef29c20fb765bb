"""A teacher's side of the desk: what waits, the classes and their progress, the week's dates."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from classroom.classes.models import Assignment, Extension
from classroom.grading.actions.grades import save_grade
from classroom.grading.rubrics import in_force
from classroom.home.teacher_desk import teacher_desk
from classroom.submissions import actions
from classroom.submissions.models import Answer
from tests.cast import place
from tests.factories import NOW, AssignmentFactory, DraftFactory, UserFactory


def judge(submission, by, *, positions=(1, 2, 3), done=True):
    """Give every criterion of these answers its first level."""
    for answer in Answer.objects.filter(submission=submission, question__position__in=positions):
        levels = {each.pk: each.levels.all()[0] for each in in_force(answer).criteria.all()}
        save_grade(
            answer,
            by=by,
            at=NOW,
            base=0,
            levels=levels,
            adjustment=Decimal(0),
            adjustment_reason="",
            comment="",
            done=done,
        )


def said(desk):
    return [(row.title, row.state, row.hint) for row in desk.waiting]


def test_turned_in_answers_wait_to_be_graded(cast, work):
    work(cast.assignment, cast.student)
    work(cast.assignment, cast.classmate)

    desk = teacher_desk(cast.teacher, NOW + timedelta(days=5))

    where = "World History 10B, The 2019 Hanoi Summit"
    assert said(desk) == [("Grade 2 students’ answers", "turned-in", f"{where}. Oldest turned in 5 days ago")]
    assert desk.waiting[0].url == reverse("grading:queue", args=[cast.school_class.public_id, "hanoi", 1])


def test_the_queue_begins_at_the_first_question_with_something_to_grade(cast, work):
    judge(work(cast.assignment, cast.student), cast.teacher, positions=[1])

    (row,) = teacher_desk(cast.teacher, NOW).waiting

    assert row.url == reverse("grading:queue", args=[cast.school_class.public_id, "hanoi", 2])


def test_a_draft_grade_is_still_to_grade(cast, work):
    judge(work(cast.assignment, cast.student), cast.teacher, done=False)

    assert [row.title for row in teacher_desk(cast.teacher, NOW).waiting] == ["Grade 1 student’s answers"]


def test_work_that_is_wholly_graded_waits_for_its_release(cast, work, give_back):
    judge(work(cast.assignment, cast.student), cast.teacher)
    give_back(work(cast.assignment, cast.classmate), cast.teacher)

    (row,) = teacher_desk(cast.teacher, NOW).waiting

    assert (row.title, row.label) == ("Release 1 grade", "Not released")
    assert row.url == reverse("grading:release", args=[cast.school_class.public_id, "hanoi"])


def test_an_answer_without_words_needs_no_grade(cast):
    submission = actions.start(cast.assignment, cast.student, at=NOW)
    answer = Answer.objects.get(submission=submission, question__position=2)
    actions.save_answer(answer, text="Only this one.", base=0, at=NOW)
    actions.turn_in(submission, token="11111111-1111-4111-8111-111111111111", by=cast.student, at=NOW)

    (row,) = teacher_desk(cast.teacher, NOW).waiting
    assert row.url.endswith("/grade/2/")
    judge(submission, cast.teacher, positions=[2])

    assert [row.title for row in teacher_desk(cast.teacher, NOW).waiting] == ["Release 1 grade"]


def test_drafts_and_work_taken_back_wait_for_nobody(cast, write, work):
    write(cast.assignment, cast.student)
    actions.take_back(work(cast.assignment, cast.classmate), by=cast.classmate, at=NOW)

    assert teacher_desk(cast.teacher, NOW).waiting == []


def test_assistants_are_not_sent_to_release(cast, work):
    judge(work(cast.assignment, cast.student), cast.teacher)

    assert teacher_desk(cast.assistant, NOW).waiting == []


@pytest.mark.parametrize("who", ["student", "removed", "other_teacher", "superuser"])
def test_work_waits_only_for_the_staff_of_its_class(cast, work, who):
    work(cast.assignment, cast.student)

    assert teacher_desk(getattr(cast, who), NOW).waiting == []


def test_classes_show_how_many_have_turned_in(cast, work):
    work(cast.assignment, cast.student)
    work(cast.assignment, cast.removed)

    (row,) = teacher_desk(cast.teacher, NOW).classes

    assert (row.name, row.lesson, row.progress) == (
        "World History 10B",
        "The 2019 Hanoi Summit",
        "1 of 2 turned in",
    )
    assert row.url == reverse("grading:overview", args=[cast.school_class.public_id, "hanoi"])


def test_who_is_excused_and_has_nothing_in_is_not_counted(cast, work):
    for student in (cast.student, cast.classmate, cast.removed):
        actions.excuse(cast.assignment, student, by=cast.teacher, at=NOW, reason="Ill")
    work(cast.assignment, cast.student)

    (row,) = teacher_desk(cast.teacher, NOW).classes

    assert row.progress == "1 of 1 turned in"


def test_a_class_in_which_nothing_is_set_leads_to_itself(cast):
    AssignmentFactory(school_class=cast.other_class, slug="later", opens_at=NOW + timedelta(hours=1))
    cast.other_assignment.opens_at = NOW + timedelta(minutes=1)
    cast.other_assignment.save()

    (row,) = teacher_desk(cast.other_teacher, NOW).classes

    assert (row.lesson, row.url) == ("", cast.other_class.get_absolute_url())


def test_the_week_lists_due_times_and_extensions_in_order(cast):
    for days, student in [(4, cast.student), (5, cast.classmate)]:
        due = NOW + timedelta(days=days)
        Extension.objects.create(assignment=cast.assignment, student=student, due_at=due, given_by=cast.teacher)
    far = NOW + timedelta(days=8)
    AssignmentFactory(school_class=cast.school_class, slug="far", due_at=far, closes_at=far)

    assert teacher_desk(cast.teacher, NOW).dates == [
        ("Fri 27 Nov", "World History 10B due, 12:00"),
        ("Sun 29 Nov", "2 extensions end"),
    ]


def test_what_waits_leads_to_the_question_of_the_version_in_force(cast, work):
    judge(work(cast.assignment, cast.student), cast.teacher, positions=(2, 3))
    newer = DraftFactory(lesson=cast.assignment.lesson_version.lesson)
    for key, position in [("q1", 9), ("q3", 1), ("q1", 3)]:
        newer.questions.filter(key=key).update(position=position)
    Assignment.objects.filter(pk=cast.assignment.pk).update(lesson_version=newer)

    (row,) = teacher_desk(cast.teacher, NOW).waiting

    place = [cast.school_class.public_id, cast.assignment.slug]
    assert row.url == reverse("grading:queue", args=[*place, 3])


def test_archived_classes_leave_the_desk(cast, work):
    work(cast.assignment, cast.student)
    cast.school_class.archived_at = NOW
    cast.school_class.save()

    desk = teacher_desk(cast.teacher, NOW)

    assert (desk.classes, desk.waiting) == ([], [])


def test_dates_of_an_archived_class_leave_the_week(cast):
    place(cast.teacher, cast.other_class, "assistant")
    before = teacher_desk(cast.teacher, NOW).dates
    cast.school_class.archived_at = NOW
    cast.school_class.save()

    after = teacher_desk(cast.teacher, NOW).dates

    assert [said for _day, said in before if said not in {here for _day, here in after}] == [
        "World History 10B due, 12:00"
    ]


def test_progress_of_a_class_without_students_has_a_bar(cast):
    lonely = UserFactory(username="lonely")
    place(lonely, cast.other_class, "assistant")
    cast.other_class.enrollments.filter(role="student").update(ended_at=NOW)

    (row,) = teacher_desk(lonely, NOW).classes

    assert (row.progress, row.at_least_one) == ("0 of 0 turned in", 1)
