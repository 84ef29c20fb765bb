"""Nouns: a student's attempt, its answers with their history, each act of handing it in, and what excuses from it."""

from .excuses import Excuse
from .notes import Notes
from .turning_in import TurnIn, TurnInRevision
from .work import Answer, AnswerRevision, Submission

__all__ = [
    "Answer",
    "AnswerRevision",
    "Excuse",
    "Notes",
    "Submission",
    "TurnIn",
    "TurnInRevision",
]
