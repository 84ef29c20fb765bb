"""Where an experiment happens: a database of its own with its people, made once for each engine and copied."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.cluster import Cluster


@dataclass
class Place:
    """One experiment's database and people. `rows` asks it without Django."""

    folder: Path
    env: dict[str, str]
    students: list[dict[str, Any]]
    database: str | Path
    cluster: Cluster | None = None
    ledger: Path = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = self.folder / "ledger.jsonl"

    @property
    def engine(self) -> str:
        return "PostgreSQL" if self.cluster else "SQLite"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement of one's own answers; changes are committed."""
        connection = self.connect()
        try:
            with connection:
                cursor = connection.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def connect(self) -> Any:
        if self.cluster:
            return self.cluster.connect(str(self.database))
        return sqlite3.connect(self.database, timeout=60)


def make_world(env: dict[str, str], students: int, *, at: Path | None = None) -> list[dict[str, Any]]:
    """The people of an experiment; `at` is the folder whose code makes them."""
    return list(told_by("tests.faults.world", env, students, at=at))


def told_by(module: str, env: dict[str, str], students: int, *, at: Path | None = None) -> Any:
    """What a module prints, run in a process of its own, so that this one never loads Django."""
    command = [sys.executable, "-m", module, str(students)]
    done = subprocess.run(command, env=os.environ | env, cwd=at, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1])


def environment(folder: Path, database: str) -> dict[str, str]:
    return {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "classroom.settings.dev",
        "PYTHONUNBUFFERED": "1",
    }


class SQLite:
    """Copies one file."""

    def __init__(self, folder: Path, students: int) -> None:
        self.folder, self.copies = folder / "sqlite", folder
        self.folder.mkdir(parents=True)
        if "MIGRATED" in os.environ:  # tests/run.sh has migrated once for all
            shutil.copyfile(os.environ["MIGRATED"], self.folder / "margin.sqlite3")
        self.students = make_world(environment(self.folder, f"sqlite:///{self.folder}/margin.sqlite3"), students)

    @contextmanager
    def place(self, name: str, *, on: Path | None = None) -> Iterator[Place]:
        """A fresh copy in a folder of its own; `on` puts the database itself somewhere else."""
        folder = self.copies / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file in ("margin.sqlite3", "secret-key"):
            shutil.copy(self.folder / file, folder)
        database = folder / "margin.sqlite3"
        if on is not None:
            database = Path(shutil.move(database, on / "margin.sqlite3"))
        yield Place(folder, environment(folder, f"sqlite:///{database}"), self.students, database)


class PostgreSQL:
    """Copies one database of a cluster that syncs each commit."""

    def __init__(self, folder: Path, students: int) -> None:
        self.cluster = Cluster()
        self.folder = folder / "postgresql"
        self.folder.mkdir(parents=True)
        self.students = make_world(environment(self.folder, self.cluster.address("world")), students)

    @contextmanager
    def place(self, name: str, *, on: Path | None = None) -> Iterator[Place]:
        """A fresh copy in a database of its own; goes again at the end. `on` puts a whole cluster of its own there."""
        if on is not None:
            with self._place_of_its_own(name, on) as place:
                yield place
            return
        folder = self.folder.parent / f"{name}-pg"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copy(self.folder / "secret-key", folder)
        database = "run_" + "".join(letter if letter.isalnum() else "_" for letter in name.lower())
        self.cluster.admin(f"CREATE DATABASE {database} TEMPLATE world")
        address = self.cluster.address(database)
        try:
            yield Place(folder, environment(folder, address), self.students, database, self.cluster)
        finally:
            self.cluster.restore()
            self.cluster.admin(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    @contextmanager
    def _place_of_its_own(self, name: str, on: Path) -> Iterator[Place]:
        folder = self.folder.parent / f"{name}-pg"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        cluster = Cluster(on)
        try:
            env = environment(folder, cluster.address("world"))
            yield Place(folder, env, make_world(env, len(self.students)), "world", cluster)
        finally:
            cluster.remove()

    def close(self) -> None:
        self.cluster.remove()
