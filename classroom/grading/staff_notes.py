"""The notes on an answer that the staff of a class read, and nobody else."""

from typing import Any

from classroom.submissions.models import Answer

from .models import StaffNote


def on(answer: Answer) -> list[Any]:
    """Those that stand, in the order they were written, each with its `ordinal`; one query.

    The ordinal counts all notes ever written on this answer, so it stays the same and names nobody in an address.
    """
    every = StaffNote.objects.filter(answer=answer).select_related("author").order_by("pk")
    for ordinal, note in enumerate(every, 1):
        note.ordinal = ordinal  # type: ignore[attr-defined]  # read by the templates
    return [note for note in every if note.deleted_at is None]
