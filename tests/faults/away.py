"""Experiment 2: the database is stopped, locked or full for a while; nobody is told "saved" who isn't (D2)."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults import checker
from tests.faults.outcome import NotHere, Outcome, figures
from tests.faults.places import Place, PostgreSQL, SQLite
from tests.faults.server import Server
from tests.faults.typing_people import Typing, count

RETURN = 30.0  # seconds after the return until everybody's text is in
IN_FLIGHT = 0.3  # seconds that an acknowledgement from before may still be on its way


def outage(
    place: Place,
    *,
    twin: str = "",
    take_away: Callable[[Place], Callable[[], None]],
    people: int,
    seconds: float,
    pause: float,
    has_room: bool = False,
) -> Outcome:
    """People type while the database is away for so long. `take_away` answers with what brings it back."""
    with Server(place, twin=twin) as server, Typing(place, server, saves=1, pause=pause, people=people) as typing:
        time.sleep(1)
        bring_back = take_away(place)
        began = time.time() + IN_FLIGHT
        time.sleep(seconds)
        ended = time.time()
        bring_back()
        returned = time.time()
        _wait_for_everybody(place, returned, people)
    away = checker.check_outage(place, began, ended, within=RETURN, has_room=has_room)
    wrong = [*typing.stopped, *checker.check_saves(place), *away]
    lines = checker.read(place.ledger)
    waits = [at - returned for at in checker.first_saved_after(lines, returned).values() if at is not None]
    wrong += [] if count(place.ledger, "refused") else ["nobody was told that the database is away"]
    return Outcome(wrong, {**figures(place), "last text in": f"{max(waits, default=0):.1f} s after the return"})


def _wait_for_everybody(place: Place, moment: float, people: int) -> None:
    """Until each has been told saved again, or has stopped for good."""
    until = time.monotonic() + RETURN + 15
    while time.monotonic() < until:
        lines = checker.read(place.ledger)
        back = {who for who, at in checker.first_saved_after(lines, moment).items() if at is not None}
        if len(back | {line["who"] for line in lines if line["what"] == "stopped"}) == people:
            return
        time.sleep(0.3)


def stopped(place: Place) -> Callable[[], None]:
    """PostgreSQL is stopped as for an upgrade; connections end at once."""
    assert place.cluster is not None
    place.cluster.stop()
    return place.cluster.start


def locked(place: Place) -> Callable[[], None]:
    """Somebody holds a lock on what a save writes."""
    connection = place.connect()
    if place.cluster:
        connection.execute("LOCK TABLE submissions_submission IN ACCESS EXCLUSIVE MODE")
    else:
        connection.isolation_level = None
        connection.execute("BEGIN EXCLUSIVE")

    def release() -> None:
        connection.rollback()
        connection.close()

    return release


def full(place: Place) -> Callable[[], None]:
    """The file system that holds the database has not a byte left."""
    filler = (place.cluster.folder if place.cluster else Path(place.database).parent) / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue

    def room() -> None:
        filler.unlink()
        if place.cluster:
            place.cluster.revive()

    return room


@contextmanager
def small_disk(engine: SQLite | PostgreSQL, name: str, size: str) -> Iterator[Place]:
    """A place whose database lies on a file system of that size. Raises NotHere where none may be made."""
    mount = Path(tempfile.mkdtemp(prefix="margin-faults-disk-"))
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", mount], check=False, capture_output=True
    )
    if made.returncode:
        mount.rmdir()
        raise NotHere("a small file system can only be made by root")
    try:
        with engine.place(name, on=mount) as place:
            yield place
    finally:
        subprocess.run(["umount", mount], check=True)
        shutil.rmtree(mount)
