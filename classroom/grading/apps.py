"""The grading app."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "classroom.grading"
    default_auto_field = "django.db.models.BigAutoField"
