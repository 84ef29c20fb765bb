"""Where the accounts library asks Margin."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from . import limits
from .models import User, case_folded

log = logging.getLogger(__name__)

MISMATCH = _("That name or email and password don’t match.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library carries no types
    """Accounts are opened by joining a class, never at the bare sign-up page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "incorrect_password": _("That is not your password. Check it and try again."),
        "enter_current_password": _("That is not your password. Check it and try again."),
        "duplicate_email": _("This is already your address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try for the name that was typed; the library gives it back when the password is right."""
        typed = str(credentials.get("username") or credentials.get("email") or "")
        self._counted = limits.take(request, "login_failed", key=case_folded(typed.strip()))

    def _rollback_login_failed_rl_usage(self) -> None:
        self._counted.give_back()

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of the very host that was asked; anything else goes home."""
        host = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, allowed_hosts=host, require_https=self.request.is_secure())

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Refuses an address that is somebody else's by now."""
        taken = User.objects.filter(email=email_address.email.lower()).exclude(pk=email_address.user_id).exists()
        return not taken and bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away costs a line in the log, never the page; the answer is the same either way."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as problem:
            log.error("mail %s was not sent: %s", template_prefix, problem)  # noqa: TRY400  a trace would name the address

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("accounts:profile" if self.request.user.is_authenticated else "account_login")
