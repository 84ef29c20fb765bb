"""The door for asynchronous web servers; the same application as `wsgi`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings.prod")

application = get_asgi_application()
