"""Verb: choose in which order one grades the answers to a lesson."""

from classroom.accounts.models import User
from classroom.grading.models import QueueChoice
from lessons.models import Lesson


def choose_order(lesson: Lesson, *, order: QueueChoice.Order, by: User) -> QueueChoice:
    """From now on this person goes through the answers to the lesson in that order; a second time changes nothing."""
    chosen, _made = QueueChoice.objects.update_or_create(by=by, lesson=lesson, defaults={"order": order})
    return chosen
