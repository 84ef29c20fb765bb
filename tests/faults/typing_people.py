"""The load client as a process, begun and ended by an experiment."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.places import Place
from tests.faults.server import Server


class Typing:
    """People who type for as long as the `with` lasts, and then until the last text is stored."""

    def __init__(
        self, place: Place, server: Server, *, saves: int, pause: float, people: int = 0, patience: float = 900
    ) -> None:
        self.until = place.folder / "typing-ended"
        self.plan = {
            "port": server.port,
            "ledger": str(place.ledger),
            "students": place.students[: people or None],
            "saves": saves,
            "pause": pause,
            "until": str(self.until),
            "patience": patience,
        }
        self.place, self.patience = place, patience
        self.stopped: list[str] = []

    def __enter__(self) -> "Typing":
        self.until.unlink(missing_ok=True)
        plan = self.place.folder / "plan.json"
        plan.write_text(json.dumps(self.plan))
        with plan.open("rb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.client"], stdin=said, stdout=subprocess.PIPE
            )
        if not wait_until(lambda: count(self.place.ledger, "saved") > 0, 30):
            self.process.kill()
            raise AssertionError("nobody was told saved at all")
        return self

    def __exit__(self, kind: type[BaseException] | None, *problem: object) -> None:
        self.until.touch()
        if kind is not None:
            self.process.kill()
        out, _err = self.process.communicate(timeout=self.patience + 30)
        self.stopped = [] if kind is not None else json.loads(out)


def count(ledger: Path, what: str) -> int:
    """Lines of that kind so far."""
    return ledger.read_bytes().count(f'{{"what": "{what}"'.encode()) if ledger.exists() else 0


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(0.02)
    return False
