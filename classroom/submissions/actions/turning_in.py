"""Handing work in, taking it back, and the moment after which it stays in."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.http import Refused
from classroom.submissions.models import Answer, Submission, TurnIn
from classroom.submissions.moments import moments_for, moments_of
from classroom.submissions.people import reader_name

from .handing_in import hand_in, reopen


@transaction.atomic
def turn_in(
    submission: Submission, *, token: uuid.UUID, by: User, at: datetime, bases: Mapping[int, int] | None = None
) -> TurnIn:
    """Hand all answers in together. The same token again, or work that is in already, answers with its receipt.

    `bases` are the revisions the student had before them, by question position: when another text stands now, nothing
    is handed in. Raises Refused then, and at the wrong moment.
    """
    work = Submission.objects.for_change().get(pk=submission.pk)
    known = TurnIn.objects.filter(token=token).first()
    if known is not None and known.submission_id == work.pk:
        return known
    if known is not None:
        raise Refused(_("This page was made for other work. Open it again and check your answers."))
    if work.is_turned_in:
        return work.turn_ins.get(taken_back_at=None)
    moments = moments_of(work)
    reason = moments.why_not(at)
    if reason:
        raise Refused(reason)
    if bases is not None:
        _refuse_other_texts(work, bases)
    return hand_in(work, TurnIn(token=token, at=at, late=moments.is_late(at), by=by), moments, at=at)


@transaction.atomic
def take_back(submission: Submission, *, by: User, at: datetime) -> Submission:
    """Make all answers drafts again. Raises Refused once grading began or the student's due time has passed."""
    work = Submission.objects.for_change().get(pk=submission.pk)
    refuse_taking_back(work, at=at)
    return reopen(work, by=by, at=at)


def refuse_taking_back(work: Submission, *, at: datetime) -> None:
    """Raises Refused, with the reason, where the answers can't become drafts again; changes nothing."""
    if work.state == Submission.State.DRAFT:
        raise Refused(_("These answers are drafts already."))
    if work.state == Submission.State.RETURNED or work.grading_began_at is not None:
        reader = reader_name(work.school_class)
        raise Refused(_("%s has begun reading. Your answers stay turned in.") % reader)
    if work.turn_in is not None and work.turn_in.is_on_paper:
        raise Refused(_("You handed this in on paper, so there is nothing here to take back. Ask your teacher."))
    moments = moments_for(work.assignment, work.student, work)
    if moments.is_late(at):
        raise Refused(_("Answers could be taken back until %s. They stay turned in.") % moments.said(moments.due))


@transaction.atomic
def begin_grading(submission: Submission, *, at: datetime) -> None:
    """From now on the student can't take the work back; a second time changes nothing. Raises Refused for a draft."""
    work = Submission.objects.for_change().get(pk=submission.pk)
    if work.state == Submission.State.DRAFT:
        raise Refused(_("This work is not turned in, so it can't be graded. The student may have taken it back."))
    if work.grading_began_at is None:
        Submission.objects.filter(pk=work.pk).update(grading_began_at=at)


def _refuse_other_texts(work: Submission, bases: Mapping[int, int]) -> None:
    """Raises Refused when another text stands than the student had before them."""
    standing = dict(Answer.objects.filter(submission=work).values_list("question__position", "revision"))
    if dict(bases) != standing:
        raise Refused(
            _("An answer has changed since this page was opened. Nothing was turned in. Check your answers once more.")
        )
