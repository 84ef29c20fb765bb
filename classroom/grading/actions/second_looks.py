"""Verbs of the student: ask for a second look at one answer, and take that back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.grading import second_looks
from classroom.grading.actions.releases import mark_seen
from classroom.grading.models import Grade, RegradeRequest, ReleaseItem
from classroom.http import BadValue, Refused
from classroom.submissions.models import Answer, Submission

State = RegradeRequest.State
LONGEST = 1000


@transaction.atomic
def ask(answer: Answer, *, by: User, at: datetime, reason: str) -> RegradeRequest:
    """Ask that the mark of a released answer be looked at again; the very same question again changes nothing.

    Raises BadValue without a reason; Refused where no feedback is out or its days have gone by, for an answer that has
    no mark, while another question waits, and once one was decided.
    """
    if not reason.strip() or len(reason) > LONGEST:
        raise BadValue("text", _("Say in up to %(most)s characters what should be looked at.") % {"most": LONGEST})
    work = Submission.objects.select_for_update().get(pk=answer.submission_id)
    item = ReleaseItem.objects.newest(at).filter(submission=work).select_related("release").first()
    mark = Grade.objects.counting().filter(answer=answer, state=Grade.State.DONE).first()
    if item is None or mark is None or not mark_seen(item, at=at):
        raise Refused(_("There is no mark on this answer to look at again."), kept=reason)
    before = RegradeRequest.objects.standing().filter(answer=answer).first()
    if before is not None and before.is_open and before.reason == reason:
        return before
    if before is not None:
        raise Refused(str(second_looks.ASKED), kept=reason)
    if not second_looks.in_time(item, work.assignment, at=at):
        raise Refused(_("The days to ask for a second look have gone by. Speak with your teacher."), kept=reason)
    return RegradeRequest.objects.create(answer=answer, by=by, at=at, reason=reason, first=mark)


@transaction.atomic
def withdraw(answer: Answer, *, by: User, at: datetime) -> None:
    """Ask no more. A second time changes nothing; Refused once somebody has begun a second mark, or nothing waits."""
    Submission.objects.select_for_update().get(pk=answer.submission_id)
    newest = RegradeRequest.objects.filter(answer=answer).first()
    if newest is not None and newest.state == State.WITHDRAWN:
        return
    own = RegradeRequest.objects.open().filter(answer=answer, second=None)
    if not own.update(state=State.WITHDRAWN, ended_by=by, ended_at=at):
        raise Refused(_("This can’t be withdrawn any more: somebody has begun to read it again."))
