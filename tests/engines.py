"""The database under the suite: which one it is, said at the end, and how a test that commits leaves it clean."""

import os
import platform
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, transaction

from tests.snapshot import run, tables

POSTGRESQL = "django.db.backends.postgresql"
PutBack = Callable[[Any, list[str]], None]


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A database that was migrated beforehand is begun with, not made anew."""
    return "MIGRATED" in os.environ or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(worker_id: str) -> Iterator[None]:
    """Gives each worker a database of its own: on SQLite a file, so that every thread has its own connection.

    Where MIGRATED names an SQLite file, as in tests/run.sh, it is a copy of that, and what is missing is migrated.
    """
    database = settings.DATABASES["default"]
    names = database.setdefault("TEST", {})
    if database["ENGINE"] == POSTGRESQL:
        names["NAME"] = f"test_margin_{worker_id}"
        yield
        return
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="margin-test-", dir=memory)
    names["NAME"] = str(Path(folder) / "margin.sqlite3")
    if "MIGRATED" in os.environ:
        shutil.copyfile(os.environ["MIGRATED"], names["NAME"])
    yield
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A flush puts back what migrating left, key for key: whatever test comes next finds groups and content types."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        put_back = sqlite_as_migrated() if connection.vendor == "sqlite" else rows_as_migrated()
        patch.setattr(type(connection.ops), "execute_sql_flush", put_back)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_args, **_kwargs: None)  # it would make them anew
        yield
        connection.close()


def sqlite_as_migrated() -> PutBack:
    """Copies the whole database: its guards of published rows refuse a DELETE."""
    connection.ensure_connection()
    migrated = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(migrated)

    def put_back(operations: Any, _statements: list[str]) -> None:
        migrated.backup(operations.connection.connection)

    return put_back


def rows_as_migrated() -> PutBack:
    """Lets the statements empty the tables, a TRUNCATE passes no row guard, and writes the few first rows again."""
    ground = [
        f'INSERT INTO "{table}" ({columns}) VALUES {", ".join(rows)}' for table, columns, rows in tables() if rows
    ]

    def put_back(_operations: Any, statements: list[str]) -> None:
        with transaction.atomic():
            run([*statements, *ground])

    return put_back


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
