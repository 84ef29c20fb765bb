"""The day by which feedback is promised for an assignment, in the time of its class.

It is said by the clock and by what the student handed in alone, so it tells nothing of how far the grading is.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Assignment


def said(assignment: Assignment) -> str:
    """4 December; empty where nothing is promised."""
    return date_format(assignment.feedback_by, "j F") if assignment.feedback_by else ""


def is_past(assignment: Assignment, at: datetime) -> bool:
    """Whether the promised day is over."""
    return assignment.feedback_by is not None and _day(assignment, at) > assignment.feedback_by


def holds_for(assignment: Assignment, came_in: datetime) -> bool:
    """Whether the promise is for work of that moment too: nobody was promised anything for what came after the day."""
    return assignment.feedback_by is not None and not is_past(assignment, came_in)


def expected(assignment: Assignment, at: datetime, *, came_in: datetime) -> str:
    """Feedback expected by 4 December, for a student whose work came in then; empty where nothing is promised."""
    if not holds_for(assignment, came_in):
        return ""
    if is_past(assignment, at):
        return _("Feedback was expected by %s") % said(assignment)
    return _("Feedback expected by %s") % said(assignment)


def _day(assignment: Assignment, moment: datetime) -> date:
    return timezone.localtime(moment, assignment.school_class.zone).date()
