"""One reminder a day before the due time: to whom, when, how often, and what it says."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from classroom.accounts import outbox
from classroom.accounts.models import Message, User
from classroom.classes import actions as classes
from classroom.classes.models import Assignment, Enrollment
from classroom.submissions.actions import end_excuse, excuse, remind, take_back
from lessons.models import Lesson
from tests.at_once import together
from tests.cast import TEXT, place
from tests.factories import NOW, AssignmentFactory, UserFactory

HOUR = timedelta(hours=1)
DUE = NOW + 48 * HOUR


@pytest.fixture
def readers(cast):
    """Everybody who may read mail, the other class included."""
    for who in User.objects.all():
        User.objects.filter(pk=who.pk).update(email=f"{who.username}@school.example")


@pytest.fixture
def reminded(cast, readers):
    """`reminded(hours)`: who is told in the round so many hours before the due time of the cast's assignment."""

    def at(hours):
        before = set(Message.objects.values_list("pk", flat=True))
        number = remind(at=DUE - hours * HOUR)
        told = Message.objects.filter(kind="reminder").exclude(pk__in=before).order_by("person__username")
        names = list(told.filter(about=f"assignment {cast.assignment.pk}").values_list("person__username", flat=True))
        assert number == told.count()
        return names

    return at


@pytest.fixture
def alone(cast):
    """Nothing is set for the other class."""
    cast.other_assignment.delete()


pytestmark = pytest.mark.usefixtures("alone")


def test_a_day_before_and_once(reminded):
    assert [reminded(hours) for hours in (24.01, 24, 23.9, 1)] == [[], ["linh", "tomasz"], [], []]


def test_a_worker_that_was_away_still_tells_while_the_due_time_is_ahead(reminded):
    assert [reminded(hours) for hours in (0, -1)] == [[], []]
    assert reminded(0.01) == ["linh", "tomasz"]


def test_not_who_has_turned_in_but_who_took_it_back(cast, work, write, reminded):
    take_back(work(cast.assignment, cast.student), by=cast.student, at=NOW)
    work(cast.assignment, cast.classmate)

    assert reminded(2) == ["linh"]


@pytest.mark.parametrize("change", [{"reminders": False}, {"email": ""}, {"is_active": False}])
def test_not_who_wants_none_or_reads_no_mail(cast, reminded, change):
    User.objects.filter(pk=cast.student.pk).update(**change)

    assert reminded(2) == ["tomasz"]


def test_not_who_was_taken_out_nor_a_class_that_has_ended(cast, reminded):
    Enrollment.objects.filter(person=cast.student).update(ended_at=NOW)
    assert reminded(2) == ["tomasz"]

    Message.objects.all().delete()
    cast.school_class.archived_at = NOW
    cast.school_class.save()
    assert reminded(2) == []


def test_each_by_their_own_due_time(cast, reminded):
    classes.give_extension(cast.assignment, cast.student, due_at=DUE + 24 * HOUR, by=cast.teacher, at=NOW)
    seat = Enrollment.objects.get(person=cast.classmate)
    classes.give_standing(seat, days=2, by=cast.teacher, at=NOW)

    assert [reminded(hours) for hours in (1, 0, -23, -24, -47)] == [[], ["linh"], [], ["tomasz"], []]
    due = Message.objects.get(kind="reminder", person=cast.classmate).context["due"]
    assert due == "Sunday 29 November 2026, 12:00"


def test_nobody_is_reminded_of_what_has_just_been_set(cast, reminded):
    Assignment.objects.filter(pk=cast.assignment.pk).update(opens_at=DUE - 23.99 * HOUR)
    classes.give_extension(cast.assignment, cast.classmate, due_at=DUE + HOUR, by=cast.teacher, at=NOW)

    assert [reminded(hours) for hours in (25, 24, 1)] == [[], [], ["tomasz"]]
    assert reminded(-0.5) == []


def test_a_moved_due_time_is_reminded_of_if_nobody_was_reminded_before(cast, reminded):
    assert reminded(20) == ["linh", "tomasz"]
    for days in (3, 2.5):
        due = NOW + days * 24 * HOUR
        classes.change_assignment(cast.assignment, opens_at=cast.assignment.opens_at, due_at=due, closes_at=due)

    assert reminded(-6) == []
    Message.objects.filter(person=cast.student).delete()
    assert reminded(-6) == ["linh"]


def test_a_withdrawn_lesson_concerns_those_alone_who_have_begun(cast, write, reminded):
    write(cast.assignment, cast.student)
    Lesson.objects.filter(pk=cast.assignment.lesson_version.lesson_id).update(withdrawn_at=NOW)

    assert reminded(2) == ["linh"]


def test_many_are_told_a_piece_a_minute(cast, reminded, monkeypatch):
    monkeypatch.setattr("classroom.submissions.actions.reminding.MOST", 3)
    for number in range(2):
        place(UserFactory(username=f"new{number}", email=f"new{number}@school.example"), cast.school_class, "student")
    AssignmentFactory(school_class=cast.school_class, slug="second", created_by=cast.teacher)

    rounds = [remind(at=DUE - HOUR) for _minute in range(4)]

    assert (rounds, Message.objects.filter(kind="reminder").values("person", "about").distinct().count()) == (
        [3, 3, 2, 0], 8,
    )  # fmt: skip


def test_the_mail_says_when_and_holds_no_word_of_the_answers(cast, write, readers):
    write(cast.assignment, cast.student)
    with time_machine.travel(DUE - HOUR, tick=False):
        call_command("work", once=True)
        call_command("work", once=True)

    (sent,) = [each for each in mail.outbox if each.to == ["linh@school.example"]]
    assert sent.subject == "Due soon: The 2019 Hanoi Summit"
    assert sent.body == (
        "Hello Linh,\n\nyour answers to The 2019 Hanoi Summit in World History 10B are not turned in yet. They are due "
        "Friday 27 November 2026, 12:00 (Europe/London).\n\n"
        f"http://127.0.0.1:8000/c/{cast.school_class.public_id}/hanoi/\n\n"
        "This is the only reminder. You can switch reminders off on the page of your account.\n"
    )
    assert not any(word in sent.body for word in TEXT.split("\n\n"))


def test_a_reminder_that_could_not_be_sent_in_time_is_not_sent(reminded):
    reminded(2)

    assert [outbox.send_due(DUE), outbox.send_due(DUE + HOUR), len(mail.outbox)] == [0, 0, 0]
    assert outbox.send_due(DUE - timedelta(seconds=1)) == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_remind_each_person_once(cast, readers):
    together(lambda _number: remind(at=DUE - HOUR))

    told = Message.objects.filter(kind="reminder").order_by("person__username")
    assert list(told.values_list("person__username", flat=True)) == ["linh", "tomasz"]


def test_not_who_is_excused_until_the_excuse_ends(cast, reminded):
    excuse(cast.assignment, cast.student, by=cast.teacher, at=NOW, reason="In hospital")
    assert reminded(2) == ["tomasz"]

    end_excuse(cast.assignment, cast.student, by=cast.teacher, at=NOW, reason="Back")
    assert reminded(1) == ["linh"]


def test_what_has_not_gone_out_is_dropped_when_it_is_needed_no_more(cast, reminded, work):
    assert reminded(24) == ["linh", "tomasz"]
    work(cast.assignment, cast.student)
    classes.give_extension(cast.assignment, cast.classmate, due_at=DUE + 48 * HOUR, by=cast.teacher, at=NOW)

    assert reminded(23) == []
    assert not Message.objects.filter(kind="reminder").exists()

    assert reminded(-24) == ["tomasz"]
    outbox.send_due(DUE + 24 * HOUR)
    work(cast.assignment, cast.classmate)
    assert reminded(-25) == []
    assert Message.objects.filter(kind="reminder").count() == 1
