"""A student asks for more time, takes it back or is answered: given, perhaps until another time, or declined."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts import actions as accounts
from classroom.accounts.models import User
from classroom.classes.models import Assignment, Enrollment, Extension
from classroom.classes.more_time import ExtensionRequest
from classroom.http import Refused

from .extensions import give_extension, said
from .locking import lock_class

State = ExtensionRequest.State


@transaction.atomic
def ask_for_time(
    assignment: Assignment, student: User, *, until: datetime, at: datetime, reason: str = ""
) -> ExtensionRequest:
    """Ask for a later due time; the very same question again changes nothing.

    Raises Refused before opening and after closing, while another question waits, and for a time that is not later.
    """
    lock_class(assignment.school_class_id)
    refuse_asking(assignment, student, until=until, at=at)
    waiting = ExtensionRequest.objects.open().filter(assignment=assignment, student=student).first()
    if waiting is not None and (waiting.wanted_due_at, waiting.reason) == (until, reason):
        return waiting
    if waiting is not None:
        raise Refused(_("You have asked already. Withdraw that first to ask for another time."))
    asked = ExtensionRequest.objects.create(
        assignment=assignment, student=student, wanted_due_at=until, reason=reason, asked_at=at
    )
    Enrollment.objects.filter(school_class=assignment.school_class_id, person=student).update(has_asked=True)
    return asked


def refuse_asking(assignment: Assignment, student: User, *, at: datetime, until: datetime | None = None) -> None:
    """Raises Refused, with the reason, where nothing can be asked for, or not this time; changes nothing. One query."""
    dated = Assignment.objects.with_dates_for(student).get(pk=assignment.pk)
    if at < dated.opens_at:
        raise Refused(_("This assignment has not opened yet."))
    if dated.closes_for < at:  # type: ignore[attr-defined]  # annotated
        raise Refused(_("This assignment has closed. Speak with your teacher."))
    if until is not None and until <= max(at, dated.due_for):  # type: ignore[attr-defined]  # annotated
        raise Refused(_("Ask for a time that is later than the due time you have, and still to come."))


@transaction.atomic
def withdraw_request(assignment: Assignment, student: User, *, at: datetime) -> None:
    """Ask no more. A second time changes nothing; raises Refused when there is nothing to withdraw any more."""
    lock_class(assignment.school_class_id)
    newest = ExtensionRequest.objects.filter(assignment=assignment, student=student).first()
    if newest is None or newest.state in {State.GIVEN, State.DECLINED}:
        raise Refused(_("There is nothing to withdraw: it has been answered, or nothing was asked."))
    if newest.is_open:
        _answer(newest, State.WITHDRAWN, by=student, at=at)


@transaction.atomic
def give_asked_time(asked: ExtensionRequest, *, due_at: datetime, by: User, at: datetime, word: str = "") -> Extension:
    """Give what was asked for, or another time, with a word to the student. Raises Refused when it is answered."""
    locked = _waiting(asked)
    extension = give_extension(locked.assignment, locked.student, due_at=due_at, by=by, at=at, reason=locked.reason)
    ExtensionRequest.objects.filter(pk=locked.pk).update(word=word)
    return extension


@transaction.atomic
def decline_request(asked: ExtensionRequest, *, word: str, by: User, at: datetime) -> None:
    """Leave the due time as it is, with a word why. The student is told. Raises Refused when it is answered."""
    locked = _waiting(asked)
    locked.word = word
    _answer(locked, State.DECLINED, by=by, at=at)
    dated = Assignment.objects.with_dates_for(locked.student).select_related("lesson_version", "school_class")
    assignment = dated.get(pk=locked.assignment_id)
    holds: datetime = assignment.due_for  # type: ignore[attr-defined]  # annotated
    about = f"request {locked.pk}"
    accounts.tell(locked.student, "extension_declined", about=about, context=said(assignment, holds), at=at)


def _waiting(asked: ExtensionRequest) -> ExtensionRequest:
    """The request as it is now, in a locked class. Raises Refused unless it waits for an answer."""
    lock_class(asked.assignment.school_class_id)
    locked = ExtensionRequest.objects.select_related("assignment", "student").get(pk=asked.pk)
    if not locked.is_open:
        raise Refused(_("This has been answered or withdrawn meanwhile. Nothing was changed."))
    return locked


def _answer(asked: ExtensionRequest, state: str, *, by: User, at: datetime) -> None:
    asked.state, asked.answered_by, asked.answered_at = state, by, at
    asked.save(update_fields=["state", "answered_by", "answered_at", "word"])
