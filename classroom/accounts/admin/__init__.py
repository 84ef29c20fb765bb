"""People and records in the admin, for superusers; and the admin's own door, which is the product's sign-in.

The rights of the site's groups are a table in code (`site_rights`), and addresses belong to their person's page, so the
tables that Django and the accounts library would show of them are not offered.
"""

from importlib import import_module

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from classroom.accounts.admin.people import PersonAdmin
from classroom.accounts.admin.records import AccessLogAdmin, MessageAdmin

__all__ = ["AccessLogAdmin", "MessageAdmin", "PersonAdmin"]

for app in ("django.contrib.auth", "allauth.account"):
    import_module(f"{app}.admin")  # registers what is taken out again here
admin.site.unregister([Group, EmailAddress])

admin.site.site_header = admin.site.site_title = _("Margin administration")
admin.site.index_title = _("What you look after")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as the library documents
