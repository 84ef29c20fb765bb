"""Who may do what in a class. Plain functions, asked through `classroom/access.py` after `visible_to`."""

from typing import Any, Protocol

from classroom.accounts.models import User

from .models import Assignment, Enrollment, SchoolClass


class InClass(Protocol):
    """Whatever lies in a class."""

    @property
    def school_class(self) -> SchoolClass: ...


def has_place(user: User, thing: InClass, *roles: str) -> bool:
    """Whether the person has a place in the class now, in one of the roles; one query, none when the class tells."""
    school_class: Any = thing.school_class
    if getattr(school_class, "own_person", None) == user.pk:  # it came through `visible_to(user)`
        return school_class.own_end is None and school_class.own_role in roles
    return Enrollment.objects.active().filter(person=user, school_class=school_class, role__in=roles).exists()


def learns(user: User, thing: InClass) -> bool:
    """A student of the class, now."""
    return has_place(user, thing, Enrollment.Role.STUDENT)


def teaches(user: User, thing: InClass) -> bool:
    """A teacher of the class, now."""
    return has_place(user, thing, Enrollment.Role.TEACHER)


def grades(user: User, thing: InClass) -> bool:
    """A teacher or an assistant of the class, now: reads, grades and comments."""
    return has_place(user, thing, Enrollment.Role.TEACHER, Enrollment.Role.ASSISTANT)


def belongs(user: User, thing: InClass) -> bool:
    """Anybody with a place in the class, now."""
    return has_place(user, thing, *Enrollment.Role.values)


def learnt(user: User, thing: InClass) -> bool:
    """A student of the class, now or before: reads own work, writes only while the place lasts. Asks as `has_place`."""
    school_class: Any = thing.school_class
    if getattr(school_class, "own_person", None) == user.pk:
        return bool(school_class.own_role == Enrollment.Role.STUDENT)
    return Enrollment.objects.filter(person=user, school_class=school_class, role=Enrollment.Role.STUDENT).exists()


def reads(user: User, thing: InClass) -> bool:
    """Anybody who has a place, or had one as a student."""
    return belongs(user, thing) or learnt(user, thing)


def is_shown(user: User, assignment: Assignment) -> bool:
    """Whether somebody with a tie to the class knows of the assignment, as `Assignment.visible_to` says in SQL.

    A withdrawn lesson stays for staff and for those who have work in it; a removed student keeps what has own work.
    The assignment comes `with_withdrawal`, its class tells the place. One query, for those who need own work to see it.
    """
    withdrawn = assignment.withdrawn_at is not None  # type: ignore[attr-defined]  # annotated
    if grades(user, assignment) or (learns(user, assignment) and not withdrawn):
        return True
    return learnt(user, assignment) and assignment.submissions.filter(student=user).exists()  # a relation from below
