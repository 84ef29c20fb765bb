"""One parent for several processes: starts them, restarts what dies, stops them. Knows nothing of Margin."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from types import FrameType

TICK = 0.2  # seconds between two looks at the children
SHORT_LIFE = 5.0  # who dies sooner after its start did not come up
PATIENCE = 30.0  # seconds to stop by itself, then it is killed


class Child:
    """A process that is to run as long as its parent."""

    def __init__(self, name: str, command: Sequence[str], *, vital: bool) -> None:
        self.name = name
        self.command = command
        self.vital = vital
        self.process: subprocess.Popen[bytes] | None = None
        self.began = 0.0

    def start(self) -> None:
        """Run it, in a session of its own, so that Ctrl-C reaches the parent alone."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  the caller's own command

    @property
    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def came_up(self) -> bool:
        """Whether it has lived long enough to be worth a restart."""
        return time.monotonic() - self.began > SHORT_LIFE

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Let it end by itself until then; kill it after that."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Runs its children until SIGINT or SIGTERM. `say` gets a line for each death."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], object]) -> None:
        self.children = children
        self.say = say
        self.stopping = False

    def run(self, when_started: Callable[[], object]) -> int:
        """Start, watch and stop; 0 after a signal, 1 when a vital child did not come up."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for child in self.children:
                child.start()
            when_started()
            return self._watch()
        finally:
            self._stop_children()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _watch(self) -> int:
        while not self.stopping:
            for child in self.children:
                if child.died and not self._revive(child):
                    return 1
            time.sleep(TICK)
        return 0

    def _revive(self, child: Child) -> bool:
        """Start it again, after a pause when it died young; False when a vital one never came up."""
        if child.vital and not child.came_up:
            self.say(f"The {child.name} did not come up.")
            return False
        if child.came_up:
            self.say(f"The {child.name} ended and is started again.")
            child.start()
        return True

    def _stop_children(self) -> None:
        until = time.monotonic() + PATIENCE
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait(until)
