"""What happens to a class and its code."""

from datetime import datetime

from django.db import transaction

from classroom.accounts.models import User
from classroom.classes.models import Enrollment, SchoolClass, new_code

from .locking import A_PRESS


@transaction.atomic
def create_class(*, name: str, time_zone: str, by: User, at: datetime) -> SchoolClass:
    """A new class whose first teacher is the person who makes it.

    The same name by the same person within a minute is a second press, and gives the class that the first one made.
    """
    User.objects.select_for_update().get(pk=by.pk)
    just_made = SchoolClass.objects.filter(created_by=by, created_at__gt=at - A_PRESS)
    if first := just_made.filter(name=name, time_zone=time_zone).first():
        return first
    school_class = SchoolClass.objects.create(
        name=name, time_zone=time_zone, code=_unused_code(), created_by=by, created_at=at
    )
    Enrollment.objects.create(
        school_class=school_class,
        person=by,
        role=Enrollment.Role.TEACHER,
        via=Enrollment.Via.CREATED,
        joined_at=at,
    )
    return school_class


def change_class(school_class: SchoolClass, *, name: str, time_zone: str) -> SchoolClass:
    """Another name, another time zone. No stored moment moves; it only reads differently."""
    return _changed(school_class, name=name, time_zone=time_zone)


def pause_code(school_class: SchoolClass) -> SchoolClass:
    """Nobody joins by the code until it is resumed."""
    return _changed(school_class, code_paused=True)


def resume_code(school_class: SchoolClass) -> SchoolClass:
    """The same code lets people in again."""
    return _changed(school_class, code_paused=False)


def renew_code(school_class: SchoolClass) -> SchoolClass:
    """A new code; the old one lets nobody in from now on. It is neither paused nor running out."""
    return _changed(school_class, code=_unused_code(), code_paused=False, code_expires_at=None)


def expire_code(school_class: SchoolClass, *, expires_at: datetime | None) -> SchoolClass:
    """Say when the code stops letting people in; never, if there is no moment."""
    return _changed(school_class, code_expires_at=expires_at)


def _changed(school_class: SchoolClass, **values: object) -> SchoolClass:
    SchoolClass.objects.filter(pk=school_class.pk).update(**values)
    school_class.refresh_from_db()
    return school_class


def _unused_code() -> str:
    code = new_code()
    while SchoolClass.objects.filter(code=code).exists():
        code = new_code()
    return code
