"""Verb: record that work came in on paper (decision 11)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import BadValue, Refused
from classroom.submissions.models import Submission, TurnIn
from classroom.submissions.moments import moments_for, moments_of

from .attempts import lay_out_answers
from .handing_in import hand_in, reopen
from .laying_over import lay_texts_aside
from .reasons import need_reason


@transaction.atomic
def record_paper(
    assignment: Assignment, student: User, *, by: User, at: datetime, handed_in_at: datetime, reason: str
) -> TurnIn:
    """Work came in on paper at `handed_in_at`, which decides about late. Recorded already, it changes nothing.

    A draft's words stay in its student's history; the paper counts, also where a draft was collected or turned in by
    itself. Raises BadValue for a moment that can't be and without a reason, Refused for work that the student turned
    in, that is being graded or was given back.
    """
    need_reason(reason)
    _check_moment(assignment, student, handed_in_at, by=by, at=at)
    work = _work_on_paper(assignment, student, at=at)
    if work.turn_in is not None and work.turn_in.is_on_paper and work.state == Submission.State.TURNED_IN:
        return work.turn_in
    refuse_paper(work, student)
    if work.is_turned_in:
        reopen(work, by=by, at=at)
    lay_texts_aside(work, at=at)
    moments = moments_of(work)
    late = moments.is_late(handed_in_at)
    act = TurnIn(how=TurnIn.By.PAPER, by=by, at=handed_in_at, late=late, reason=reason)
    return hand_in(work, act, moments, at=at)


def refuse_paper(work: Submission | None, student: User) -> None:
    """Raises Refused, with the reason, where nothing can be recorded any more; changes nothing."""
    name = {"name": student.get_full_name()}
    if work is not None and work.state == Submission.State.RETURNED:
        raise Refused(_("%(name)s’s work has been given back already.") % name)
    if work is None or work.turn_in is None:
        return
    if work.turn_in.how not in {TurnIn.By.COLLECTED, TurnIn.By.AT_CLOSING}:
        raise Refused(_("%(name)s’s answers are turned in already.") % name)
    if work.grading_began_at is not None:
        raise Refused(_("Grading of %(name)s’s work has begun.") % name)


def _check_moment(assignment: Assignment, student: User, handed_in_at: datetime, *, by: User, at: datetime) -> None:
    """A year mistyped must not make late work punctual, or the other way round."""
    if handed_in_at > at:
        raise BadValue("handed_in_at", _("This time has not come yet. Enter when the paper was handed in."))
    moments = moments_for(assignment, student).read_by(by)
    if not moments.has_opened(handed_in_at):
        opened = moments.said(moments.opens)
        raise BadValue("handed_in_at", _("This assignment opened on %s. Enter a time from then on.") % opened)


def _work_on_paper(assignment: Assignment, student: User, *, at: datetime) -> Submission:
    """The newest attempt, held; the first one, with its empty answers, where there is none."""
    begun = {"lesson_version_id": assignment.lesson_version_id, "started_at": at}
    newest = Submission.objects.newest_of(assignment, student).first()
    if newest is None:
        newest, made = Submission.objects.get_or_create(
            assignment=assignment, student=student, attempt=1, defaults=begun
        )
        if made:
            lay_out_answers(newest)
    return Submission.objects.for_change().get(pk=newest.pk)
