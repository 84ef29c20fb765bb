"""Which experiments there are, on which engines, how large, and which broken twins each has to find out."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.faults import away, browser, deadline, deploy, flood, graders, killing, late_network, syncs
from tests.faults.outcome import Outcome
from tests.faults.places import Place, PostgreSQL, SQLite

Engine = SQLite | PostgreSQL


@dataclass(frozen=True)
class Experiment:
    """`run(place, twin=…)` on a fresh place. Twins are given as what differs from the real run."""

    name: str
    engine: type[Engine]
    run: Callable[..., Outcome]
    twins: Sequence[dict[str, Any]] = ()
    place: Callable[[Any, str], AbstractContextManager[Place]] = lambda engine, name: engine.place(name)

    def once(self, engine: Engine, **twin: Any) -> Outcome:
        """One run, of the real server or of a twin."""
        said = "-".join([self.name, *map(str, twin.values())]).replace(" ", "-")
        with self.place(engine, said) as place:
            return self.run(place, **twin)


HASTY = {"twin": "acknowledges_before_commit"}
BLIND = {"twin": "skips_the_revision_check"}
OPTIMIST = {"twin": "says_saved_when_the_database_is_away"}
CARELESS = {"twin": "lowers_the_sync_setting"}
TWO_CLOCKS = {"twin": "reads_the_clock_again"}
TWO_ACTS = {"twin": "turns_in_twice"}
FORGETFUL = {"spoil": "keeps nothing on the device"}
RUNAWAY = {"spoil": "leaves the page when the session ends"}
RASH = {"twin": "renames a column"}
DEAF = {"twin": "skips_the_revision_check_of_grades"}
BOUNDLESS = {"twin": "takes_any_number_of_saves"}

small, roomier = partial(away.small_disk, size="12m"), partial(away.small_disk, size="160m")
kill_few = partial(killing.workers_killed, people=8, saves=4, kills=3, every=(0.3, 0.5), pause=0.25, gap=None)
kill_many = partial(killing.workers_killed, people=50, saves=200, kills=30, every=(2, 5), pause=0.5)
power_cut = partial(killing.cluster_killed, people=8, kills=1, between=0.2, pause=0.3)
power_cuts = partial(killing.cluster_killed, people=50, kills=5, between=2, pause=0.5)
few_at_once = partial(deadline.run, people=16, close=8, seconds=0.6)
class_at_once = partial(deadline.run, people=500, close=25, seconds=60)
away_long = partial(away.outage, people=50, seconds=30, pause=0.6)
full_short = partial(away.outage, take_away=away.full, people=4, seconds=0.8, pause=0.3)
flooded = partial(flood.run, people=10, seconds=60, pause=0.6, rise=1.2)
few_graders = partial(graders.run, pairs=10, triples=3, students=1)
graders_at_once = partial(graders.run, pairs=1000, triples=300, students=40)

SHORT = [
    Experiment("workers killed", SQLite, kill_few, [HASTY]),
    Experiment("late network", SQLite, late_network.run, [BLIND]),
    Experiment("syncs counted", SQLite, partial(syncs.syncs_counted, seconds=0.6), [CARELESS]),
    Experiment("disk full", SQLite, full_short, [OPTIMIST], small),
    Experiment("deadline", SQLite, few_at_once, [TWO_CLOCKS, TWO_ACTS]),
    Experiment("graders", SQLite, few_graders, [DEAF | {"pairs": 2, "triples": 0}]),
    Experiment("power cut", PostgreSQL, power_cut, [{"careless": True}]),
]
# In full, a twin runs only for as long as it takes to find it out.
IN_HASTE = HASTY | {"saves": 20, "kills": 8}
AT_EASE = OPTIMIST | {"seconds": 14}
FEW = {"people": 40, "seconds": 4}
FULL = [
    Experiment("workers killed", SQLite, kill_many, [IN_HASTE]),
    Experiment("workers killed", PostgreSQL, kill_many, [IN_HASTE]),
    Experiment("power cut", PostgreSQL, power_cuts, [{"careless": True}]),
    Experiment("syncs counted", SQLite, partial(syncs.syncs_counted, people=8, seconds=10), [CARELESS]),
    Experiment("database stopped", PostgreSQL, partial(away_long, take_away=away.stopped), [AT_EASE]),
    Experiment("database locked", SQLite, partial(away_long, take_away=away.locked), [AT_EASE]),
    Experiment("database locked", PostgreSQL, partial(away_long, take_away=away.locked), [AT_EASE]),
    Experiment("disk full", SQLite, partial(away_long, take_away=away.full), [AT_EASE], small),
    Experiment("disk full", PostgreSQL, partial(away_long, take_away=away.full, has_room=True), [AT_EASE], roomier),
    Experiment("late network", SQLite, late_network.run, [BLIND]),
    Experiment("late network", PostgreSQL, late_network.run, [BLIND]),
    Experiment("deadline", SQLite, class_at_once, [TWO_CLOCKS | FEW, TWO_ACTS | FEW]),
    Experiment("deadline", PostgreSQL, class_at_once, [TWO_CLOCKS | FEW, TWO_ACTS | FEW]),
    Experiment("flood", SQLite, flooded, [BOUNDLESS | {"seconds": 8}]),
    Experiment("flood", PostgreSQL, flooded, [BOUNDLESS | {"seconds": 8}]),
    Experiment("graders", SQLite, graders_at_once, [DEAF | {"pairs": 30, "triples": 10}]),
    Experiment("graders", PostgreSQL, graders_at_once, [DEAF | {"pairs": 30, "triples": 10}]),
    Experiment("browser, network cut", SQLite, partial(browser.network_cut, minutes=10), [FORGETFUL]),
    Experiment("browser, session deleted", SQLite, partial(browser.session_deleted, runs=100), [RUNAWAY]),
    Experiment("browser, two tabs", SQLite, partial(browser.two_tabs, seconds=120), [BLIND | {"seconds": 8}]),
    Experiment("browser, killed", SQLite, partial(browser.browser_killed, seconds=20), [FORGETFUL]),
    Experiment("deploy", SQLite, deploy.run, [RASH]),
    Experiment("deploy", PostgreSQL, deploy.run, [RASH]),
]
