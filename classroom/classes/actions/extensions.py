"""One student's later due time: given by hand for one assignment, explained, and taken back."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classroom.accounts import actions as accounts
from classroom.accounts.models import User
from classroom.classes.models import Assignment, Extension
from classroom.classes.more_time import ExtensionRequest
from classroom.http import Refused

from .locking import lock_class

State = ExtensionRequest.State


@transaction.atomic
def give_extension(
    assignment: Assignment, student: User, *, due_at: datetime, by: User, at: datetime, reason: str = ""
) -> Extension:
    """Give one student a later due time, or change it, and tell them. Raises Refused for a time that is not later.

    Answers what the student has asked. A standing extension that lasts longer still holds.
    """
    lock_class(assignment.school_class_id)
    if due_at <= Assignment.objects.values_list("due_at", flat=True).get(pk=assignment.pk):
        raise Refused(_("An extension ends after the class’s due time."))
    extension = Extension.objects.filter(assignment=assignment, student=student).first()
    extension = extension or Extension(assignment=assignment, student=student)
    before = extension.due_at
    extension.hold(due_at, extension.standing_due_at)
    extension.reason, extension.given_by, extension.given_at = reason, by, at
    extension.save()
    asked = ExtensionRequest.objects.open().filter(assignment=assignment, student=student)
    answered = asked.update(state=State.GIVEN, given_due_at=extension.due_at, answered_by=by, answered_at=at)
    if answered or extension.due_at != before:
        about = f"extension {extension.pk} given {at.isoformat()}"
        accounts.tell(student, "extension", about=about, context=said(assignment, extension.due_at), at=at)
    return extension


@transaction.atomic
def explain_extension(extension: Extension, reason: str) -> None:
    """Another reason for the time that somebody has, which stays as it is; nobody is told."""
    lock_class(extension.assignment.school_class_id)
    Extension.objects.filter(pk=extension.pk).update(reason=reason)


@transaction.atomic
def remove_extension(extension: Extension, *, at: datetime) -> None:
    """What was given by hand ends and the student is told which due time holds now. A second time changes nothing."""
    lock_class(extension.assignment.school_class_id)
    held = Extension.objects.filter(pk=extension.pk).select_related("assignment", "student").first()
    if held is None or held.by_hand is None:
        return
    if held.standing_due_at is None:
        held.delete()
    else:
        held.hold(None, held.standing_due_at)
        held.reason = ""
        held.save()
    holds = max(held.assignment.due_at, held.standing_due_at or held.assignment.due_at)
    about = f"extension {extension.pk} ended {at.isoformat()}"
    words = said(held.assignment, holds) | {"own": "own" if holds > held.assignment.due_at else ""}
    accounts.tell(held.student, "extension_ended", about=about, context=words, at=at)


def said(assignment: Assignment, due_at: datetime) -> dict[str, str]:
    """What a message about somebody's due time needs, in the time of the class."""
    school_class = assignment.school_class
    return {
        "lesson": assignment.lesson_version.title,
        "class_name": school_class.name,
        "due": date_format(timezone.localtime(due_at, school_class.zone), "l j F Y, H:i"),
        "zone": school_class.time_zone,
        "path": reverse("submissions:lesson", args=[school_class.public_id, assignment.slug]),
    }
