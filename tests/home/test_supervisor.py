"""One parent for several processes: starts, restarts, stops."""

import os
import signal
import sys
import threading
import time

import pytest

from classroom.home import supervisor
from classroom.home.supervisor import Child, Supervisor

FOREVER = "import time; time.sleep(60)"
STUBBORN = """
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({ready!r}).touch()
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    """Seconds become fractions of one."""
    monkeypatch.setattr(supervisor, "TICK", 0.02)
    monkeypatch.setattr(supervisor, "SHORT_LIFE", 0.2)
    monkeypatch.setattr(supervisor, "PATIENCE", 0.6)


def child(code, *, vital=False, name="worker"):
    return Child(name, [sys.executable, "-c", code], vital=vital)


def signal_when(condition, number):
    """Send this process a signal once the condition holds, or after ten seconds."""

    def waiting():
        until = time.monotonic() + 10
        try:
            while time.monotonic() < until and not condition():
                time.sleep(0.02)
        finally:  # whatever became of the condition, the parent must not watch for ever
            os.kill(os.getpid(), number)

    threading.Thread(target=waiting).start()


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_all_and_ends_well(number):
    children = [child(FOREVER), child(FOREVER, vital=True)]
    parent = Supervisor(children, print)

    code = parent.run(lambda: signal_when(lambda: True, number))

    assert code == 0
    assert [is_gone(each.process.pid) for each in children] == [True, True]
    assert [each.process.returncode for each in children] == [-signal.SIGTERM] * 2


def test_handlers_are_put_back():
    before = signal.getsignal(signal.SIGTERM)

    Supervisor([], print).run(lambda: signal_when(lambda: True, signal.SIGTERM))

    assert signal.getsignal(signal.SIGTERM) is before


def test_what_dies_is_started_again():
    lines = []
    worker = child(FOREVER)
    parent = Supervisor([worker], lines.append)
    pids = set()

    def watched():
        pids.add(worker.process.pid)
        if len(pids) == 1 and worker.came_up:
            worker.process.kill()  # in the moment before it is started again, there is nobody to kill
        return len(pids) == 2

    code = parent.run(lambda: signal_when(watched, signal.SIGTERM))

    assert (code, len(pids)) == (0, 2)
    assert lines == ["The worker ended and is started again."]


def test_what_dies_young_is_started_again_after_a_pause():
    lines = []
    parent = Supervisor([child("raise SystemExit(3)")], lines.append)

    parent.run(lambda: signal_when(lambda: len(lines) == 2, signal.SIGTERM))

    assert lines == ["The worker ended and is started again."] * 2


def test_a_vital_child_that_does_not_come_up_ends_all():
    lines = []
    helper = child(FOREVER)
    parent = Supervisor([helper, child("raise SystemExit(1)", vital=True, name="web server")], lines.append)

    def slow_start():
        supervisor.SHORT_LIFE = 5

    code = parent.run(slow_start)

    assert (code, lines) == (1, ["The web server did not come up."])
    assert is_gone(helper.process.pid)


def test_who_does_not_stop_is_killed(tmp_path):
    ready = tmp_path / "ready"
    stubborn = child(STUBBORN.format(ready=str(ready)))
    parent = Supervisor([stubborn], print)

    parent.run(lambda: signal_when(ready.exists, signal.SIGTERM))

    assert stubborn.process.returncode == -signal.SIGKILL
    assert is_gone(stubborn.process.pid)


def test_children_are_stopped_when_the_start_fails():
    worker = child(FOREVER)

    def fails():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Supervisor([worker], print).run(fails)

    assert is_gone(worker.process.pid)
