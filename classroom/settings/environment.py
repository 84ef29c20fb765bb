"""The settings contract: reads 12-factor names from the environment and an optional `.env`.

Every value that is wrong or missing raises `ImproperlyConfigured` with one sentence that names the variable.
"""

import secrets
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(str(BASE_DIR / ".env"))

# Releases in which two connections can't lose an acknowledged commit in WAL mode (https://sqlite.org/wal.html#walresetbug).
WAL_FIXED_SINCE = (3, 51, 3)
WAL_FIXED_BRANCHES = {(3, 50): 7, (3, 44): 6}
DATABASES = ("sqlite://", "postgres://", "postgresql://")
DATABASES_KNOWN = "DATABASE_URL: Margin runs on sqlite:///FILE or postgres://USER:PASSWORD@HOST/NAME."
CACHES_KNOWN = "CACHE_URL: expected dbcache://TABLE or redis://HOST:PORT/NUMBER."
SHARED_CACHES = (".DatabaseCache", ".RedisCache")  # one that each process has for itself would forget who has guessed
MAIL_KNOWN = "EMAIL_URL: expected smtp+tls://USER:PASSWORD@HOST:PORT."
LOSES_MAIL = (".dummy.EmailBackend", ".locmem.EmailBackend")
PATIENCE = 10  # seconds for a lock: then a save is told 503, before the browser gives up by itself after 15
SWITCHES = dict.fromkeys(["on", "true", "yes", "1"], True) | dict.fromkeys(["off", "false", "no", "0"], False)


def switch(name: str, *, default: bool) -> bool:
    """Whether a setting is on. A word that is neither on nor off stops the start: a slip must not switch anything."""
    value = env.str(name, default="on" if default else "off").lower()
    if value not in SWITCHES:
        raise ImproperlyConfigured(f"{name}: expected on or off.")
    return SWITCHES[value]


def data_dir() -> Path:
    """The folder for the database, mail and files that Margin makes itself; made when missing."""
    folder = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as problem:
        raise ImproperlyConfigured(f"DATA_DIR: {folder} can't be used ({problem.strerror}).") from problem
    return folder


def port() -> int:
    """The port to serve on; 8000 by default."""
    value = env.str("PORT", default="8000")
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured("PORT: expected a number from 1 to 65535.")
    return int(value)


def local_secret(folder: Path) -> str:
    """The secret key for local use: made once, readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the WAL-reset fix (3.51.3, 3.50.7 or 3.44.6 and their successors)."""
    if version >= WAL_FIXED_SINCE:
        return True
    patch = WAL_FIXED_BRANCHES.get((version[0], version[1]))
    return patch is not None and version[2] >= patch


def sqlite_options(journal_mode: str) -> dict[str, Any]:
    """Durable SQLite: every commit synced, foreign keys on, writers queue for a while instead of failing."""
    return {
        "timeout": PATIENCE,
        "transaction_mode": "IMMEDIATE",
        "init_command": f"PRAGMA journal_mode={journal_mode}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }


def database(folder: Path) -> dict[str, Any]:
    """The database `DATABASE_URL` names; an SQLite file in `DATA_DIR` by default."""
    address = env.str("DATABASE_URL", default=f"sqlite:///{folder / 'margin.sqlite3'}")
    try:
        config: dict[str, Any] = dict(env.db_url_config(address)) if address.startswith(DATABASES) else {}
    except (ImproperlyConfigured, ValueError, KeyError) as problem:
        raise ImproperlyConfigured(DATABASES_KNOWN) from problem
    if not config.get("NAME"):
        raise ImproperlyConfigured(DATABASES_KNOWN)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = sqlite_options("WAL" if wal_is_safe() else "TRUNCATE")
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        # The server plans each query once a connection: for a save, planning was a fifth of the time.
        planned = {"server_side_binding": True, "prepare_threshold": 3}
        config["OPTIONS"] = planned | {"options": f"-c lock_timeout={PATIENCE}s"} | config.get("OPTIONS", {})
    return config


def cache() -> dict[str, Any]:
    """The cache `CACHE_URL` names; the database by default, so that limits are shared by all processes.

    Room for many entries: a cache that culls would forget who has guessed too often.
    """
    try:
        config = dict(env.cache_url("CACHE_URL", default="dbcache://margin_cache?max_entries=100000"))
    except (ImproperlyConfigured, ValueError, KeyError) as problem:
        raise ImproperlyConfigured(CACHES_KNOWN) from problem
    if not config.get("LOCATION") or not config["BACKEND"].endswith(SHARED_CACHES):
        raise ImproperlyConfigured(CACHES_KNOWN)
    if config["BACKEND"].endswith(".RedisCache") and find_spec("redis") is None:
        raise ImproperlyConfigured("CACHE_URL: redis:// needs the Python package redis, which is not installed here.")
    return config


def email(folder: Path) -> dict[str, Any]:
    """Django's mail settings from `EMAIL_URL`; by default each message is an `.eml` file in `DATA_DIR/mail`."""
    if not env.str("EMAIL_URL", default=""):
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(folder / "mail")}
    try:
        config = dict(env.email_url("EMAIL_URL"))
    except (ImproperlyConfigured, ValueError, KeyError) as problem:
        raise ImproperlyConfigured(MAIL_KNOWN) from problem
    sends = config["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    if config["EMAIL_BACKEND"].endswith(LOSES_MAIL) or (sends and not config["EMAIL_HOST"]):
        raise ImproperlyConfigured(MAIL_KNOWN)
    return config


def trusted_origins() -> list[str]:
    """The origins of `CSRF_TRUSTED_ORIGINS`, each with its scheme; none by default."""
    origins: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
    if not all(map(is_origin, origins)):
        raise ImproperlyConfigured("CSRF_TRUSTED_ORIGINS: expected https://HOST, several separated by commas.")
    return origins


def is_origin(value: str) -> bool:
    """Whether it has a scheme and a host."""
    try:
        return all(urlsplit(value)[:2])
    except ValueError:  # half an IPv6 address
        return False
