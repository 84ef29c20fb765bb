"""Verbs: tell somebody something, and note who looked at whose work."""

from collections.abc import Iterable
from datetime import datetime

from .models import AccessLog, Message, User


def tell(
    person: User, kind: str, *, about: str, context: dict[str, str], at: datetime, send_after: datetime | None = None
) -> None:
    """Enqueue one message in the caller's transaction; the same (kind, person, about) again changes nothing."""
    Message.objects.get_or_create(
        kind=kind,
        person=person,
        about=about,
        defaults={"context": context, "created_at": at, "send_after": send_after or at},
    )


def take_back_messages(kind: str, *, about: Iterable[str], at: datetime) -> int:
    """Cancel what has not been sent yet, and say how many that were."""
    return Message.objects.filter(kind=kind, about__in=list(about), sent_at=None, cancelled_at=None).update(
        cancelled_at=at
    )


def log_look(viewer: User, subjects: Iterable[User], *, what: str, at: datetime, request_id: str) -> None:
    """One row for each person whose work was looked at; one's own work is not logged."""
    AccessLog.objects.bulk_create(
        AccessLog(viewer=viewer, subject=subject, what=what, at=at, request_id=request_id)
        for subject in subjects
        if subject.pk != viewer.pk
    )
