"""Standing extensions: given and ended, and what they make of each due time, kept in step with it.

Whatever sets a lesson, moves a due time or changes a place asks here to settle. All of them hold the lock of the class.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.accounts import actions as accounts
from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.classes.more_time import StandingExtension
from classroom.http import Refused

from .locking import lock_class, locked_place


@transaction.atomic
def give_standing(enrollment: Enrollment, *, days: int, by: User, at: datetime, reason: str = "") -> StandingExtension:
    """So many days more at every due time of the class, from now on and for what is set already. The student is told.

    An earlier one ends; the same again changes nothing. Raises Refused for whoever is no student of the class now.
    """
    place = locked_place(enrollment)
    if not place.is_active or place.role != Enrollment.Role.STUDENT:
        raise Refused(_("Only students of the class can have more time."))
    held = StandingExtension.objects.filter(enrollment=place, ended_at=None).first()
    if held is not None and (held.days, held.reason) == (days, reason):
        return held
    StandingExtension.objects.filter(enrollment=place, ended_at=None).update(ended_at=at, ended_by=by)
    given = StandingExtension.objects.create(enrollment=place, days=days, reason=reason, given_by=by, given_at=at)
    settle_place(place)
    if held is None or held.days != days:
        _tell(given, "standing_extension", at)
    return given


@transaction.atomic
def end_standing(enrollment: Enrollment, *, by: User, at: datetime) -> None:
    """The due times of the class hold again, also those that have passed. A second time changes nothing."""
    place = locked_place(enrollment)
    held = StandingExtension.objects.filter(enrollment=place, ended_at=None).first()
    if held is None:
        return
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["ended_at", "ended_by"])
    settle_place(place)
    _tell(held, "standing_extension_ended", at)


def settle_place(place: Enrollment) -> None:
    """Bring every extension of somebody in the class in step with their standing one, or with its absence."""
    standing = StandingExtension.objects.holding().filter(enrollment=place).first()
    set_here = list(Assignment.objects.filter(school_class=place.school_class_id).select_related("school_class"))
    own = Extension.objects.filter(assignment__school_class=place.school_class_id, student=place.person_id)
    known = {each.assignment_id: each for each in own}
    for assignment in set_here:
        _settle(known.get(assignment.pk), assignment, place.person_id, standing)


def settle_assignment(assignment: Assignment) -> None:
    """Bring the extensions of one assignment in step with its due time."""
    holding = StandingExtension.objects.holding().filter(enrollment__school_class=assignment.school_class_id)
    known = {each.student_id: each for each in Extension.objects.filter(assignment=assignment)}
    for standing in holding.select_related("enrollment"):
        student = standing.enrollment.person_id
        _settle(known.get(student), assignment, student, standing)


def settle_classes() -> None:
    """Bring every class with a standing extension in step, one transaction each; nothing changes where all is.

    For what was set or moved by a server of an older version, which knows of none, while an update went on.
    """
    holding = StandingExtension.objects.holding().order_by("enrollment__school_class")
    for school_class in list(holding.values_list("enrollment__school_class", flat=True).distinct()):
        with transaction.atomic():
            lock_class(school_class)
            for assignment in Assignment.objects.filter(school_class=school_class).select_related("school_class"):
                settle_assignment(assignment)


def _settle(held: Extension | None, assignment: Assignment, student: int, standing: StandingExtension | None) -> None:
    """What the standing extension makes of this due time, beside what was given by hand; with neither, no row stays."""
    wanted = standing.due_for(assignment) if standing else None
    if wanted == (held.standing_due_at if held else None):
        return
    by_hand = held.by_hand if held else None
    if held and not (by_hand or wanted):
        held.delete()
        return
    if held is None and standing:
        held = Extension(assignment=assignment, student_id=student, given_by_id=standing.given_by_id)
        held.given_at = standing.given_at
    if held:
        held.hold(by_hand, wanted)
        held.save()


def _tell(standing: StandingExtension, kind: str, at: datetime) -> None:
    place = standing.enrollment
    context = {
        "class_name": place.school_class.name,
        "days": str(standing.days),
        "one": "one" if standing.days == 1 else "",
        "path": reverse("home:lessons"),
    }
    accounts.tell(place.person, kind, about=f"standing extension {standing.pk}", context=context, at=at)
