"""Going back to the student. The state alone: what the student reads of a grade is the release's business."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.http import Refused
from classroom.submissions.models import Submission

from .asking_again import withdraw_with_return


@transaction.atomic
def mark_returned(submission: Submission, *, visible_from: datetime | None = None) -> None:
    """Turned in becomes returned, which the student learns at `visible_from`; again, it only moves that moment.

    Raises Refused for a draft.
    """
    work = Submission.objects.select_for_update().get(pk=submission.pk)
    if work.state == Submission.State.DRAFT:
        raise Refused(_("This work is not turned in, so it can't be returned."))
    work.state, work.returned_from = Submission.State.RETURNED, visible_from
    work.save(update_fields=["state", "returned_from"])


@transaction.atomic
def mark_not_returned(submission: Submission, *, by: User, at: datetime) -> None:
    """Returned becomes turned in again, and nothing of it is asked for again.

    Raises Refused once a next attempt has begun from it.
    """
    work = Submission.objects.select_for_update().get(pk=submission.pk)
    if work.state != Submission.State.RETURNED:
        return
    if Submission.objects.filter(carried_from=work).exists():
        raise Refused(_("The student has begun the next attempt, so this one stays returned."))
    withdraw_with_return(work, by=by, at=at)
    work.state, work.returned_from = Submission.State.TURNED_IN, None
    work.save(update_fields=["state", "returned_from"])
