"""How often the disk is asked per acknowledged save, counted in the server's system calls (decision 30).

SIGKILL leaves what the kernel holds, so it can't show a save that would not outlive a power cut. This does.
"""

import re
import shutil
import time
from pathlib import Path

from tests.faults import checker
from tests.faults.outcome import NotHere, Outcome
from tests.faults.places import Place
from tests.faults.server import Server
from tests.faults.typing_people import Typing, count

CALL = re.compile(r"\b(?:fdatasync|fsync)\(\d+<(?P<file>[^>]+)>\)\s+= 0")
CALL_RESUMED = re.compile(r"\b(?:fdatasync|fsync)\(\d+<(?P<file>[^>]+)> <unfinished")


def syncs_counted(place: Place, *, twin: str = "", people: int = 2, seconds: float = 1.5) -> Outcome:
    """On SQLite: each save syncs the journal and then the database itself, or the log where it writes ahead."""
    if not shutil.which("strace"):
        raise NotHere("strace, which counts system calls, is not here")
    traced = place.folder / "syscalls"
    before = ("strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(traced))
    with (
        Server(place, twin=twin, before=before) as server,
        Typing(place, server, saves=1, pause=0.2, people=people) as typing,
    ):
        time.sleep(seconds)
    saves = count(place.ledger, "saved")
    found = counted(traced)
    database = Path(place.database).name
    ahead = place.rows("PRAGMA journal_mode") == [("wal",)]
    files = [f"{database}-wal"] if ahead else [f"{database}-journal", database]
    wrong = [f"{found.get(file, 0)} syncs of {file} for {saves} saves" for file in files if found.get(file, 0) < saves]
    return Outcome([*typing.stopped, *checker.check_saves(place), *wrong], {"saves": saves, "syncs": found})


def counted(traced: Path) -> dict[str, int]:
    """Syncs by file name."""
    found: dict[str, int] = {}
    for line in traced.read_text(errors="replace").splitlines():
        if call := CALL.search(line) or CALL_RESUMED.search(line):
            name = Path(call["file"]).name
            found[name] = found.get(name, 0) + 1
    return found
