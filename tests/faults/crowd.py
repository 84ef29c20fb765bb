"""A class that turns in at the last moment, in a process of its own; each clicks twice. The plan comes as JSON lines.

First line: `port`, `ledger`, `students`. Everybody saves three texts; then `ready` is printed. Second line: `deadline`
and for each student the moment of the click, both in seconds of this machine's clock.
"""

import asyncio
import json
import sys
import time
import uuid
from typing import Any
from urllib.parse import urlencode

from tests.faults.client import TIMEOUT, WAITS, Saver, compose, save_at_last
from tests.faults.http import post
from tests.faults.ledger import Ledger

AT_ONCE = 8  # who write before the clock begins


async def write(plan: dict[str, Any], student: dict[str, Any], ledger: Ledger, room: asyncio.Semaphore) -> list[int]:
    """One text for each question; the revisions that the page will name."""
    async with room:
        revisions = []
        for question in range(1, len(student["paths"]) + 1):
            saver = Saver(ledger, plan, student, question)
            await save_at_last(saver, compose(student["name"], question, 1))
            revisions.append(saver.base)
        return revisions


async def click(plan: dict[str, Any], student: dict[str, Any], body: bytes, ledger: Ledger) -> None:
    """One click, tried again by the same token until the server has answered."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", **student["headers"]}
    for wait in [*WAITS, None]:
        began = time.time()
        try:
            reply = await post(plan["port"], student["turn_in"], headers, body, patience=TIMEOUT)
        except (OSError, EOFError, TimeoutError):
            status, number = 0, ""
        else:
            status, number = reply.status, reply.headers.get("location", "").partition("number=")[2]
        ledger.write("clicked", who=student["name"], sent=began, status=status, receipt=number)
        if 0 < status < 500 or wait is None:
            return
        await asyncio.sleep(wait)


async def student_turns_in(
    plan: dict[str, Any], student: dict[str, Any], revisions: list[int], at: float, ledger: Ledger
) -> None:
    """Both clicks at that moment."""
    facts = {"token": str(uuid.uuid4()), "own_words": "on"}
    facts |= {f"base-{number}": str(revision) for number, revision in enumerate(revisions, start=1)}
    await asyncio.sleep(max(0.0, at - time.time()))
    body = urlencode(facts).encode()
    await asyncio.gather(click(plan, student, body, ledger), click(plan, student, body, ledger))


async def run() -> None:
    plan = json.loads(sys.stdin.readline())
    ledger, room = Ledger(plan["ledger"]), asyncio.Semaphore(AT_ONCE)
    revisions = await asyncio.gather(*(write(plan, student, ledger, room) for student in plan["students"]))
    print("ready", flush=True)
    times = json.loads(sys.stdin.readline())
    everybody = zip(plan["students"], revisions, times, strict=True)
    await asyncio.gather(*(student_turns_in(plan, *each, ledger) for each in everybody))


if __name__ == "__main__":
    asyncio.run(run())
