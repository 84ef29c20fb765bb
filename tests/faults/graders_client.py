"""Graders who save at the same moment, in a process of its own. The plan comes as JSON.

In a contest two or three of them hold the same revision of one answer; the last half of each request leaves at once.
Every one names the revision and says something of its own, so that afterwards it can be told who was heard.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from tests.faults.http import Reply, post
from tests.faults.ledger import Ledger

PATIENCE = 30.0  # seconds
IN_HAND = 0.02  # seconds until the server has the first half of each request
DONE = {200, 302}
TOKEN = re.compile(r"heard-\d+-\d+")


def judgement(answer: dict[str, Any], base: int, token: str) -> dict[str, str]:
    """What the forms of the desk and of the admin send."""
    levels = {f"level-{key}": str(random.randint(0, 4)) for key in answer["criteria"]}
    own = {"base": str(base), "read": "1", "comment": f"{token} says so.", "adjustment": "", "adjustment_reason": ""}
    return own | levels | {"done": "on"}


FORMS = {"screen": judgement, "admin": judgement}  # what each way sends; see graders_world.py


async def save(plan: dict[str, Any], contest: dict[str, Any], place: int, base: int, gate: asyncio.Event) -> Any:
    """One grader's try; the ledger knows it before it is sent and after it was answered."""
    ledger, way, who = plan["book"], contest["ways"][place], plan["graders"][place]
    answer, token = plan["answers"][contest["answer"]], f"heard-{contest['number']}-{place}"
    facts = {"contest": contest["number"], "answer": answer["pk"], "way": way, "base": base, "token": token}
    body = urlencode(FORMS[way](answer, base, token)).encode()
    ledger.write("sent", **facts)
    began = time.monotonic()
    try:
        reply = await post(plan["port"], answer["ways"][way], who["headers"], body, patience=PATIENCE, gate=gate)
    except (OSError, EOFError, TimeoutError) as problem:
        reply = Reply(0, {}, type(problem).__name__.encode())
    shown = sorted(set(TOKEN.findall(reply.body.decode(errors="replace"))))
    took = time.monotonic() - began
    ledger.write("answered", **facts, status=reply.status, shown=shown, took=took)
    return reply.status


async def hold(plan: dict[str, Any], contests: list[dict[str, Any]], room: asyncio.Semaphore) -> None:
    """The contests over one answer, one after the other; each starts from the revision that the last one left."""
    base = 0
    for contest in contests:
        async with room:
            gate = asyncio.Event()
            tries = [save(plan, contest, place, base, gate) for place in range(len(contest["ways"]))]
            begun = asyncio.gather(*tries)
            await asyncio.sleep(IN_HAND)
            gate.set()
            base += sum(status in DONE for status in await begun)


async def run(plan: dict[str, Any]) -> None:
    """All answers, a few at a time."""
    plan["book"] = Ledger(plan["ledger"])
    by_answer: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for contest in plan["contests"]:
        by_answer[contest["answer"]].append(contest)
    room = asyncio.Semaphore(plan["at_once"])
    await asyncio.gather(*(hold(plan, contests, room) for contests in by_answer.values()))


if __name__ == "__main__":
    asyncio.run(run(json.load(sys.stdin)))
