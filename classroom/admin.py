"""The admin's frame. Knows no app.

Signing in and passwords are the product's pages, where guessing is limited. There is no way from a bare number to an
object's page (Django's "view on site"), for classes can't be counted through.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

LEFT_TO_THE_PRODUCT = {"password_change", "password_change_done", "view_on_site"}


class MarginSite(AdminSite):
    """Django's admin for the site's teachers, content administrators and superusers."""

    site_title = site_header = _("Margin administration")
    index_title = _("What you look after")

    def get_urls(self) -> list[Any]:
        """Without what the product does itself."""
        return [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_TO_THE_PRODUCT]
