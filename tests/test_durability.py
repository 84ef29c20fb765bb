"""The live connection is asked whether it keeps what it acknowledges; a careless one is refused (D7)."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from classroom import durability
from classroom.settings import environment

SAVER = environment.BASE_DIR / "static/js/saver.js"
CAREFUL = "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
UNSAFE = [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)]
SAFE = [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 52, 0), (4, 0, 0)]


@pytest.mark.parametrize("version, safe", [*((one, False) for one in UNSAFE), *((one, True) for one in SAFE)])
def test_write_ahead_log_is_safe_from_the_fixed_releases_on(version, safe):
    assert environment.wal_is_safe(version) == safe


def test_settings_write_ahead_only_where_that_is_safe(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    options = environment.database(tmp_path)["OPTIONS"]

    mode = "WAL" if environment.wal_is_safe() else "TRUNCATE"
    pragmas = f"PRAGMA journal_mode={mode}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    assert (options["init_command"], options["transaction_mode"]) == (pragmas, "IMMEDIATE")


def test_who_waits_for_a_lock_hears_of_it_before_the_browser_gives_up(tmp_path, monkeypatch):
    (browser,) = re.findall(r"^const TIMEOUT = (\d+)_000;", SAVER.read_text(), re.MULTILINE)

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/margin.sqlite3")
    assert environment.database(tmp_path)["OPTIONS"]["timeout"] == 10 < int(browser)
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@host/name")
    assert environment.database(tmp_path)["OPTIONS"]["options"] == "-c lock_timeout=10s"


@pytest.fixture
def live(tmp_path: Path, transactional_db: None) -> Iterator[sqlite3.Connection]:
    """A careful connection to a file of its own in place of the test's; a test makes it careless."""
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite to be careless")
    connection.ensure_connection()
    kept = connection.connection
    connection.connection = sqlite3.connect(tmp_path / "live.sqlite3", timeout=20, isolation_level=None)
    connection.connection.executescript(
        "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    )
    yield connection.connection
    connection.connection.close()
    connection.connection = kept


def test_a_careful_connection_says_what_it_is(live):
    (first, *_more) = durability.verify()

    assert first == f"SQLite {sqlite3.sqlite_version}, journal truncate, every commit synced."


@pytest.mark.parametrize("pragma, said", [
    ("synchronous=NORMAL", "SQLite runs with synchronous below FULL: a power cut could lose a save."),
    ("foreign_keys=OFF", "SQLite runs without foreign keys."),
    ("busy_timeout=0", "SQLite runs without a busy time-out of at least one second."),
    ("journal_mode=OFF", "SQLite runs without a journal on disk."),
    ("journal_mode=WAL", "SQLite runs in WAL mode without the WAL-reset fix: two writers could lose a save."),
])  # fmt: skip
def test_a_careless_connection_is_refused(live, pragma, said):
    if pragma == "journal_mode=WAL" and environment.wal_is_safe():
        pytest.skip("this SQLite writes ahead safely")
    live.execute(f"PRAGMA {pragma}")

    with pytest.raises(ImproperlyConfigured) as refusal:
        durability.verify()

    assert str(refusal.value) == said
