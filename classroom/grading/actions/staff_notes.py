"""Verbs: tell the staff something about an answer, and take it back. Both are kept."""

from datetime import datetime

from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading.models import StaffNote
from classroom.http import BadValue
from classroom.submissions.models import Answer

LONGEST = 2000


def add_note(answer: Answer, *, body: str, by: User, at: datetime) -> StaffNote:
    """Write a note for the staff alone. The same words again by the same person change nothing."""
    if not body.strip() or len(body) > LONGEST:
        raise BadValue("body", _("Write the note first, in up to %(most)s characters.") % {"most": LONGEST})
    same = StaffNote.objects.filter(answer=answer, author=by, body=body, deleted_at=None).first()
    return same or StaffNote.objects.create(answer=answer, author=by, body=body, at=at)


def delete_note(note: StaffNote, *, by: User, at: datetime) -> None:
    """Take it out of sight; it stays in the history. A second time changes nothing."""
    StaffNote.objects.filter(pk=note.pk, deleted_at=None).update(deleted_at=at, deleted_by=by)
