"""How somebody proves who they are: a login name or a confirmed e-mail address, and a password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from .models import User


class NameOrEmailBackend(ModelBackend):
    """One look-up and one hash for every try, so that time doesn't tell a known name from an unknown one."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        typed = username or kwargs.get("email")
        if not typed or password is None:
            return None
        person = User.objects.signing_in_as(typed)
        if person is None:
            User().set_password(password)
            return None
        return person if person.check_password(password) and self.user_can_authenticate(person) else None
