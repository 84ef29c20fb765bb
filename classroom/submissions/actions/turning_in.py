"""Handing work in, taking it back, and the moment after which it stays in."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from classroom.accounts.actions import tell
from classroom.accounts.models import User
from classroom.classes.models import CODE_LETTERS
from classroom.http import Refused
from classroom.submissions.models import Answer, AnswerRevision, Submission, TurnIn, TurnInRevision
from classroom.submissions.moments import Moments, moments_for, moments_of
from classroom.submissions.people import reader_name


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
    texts = _texts(work, bases)
    return _hand_in(work, texts, TurnIn(submission=work, token=token, at=at, late=moments.is_late(at), by=by), moments)


@transaction.atomic
def take_back(submission: Submission, *, by: User, at: datetime) -> Submission:
    """Make all answers drafts again. Raises Refused once grading began or the student's due time has passed."""
    work = Submission.objects.for_change().get(pk=submission.pk)
    refuse_taking_back(work, at=at)
    work.turn_ins.filter(taken_back_at=None).update(taken_back_at=at, taken_back_by=by)
    work.state, work.turn_in = Submission.State.DRAFT, None
    work.save(update_fields=["state", "turn_in"])
    return work


def refuse_taking_back(work: Submission, *, at: datetime) -> None:
    """Raises Refused, with the reason, where the answers can't become drafts again; changes nothing."""
    if work.state == Submission.State.DRAFT:
        raise Refused(_("These answers are drafts already."))
    if work.state == Submission.State.RETURNED or work.grading_began_at is not None:
        reader = reader_name(work.school_class)
        raise Refused(_("%s has begun reading. Your answers stay turned in.") % reader)
    moments = moments_for(work.assignment, work.student)
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


def new_receipt() -> str:
    """A receipt number that can be read out, such as 7KQX-M4WP."""
    letters = [secrets.choice(CODE_LETTERS) for _letter in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def _texts(work: Submission, bases: Mapping[int, int] | None) -> list[AnswerRevision]:
    """The revision of each answer that stands now. Raises Refused when the student had another before them."""
    answers = Answer.objects.filter(submission=work)
    standing = dict(answers.values_list("question__position", "revision"))
    if bases is not None and dict(bases) != standing:
        raise Refused(
            _("An answer has changed since this page was opened. Nothing was turned in. Check your answers once more.")
        )
    return list(AnswerRevision.objects.filter(answer__submission=work, revision=F("answer__revision")))


def _hand_in(work: Submission, texts: list[AnswerRevision], act: TurnIn, moments: Moments) -> TurnIn:
    act.receipt = new_receipt()
    act.save()
    TurnInRevision.objects.bulk_create(TurnInRevision(turn_in=act, revision=text) for text in texts)
    work.state, work.turn_in = Submission.State.TURNED_IN, act
    work.save(update_fields=["state", "turn_in"])
    tell(
        work.student,
        "turned_in",
        about=f"turn-in {act.pk}",
        context={
            "lesson": work.assignment.lesson_version.title,
            "school_class": work.school_class.name,
            "receipt": act.receipt,
            "time": moments.said(act.at),
            "late": "late" if act.late else "",
        },
        at=act.at,
    )
    return act
