"""Verbs: show the names behind one assignment's answers to one grader, and hide them again. Both are kept."""

from datetime import datetime

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading.models import NamesShown


def show_names(assignment: Assignment, *, by: User, at: datetime) -> None:
    """From now on this person sees names; a second time changes nothing.

    One statement, for what a second one would look for may be hidden again by then.
    """
    NamesShown.objects.bulk_create([NamesShown(assignment=assignment, by=by, at=at)], ignore_conflicts=True)


def hide_names(assignment: Assignment, *, by: User, at: datetime) -> bool:
    """Hide them again; says whether they were shown."""
    shown = NamesShown.objects.filter(assignment=assignment, by=by, hidden_again_at=None)
    return bool(shown.update(hidden_again_at=at))
