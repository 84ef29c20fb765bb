"""The classes app."""

from django.apps import AppConfig


class ClassesConfig(AppConfig):
    name = "classroom.classes"
    default_auto_field = "django.db.models.BigAutoField"
