"""Verbs: show the names behind one assignment's answers to one grader, and hide them again. Both are kept."""

from datetime import datetime

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.grading.models import NamesShown


def show_names(assignment: Assignment, *, by: User, at: datetime) -> NamesShown:
    """From now on this person sees names; a second time changes nothing."""
    one = {"assignment": assignment, "by": by, "hidden_again_at": None}
    shown, _made = NamesShown.objects.get_or_create(**one, defaults={"at": at})
    return shown


def hide_names(assignment: Assignment, *, by: User, at: datetime) -> bool:
    """Hide them again; says whether they were shown."""
    shown = NamesShown.objects.filter(assignment=assignment, by=by, hidden_again_at=None)
    return bool(shown.update(hidden_again_at=at))
