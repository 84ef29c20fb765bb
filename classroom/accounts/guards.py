"""What no path may do to people, whoever asks: an administrator is not deleted, so the last one can't be either."""

from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from .models import User


def keep_administrators(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Before a person is deleted, alone or with others. Raises ProtectedError for an active superuser."""
    if User.objects.administrators().filter(pk=instance.pk).exists():
        raise ProtectedError(_("An administrator can’t be deleted. Take the rights away first."), {instance})
