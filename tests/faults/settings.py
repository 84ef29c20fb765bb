"""As `make run` has them, but pages name their files as they are: nobody loads them, and collecting takes time."""

from classroom.settings.dev import *  # noqa: F403  what settings are for
from classroom.settings.dev import DATA_DIR, STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
(DATA_DIR / "static").mkdir(exist_ok=True)
