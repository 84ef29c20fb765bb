"""Verbs: say that an answer is on one's desk, and that it is no longer. A lease is a courtesy and never a lock."""

from datetime import datetime, timedelta

from classroom.accounts.models import User
from classroom.grading.models import Lease
from classroom.submissions.models import Answer

LENGTH = timedelta(seconds=90)  # at-desk.js says it again every 30 seconds


def hold(answer: Answer, *, by: User, at: datetime) -> None:
    """For the next moments this person has this answer open, and no other."""
    now = {"answer": answer, "until": at + LENGTH}
    if not Lease.objects.filter(holder=by).update(**now):
        Lease.objects.get_or_create(holder=by, defaults=now)


def let_go(answer: Answer, *, by: User, at: datetime) -> None:
    """They have turned away from it; where they have gone on to another answer, that one stays theirs."""
    Lease.objects.filter(holder=by, answer=answer, until__gt=at).update(until=at)
