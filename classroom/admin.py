"""The admin's frame. Knows no app.

Signing in and passwords are the product's pages, where guessing is limited. There is no way from a bare number to an
object's page (Django's "view on site"), for classes can't be counted through.
"""

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

LONGEST_KEY, LONGEST_YEAR = 18, 4  # digits; Django hands longer numbers on to the database, which knows none such
DAYS = ("__year", "__month", "__day")
LEFT_TO_THE_PRODUCT = {"password_change", "password_change_done", "view_on_site"}


class MarginSite(AdminSite):
    """Django's admin for the site's teachers, content administrators and superusers."""

    site_title = site_header = _("Margin administration")
    index_title = _("What you look after")

    def __init__(self, name: str = "admin") -> None:
        """Without deleting whatever is chosen in a list: what may go, goes from its own page."""
        super().__init__(name)
        self.disable_action("delete_selected")

    def get_urls(self) -> list[Any]:
        """Without what the product does itself."""
        return [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_TO_THE_PRODUCT]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's, for numbers that a row or a day can have: others in an address lead back to the whole list."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not _are_numbers(request.POST.getlist(ACTION_CHECKBOX_NAME), LONGEST_KEY):
                raise BadRequest
            if not _asks_for_possible_numbers(request):
                return redirect(f"{request.path}?{ERROR_FLAG}=1")
            return inner(request, *args, **kwargs)

        return guarded


def _asks_for_possible_numbers(request: HttpRequest) -> bool:
    asked = [(name, str(value)) for name, value in request.GET.items() if name != SEARCH_VAR]
    too_long = any(value.lstrip("-").isdecimal() and len(value) > LONGEST_KEY for _name, value in asked)
    return not too_long and _are_numbers([value for name, value in asked if name.endswith(DAYS)], LONGEST_YEAR)


def _are_numbers(values: Sequence[Any], longest: int) -> bool:
    return all(value.isascii() and value.isdecimal() and len(value) <= longest for value in values)
