"""The home app."""

from importlib import import_module

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "classroom.home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the start asks for, once the models that it asks about are there."""
        import_module("classroom.home.checks")
