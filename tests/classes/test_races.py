"""Two teachers, or two students, at the same moment: one class, one last teacher, one newer version."""

from datetime import timedelta

import pytest

from classroom.classes import actions
from classroom.classes.models import Assignment, Enrollment, Extension, Invitation, SchoolClass
from classroom.classes.more_time import ExtensionRequest
from tests.at_once import THREADS, reasons, together
from tests.cast import place
from tests.factories import NOW, UserFactory, published

pytestmark = pytest.mark.django_db(transaction=True)


def test_moving_to_a_newer_version_at_once_moves_once(cast):
    newer = published(lesson=cast.assignment.lesson_version.lesson)

    answers = together(lambda _number: actions.adopt_version(Assignment.objects.get(pk=cast.assignment.pk), newer))

    assert Assignment.objects.get(pk=cast.assignment.pk).lesson_version == newer
    assert sorted(map(str, answers)) == sorted(
        ["0"] + (THREADS - 1) * ["This class uses a version at least as new. Reload the page."]
    )


def test_a_class_that_is_made_twice_at_once_is_one(cast):
    asked = {"name": "History 11A", "time_zone": "Europe/London", "by": cast.teacher, "at": NOW}

    answers = together(lambda _number: actions.create_class(**asked).pk)

    assert set(answers) == {SchoolClass.objects.get(name="History 11A").pk}


def test_of_two_teachers_who_leave_at_once_one_stays(cast):
    second = place(UserFactory(username="second"), cast.school_class, Enrollment.Role.TEACHER)
    places = [Enrollment.objects.get(person=one, school_class=cast.school_class) for one in (cast.teacher, second)]

    answers = together(lambda number: actions.end_enrollment(places[number % 2], at=NOW), threads=2)

    assert reasons(answers) == ["A class keeps at least one teacher. Make somebody else a teacher of it first."]
    assert Enrollment.objects.active().filter(school_class=cast.school_class, role="teacher").count() == 1


def test_of_two_teachers_who_become_students_at_once_one_stays(cast):
    second = place(UserFactory(username="second"), cast.school_class, Enrollment.Role.TEACHER)
    places = [Enrollment.objects.get(person=one, school_class=cast.school_class) for one in (cast.teacher, second)]

    answers = together(lambda number: actions.change_place(places[number], role="student", school_number=""), threads=2)

    assert len(reasons(answers)) == 1
    assert Enrollment.objects.active().filter(school_class=cast.school_class, role="teacher").count() == 1


def test_joining_twice_at_once_is_one_place(cast):
    newcomer = UserFactory(username="newcomer")

    answers = together(lambda _number: actions.join(cast.school_class, newcomer, at=NOW).pk)

    assert set(answers) == {Enrollment.objects.get(person=newcomer).pk}


def test_joining_while_the_code_is_renewed_is_a_place_or_a_refusal(cast):
    newcomers = [UserFactory() for _number in range(THREADS)]

    def deed(number: int) -> object:
        if number == 0:
            return actions.renew_code(SchoolClass.objects.get(pk=cast.school_class.pk))
        return actions.join(cast.school_class, newcomers[number], at=NOW)

    answers = together(deed)

    joined = Enrollment.objects.filter(person__in=newcomers).count()
    assert joined + len(reasons(answers)) == THREADS - 1
    assert SchoolClass.objects.get(pk=cast.school_class.pk).code != cast.school_class.code


def test_an_invitation_is_kept_once_and_taken_once(cast):
    together(lambda _number: actions.invite(
        cast.school_class, email="new@school.example", role="student", by=cast.teacher, at=NOW
    ))  # fmt: skip
    invitation = Invitation.objects.get()
    readers = [UserFactory() for _number in range(THREADS)]

    answers = together(lambda number: actions.accept_invitation(invitation, readers[number], at=NOW))

    assert len(reasons(answers)) == THREADS - 1
    assert Enrollment.objects.filter(person__in=readers).count() == 1


def test_asking_at_once_for_different_times_asks_once(cast):
    answers = together(lambda number: actions.ask_for_time(
        cast.assignment, cast.student, until=NOW + timedelta(days=9 + number), at=NOW
    ))  # fmt: skip

    assert len(reasons(answers)) == THREADS - 1
    assert ExtensionRequest.objects.count() == 1


def test_given_declined_and_withdrawn_at_once_is_one_of_them(cast):
    asked = actions.ask_for_time(cast.assignment, cast.student, until=NOW + timedelta(days=9), at=NOW)
    deeds = [
        lambda: actions.give_asked_time(asked, due_at=asked.wanted_due_at, by=cast.teacher, at=NOW),
        lambda: actions.decline_request(asked, word="No.", by=cast.teacher, at=NOW),
        lambda: actions.withdraw_request(cast.assignment, cast.student, at=NOW),
    ]

    answers = together(lambda number: deeds[number](), threads=3)

    asked.refresh_from_db()
    assert len(reasons(answers)) == 2
    assert Extension.objects.count() == (asked.state == "given")
    assert asked.word == ("No." if asked.state == "declined" else "")


def test_a_lesson_set_and_moved_while_more_time_is_given_has_the_right_dates(cast):
    seat = Enrollment.objects.get(person=cast.student)
    due = NOW + timedelta(days=5)
    dates = {"opens_at": NOW, "due_at": due, "closes_at": due}
    deeds = [
        lambda: actions.give_standing(seat, days=2, by=cast.teacher, at=NOW),
        lambda: actions.set_lesson(cast.school_class, published(), by=cast.teacher, at=NOW, **dates),
        lambda: actions.change_assignment(Assignment.objects.get(pk=cast.assignment.pk), **dates),
        lambda: actions.give_extension(cast.assignment, cast.student, due_at=due, by=cast.teacher, at=NOW),
    ]

    together(lambda number: deeds[number]())

    found = Extension.objects.filter(student=cast.student).values_list("due_at", flat=True)
    assert list(found) == [due + timedelta(days=2)] * 2
