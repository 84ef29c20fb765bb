"""What was done about one student's work on one assignment, from turning in to asking again: by whom, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from classroom.accounts.models import User
from classroom.classes.models import Assignment
from classroom.submissions.models import Excuse, RevisionRequest, TurnIn


@dataclass(frozen=True)
class Event:
    """One act; nobody did what happened by itself."""

    at: datetime
    what: str
    by: str
    reason: str = ""


def history(assignment: Assignment, student: User) -> list[Event]:
    """Every act, the newest first. Three queries."""
    acts = TurnIn.objects.filter(submission__assignment=assignment, submission__student=student)
    excuses = Excuse.objects.filter(assignment=assignment, student=student)
    events = [event for act in acts.select_related("submission", "by", "taken_back_by") for event in _of_turn_in(act)]
    events += [event for excuse in excuses.select_related("by", "ended_by") for event in _of_excuse(excuse)]
    wishes = RevisionRequest.objects.filter(submission__assignment=assignment, submission__student=student)
    events += [event for asked in wishes.select_related("by", "withdrawn_by") for event in _of_request(asked)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _of_turn_in(act: TurnIn) -> Iterable[Event]:
    late = _("%(what)s, late") if act.late else "%(what)s"
    yield Event(act.at, late % {"what": act.get_how_display()}, _name(act.by), act.reason)
    if act.taken_back_at:
        by_student = act.taken_back_by_id == act.submission.student_id
        what = _("Taken back") if by_student else _("Made a draft again")
        yield Event(act.taken_back_at, what, _name(act.taken_back_by))


def _of_excuse(excuse: Excuse) -> Iterable[Event]:
    yield Event(excuse.at, _("Excused"), _name(excuse.by), excuse.reason)
    if excuse.ended_at:
        yield Event(excuse.ended_at, _("Excuse ended"), _name(excuse.ended_by), excuse.end_reason)


def _of_request(asked: RevisionRequest) -> Iterable[Event]:
    yield Event(asked.at, _("Asked for a revision"), _name(asked.by), asked.words)
    if asked.withdrawn_at:
        yield Event(asked.withdrawn_at, _("Request withdrawn"), _name(asked.withdrawn_by))


def _name(person: User | None) -> str:
    return person.get_full_name() if person else ""
