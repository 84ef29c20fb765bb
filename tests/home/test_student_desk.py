"""A student's side of the desk: what is to write, what came back, what waits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from classroom.classes.models import Extension
from classroom.home.student_desk import last_words, student_desk
from classroom.home.teacher_desk import teacher_desk
from classroom.submissions import actions
from classroom.submissions.models import Answer
from tests.factories import NOW, AssignmentFactory

TITLE = "The 2019 Hanoi Summit"


def places(rows):
    return [(row.title, row.state, row.hint) for row in rows]


def test_what_is_not_begun_stands_under_this_week(cast):
    desk = student_desk(cast.student, NOW)

    hint = "World History 10B. Due Friday at 12:00, in 2 days"
    assert places(desk.this_week) == [(TITLE, "not-started", hint)]
    assert (desk.later, desk.back, desk.waiting, desk.carry_on) == ([], [], [], None)


def test_the_zone_of_the_class_is_named_to_whoever_lives_by_another_clock(cast, work):
    cast.student.time_zone = cast.classmate.time_zone = cast.teacher.time_zone = "Asia/Tokyo"
    work(cast.assignment, cast.classmate)

    to_do, waiting = student_desk(cast.student, NOW).this_week, student_desk(cast.classmate, NOW).waiting

    assert [row.hint for row in to_do + waiting] == [
        "World History 10B. Due Friday at 12:00, in 2 days. Europe/London time",
        "World History 10B. Turned in on Wednesday at 12:00. Europe/London time",
    ]
    assert teacher_desk(cast.teacher, NOW).dates == [("Fri 27 Nov", "World History 10B due, 12:00. Europe/London time")]


def test_a_draft_counts_its_ready_answers_and_is_carried_on_where_it_stopped(cast, write):
    work = write(cast.assignment, cast.student, text="One two three four five six.")
    last = Answer.objects.get(submission=work, question__position=2)
    text = "It would need small steps that both can check, so that"
    actions.save_answer(last, text=text, base=last.revision, at=NOW + timedelta(minutes=1))
    third = Answer.objects.get(submission=work, question__position=3)
    actions.save_answer(third, text="Three words only", base=third.revision, at=NOW)

    desk = student_desk(cast.student, NOW + timedelta(minutes=2))

    hint = "World History 10B. Due Friday at 12:00, in 2 days. 2 of 3 answers ready"
    assert places(desk.this_week) == [(TITLE, "draft", hint)]
    assert (desk.carry_on.number, desk.carry_on.title) == (2, "Why no agreement")
    assert (
        desk.carry_on.words == "… steps that both can check, so that"[0:2] + "small steps that both can check, so that"
    )


@pytest.mark.parametrize(
    "tail, words", [("", ""), ("Only three words", "Only three words"), ("a b\n\nc d e f g h i", "… b c d e f g h i")]
)
def test_last_words_are_eight_at_most(tail, words):
    assert last_words(tail) == words


def test_an_empty_draft_is_not_carried_on(cast):
    actions.start(cast.assignment, cast.student, at=NOW)

    assert student_desk(cast.student, NOW).carry_on is None


def test_what_is_due_after_a_week_stands_under_later(cast):
    far = NOW + timedelta(days=9)
    AssignmentFactory(school_class=cast.school_class, slug="far", due_at=far, closes_at=far)

    desk = student_desk(cast.student, NOW)

    assert [row.url.split("/")[-2] for row in desk.this_week] == ["hanoi"]
    assert [row.url.split("/")[-2] for row in desk.later] == ["far"]


def test_an_extension_moves_the_due_time_of_its_student_alone(cast):
    due = cast.assignment.due_at + timedelta(days=1)
    Extension.objects.create(assignment=cast.assignment, student=cast.student, due_at=due, given_by=cast.teacher)

    assert "Due Saturday at 12:00" in student_desk(cast.student, NOW).this_week[0].hint
    assert "Due Friday at 12:00" in student_desk(cast.classmate, NOW).this_week[0].hint


@pytest.mark.parametrize(
    "days, policy, shown",
    [(2, "accept", True), (2.5, "accept", True), (2.5, "refuse", False), (3.5, "accept", False)],
)
def test_it_stays_while_something_can_be_written(cast, days, policy, shown):
    cast.assignment.late_policy = policy
    cast.assignment.save()

    assert bool(student_desk(cast.student, NOW + timedelta(days=days)).this_week) is shown


def test_what_has_not_opened_is_not_shown(cast):
    at = cast.assignment.opens_at - timedelta(seconds=1)

    assert student_desk(cast.student, at).this_week == []


def test_turned_in_work_waits_for_a_grade(cast, work):
    work(cast.assignment, cast.student)

    desk = student_desk(cast.student, NOW)

    hint = "World History 10B. Turned in on Wednesday at 12:00"
    assert places(desk.waiting) == [(TITLE, "turned-in", hint)]
    assert (desk.this_week, desk.back) == ([], [])


def test_released_feedback_comes_back_new_and_leaves_waiting(cast, work, give_back):
    item = give_back(work(cast.assignment, cast.student), cast.teacher, comments=2)

    desk = student_desk(cast.student, NOW)

    place = [cast.school_class.public_id, "hanoi", 1]
    assert [(row.title, row.label, row.url) for row in desk.back] == [
        (TITLE, "New feedback", reverse("grading:feedback", args=place) + "?attempt=1")
    ]
    assert desk.back[0].hint == "World History 10B. 2 comments. Wednesday at 11:00"
    assert desk.waiting == []
    item.first_seen_at = NOW
    item.save()
    assert [row.label for row in student_desk(cast.student, NOW).back] == ["Returned"]


def test_a_release_whose_hour_has_not_come_still_waits(cast, work, give_back):
    give_back(work(cast.assignment, cast.student), cast.teacher, visible_from=NOW + timedelta(seconds=1))

    desk = student_desk(cast.student, NOW)

    assert [row.label for row in desk.waiting] == ["Turned in"]
    assert desk.back == []


def test_a_correction_takes_the_place_of_what_it_corrects(cast, work, give_back):
    submission = work(cast.assignment, cast.student)
    give_back(submission, cast.teacher, comments=1)
    give_back(submission, cast.teacher, comments=3)

    assert ["3 comments" in row.hint for row in student_desk(cast.student, NOW).back] == [True]


def test_classes_name_their_teacher(cast):
    assert [(each.name, each.teacher) for each in student_desk(cast.student, NOW).classes] == [
        ("World History 10B", "Ms Marsh")
    ]


def test_a_removed_student_keeps_feedback_and_writes_nothing(cast, work, give_back):
    give_back(work(cast.assignment, cast.removed), cast.teacher)
    AssignmentFactory(school_class=cast.school_class, slug="next")

    desk = student_desk(cast.removed, NOW)

    assert (desk.this_week, desk.classes) == ([], [])
    assert [row.title for row in desk.back] == [TITLE]


def test_nothing_of_others_is_on_the_desk(cast, work, give_back):
    give_back(work(cast.assignment, cast.classmate), cast.teacher)
    work(cast.other_assignment, cast.other_student)

    desk = student_desk(cast.teacher, NOW)

    assert desk.is_idle
