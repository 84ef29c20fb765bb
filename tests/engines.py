"""The database under the suite: which one it is, said at the end, and how a test that commits leaves it clean."""

import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connection

POSTGRESQL = "django.db.backends.postgresql"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(worker_id: str) -> Iterator[None]:
    """Gives each worker a database of its own: on SQLite a file, so that every thread has its own connection."""
    database = settings.DATABASES["default"]
    names = database.setdefault("TEST", {})
    if database["ENGINE"] == POSTGRESQL:
        names["NAME"] = f"test_margin_{worker_id}"
        yield
        return
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="margin-test-", dir=memory)
    names["NAME"] = str(Path(folder) / "margin.sqlite3")
    yield
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """On SQLite, flush puts the freshly migrated database back: the guards of published rows refuse a DELETE."""
    if settings.DATABASES["default"]["ENGINE"] == POSTGRESQL:
        yield  # TRUNCATE passes no row guard
        return
    migrated = sqlite3.connect(":memory:", check_same_thread=False)
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(migrated)

    def put_back(operations: Any, statements: list[str]) -> None:
        migrated.backup(operations.connection.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "execute_sql_flush", put_back)
        yield
    migrated.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """The server, started once the database is there: before, it would take over the tests' own connection."""
    return live_server


def engine() -> str:
    """The engine under test, in words."""
    if settings.DATABASES["default"]["ENGINE"] == POSTGRESQL:
        return "PostgreSQL"
    return f"SQLite {sqlite3.sqlite_version} (not PostgreSQL: tests/postgres.sh runs that)"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the suite ran on, for a green line says nothing about an engine that was not there."""
    ground = f"Django {django.get_version()}, Python {platform.python_version()}"
    terminalreporter.section(f"on {engine()}, {ground}", bold=True)
