"""The classes app."""

from typing import Any

from allauth.account.signals import email_confirmed
from django.apps import AppConfig
from django.http import HttpRequest


class ClassesConfig(AppConfig):
    name = "classroom.classes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A confirmed address takes the places kept for it."""
        email_confirmed.connect(bind_places, dispatch_uid="places kept for an address")


def bind_places(sender: object, request: HttpRequest, email_address: Any, **kwargs: Any) -> None:
    """Hook of the accounts library, in the transaction of nobody: binding is a transaction of its own."""
    from .actions import bind_confirmed  # noqa: PLC0415  it imports models, which are not ready when apps load

    bind_confirmed(email_address.user, email_address.email, at=request.arrived)  # type: ignore[attr-defined]  # ArrivedRequest
