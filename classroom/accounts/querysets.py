"""Questions about people, messages and looks."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models

if TYPE_CHECKING:
    from .models import AccessLog, Message, User


class UserManager(DjangoUserManager["User"]):
    """Makes people; asks for a name where Django asks for an e-mail."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").casefold())


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, by whether it is time to say them."""

    def due(self, at: datetime) -> "MessageQuerySet":
        """Not yet sent, not cancelled, and their time has come."""
        return self.filter(sent_at=None, cancelled_at=None, send_after__lte=at)


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    """The log is only added to."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("The access log is only added to.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The access log is only added to.")
