"""Verb: collect a draft that its student did not turn in, once its time is up (decision 11)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import Refused
from classroom.submissions.closing import came_in_at, has_settled
from classroom.submissions.excuses import holding
from classroom.submissions.models import Answer, Submission, TurnIn
from classroom.submissions.moments import moments_for, moments_of

from .handing_in import hand_in
from .reasons import need_reason


@transaction.atomic
def collect(assignment: Assignment, student: User, *, by: User, at: datetime, reason: str) -> TurnIn:
    """Turn in the student's draft as it was saved, and tell them. Once it is collected, again changes nothing.

    Late is judged by the closing time, as if the draft had come in then. Raises BadValue without a reason, Refused
    while the student has time, once they turned in, and where there is nothing to collect.
    """
    need_reason(reason)
    work = Submission.objects.for_change().newest_of(assignment, student).first()
    if work is not None and work.is_turned_in:
        act = work.turn_ins.get(taken_back_at=None)
        if act.how == TurnIn.By.COLLECTED:
            return act
    draft = collectable(work, student, by=by, at=at)
    moments = moments_of(draft)
    late = moments.is_late(came_in_at(draft, moments))
    act = TurnIn(how=TurnIn.By.COLLECTED, by=by, at=at, late=late, reason=reason)
    return hand_in(draft, act, moments, at=at)


def collectable(work: Submission | None, student: User, *, by: User, at: datetime) -> Submission:
    """The student's newest attempt, if it is a draft that `by` can collect now. Raises Refused, with the reason."""
    name = {"name": student.get_full_name()}
    if work is None:
        raise Refused(_("%(name)s has not begun, so there is nothing to collect.") % name)
    if work.is_turned_in:
        raise Refused(_("%(name)s’s answers are turned in, so there is nothing to collect.") % name)
    moments = moments_for(work.assignment, student, work).read_by(by)
    if not has_settled(moments, at):
        said = name | {"until": moments.said(moments.ends)}
        raise Refused(
            _("%(name)s can write until %(until)s. From a minute after that the draft can be collected.") % said
        )
    if holding().filter(assignment=work.assignment_id, student=student).exists():
        raise Refused(_("%(name)s is excused. End the excuse first.") % name)
    if not Answer.objects.filter(submission=work, words__gt=0).exists():
        raise Refused(_("This draft holds no word, so there is nothing to collect."))
    return work
