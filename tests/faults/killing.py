"""Experiment 1: web workers are killed with SIGKILL while people save; on PostgreSQL the whole cluster as well (D1)."""

import random
import time

from tests.faults import checker
from tests.faults.outcome import Outcome, figures
from tests.faults.places import Place
from tests.faults.server import Server
from tests.faults.typing_people import Typing, count, wait_until

GAP = 10.0  # seconds without any acknowledged save
LONGEST = 900.0  # seconds until everybody must have made their saves


def workers_killed(
    place: Place,
    *,
    twin: str = "",
    people: int,
    saves: int,
    kills: int,
    every: tuple[float, float],
    pause: float,
    gap: float | None = GAP,
) -> Outcome:
    """Kill a worker at a time, now and then all of them, until everybody has made their saves.

    `gap` is how many seconds may go by without an acknowledged save; None where no time is judged.
    """
    killed, ends = 0, time.monotonic() + LONGEST
    with Server(place, twin=twin) as server, Typing(place, server, saves=saves, pause=pause, people=people) as typing:
        while killed < kills or count(place.ledger, "saved") < saves * people:
            before = count(place.ledger, "saved")
            time.sleep(random.uniform(*every))
            wait_until(lambda before=before: count(place.ledger, "saved") > before, GAP)  # there is somebody to kill
            workers = server.workers()
            for worker in workers if random.random() < 0.2 else random.sample(workers, min(1, len(workers))):
                server.kill(worker)
                killed += 1
            if typing.process.poll() is not None or time.monotonic() > ends:
                break
    unmade = saves * people - count(place.ledger, "saved")
    wrong = [f"{unmade} saves were never acknowledged"] if unmade > 0 else []
    wrong += [*typing.stopped, *checker.check_saves(place), *(checker.check_gap(place, gap) if gap else [])]
    return Outcome(wrong, {"kills": killed, **figures(place)})


def cluster_killed(
    place: Place, *, careless: bool = False, people: int, kills: int, between: float, pause: float
) -> Outcome:
    """Kill every process of PostgreSQL at one moment and start it again; careless is the broken twin (decision 30)."""
    assert place.cluster is not None
    killed = 0
    with Server(place) as server, Typing(place, server, saves=1, pause=pause, people=people) as typing:
        if careless:
            place.cluster.careless()
            for worker in server.workers():
                server.kill(worker)  # new connections, with the new setting
        for _time in range(kills):
            before = count(place.ledger, "saved")
            wait_until(lambda before=before: count(place.ledger, "saved") > before + people // 2, 30)
            time.sleep(between)
            place.cluster.kill()
            killed += 1
            place.cluster.start()
        wait_until(lambda: False, 1)
    return Outcome([*typing.stopped, *checker.check_saves(place)], {"kills": killed, **figures(place)})
