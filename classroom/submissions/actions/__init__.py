"""Verbs: the only places where work changes state. Clock and actor come in as arguments."""

from .attempts import start, start_next_attempt
from .reminding import remind
from .returning import mark_not_returned, mark_returned
from .thinning import thin_histories
from .turning_in import begin_grading, refuse_taking_back, take_back, turn_in
from .writing import TooFast, save_answer

__all__ = [
    "TooFast",
    "begin_grading",
    "mark_not_returned",
    "mark_returned",
    "refuse_taking_back",
    "remind",
    "save_answer",
    "start",
    "start_next_attempt",
    "take_back",
    "thin_histories",
    "turn_in",
]
