"""Whose lessons a person may see and change as an author. Site rights are groups; lessons know nothing of classes."""

from typing import Any

from lessons.models import Lesson

TEACHERS = "Teachers"
CONTENT_ADMINISTRATORS = "Content administrators"


def keeps_all_lessons(user: Any) -> bool:
    """Content administrators and superusers, for every lesson. Runs one query for each loaded person at most."""
    return bool(user.is_active) and (user.is_superuser or CONTENT_ADMINISTRATORS in _groups_of(user))


def writes_lessons(user: Any) -> bool:
    """Teachers, for lessons of their own; whoever keeps all of them, too. Runs one query a loaded person at most."""
    return keeps_all_lessons(user) or (bool(user.is_active) and TEACHERS in _groups_of(user))


def may_edit(user: Any, lesson: Lesson) -> bool:
    """The owner's own, and any for who keeps them all. Runs one query for each loaded person at most."""
    return (bool(user.is_active) and lesson.owner_id == user.pk) or keeps_all_lessons(user)


def _groups_of(user: Any) -> frozenset[str]:
    if not hasattr(user, "_groups_by_name"):
        user._groups_by_name = frozenset(user.groups.values_list("name", flat=True))
    known: frozenset[str] = user._groups_by_name
    return known
