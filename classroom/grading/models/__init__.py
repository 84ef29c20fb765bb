"""Nouns: the judgement of an answer, what was said about it, its history, and the act that lets students see."""

from .allocations import Allocation, Part
from .comments import Comment
from .grades import CriterionMark, Grade, GradeEvent
from .leases import Lease
from .letters import Letter
from .names import NamesShown
from .queues import QueueChoice
from .releases import Release, ReleaseItem
from .rubrics import RubricInForce
from .second_looks import RegradeRequest
from .second_marking import SecondMarking, Settlement
from .staff_notes import StaffNote

__all__ = [
    "Allocation",
    "Comment",
    "CriterionMark",
    "Grade",
    "GradeEvent",
    "Lease",
    "Letter",
    "NamesShown",
    "Part",
    "QueueChoice",
    "RegradeRequest",
    "Release",
    "ReleaseItem",
    "RubricInForce",
    "SecondMarking",
    "Settlement",
    "StaffNote",
]
