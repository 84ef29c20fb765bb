"""The production server as `manage.py start` runs it, or a broken twin of it, under an experiment's hands."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from tests.faults.cluster import descendants
from tests.faults.places import Place

COMMAND = [sys.executable, "-m", "gunicorn", "-c", "python:classroom.server"]
UP_WITHIN = 30.0  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """Runs inside a `with`. `before` is put in front of its command, `at` is the folder whose code it runs."""

    def __init__(
        self, place: Place, *, twin: str = "", port: int = 0, before: tuple[str, ...] = (), at: Path | None = None
    ) -> None:
        self.place, self.port, self.before, self.at = place, port or free_port(), before, at
        self.application = "tests.faults.twins:application" if twin else "classroom.wsgi"
        self.env = os.environ | place.env | {"PORT": str(self.port), "FAULTS_TWIN": twin}
        self.log = place.folder / "server.log"

    def __enter__(self) -> "Server":
        with self.log.open("ab") as log:
            command = [*self.before, *COMMAND, self.application]
            self.process = subprocess.Popen(
                command, env=self.env, stderr=log, stdout=log, start_new_session=True, cwd=self.at
            )
        atexit.register(self._end)
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"The server did not come up:\n{self.log.read_text()}")

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        atexit.unregister(self._end)
        if self.process.poll() is None:
            os.kill(self.master, signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self._end()

    def _end(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def master(self) -> int:
        """The parent of the workers; below the tracer, when there is one."""
        return descendants(self.process.pid)[1] if self.before else self.process.pid

    def workers(self) -> list[int]:
        return descendants(self.master)[1:]

    def kill(self, pid: int) -> None:
        """As the kernel does when memory runs out: no farewell."""
        os.kill(pid, signal.SIGKILL)
