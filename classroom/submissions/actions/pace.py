"""How fast one text may be saved: counted in its own row, inside the write, so that all processes share the count."""

from datetime import datetime, timedelta
from typing import NamedTuple

from classroom.submissions.models import Answer, Notes

WINDOW = timedelta(seconds=10)
SAVES = 20  # of one text within one window, stored or parked: many times what a person's typing makes


class TooFast(Exception):  # noqa: N818  an answer, not a fault
    """More saves of one text than anybody's typing makes. Answered with 429; nothing was stored."""

    retry_after = int(WINDOW.total_seconds())


class Window(NamedTuple):
    """The running window of a text: since when, and how many saves it has seen."""

    at: datetime
    saves: int


def spent(row: Answer | Notes, at: datetime) -> Window:
    """One save more in the running window, or the first of a new one. Raises TooFast."""
    if row.window_at is None or row.window_at <= at - WINDOW:
        return Window(at, 1)
    if row.window_saves >= SAVES:
        raise TooFast
    return Window(row.window_at, row.window_saves + 1)
