"""The suite: SQLite in memory unless DATABASE_URL names a PostgreSQL, quick hashes, mail kept in memory."""

from . import environment
from .base import *  # noqa: F403  the settings modules differ from base and repeat nothing
from .base import DATA_DIR, STORAGES
from .environment import env

SECRET_KEY = "a key for the suite alone, long enough for the checks and never used to serve anybody"  # noqa: S105  no secret
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEMO_ALLOWED = True
if not env.str("DATABASE_URL", default=""):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
            "OPTIONS": environment.sqlite_options("MEMORY"),
        }
    }
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = DATA_DIR / "static-of-tests"
STATIC_ROOT.mkdir(exist_ok=True)
