"""Nouns: a student's attempt, its answers with their history, each act of handing it in, and what
excuses from it or asks for it again.
"""

from .excuses import Excuse
from .notes import Notes
from .revision_requests import RevisionRequest
from .turning_in import TurnIn, TurnInRevision
from .work import Answer, AnswerRevision, Submission

__all__ = [
    "Answer",
    "AnswerRevision",
    "Excuse",
    "Notes",
    "RevisionRequest",
    "Submission",
    "TurnIn",
    "TurnInRevision",
]
