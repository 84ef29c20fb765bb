"""Experiment 3: a class turns in within the last minute, each twice, some of them around the very deadline (W3, W6)."""

import json
import random
import subprocess
import sys
import time
from datetime import UTC, datetime

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


def judge(place: Place, people: int, deadline: float) -> Outcome:
    """One act for each, one receipt in both answers, the arrival between click and answer, late by it alone."""
    lines = [line for line in read(place.ledger) if line["what"] == "clicked"]
    acts = [(who, receipt, bool(late), moment(at), texts) for who, receipt, late, at, texts in place.rows(ACTS)]
    wrong = [] if len(acts) == people else [f"{len(acts)} receipts for {people} people"]
    for who, receipt, late, at, texts in acts:
        own = [line for line in lines if line["who"] == who]
        told = {(line["status"], line["receipt"]) for line in own if line["status"] == DONE}
        sent, heard = min(line["sent"] for line in own), max(line["at"] for line in own)
        if told != {(DONE, receipt)} or texts != 3:
            wrong.append(f"{who}: {texts} texts under {receipt}, told {sorted(told)}")
        if not sent - ROUNDING <= at <= heard + ROUNDING:
            wrong.append(f"{who}: arrived {at - sent:.3f} s after the click and {heard - at:.3f} s before the answer")
        if late != (at > deadline):
            wrong.append(f"{who}: {'late' if late else 'on time'}, {at - deadline:+.4f} s after the deadline")
    last: dict[str, int] = {}
    for line in lines:
        last[line["who"]] = (
            max(line["status"] or 599, last.get(line["who"], 0)) if line["status"] >= 500 else line["status"]
        )
    wrong += [f"{who}: answered {status}" for who, status in last.items() if status != DONE]
    took = sorted((line["at"] - line["sent"]) * 1000 for line in lines if line["status"] == DONE)
    clicks = {line["who"]: line["sent"] for line in reversed(lines)}
    read_after = max((at - clicks[who] for who, _receipt, _late, at, _texts in acts), default=0.0)
    near = [at - deadline for _who, _receipt, _late, at, _texts in acts if abs(at - deadline) <= CLOSE]
    return Outcome(
        [*wrong, *checker.check_saves(place)],
        {
            "receipts": len(acts),
            "late": sum(late for _who, _receipt, late, _at, _texts in acts),
            f"arrived within {CLOSE * 1000:.0f} ms of the deadline": len(near),
            "clock read at most": f"{read_after * 1000:.0f} ms after the click",
            "5xx on the way": sum(line["status"] >= 500 for line in lines),
            "p95": f"{checker.percentile(took, 0.95):.0f} ms",
        },
    )


def moment(at: datetime | str) -> float:
    """Seconds of the clock, as either database tells a time."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
