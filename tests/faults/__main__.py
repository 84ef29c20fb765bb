"""`make faults`: every experiment in full on a real server, and each broken twin beside it. Exits with 1 on a fault.

`python -m tests.faults [--short] [--no-twins] [NAME…]` runs some of them: a name is the beginning of "deadline SQLite".
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.cluster import programs
from tests.faults.experiments import FULL, SHORT, Engine, Experiment
from tests.faults.outcome import NotHere, Outcome
from tests.faults.places import PostgreSQL

CLASS, YEAR = 60, 500  # people in a world; a whole year turns in at once


def chosen(arguments: argparse.Namespace) -> list[Experiment]:
    """Those whose name and engine begin as one of the names does; all when none is named."""
    listed = SHORT if arguments.short else FULL
    names = [name.lower() for name in arguments.names]
    return [
        each for each in listed if not names or f"{each.name} {each.engine.__name__}".lower().startswith(tuple(names))
    ]


def attempt(experiment: Experiment, engine: Engine, **twin: object) -> bool:
    """Run it and say how it went; whether that is as it must be."""
    began = time.monotonic()
    said = f"{experiment.name}, {experiment.engine.__name__}" + "".join(
        f", {name}: {value}" for name, value in twin.items()
    )
    try:
        outcome = experiment.once(engine, **twin)
    except NotHere as reason:
        print(f"NOT RUN  {said}: {reason}", flush=True)
        return True
    right = bool(outcome.wrong) if twin else not outcome.wrong
    verdict = ("caught" if twin else "held") if right else ("NOT CAUGHT" if twin else "FAILED")
    print(f"{verdict:<8} {said} ({time.monotonic() - began:.0f} s)", flush=True)
    tell(outcome)
    return right


def tell(outcome: Outcome) -> None:
    print("".join(f"         {name}: {value}\n" for name, value in outcome.figures.items()), end="")
    for line in outcome.wrong[:5]:
        print(f"         ! {line[:200]}")
    if len(outcome.wrong) > 5:
        print(f"         ! and {len(outcome.wrong) - 5} more")
    sys.stdout.flush()


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM):  # whoever ends it, servers and databases are put away
        signal.signal(number, lambda *_asked: sys.exit(1))
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--short", action="store_true", help="as inside `make test`")
    parser.add_argument("--no-twins", action="store_true", help="the real server alone")
    arguments = parser.parse_args()
    engines: dict[type[Engine], Engine] = {}
    right = []
    people = YEAR if any(each.name == "deadline" for each in chosen(arguments)) else CLASS
    with tempfile.TemporaryDirectory(prefix="margin-faults-") as folder:
        for experiment in chosen(arguments):
            if experiment.engine is PostgreSQL and programs() is None:
                print(f"NOT RUN  {experiment.name}, PostgreSQL: its server programs are not here")
                continue
            if experiment.engine not in engines:
                engines[experiment.engine] = experiment.engine(Path(folder), people)
            engine = engines[experiment.engine]
            right.append(attempt(experiment, engine))
            right += [attempt(experiment, engine, **twin) for twin in experiment.twins if not arguments.no_twins]
        if isinstance(cluster := engines.get(PostgreSQL), PostgreSQL):
            cluster.close()
    print(f"{sum(right)} of {len(right)} as it must be")
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
