"""How people come into a class, change their place in it, and leave. A class always keeps one teacher."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts import actions as accounts
from classroom.accounts.models import User
from classroom.classes.models import Enrollment, SchoolClass
from classroom.http import Refused

from .locking import lock_class, locked_place
from .standing import settle_place

Role = Enrollment.Role
Via = Enrollment.Via


@transaction.atomic
def enroll(
    school_class: SchoolClass, person: User, *, role: str, via: str, at: datetime, school_number: str = ""
) -> Enrollment:
    """Give somebody a place. Who has one keeps it as it is; raises Refused for one that was ended."""
    place, _made = Enrollment.objects.select_for_update().get_or_create(
        school_class=school_class,
        person=person,
        defaults={"role": role, "via": via, "joined_at": at, "school_number": school_number},
    )
    if not place.is_active:
        raise Refused(_("You were taken out of %s. Ask your teacher to let you back in.") % school_class.name)
    return place


@transaction.atomic
def join(school_class: SchoolClass, person: User, *, at: datetime) -> Enrollment:
    """Come in by the class code, as a student; who has a place keeps it. Raises Refused once the code is closed."""
    locked = lock_class(school_class.pk)
    if locked.code != school_class.code or not locked.code_opens(at):
        raise Refused(_("This code lets nobody in any more. Ask your teacher for the new one."))
    return enroll(locked, person, role=Role.STUDENT, via=Via.CODE, at=at)


@transaction.atomic
def open_account_and_join(
    school_class: SchoolClass, *, username: str, name: str, password: str, at: datetime
) -> Enrollment:
    """A new account with a place in the class, or neither."""
    return join(school_class, accounts.open_account(username=username, name=name, password=password), at=at)


@transaction.atomic
def add_pupil(
    school_class: SchoolClass, *, username: str, name: str, school_number: str, by: User, at: datetime
) -> tuple[Enrollment, str]:
    """An account for a pupil without mail, a place for them, and the code of the slip that opens the account."""
    person = accounts.open_account(username=username, name=name, password=None)
    place = enroll(school_class, person, role=Role.STUDENT, via=Via.ADDED, at=at, school_number=school_number)
    return place, accounts.make_slip(person, by=by, at=at)


@transaction.atomic
def change_place(enrollment: Enrollment, *, role: str, school_number: str) -> Enrollment:
    """Another role or school number. Raises Refused for the last teacher, and for a student with work in the class."""
    place = locked_place(enrollment)
    if place.role == Role.TEACHER and role != Role.TEACHER:
        _refuse_last_teacher(place)
    if place.role == Role.STUDENT and role != Role.STUDENT and _has_work(place):
        raise Refused(_("%s has work in this class and stays a student.") % place.person)
    place.role, place.school_number = role, school_number
    place.save(update_fields=["role", "school_number"])
    settle_place(place)
    return place


@transaction.atomic
def end_enrollment(enrollment: Enrollment, *, at: datetime) -> Enrollment:
    """Take somebody out. Their work stays, they still read it and write nothing. A second time changes nothing."""
    place = locked_place(enrollment)
    if place.role == Role.TEACHER:
        _refuse_last_teacher(place)
    if place.is_active:
        place.ended_at = at
        place.save(update_fields=["ended_at"])
        settle_place(place)
        accounts.cancel_slips(place.person, at=at)
    return place


@transaction.atomic
def restore_enrollment(enrollment: Enrollment) -> Enrollment:
    """Let somebody back in, to the place they had."""
    place = locked_place(enrollment)
    place.ended_at = None
    place.save(update_fields=["ended_at"])
    settle_place(place)
    return place


@transaction.atomic
def end_joined_today(enrollments: Iterable[Enrollment], *, at: datetime) -> int:
    """Take out those who came in by a code that went too far, and say how many that were."""
    return len([end_enrollment(enrollment, at=at) for enrollment in enrollments])


@transaction.atomic
def print_slip(enrollment: Enrollment, *, by: User, at: datetime, request_id: str = "") -> str:
    """The code of a one-time slip for an active student. Raises Refused for whoever has rights elsewhere."""
    place = locked_place(enrollment)
    elsewhere = Enrollment.objects.active().filter(person=place.person).exclude(role=Role.STUDENT)
    if place.role != Role.STUDENT or not place.is_active or elsewhere.exists():
        raise Refused(_("Slips are for students of this class alone. Ask an administrator."))
    return accounts.make_slip(place.person, by=by, at=at, request_id=request_id)


def _refuse_last_teacher(place: Enrollment) -> None:
    others = Enrollment.objects.active().filter(school_class=place.school_class_id, role=Role.TEACHER)
    if place.is_active and not others.exclude(pk=place.pk).exists():
        raise Refused(_("A class keeps at least one teacher. Make somebody else a teacher of it first."))


def _has_work(place: Enrollment) -> bool:
    return place.person.submissions.filter(assignment__school_class=place.school_class_id).exists()
