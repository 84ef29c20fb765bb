"""Who may write lessons. Site rights are groups; lessons know nothing of classes."""

from typing import Any

from lessons.models import Lesson

TEACHERS = "Teachers"
CONTENT_ADMINISTRATORS = "Content administrators"


def keeps_all_lessons(user: Any) -> bool:
    """Content administrators and superusers see and change every lesson. Runs at most one query."""
    return bool(user.is_active and user.is_staff) and (user.is_superuser or CONTENT_ADMINISTRATORS in groups_of(user))


def writes_lessons(user: Any) -> bool:
    """Teachers write their own lessons; those who keep all of them write too. Runs at most one query."""
    return keeps_all_lessons(user) or bool(user.is_active and user.is_staff and TEACHERS in groups_of(user))


def may_edit(user: Any, lesson: Lesson) -> bool:
    """The owner's own, and any for who keeps them all. Runs at most one query."""
    return keeps_all_lessons(user) or (writes_lessons(user) and lesson.owner_id == user.pk)


def groups_of(user: Any) -> frozenset[str]:
    """The names of a person's groups, asked once for each loaded person."""
    if not hasattr(user, "_site_groups"):
        user._site_groups = frozenset(user.groups.values_list("name", flat=True))
    known: frozenset[str] = user._site_groups
    return known
