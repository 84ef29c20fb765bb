"""Verbs: excuse a student from an assignment, and end the excuse (decision 11)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from classroom.accounts.actions import tell
from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.http import Refused
from classroom.submissions.models import Excuse, Submission
from classroom.submissions.moments import moments_for

from .handing_in import put_back_in_force, reopen
from .reasons import need_reason


@transaction.atomic
def excuse(
    assignment: Assignment, student: User, *, by: User, at: datetime, reason: str, back_to_draft: bool = False
) -> Excuse:
    """The student need not hand anything in, and is told. Excused already, it changes nothing.

    Work that is in becomes a draft again if `back_to_draft` says so, for an excuse never hides work; one that rested
    beside it ends, and this one follows. Raises BadValue without a reason, Refused for work that is in when nothing is
    said of it, and once grading of it began.
    """
    need_reason(reason)
    work = Submission.objects.for_change().newest_of(assignment, student).first()
    refuse_excusing(work)
    if work is not None and work.is_turned_in:
        if not back_to_draft:
            name = {"name": student.get_full_name()}
            raise Refused(_("%(name)s has turned in. Open the page again and say what becomes of it.") % name)
        reopen(work, by=by, at=at)
        _end(assignment, student, by=by, at=at, reason=reason)
    return _standing(assignment, student) or _excuse(assignment, student, by=by, at=at, reason=reason)


@transaction.atomic
def end_excuse(assignment: Assignment, student: User, *, by: User, at: datetime, reason: str) -> None:
    """The student is to hand in again, and is told, unless work is in.

    What the excuse itself made a draft, and nobody has changed since, is in again as it was: an excuse by mistake makes
    nothing late. Raises BadValue without a reason, Refused when not excused.
    """
    need_reason(reason)
    work = Submission.objects.for_change().newest_of(assignment, student).first()
    standing = _standing(assignment, student)
    if standing is None or not _end(assignment, student, by=by, at=at, reason=reason):
        raise Refused(not_excused(student))
    if work is not None and work.is_draft:
        _put_back(work, standing, at)
    if not Submission.objects.turned_in().filter(assignment=assignment, student=student).exists():
        _tell(standing, "excuse_ended", by, at)


def not_excused(student: User) -> str:
    """Why there is no excuse to end."""
    return _("%(name)s is not excused.") % {"name": student.get_full_name()}


def refuse_excusing(work: Submission | None) -> None:
    """Raises Refused, with the reason, where work stands in the way of an excuse; changes nothing.

    `work` is the student's newest attempt, None for none.
    """
    if work is None:
        return
    if work.state == Submission.State.RETURNED or work.attempt > 1:
        raise Refused(_("This student’s work has been given back, so there is nothing to be excused from."))
    if work.is_turned_in and work.grading_began_at is not None:
        raise Refused(_("Grading of this student’s work has begun, so it stays turned in and nobody is excused."))


def _standing(assignment: Assignment, student: User) -> Excuse | None:
    return Excuse.objects.standing().filter(assignment=assignment, student=student).first()


def _end(assignment: Assignment, student: User, *, by: User, at: datetime, reason: str) -> bool:
    """Whether one stood, which ends here."""
    standing = Excuse.objects.standing().filter(assignment=assignment, student=student)
    return bool(standing.update(ended_at=at, ended_by=by, end_reason=reason))


def _put_back(work: Submission, ended: Excuse, at: datetime) -> None:
    """In force again is what the excuse took back; whatever was taken back otherwise stays a draft."""
    taken_back = work.turn_ins.filter(taken_back_at=ended.at, taken_back_by=ended.by_id).order_by("-pk").first()
    if taken_back is not None:
        put_back_in_force(work, taken_back, at=at)


def _excuse(assignment: Assignment, student: User, *, by: User, at: datetime, reason: str) -> Excuse:
    try:
        with transaction.atomic():
            made = Excuse.objects.create(assignment=assignment, student=student, by=by, at=at, reason=reason)
    except IntegrityError:  # somebody else excused the student in the same moment
        return Excuse.objects.standing().get(assignment=assignment, student=student)
    _tell(made, "excused", by, at)
    return made


def _tell(made: Excuse, kind: str, by: User, at: datetime) -> None:
    """Who and what, never why."""
    moments = moments_for(made.assignment, made.student)
    context = {
        "lesson": made.assignment.lesson_version.title,
        "school_class": made.school_class.name,
        "teacher": by.get_short_name(),
        "until": moments.said(moments.due),
    }
    tell(made.student, kind, about=f"excuse {made.pk}", context=context, at=at)
