"""Questions about people, messages, looks and slips."""

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models

if TYPE_CHECKING:
    from .models import AccessLog, Message, PasswordSlip, User

SLIP_TRIES = 5


ONLY_ADDED_TO = "The access log is only added to."


class UserManager(DjangoUserManager["User"]):
    """Makes people; asks for a name where Django asks for an e-mail."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=_folded(username or ""))

    def signing_in_as(self, typed: str) -> "User | None":
        """Whom a login name or a confirmed address names; login names made here hold no "@"."""
        by_address = self.filter(email=typed.strip().lower()).first() if "@" in typed else None
        return by_address or self.filter(username=_folded(typed.strip())).first()

    def administrators(self) -> "models.QuerySet[User]":
        """Superusers who can sign in."""
        return self.filter(is_superuser=True, is_active=True)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, by whether it is time to say them."""

    def due(self, at: datetime) -> "MessageQuerySet":
        """Not yet sent, not cancelled, their time has come and has not gone."""
        of_use = models.Q(send_before=None) | models.Q(send_before__gt=at)
        return self.filter(of_use, sent_at=None, cancelled_at=None, send_after__lte=at)


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    """The log is only added to."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError(ONLY_ADDED_TO)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(ONLY_ADDED_TO)


class SlipQuerySet(models.QuerySet["PasswordSlip"]):
    """Slips, by whether they still open the door."""

    def open(self) -> "SlipQuerySet":
        """Neither used nor cancelled; they may have expired."""
        return self.filter(used_at=None, cancelled_at=None)

    def usable(self, at: datetime) -> "SlipQuerySet":
        """Open, in time, and not guessed at too often."""
        return self.open().filter(expires_at__gt=at, tries__lt=SLIP_TRIES, person__is_active=True)
