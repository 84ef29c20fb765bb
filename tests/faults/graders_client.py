"""Graders who save at the same moment, in a process of its own. The plan comes as JSON.

In a contest two or three of them hold the same revision of one answer; the last half of each request leaves at once.
Every one names the revision and says something of its own, so that afterwards it can be told who was heard: words, or
in the gradebook, where there are none, points that nobody else gives.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.faults.http import Reply, post
from tests.faults.ledger import Ledger

PATIENCE = 30.0  # seconds
IN_HAND = 0.02  # seconds until the server has the first half of each request
DONE = {200, 302}
SHOWN = re.compile(r"heard-\d+-\d+|\b\d+\.\d[1-9]\b|saved \d+(?:\.\d+)?")  # words, points of one's own, another's
SEEN = re.compile(r'name="seen" value="([^"]+)"')
HEAD = ["Question", "Desk number", "Points", "Comment", "Grade revision", "Text revision", "Work"]
BOUNDARY = "faults-boundary"

Answer = dict[str, Any]


def own_points(number: int) -> str:
    """Points that no levels make together and that no other try over the answer has: 1.01 to 1.49, 2.01 to 2.49 …"""
    whole, rest = divmod(number, 45)
    return f"{1 + whole}.{rest // 9}{rest % 9 + 1}"


def judgement(answer: Answer, base: int, token: str, points: str) -> dict[str, str]:
    """What the forms of the desk and of the admin send."""
    levels = {f"level-{key}": str(random.randint(0, 4)) for key in answer["criteria"]}
    own = {"base": str(base), "read": "1", "comment": f"{token} says so.", "adjustment": "", "adjustment_reason": ""}
    return own | levels | {"done": "on"}


def cell(answer: Answer, base: int, token: str, points: str) -> dict[str, str]:
    """What the gradebook sends of one cell."""
    place = f"{answer['question']}-{answer['number']}"
    return {f"points-{place}": points, f"base-{place}": str(base), f"read-{place}": "1"}


def file(answer: Answer, base: int, token: str, points: str) -> bytes:
    """A grading file with one row, as a form uploads it."""
    row = [answer["question"], answer["number"], points, f"{token} says so.", base, 1, answer["work"]]
    text = "\r\n".join(",".join(map(str, each)) for each in (HEAD, row))
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="grades.csv"\r\n\r\n'
    return f"{head}{text}\r\n--{BOUNDARY}--\r\n".encode()


FORMS = {"screen": judgement, "admin": judgement, "gradebook": cell}  # what each way sends; see graders_world.py


async def body_of(plan: dict[str, Any], who: dict[str, Any], way: str, answer: Answer, *said: Any) -> bytes:
    """What this way sends; an import is looked at first, and then confirmed."""
    if way in FORMS:
        return urlencode(FORMS[way](answer, *said)).encode()
    headers = who["headers"] | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    reply = await post(plan["port"], answer["upload"], headers, file(answer, *said), patience=PATIENCE)
    seen = SEEN.search(reply.body.decode())
    if seen is None:
        raise ValueError(f"no preview: {reply.status}")
    return urlencode({"seen": seen[1], "take": f"{answer['question']}.{answer['number']}"}).encode()


@dataclass(frozen=True)
class Try:
    """One grader's request, ready to leave, and what is said of it in the ledger."""

    way: str
    answer: Answer
    who: dict[str, Any]
    body: bytes
    facts: dict[str, Any]


async def prepared(plan: dict[str, Any], contest: dict[str, Any], place: int, base: int) -> Try:
    """The try of the grader at that place."""
    way, who, answer = contest["ways"][place], plan["graders"][place], plan["answers"][contest["answer"]]
    token = f"heard-{contest['number']}-{place}"
    points = own_points(contest["number"] // len(plan["answers"]) * len(plan["graders"]) + place)
    facts = {"contest": contest["number"], "answer": answer["pk"], "way": way, "base": base}
    body = await body_of(plan, who, way, answer, base, token, points)
    return Try(way, answer, who, body, facts | {"token": token, "points": points})


async def save(plan: dict[str, Any], one: Try, gate: asyncio.Event) -> Any:
    """The ledger knows it before it is sent and after it was answered."""
    ledger, where = plan["book"], one.answer["ways"][one.way]
    ledger.write("sent", **one.facts)
    began = time.monotonic()
    try:
        reply = await post(plan["port"], where, one.who["headers"], one.body, patience=PATIENCE, gate=gate)
    except (OSError, EOFError, TimeoutError) as problem:
        reply = Reply(0, {}, type(problem).__name__.encode())
    shown = sorted(set(SHOWN.findall(reply.body.decode(errors="replace"))))
    took = time.monotonic() - began
    ledger.write("answered", **one.facts, status=reply.status, shown=shown, took=took)
    return reply.status


async def hold(plan: dict[str, Any], contests: list[dict[str, Any]], room: asyncio.Semaphore) -> None:
    """The contests over one answer, one after the other; each starts from the revision that the last one left."""
    base = 0
    for contest in contests:
        async with room:
            gate = asyncio.Event()
            graders = range(len(contest["ways"]))
            tries = await asyncio.gather(*(prepared(plan, contest, place, base) for place in graders))
            begun = asyncio.gather(*(save(plan, each, gate) for each in tries))
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
