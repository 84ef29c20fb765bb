"""When one student may write and hand in: decision 17, told by the request's arrival alone."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment

from .models import Answer, RevisionRequest, Submission


@dataclass(frozen=True)
class Moments:
    """One student's dates for one assignment; every moment still belongs to the time it ends."""

    opens: datetime
    due: datetime
    closes: datetime
    late_work: bool
    extended: bool
    zone: ZoneInfo
    reads_in: str = ""
    turns_in: bool = False

    @property
    def ends(self) -> datetime:
        """The last moment at which work can be written and handed in."""
        return self.closes if self.late_work else self.due

    def has_opened(self, at: datetime) -> bool:
        return self.opens <= at

    def has_ended(self, at: datetime) -> bool:
        return self.ends < at

    def is_late(self, at: datetime) -> bool:
        return self.due < at

    def allows_writing(self, at: datetime) -> bool:
        return self.has_opened(at) and not self.has_ended(at)

    def read_by(self, reader: User) -> "Moments":
        """The same for a page that somebody else than the student reads."""
        return replace(self, reads_in=reader.time_zone)

    def of_revision(self, asked: RevisionRequest) -> "Moments":
        """The dates of the attempt that was asked for: its own due time, after which nothing is taken."""
        return replace(self, due=asked.due_at, closes=asked.due_at, late_work=False, extended=False)

    def said(self, moment: datetime) -> str:
        """Friday 27 November at 17:00, in the time of the class, which is named to a reader who lives in another."""
        local = timezone.localtime(moment, self.zone)
        words = {"day": date_format(local, "l j F"), "time": date_format(local, "H:i"), "zone": self.zone.key}
        if self.reads_in in {"", self.zone.key}:
            return _("%(day)s at %(time)s") % words
        return _("%(day)s at %(time)s (%(zone)s)") % words

    def why_not(self, at: datetime) -> str:
        """Why nothing can be written or handed in at that moment; empty when it can."""
        if not self.has_opened(at):
            return _("This assignment opens on %s.") % self.said(self.opens)
        if self.has_ended(at):
            return _("This assignment closed on %s. Your draft is kept.") % self.said(self.ends)
        return ""


def moments_for(assignment: Assignment, student: User, attempt: Submission | None = None) -> Moments:
    """The student's dates, an extension included; of an `attempt` that was asked for, its own.

    One query, none when `with_extension_of` has asked; one more for what was asked, unless it came along.
    """
    moments = _set_for(assignment, student)
    asked = attempt.revision_request if attempt is not None and attempt.revision_request_id else None
    return moments.of_revision(asked) if asked else moments


def _set_for(assignment: Assignment, student: User) -> Moments:
    known = assignment if hasattr(assignment, "own_due") else _with_extension(assignment, student)
    own_due: datetime | None = known.own_due  # type: ignore[attr-defined]  # annotated
    due = max(assignment.due_at, own_due or assignment.due_at)  # what the class overtook rests
    return Moments(
        opens=assignment.opens_at,
        due=due,
        closes=max(due, assignment.closes_at),
        late_work=assignment.late_policy == Assignment.LatePolicy.ACCEPT,
        extended=due > assignment.due_at,
        zone=assignment.school_class.zone,
        reads_in=student.time_zone,
        turns_in=assignment.turns_in_at_closing,
    )


def dated_assignment(answer: Answer) -> Assignment:
    """The assignment of an answer found by `dated`, told the extension that came with it. No query."""
    answer.assignment = answer.submission.assignment
    answer.assignment.own_due = answer.own_due  # type: ignore[attr-defined]  # annotated
    return answer.assignment


def moments_of(work: Submission) -> Moments:
    """The dates of an attempt taken through `for_change`. No query but for what was asked for again."""
    return moments_for(dated(work), work.student, work)


def dated(work: Submission) -> Assignment:
    """The assignment of an attempt taken through `for_change`, told the extension that came with it. No query."""
    work.assignment.own_due = work.own_due  # type: ignore[attr-defined]  # annotated
    return work.assignment


def _with_extension(assignment: Assignment, student: User) -> Assignment:
    return Assignment.objects.with_extension_of(student).get(pk=assignment.pk)
