"""The demo's two classes: who is in them and what is set, with dates around the day on which they are made."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from classroom.accounts.models import User
from classroom.classes import actions
from classroom.classes.actions.assignments import Terms
from classroom.classes.models import Assignment, Enrollment, SchoolClass
from lessons.models import LessonVersion

from .people import ASSISTANT, OTHER_TEACHER, TEACHER, demo_accounts

ZONE = "Europe/London"
LESSON = "the-2019-hanoi-summit"
NAME, OTHER_NAME = "World History 10B", "World History 10D"
STUDENTS = [f"student{number}" for number in range(1, 13)]
OTHER_STUDENTS = ["student13", "student14"]
HELPERS = {NAME: ASSISTANT.username, OTHER_NAME: TEACHER.username}  # Ms Marsh can grade both classes in one queue
EXTENDED = "student7"
EXCUSED = "student14"
ASKED_AGAIN = "student9"


@dataclass(frozen=True)
class School:
    """The two classes and what is set for each."""

    assignment: Assignment
    other_assignment: Assignment


def make_school(people: dict[str, User], at: datetime) -> School:
    """Make what is missing of both classes; what is there stays as it is."""
    begun = at - timedelta(days=20)
    one = _class(NAME, people[TEACHER.username], STUDENTS, people, begun=begun)
    other = _class(OTHER_NAME, people[OTHER_TEACHER.username], OTHER_STUDENTS, people, begun=begun)
    return School(_assignment(one, at, due_in=3), _assignment(other, at, due_in=-2))


def put_away(at: datetime) -> None:
    """Make room for a new demo class: the old one leaves every desk, and the history in it stays what it was."""
    for old in SchoolClass.objects.filter(name=NAME, created_by__in=demo_accounts(), archived_at=None):
        Enrollment.objects.filter(school_class=old, person__in=demo_accounts()).delete()
        Enrollment.objects.active().filter(school_class=old).update(ended_at=at)
        SchoolClass.objects.filter(pk=old.pk).update(name=f"{NAME}, put away {at:%Y-%m-%d}", archived_at=at)


def _class(name: str, by: User, students: list[str], people: dict[str, User], *, begun: datetime) -> SchoolClass:
    found = SchoolClass.objects.filter(name=name, created_by=by, archived_at=None).first()
    if found:
        return found
    place = actions.create_class(name=name, time_zone=ZONE, by=by, at=begun)
    for username in students:
        actions.enroll(place, people[username], role=Enrollment.Role.STUDENT, via=Enrollment.Via.CODE, at=begun)
    helper = people[HELPERS[name]]
    actions.enroll(place, helper, role=Enrollment.Role.ASSISTANT, via=Enrollment.Via.ADDED, at=begun)
    if name == NAME:
        _tables(place)
    return place


def _tables(place: SchoolClass) -> None:
    """The class sits at two tables, by turns of the register."""
    seats = list(place.enrollments.students().order_by("pk"))
    for number, seated in enumerate([seats[::2], seats[1::2]], 1):
        actions.change_members(actions.make_group(place, name=f"Table {number}"), come=seated, go=[])


def _assignment(place: SchoolClass, at: datetime, *, due_in: int) -> Assignment:
    found = Assignment.objects.filter(school_class=place, lesson_version__lesson__slug=LESSON).first()
    if found:
        return found
    today = at.astimezone(ZoneInfo(ZONE)).date()
    version = LessonVersion.objects.published().filter(lesson__slug=LESSON).newest_first()[0]
    due = _on(today, due_in, time(17, 0))
    opens, closes = _on(today, min(-8, due_in - 7), time(8, 0)), _on(today, max(5, due_in + 2), time(23, 59))
    dates = Terms(opens_at=opens, due_at=due, closes_at=closes, feedback_by=today + timedelta(days=due_in + 5))
    return actions.set_lesson(place, version, by=place.created_by, at=opens, **dates)


def _on(today: date, days: int, hour: time) -> datetime:
    return datetime.combine(today + timedelta(days=days), hour, ZoneInfo(ZONE))
