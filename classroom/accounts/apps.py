"""The accounts app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate, pre_delete

from . import site_rights


class AccountsConfig(AppConfig):
    name = "classroom.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hooks of Django itself: its migrations, its sign-in and its deletions."""
        from . import guards, sessions  # noqa: PLC0415  they import models, which are not ready before

        post_migrate.connect(site_rights.apply, dispatch_uid="site rights")
        pre_delete.connect(guards.keep_administrators, sender="accounts.User", dispatch_uid="administrators stay")
        user_logged_in.connect(sessions.begin, dispatch_uid="session begins")
