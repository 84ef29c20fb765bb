"""Reminders before a due time. Late ones come while the due time is still ahead, and never after it."""

from datetime import datetime

from classroom.accounts.actions import tell
from classroom.classes.actions.extensions import said
from classroom.submissions.reminders import KIND, about, concerned, due_soon, reminded_of, to_remind, unsent

MOST = 100  # people told in one go; the others a minute later


def remind(at: datetime) -> int:
    """Tell everybody who has a day left or less and has not turned in, once for each piece of work; says how many.

    What has not gone out and is needed no more is dropped, as if it had never been made.
    """
    for assignment in reminded_of():
        there = unsent().filter(about=about(assignment))
        there.exclude(person__in=concerned(assignment, at).values("person")).delete()
    number = 0
    for assignment in due_soon(at):
        for place in to_remind(assignment, at)[: MOST - number]:
            words = said(assignment, place.due)
            tell(place.person, KIND, about=about(assignment), context=words, at=at, send_before=place.due)
            number += 1
    return number
