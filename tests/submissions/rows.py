"""Rows before and after, to compare: nothing changed means that they are equal."""

from typing import Any

from classroom.accounts.models import Message
from classroom.submissions.models import Answer, AnswerRevision, Excuse, Submission, TurnIn, TurnInRevision

TABLES = [Submission, Answer, AnswerRevision, TurnIn, TurnInRevision, Excuse, Message]


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of work, and what was said about it."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}
