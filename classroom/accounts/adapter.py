"""Where the accounts library asks Margin."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library carries no types
    """Accounts are opened by joining a class, never at the bare sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
