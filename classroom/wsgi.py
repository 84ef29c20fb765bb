"""The door for web servers. Production settings unless the environment names others; refuses to serve what is unfit."""

import os
import sys

import django
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings.prod")


def refuse_what_is_unfit() -> None:
    """Raises ImproperlyConfigured for a database that may lose a commit, or holds demo accounts where none may be."""
    found = checks.run_checks(tags=["start"], include_deployment_checks=True)
    connections.close_all()
    if faults := [fault.msg for fault in found if fault.is_serious()]:
        raise ImproperlyConfigured(" ".join(faults))


try:
    django.setup(set_prefix=False)
    refuse_what_is_unfit()
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.exit(f"Margin can't start: {problem}")
