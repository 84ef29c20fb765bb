"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "classroom.home"
    default_auto_field = "django.db.models.BigAutoField"
