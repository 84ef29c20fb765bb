"""People and records in the admin, for superusers.

The rights of the site's groups are a table in code (`site_rights`), and addresses belong to their person's page, so the
tables that Django and the accounts library would show of them are not offered.
"""

from importlib import import_module

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group

from classroom.accounts.admin.people import PersonAdmin
from classroom.accounts.admin.records import AccessLogAdmin, MessageAdmin

__all__ = ["AccessLogAdmin", "MessageAdmin", "PersonAdmin"]

for app in ("django.contrib.auth", "allauth.account"):
    import_module(f"{app}.admin")  # registers what is taken out again here
admin.site.unregister([Group, EmailAddress])
