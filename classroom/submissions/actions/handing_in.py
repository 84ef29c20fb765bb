"""The heart of every turning in, whoever's act it is: the texts that stand become what was handed in."""

import secrets
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from classroom.accounts.actions import tell
from classroom.accounts.models import User
from classroom.classes.models import CODE_LETTERS
from classroom.http import Refused
from classroom.submissions.models import AnswerRevision, Submission, TurnIn, TurnInRevision
from classroom.submissions.moments import Moments, moments_of

from .laying_over import put_texts_back

KINDS = {  # of message, by how the work came in
    TurnIn.By.STUDENT: "turned_in",
    TurnIn.By.COLLECTED: "collected",
    TurnIn.By.PAPER: "on_paper",
    TurnIn.By.AT_CLOSING: "turned_in_at_closing",
}


def new_receipt() -> str:
    """A receipt number that can be read out, such as 7KQX-M4WP."""
    letters = [secrets.choice(CODE_LETTERS) for _letter in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def standing_texts(work: Submission) -> list[AnswerRevision]:
    """The revision of each answer that stands now. One query."""
    return list(AnswerRevision.objects.filter(answer__submission=work, revision=F("answer__revision")))


def hand_in(work: Submission, act: TurnIn, moments: Moments, *, at: datetime) -> TurnIn:
    """Make `act` the turning in of a draft taken through `for_change`, with the texts that stand, and tell the student.

    `at` is now; the act knows when the work came in. Raises Refused when it is no draft any more.
    """
    texts = standing_texts(work)
    act.submission, act.receipt = work, new_receipt()
    act.save()
    TurnInRevision.objects.bulk_create(TurnInRevision(turn_in=act, revision=text) for text in texts)
    draft = Submission.objects.filter(pk=work.pk, state=Submission.State.DRAFT, turn_in=None)
    if not draft.update(state=Submission.State.TURNED_IN, turn_in=act):
        raise Refused(_("These answers are already turned in."))
    work.state, work.turn_in = Submission.State.TURNED_IN, act
    tell(
        work.student,
        KINDS[TurnIn.By(act.how)],
        about=f"turn-in {act.pk}",
        context={
            "lesson": work.assignment.lesson_version.title,
            "school_class": work.school_class.name,
            "receipt": act.receipt,
            "time": moments.said(act.at),
            "late": "late" if act.late else "",
        }
        | ({"teacher": act.by.get_short_name()} if act.by and act.by != work.student else {}),
        at=at,
    )
    return act


def reopen(work: Submission, *, by: User, at: datetime) -> Submission:
    """Make all answers of work taken through `for_change` drafts again; the act stays on record as taken back.

    What a paper took the place of stands again. Asks nobody whether it is the moment, and tells nobody.
    """
    act = work.turn_ins.get(taken_back_at=None)
    work.turn_ins.filter(pk=act.pk).update(taken_back_at=at, taken_back_by=by)
    work.state, work.turn_in = Submission.State.DRAFT, None
    work.save(update_fields=["state", "turn_in"])
    if act.is_on_paper:
        put_texts_back(work, at=at)
    return work


def put_back_in_force(work: Submission, act: TurnIn, *, at: datetime) -> bool:
    """Hand a draft in again just as `act` did, unless its texts have changed since; whether that was done.

    A new act, for what is on record stays: by whom, when and whether late are those of before.
    """
    handed_in = act.texts.values_list("revision", flat=True)
    if set(handed_in) != {text.pk for text in standing_texts(work)}:
        return False
    again = TurnIn(how=act.how, by=act.by, at=act.at, late=act.late, reason=act.reason)
    hand_in(work, again, moments_of(work), at=at)
    return True
