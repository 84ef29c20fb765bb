"""Reminders before a due time. Late ones come while the due time is still ahead, and never after it."""

from datetime import datetime

from classroom.accounts.actions import tell
from classroom.classes.actions.extensions import said
from classroom.submissions.reminders import KIND, about, due_soon, to_remind

MOST = 100  # people told in one go; the others a minute later


def remind(*, at: datetime) -> int:
    """Tell everybody who has a day left or less and has not turned in, once for each piece of work; says how many."""
    number = 0
    for assignment in due_soon(at):
        for place in to_remind(assignment, at)[: MOST - number]:
            words = said(assignment, place.due)
            tell(place.person, KIND, about=about(assignment), context=words, at=at, send_before=place.due)
            number += 1
    return number
