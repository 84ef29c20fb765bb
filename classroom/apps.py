"""Which admin Margin has."""

from django.contrib.admin.apps import AdminConfig


class MarginAdminConfig(AdminConfig):
    """Django's admin with Margin's frame."""

    default_site = "classroom.admin.MarginSite"
