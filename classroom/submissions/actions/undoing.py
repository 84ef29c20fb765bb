"""Verb: say that a teacher's turning in was a mistake (decision 11)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.actions import tell
from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import Refused
from classroom.submissions.closing import left_in_draft
from classroom.submissions.models import Submission, TurnIn
from classroom.submissions.moments import moments_of

from .handing_in import reopen


@transaction.atomic
def undo_turning_in(assignment: Assignment, student: User, *, by: User, at: datetime) -> Submission:
    """Work that a teacher collected, or recorded as paper, by mistake is a draft again as it was; the student is told.

    Where the assignment turns in by itself and time is up, the next tick does so. Raises Refused for what the student
    turned in, and once grading began.
    """
    work = undoable(Submission.objects.for_change().newest_of(assignment, student).first())
    undone = work.turn_in
    reopen(work, by=by, at=at)
    if undone is not None:
        _tell(work, undone, by, at)
    return work


def undoable(work: Submission | None) -> Submission:
    """The student's newest attempt, if a teacher turned it in and that can be undone. Raises Refused with why not."""
    if work is None or work.turn_in is None or work.turn_in.how not in {TurnIn.By.COLLECTED, TurnIn.By.PAPER}:
        raise Refused(_("There is nothing here that a teacher turned in."))
    if work.state == Submission.State.RETURNED or work.grading_began_at is not None:
        raise Refused(_("Grading of this work has begun, so it stays turned in."))
    return work


def _tell(work: Submission, undone: TurnIn, by: User, at: datetime) -> None:
    """Who did it, and what becomes of the draft."""
    moments = moments_of(work)
    ended = moments.has_ended(at)
    context = {
        "lesson": work.assignment.lesson_version.title,
        "school_class": work.school_class.name,
        "teacher": by.get_short_name(),
        "receipt": undone.receipt,
        "until": "" if ended else moments.said(moments.ends),
        "by_itself": "by itself" if ended and left_in_draft(at).filter(pk=work.pk).exists() else "",
    }
    tell(work.student, "draft_again", about=f"turn-in {undone.pk}", context=context, at=at)
