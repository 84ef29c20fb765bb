"""Whether the live connection keeps what it acknowledges. Asked at every start, on the connection itself.

On SQLite: rollback journal, or WAL where the linked library has the WAL-reset fix; synchronous=FULL; foreign keys;
a busy time-out. PostgreSQL: synchronous_commit on.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from classroom.settings.environment import wal_is_safe

FULL = 2


def verify() -> list[str]:
    """What the live connection is, a line each. Raises ImproperlyConfigured when it may lose a save."""
    return _verify_sqlite() if connection.vendor == "sqlite" else _verify_postgresql()


def _pragma(name: str) -> str | int:
    with connection.cursor() as cursor:
        value: str | int = cursor.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _verify_sqlite() -> list[str]:
    mode = str(_pragma("journal_mode")).lower()
    if _pragma("synchronous") < FULL:  # type: ignore[operator]  # this pragma answers with a number
        raise ImproperlyConfigured("SQLite runs with synchronous below FULL: a power cut could lose a save.")
    if not _pragma("foreign_keys"):
        raise ImproperlyConfigured("SQLite runs without foreign keys.")
    if int(_pragma("busy_timeout")) < 1000:  # milliseconds
        raise ImproperlyConfigured("SQLite runs without a busy time-out of at least one second.")
    if mode == "wal" and not wal_is_safe():
        raise ImproperlyConfigured("SQLite runs in WAL mode without the WAL-reset fix: two writers could lose a save.")
    if mode in {"off", "memory"} and not connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's wrapper
        raise ImproperlyConfigured("SQLite runs without a journal on disk.")
    lines = [f"SQLite {_pragma_version()}, journal {mode}, every commit synced."]
    if not wal_is_safe():
        lines.append(
            "This SQLite lacks the WAL-reset fix, so Margin keeps a rollback journal: safe, and a little slower."
        )
    return lines


def _pragma_version() -> str:
    with connection.cursor() as cursor:
        version: str = cursor.execute("SELECT sqlite_version()").fetchone()[0]
    return version


def _verify_postgresql() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        commit = cursor.fetchone()[0]
        cursor.execute("SHOW fsync")
        fsync = cursor.fetchone()[0]
    if commit == "off":
        raise ImproperlyConfigured("PostgreSQL runs with synchronous_commit off: a crash could lose a save.")
    warning = [] if fsync == "on" else ["PostgreSQL runs with fsync off: for tests only."]
    return ["PostgreSQL, every commit synced.", *warning]
