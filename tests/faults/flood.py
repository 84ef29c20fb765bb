"""One person sends fifty saves a second: slowed with 429, stored at the end, and nobody else waits for it (S2).

`python -m tests.faults.flood` is the one who floods, in a process of its own; the plan comes as JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from typing import Any

from tests.faults import checker
from tests.faults.client import Saver, compose, save_at_last
from tests.faults.ledger import Ledger, read
from tests.faults.outcome import Outcome
from tests.faults.places import Place
from tests.faults.server import Server
from tests.faults.typing_people import Typing

RATE = 50  # saves a second


async def flood(plan: dict[str, Any]) -> dict[str, int]:
    """Send without listening for so many seconds, then save like anybody; how often which status came."""
    saver = Saver(Ledger(plan["ledger"]), plan, plan["student"], 1)
    seen: Counter[str] = Counter()

    async def once(number: int) -> None:
        text = compose(plan["student"]["name"], 1, number)
        reply = await saver.post(text, saver.base, patience=30)
        seen[f"{reply.status} {reply.headers.get('retry-after', '')}".strip()] += 1
        data = json.loads(reply.body)
        saver.base = max(saver.base, data.get("revision", 0))
        if reply.status == 200:
            facts = {"revision": data["revision"], "sha256": data["sha256"]}
            saver.ledger.write("saved", **saver.facts, **facts)

    began, sent = time.monotonic(), []
    for number in range(int(plan["seconds"] * RATE)):
        await asyncio.sleep(max(0.0, began + number / RATE - time.monotonic()))
        sent.append(asyncio.create_task(once(number + 1)))
    await asyncio.gather(*sent)
    await save_at_last(saver, compose(plan["student"]["name"], 1, len(sent) + 1))
    return seen


def run(
    place: Place, *, twin: str = "", people: int, seconds: float, pause: float, rise: float | None = None
) -> Outcome:
    """Others type, first alone and then beside the flood; their p95 may rise by that factor."""
    *others, rude = place.students[: people + 1]
    place.students = others
    plan = {"student": rude, "seconds": seconds, "ledger": str(place.folder / "flood.jsonl")}
    with Server(place, twin=twin) as server, Typing(place, server, saves=1, pause=pause, people=people) as typing:
        time.sleep(seconds)
        began = time.time()
        flooding = [sys.executable, "-m", "tests.faults.flood"]
        said = json.dumps(plan | {"port": server.port})
        done = subprocess.run(flooding, input=said, stdout=subprocess.PIPE, text=True, check=True)
        ended = began + seconds
    seen = json.loads(done.stdout)
    lines = read(place.ledger)
    before = checker.took([line for line in lines if line["at"] < began])
    beside = checker.took([line for line in lines if began <= line["at"] < ended])
    p95 = [checker.percentile(times, 0.95) for times in (before, beside)]
    wrong = [*typing.stopped, *checker.check_saves(place, plan["ledger"])]
    if rise is not None and p95[1] > p95[0] * rise:
        wrong.append(f"the others' p95 rose from {p95[0]:.0f} to {p95[1]:.0f} ms")
    if set(seen) - {"200", "409", "429 10"} or not seen.get("429 10"):
        wrong.append(f"the flood was answered {seen}")
    stored = checker.Truth(place).standing[rude["name"], 1][1]
    if stored != compose(rude["name"], 1, int(seconds * RATE) + 1):
        wrong.append("the last text of the flood is not stored")
    return Outcome(
        wrong,
        {
            "flood": seen,
            "others' p95 alone": f"{p95[0]:.0f} ms",
            "beside the flood": f"{p95[1]:.0f} ms",
            "rise": f"{(p95[1] / p95[0] - 1) * 100:+.0f} %" if p95[0] else "",
        },
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(flood(json.load(sys.stdin)))))
