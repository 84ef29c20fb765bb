"""Verbs: the only places where work changes state. Clock and actor come in as arguments."""

from .asking_again import ask_again, refuse_asking, refuse_withdrawing, standing, withdraw_revision
from .attempts import start, start_next_attempt
from .closing import turn_in_what_closed
from .collecting import collect, collectable
from .excusing import end_excuse, excuse, not_excused, refuse_excusing
from .notes import save_notes
from .pace import TooFast
from .paper import record_paper, refuse_paper
from .reminding import remind
from .returning import mark_not_returned, mark_returned
from .thinning import thin_histories
from .turning_in import begin_grading, refuse_taking_back, take_back, turn_in
from .undoing import undo_turning_in, undoable
from .writing import save_answer

__all__ = [
    "TooFast",
    "ask_again",
    "begin_grading",
    "collect",
    "collectable",
    "end_excuse",
    "excuse",
    "mark_not_returned",
    "mark_returned",
    "not_excused",
    "record_paper",
    "refuse_asking",
    "refuse_excusing",
    "refuse_paper",
    "refuse_taking_back",
    "refuse_withdrawing",
    "remind",
    "save_answer",
    "save_notes",
    "standing",
    "start",
    "start_next_attempt",
    "take_back",
    "thin_histories",
    "turn_in",
    "turn_in_what_closed",
    "undo_turning_in",
    "undoable",
    "withdraw_revision",
]
