"""A standing extension: every due time so many days later for one student, whatever moves, and unseen by classmates."""

import random
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from classroom.accounts.models import Message
from classroom.accounts.outbox import written
from classroom.classes import actions
from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.classes.more_time import StandingExtension
from classroom.grading.class_states import students
from classroom.http import Refused
from classroom.submissions import rules
from classroom.submissions.moments import moments_for
from tests.factories import NOW, AssignmentFactory, published

DAY = timedelta(days=1)
TOKEN = re.compile(r"[A-Za-z0-9]{64}")
DATES = {"opens_at": NOW, "due_at": NOW + 4 * DAY, "closes_at": NOW + 5 * DAY}


def seat(cast, person):
    return Enrollment.objects.get(school_class=cast.school_class, person=person)


def give(cast, person, days, **more):
    return actions.give_standing(seat(cast, person), days=days, by=cast.teacher, at=NOW, **more)


def dates(assignment):
    """Of everybody with an extension: what holds, what was given by hand, what stands."""
    rows = Extension.objects.filter(assignment=assignment).order_by("student__username")
    return {each.student.username: (each.due_at, each.by_hand, each.standing_due_at) for each in rows}


def test_it_holds_for_what_is_set_and_for_what_is_set_later(cast):
    give(cast, cast.student, 2)
    later = actions.set_lesson(cast.school_class, published(), by=cast.teacher, at=NOW, **DATES)

    until = cast.assignment.due_at + 2 * DAY
    assert dates(cast.assignment) == {"linh": (until, None, until)}
    assert dates(later) == {"linh": (NOW + 6 * DAY, None, NOW + 6 * DAY)}


def test_the_later_of_both_holds_and_each_ends_by_itself(cast):
    due = cast.assignment.due_at
    by_hand = actions.give_extension(cast.assignment, cast.student, due_at=due + 3 * DAY, by=cast.teacher, at=NOW)
    give(cast, cast.student, 1)
    both = dates(cast.assignment)
    give(cast, cast.student, 5)
    longer = dates(cast.assignment)
    actions.remove_extension(by_hand, at=NOW)
    standing = dates(cast.assignment)
    actions.remove_extension(by_hand, at=NOW)
    actions.give_extension(cast.assignment, cast.student, due_at=due + 2 * DAY, by=cast.teacher, at=NOW)
    actions.end_standing(seat(cast, cast.student), by=cast.teacher, at=NOW)

    assert both == {"linh": (due + 3 * DAY, due + 3 * DAY, due + DAY)}
    assert longer == {"linh": (due + 5 * DAY, due + 3 * DAY, due + 5 * DAY)}
    assert standing == {"linh": (due + 5 * DAY, None, due + 5 * DAY)}
    assert dates(cast.assignment) == {"linh": (due + 2 * DAY, due + 2 * DAY, None)}


@pytest.mark.parametrize(
    "due, days, later",
    [
        (datetime(2026, 3, 27, 17, tzinfo=UTC), 2, datetime(2026, 3, 29, 16, tzinfo=UTC)),  # the clocks go on
        (datetime(2026, 10, 23, 16, tzinfo=UTC), 3, datetime(2026, 10, 26, 17, tzinfo=UTC)),  # and back
        (datetime(2026, 3, 28, 1, 30, tzinfo=UTC), 1, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # a skipped time
        (
            datetime(2026, 10, 24, 0, 30, tzinfo=UTC),
            1,
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),  # one that comes twice
    ],
)
def test_days_are_those_of_the_class_s_clock(cast, due, days, later):
    cast.assignment.due_at = due

    assert StandingExtension(days=days).due_for(cast.assignment) == later


class Year:
    """What a teacher may do in the course of a year, at random; knows what was given by hand."""

    def __init__(self, cast, dice):
        self.cast, self.dice = cast, dice
        self.by_hand = {}
        self.people = [cast.student, cast.classmate, cast.removed]

    def assignments(self):
        return list(Assignment.objects.filter(school_class=self.cast.school_class).order_by("pk"))

    def act(self):
        acts = [self.give, self.take_back, self.move, self.stand, self.set, self.end, self.remove, self.restore]
        self.dice.choice(acts)(self.dice.choice(self.assignments()), self.dice.choice(self.people))

    def give(self, assignment, person):
        given = assignment.due_at + self.dice.randrange(1, 12) * DAY
        actions.give_extension(assignment, person, due_at=given, by=self.cast.teacher, at=NOW)
        self.by_hand[assignment.pk, person.pk] = given

    def take_back(self, assignment, person):
        for each in Extension.objects.filter(assignment=assignment, student=person):
            actions.remove_extension(each, at=NOW)
        self.by_hand.pop((assignment.pk, person.pk), None)

    def move(self, assignment, _person):
        due = NOW + self.dice.randrange(2, 9) * DAY
        actions.change_assignment(assignment, opens_at=NOW, due_at=due, closes_at=due + DAY)

    def stand(self, _assignment, person):
        if seat(self.cast, person).is_active:
            give(self.cast, person, self.dice.randrange(1, 9))

    def set(self, assignment, _person):
        if len(self.assignments()) < 4:
            lesson = assignment.lesson_version
            actions.set_lesson(self.cast.school_class, lesson, by=self.cast.teacher, at=NOW, **DATES)

    def end(self, _assignment, person):
        actions.end_standing(seat(self.cast, person), by=self.cast.teacher, at=NOW)

    def remove(self, _assignment, person):
        actions.end_enrollment(seat(self.cast, person), at=NOW)

    def restore(self, _assignment, person):
        actions.restore_enrollment(seat(self.cast, person))

    def wanted(self, assignment):
        """The dates as the words say: of what was given by hand and what stands, the later one."""
        found = {}
        for person in self.people:
            held = StandingExtension.objects.filter(enrollment=seat(self.cast, person), ended_at=None).first()
            standing = held.due_for(assignment) if held and seat(self.cast, person).is_active else None
            given = self.by_hand.get((assignment.pk, person.pk))
            if given or standing:
                found[person.username] = (max(filter(None, [given, standing])), given, standing)
        return found


def test_whatever_happens_in_a_class_every_date_is_what_the_words_say(cast):
    year = Year(cast, random.Random(19))

    for _act in range(120):
        year.act()
        for assignment in year.assignments():
            assert dates(assignment) == year.wanted(assignment)


def test_a_student_who_is_none_any_more_has_none(cast):
    give(cast, cast.student, 2)
    place = seat(cast, cast.student)
    actions.change_place(place, role="assistant", school_number="")

    assert dates(cast.assignment) == {}
    for person in (cast.student, cast.removed, cast.teacher):
        with pytest.raises(Refused):
            give(cast, person, 2)


def test_pages_and_rules_all_speak_of_the_student_s_own_due_time(client, cast, work):
    submission = work(cast.assignment, cast.classmate)
    give(cast, cast.student, 4)
    give(cast, cast.classmate, 1)
    due, cast.student.time_zone = cast.assignment.due_at, ""
    client.force_login(cast.student)
    lesson = reverse("submissions:lesson", args=[cast.school_class.public_id, "hanoi"])

    body = client.get(lesson).content.decode()

    moments = moments_for(cast.assignment, cast.student)
    listed = {each.person.username: (each.extended, each.due) for each in students(cast.assignment, due + 2 * DAY)}
    assert "Extended to Tuesday 1 December, 12:00" in body
    assert (moments.due, moments.closes, moments.extended) == (due + 4 * DAY, due + 4 * DAY, True)
    assert listed == {"linh": (True, due + 4 * DAY), "tomasz": (True, due + DAY)}
    assert rules.may_take_back(submission, moments_for(cast.assignment, cast.classmate), at=due + DAY)
    assert not rules.may_take_back(submission, moments_for(cast.assignment, cast.classmate), at=due + 1.01 * DAY)
    still = [rules.can_still_write(cast.assignment, cast.classmate, at=due + days * DAY) for days in (4, 4.01)]
    assert still == [True, False]  # the last extension of the class is somebody else's


def test_a_classmate_meets_the_same_pages_with_and_without_it(client, cast, stopped_clock):
    client.force_login(cast.classmate)
    place = [cast.school_class.public_id, "hanoi"]
    pages = [reverse("home:home"), reverse("home:lessons"), reverse("submissions:lesson", args=place),
             reverse("submissions:print", args=place), reverse("submissions:more-time", args=place)]  # fmt: skip

    def read():
        answers = [client.get(page) for page in pages]
        return [(answer.status_code, TOKEN.sub("", answer.content.decode())) for answer in answers]

    read()
    with_none = read()
    give(cast, cast.student, 3, reason="Reads slowly")
    actions.ask_for_time(cast.assignment, cast.student, until=NOW + 9 * DAY, reason="Was ill", at=NOW)

    assert read() == with_none
    client.force_login(cast.student)
    assert [one == other for one, other in zip(read(), with_none, strict=True)] == [False] * 5


def test_a_teacher_gives_changes_and_ends_it_and_reads_what_was(client, cast):
    client.force_login(cast.teacher)
    place = [cast.school_class.public_id, seat(cast, cast.student).pk]
    here, end = reverse("classes:standing", args=place), reverse("classes:standing-end", args=place)

    answers = [
        client.post(here, {"days": "1", "reason": "Reads slowly", "enrollment": "1"}),
        client.post(here, {"days": "1", "reason": "Reads slowly"}),
        client.post(here, {"days": "3", "reason": "Reads slowly"}),
    ]
    roster = client.get(reverse("classes:roster", args=place[:1])).content.decode()
    asked = client.get(end).status_code
    gone = [client.post(end).status_code, client.post(end).status_code, client.get(end).status_code]

    given = StandingExtension.objects.order_by("pk")
    assert [answer.status_code for answer in answers] == [302] * 3
    assert ("always 3 days more" in roster, asked, gone) == (True, 200, [302, 302, 404])
    assert [(each.days, each.given_by, each.ended_by) for each in given] == [
        (1, cast.teacher, cast.teacher),
        (3, cast.teacher, cast.teacher),
    ]
    assert all(earlier.ended_at <= later.given_at for earlier, later in pairwise(given))
    mails = [written(message, "linh@school.example") for message in Message.objects.order_by("pk")]
    assert [mail.subject for mail in mails] == [
        "More time in World History 10B",
        "More time in World History 10B",
        "Your extra time in World History 10B has ended",
    ]
    assert ["one day later" in mails[0].body, "3 days later" in mails[1].body] == [True, True]
    assert not any("Reads slowly" in mail.body for mail in mails)
    page = client.get(here).content.decode()
    assert page.count("Reads slowly") == 2


@pytest.mark.parametrize("days", ["", "0", "-1", "61", "1.5", "two", "9" * 400])
def test_a_bad_number_of_days_is_400(client, cast, days):
    client.force_login(cast.teacher)
    here = reverse("classes:standing", args=[cast.school_class.public_id, seat(cast, cast.student).pk])

    response = client.post(here, {"days": days})

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["days"])
    assert StandingExtension.objects.count() == 0


def test_it_is_for_students_and_a_removed_one_is_refused(client, cast):
    client.force_login(cast.teacher)
    here = [
        reverse("classes:standing", args=[cast.school_class.public_id, seat(cast, person).pk])
        for person in (cast.assistant, cast.removed)
    ]

    assert [client.post(page, {"days": "2"}).status_code for page in here] == [404, 409]


def test_the_database_keeps_no_extension_whose_times_contradict_each_other(cast):
    def make(**times):
        with transaction.atomic():
            Extension.objects.create(assignment=cast.assignment, student=cast.student, given_by=cast.teacher, **times)

    for wrong in (
        {"due_at": NOW, "given_due_at": NOW},
        {"due_at": NOW, "standing_due_at": NOW + DAY},
        {"due_at": NOW, "given_due_at": NOW, "standing_due_at": NOW + DAY},
        {"due_at": NOW + 2 * DAY, "given_due_at": NOW, "standing_due_at": NOW + DAY},
    ):
        with pytest.raises(IntegrityError, match="extension_later_one_holds"):
            make(**wrong)
    make(due_at=NOW + DAY, given_due_at=NOW, standing_due_at=NOW + DAY)


def test_what_an_older_server_set_and_moved_is_settled_by_the_worker_once_a_day(cast):
    give(cast, cast.student, 2)
    settled = dates(cast.assignment)
    before = list(Extension.objects.values())
    call_command("work", once=True)
    assert list(Extension.objects.values()) == before

    moved = cast.assignment.due_at + 3 * DAY
    Assignment.objects.filter(pk=cast.assignment.pk).update(due_at=moved, closes_at=moved)
    later = AssignmentFactory(
        school_class=cast.school_class, slug="later", due_at=NOW + 9 * DAY, closes_at=NOW + 9 * DAY
    )
    assert (dates(cast.assignment), dates(later)) == (settled, {})
    call_command("work", once=True)

    assert dates(cast.assignment) == {"linh": (moved + 2 * DAY, None, moved + 2 * DAY)}
    assert dates(later) == {"linh": (NOW + 11 * DAY, None, NOW + 11 * DAY)}
