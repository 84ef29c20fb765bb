"""The submissions app."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "classroom.submissions"
    default_auto_field = "django.db.models.BigAutoField"
