"""Verbs: show the names behind one assignment's answers to one grader, and hide them again. Both are kept."""

from datetime import datetime

from django.db import IntegrityError, transaction

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading.models import NamesShown


def show_names(assignment: Assignment, *, by: User, at: datetime) -> NamesShown:
    """From now on this person sees names; a second time changes nothing."""
    try:
        with transaction.atomic():
            return NamesShown.objects.create(assignment=assignment, by=by, at=at)
    except IntegrityError:
        return NamesShown.objects.get(assignment=assignment, by=by, hidden_again_at=None)


def hide_names(assignment: Assignment, *, by: User, at: datetime) -> bool:
    """Hide them again; says whether they were shown."""
    shown = NamesShown.objects.filter(assignment=assignment, by=by, hidden_again_at=None)
    return bool(shown.update(hidden_again_at=at))
