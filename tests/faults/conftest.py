"""The worlds of the short form: one for each engine, made once and shared by all workers of one run."""

import fcntl
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.cluster import programs
from tests.faults.places import PostgreSQL, SQLite

PEOPLE = 20


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that stays as long as this worker."""
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="session")
def sqlite(ground: Path, testrun_uid: str, tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """Who comes first makes the world; the others wait and copy it."""
    shared = tmp_path_factory.getbasetemp().parent / f"faults-{testrun_uid}"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shared / "made"
        if not made.exists():
            made.write_bytes(pickle.dumps(SQLite(shared, PEOPLE)))
        world: SQLite = pickle.loads(made.read_bytes())
    world.copies = ground
    return world


@pytest.fixture(scope="session")
def postgresql(ground: Path) -> Iterator[PostgreSQL]:
    if programs() is None:
        pytest.skip("PostgreSQL's server programs are not here")
    world = PostgreSQL(ground, PEOPLE)
    yield world
    world.close()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Any:
    """The engine that the experiment asks for."""
    return request.getfixturevalue(request.param)
