"""The door for web servers. Production settings unless the environment names others."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings.prod")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.exit(f"Margin can't start: {problem}")
