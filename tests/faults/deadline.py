"""Experiment 3: a class turns in within the last minute, each twice, some of them around the very deadline (W3, W6)."""

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.faults import checker
from tests.faults.ledger import read
from tests.faults.outcome import Outcome
from tests.faults.places import Place
from tests.faults.server import Server

CLOSE = 0.05  # seconds around the deadline
LEAD = 1.0  # seconds until the first click
DONE = 303
ROUNDING = 0.002  # seconds by which two readings of one clock may differ
ACTS = """
SELECT u.username, t.receipt, t.late, t.at,
       (SELECT count(*) FROM submissions_turninrevision x WHERE x.turn_in_id = t.id)
  FROM submissions_turnin t
  JOIN submissions_submission s ON s.id = t.submission_id
  JOIN accounts_user u ON u.id = s.student_id
"""


def run(place: Place, *, twin: str = "", people: int, close: int, seconds: float) -> Outcome:
    """`close` of the people click within 50 ms of the deadline, all others in the seconds before it."""
    plan = {"ledger": str(place.ledger), "students": place.students[:people]}
    command = [sys.executable, "-m", "tests.faults.crowd"]
    with (
        Server(place, twin=twin) as server,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd,
    ):
        assert crowd.stdin is not None
        assert crowd.stdout is not None
        print(json.dumps(plan | {"port": server.port}), file=crowd.stdin, flush=True)
        assert crowd.stdout.readline() == "ready\n"
        deadline = time.time() + LEAD + seconds
        set_deadline(place, deadline)
        times = [deadline + random.uniform(-CLOSE, CLOSE) for _each in range(close)]
        times += [deadline - random.uniform(CLOSE, seconds) for _each in range(people - close)]
        print(json.dumps(times), file=crowd.stdin, flush=True)
        crowd.wait(seconds + 120)
    return judge(place, people, deadline)


def set_deadline(place: Place, at: float) -> None:
    """The teacher's date for everybody, late work taken for a week after it."""
    said = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S.%f") + ("+00" if place.cluster else "")
    place.rows(f"UPDATE classes_assignment SET due_at = '{said}' WHERE slug = 'hanoi'")


@dataclass(frozen=True)
class Act:
    """What the database holds of one turning in, and what its owner sent and heard."""

    who: str
    receipt: str
    late: bool
    at: float
    texts: int
    clicks: list[dict[str, Any]]

    @property
    def sent(self) -> float:
        return min(float(line["sent"]) for line in self.clicks)

    def wrong(self, deadline: float) -> list[str]:
        """Two receipts, both this one, with three texts; the arrival after the click; late by the arrival alone."""
        told = [(line["status"], line["receipt"]) for line in self.clicks if line["status"] == DONE]
        heard = max(line["at"] for line in self.clicks)
        found = []
        if told != [(DONE, self.receipt)] * 2 or self.texts != 3:
            found.append(f"{self.who}: {self.texts} texts under {self.receipt}, told {told}")
        if not self.sent - ROUNDING <= self.at <= heard + ROUNDING:
            found.append(f"{self.who}: arrived {self.at - self.sent:+.3f} s after the click")
        if self.late != (self.at > deadline):
            said = "late" if self.late else "on time"
            found.append(f"{self.who}: {said}, {self.at - deadline:+.4f} s after the deadline")
        return found


def judge(place: Place, people: int, deadline: float) -> Outcome:
    """One act for each, and nothing wrong with any."""
    lines = [line for line in read(place.ledger) if line["what"] == "clicked"]
    own: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        own[line["who"]].append(line)
    acts = [
        Act(who, receipt, bool(late), moment(at), texts, own[who]) for who, receipt, late, at, texts in place.rows(ACTS)
    ]
    took = sorted((line["at"] - line["sent"]) * 1000 for line in lines if line["status"] == DONE)
    wrong = [] if len(acts) == people else [f"{len(acts)} receipts for {people} people"]
    wrong += [problem for act in acts for problem in act.wrong(deadline)]
    return Outcome(
        [*wrong, *checker.check_saves(place)],
        {
            "receipts": len(acts),
            "late": sum(act.late for act in acts),
            f"arrived within {CLOSE * 1000:.0f} ms of the deadline": sum(
                abs(act.at - deadline) <= CLOSE for act in acts
            ),
            "clock read at most": f"{max(act.at - act.sent for act in acts) * 1000:.0f} ms after the click",
            "no answer or 5xx at first": sum(line["status"] == 0 or line["status"] >= 500 for line in lines),
            "p95": f"{checker.percentile(took, 0.95):.0f} ms",
        },
    )


def moment(at: datetime | str) -> float:
    """Seconds of the clock, as either database tells a time."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
