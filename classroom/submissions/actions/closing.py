"""Verb: turn in what was saved when time was up, for the assignments that ask for it."""

from datetime import datetime

from django.db import transaction

from classroom.submissions.closing import came_in_at, left_in_draft, time_is_up
from classroom.submissions.models import Submission, TurnIn
from classroom.submissions.moments import moments_of

from .handing_in import hand_in


def turn_in_what_closed(at: datetime) -> int:
    """Turn in each draft whose time is up, one transaction each, and say how many that were.

    Every minute's work: two workers at once, or one that is killed midway, turn in each draft once and tell each
    student once.
    """
    waiting = [work.pk for work in left_in_draft(at) if time_is_up(moments_of(work), at)]
    return sum(_turn_in(pk, at) for pk in waiting)


@transaction.atomic
def _turn_in(pk: int, at: datetime) -> bool:
    """Whether it was turned in here: not when something has changed since it was found waiting."""
    Submission.objects.select_for_update().get(pk=pk)  # held: what is read from here on is what stands
    work = left_in_draft(at).filter(pk=pk).first()
    if work is None or not time_is_up(moments_of(work), at):
        return False
    moments = moments_of(work)
    came_in = came_in_at(work, moments)
    act = TurnIn(how=TurnIn.By.AT_CLOSING, at=came_in, late=moments.is_late(came_in))
    hand_in(work, act, moments, at=at)
    return True
