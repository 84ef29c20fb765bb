"""Keeping what a student writes down for themselves: one conditional UPDATE, or nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import Refused
from classroom.submissions.models import Notes
from classroom.submissions.moments import moments_for
from classroom.submissions.text import NOTES_LIMIT, as_stored

from .pace import spent


@transaction.atomic
def save_notes(assignment: Assignment, student: User, *, text: str, base: int, at: datetime) -> Notes:
    """Store the text as the revision after `base`, at any time from the assignment's opening on.

    The same text again changes nothing. Raises BadValue for a text that can't be stored, TooFast, and Refused before
    the opening and when the notes were changed since `base`: it carries the stored text, and the caller keeps this one.
    """
    text = as_stored(text, limit=NOTES_LIMIT)
    moments = moments_for(assignment, student)
    if not moments.has_opened(at):
        raise Refused(moments.why_not(at), kept=text)
    notes, _made = Notes.objects.get_or_create(assignment=assignment, student=student)
    if notes.revision == base and (notes.text != text or not base):
        window = spent(notes, at)
        written = {"text": text, "revision": base + 1, "saved_at": at}
        counted = {"window_at": window.at, "window_saves": window.saves}
        Notes.objects.filter(pk=notes.pk, revision=base).update(**written, **counted)
        notes.refresh_from_db()
    if notes.revision and notes.text == text:
        return notes
    raise Refused(
        _("These notes were changed elsewhere since you opened them. Both texts are here; choose one."),
        kept=text,
        state={
            "revision": notes.revision,
            "text": notes.text,
            "saved_at": notes.saved_at.isoformat() if notes.saved_at else None,
        },
    )
