"""People who type, in a process of their own: each save as `static/js/saver.js` makes it, and a ledger of it.

The plan comes on standard input as JSON: `port`, `ledger`, `students` (name, headers, paths), `saves` that each student
makes at least, `pause` between two of them in seconds, and `until`, a file that ends the typing once it is there. Then
everybody stays until the last text is stored. Somebody who types doesn't stop for a save that failed: the next try
sends what stands in the box by then.
"""

import asyncio
import hashlib
import json
import random
import sys
from pathlib import Path
from typing import Any

from tests.faults.http import Reply, get, post
from tests.faults.ledger import Ledger

WAITS = [2, 5, 10, 20]  # seconds before the next try; test_client.py holds these against saver.js
TIMEOUT = 15.0  # seconds
LONGEST = 60.0  # seconds that a server may ask to wait
STOPS = {403, 404, 409}  # said by Margin itself
GOES_ON = {"other_person", "csrf"}  # 403 for a while only
REFUSES = {400, 413}  # this text; the next may do
GIVE_UP = 120.0  # seconds for the last text, once the typing has ended
SENTENCE = "Neither side trusted the other 🕊️, naïve as cafe\u0301 and café may look; שלום. "


def compose(who: str, question: int, number: int) -> str:
    """A text like no other: whose it is stands at both ends, so that a mixture would show."""
    name = f"{who}, question {question}, text {number}"
    return f"{name} begins.\n\n" + SENTENCE * (1 + number % 25) + f"\n\n{name} ends."


class Stopped(Exception):  # noqa: N818  as the browser's saver calls it
    """Only the person can decide how to go on; with one page open nobody should ever be asked."""


class Saver:
    """The browser's saver for one answer: one request at a time, each naming the revision it started from."""

    def __init__(self, ledger: Ledger, plan: dict[str, Any], student: dict[str, Any], question: int) -> None:
        self.ledger, self.port = ledger, plan["port"]
        self.student, self.question = student, question
        self.facts = {"who": student["name"], "question": question}
        self.headers = {"Content-Type": "application/json", "Accept": "application/json", **student["headers"]}
        self.base, self.failures = 0, 0
        self.unheard: str | None = None
        self.refused: list[str] = []  # texts that the server can't store: the next may do

    async def save(self, text: str) -> float:
        """One try to store it; the seconds to wait before the next one, 0 when it is stored or was refused."""
        if text in self.refused[-1:]:
            return 0.0
        for each in dict.fromkeys([text if self.unheard is None else self.unheard, text]):
            wait = await self._send(each)
            if wait:
                return wait
        return 0.0

    async def _send(self, text: str) -> float:
        self.unheard = text
        try:
            reply = await self.post(text, self.base)
            if said(reply).get("reason") == "csrf":
                await self._renew()
                reply = await self.post(text, self.base)
        except (OSError, EOFError, TimeoutError, ValueError) as problem:
            self.ledger.write("silence", **self.facts, problem=type(problem).__name__)
            return self._failed(0)
        return self._judge(text, reply)

    async def post(self, text: str, base: int, **how: Any) -> Reply:
        """The request as such, in the ledger before it leaves. Raises as `http.post` does."""
        self.ledger.write("sent", **self.facts, base=base, text=text)
        body = json.dumps({"text": text, "base": base, **self.student["opened"]}).encode()
        path = self.student["paths"][self.question - 1]
        return await post(self.port, path, self.headers, body, **{"patience": TIMEOUT, **how})

    async def _renew(self) -> None:
        reply = await get(self.port, self.student["csrf"], self.headers, patience=TIMEOUT)
        self.headers["X-CSRFToken"] = json.loads(reply.body)["token"]

    def _judge(self, text: str, reply: Reply) -> float:
        data = said(reply)
        sha = hashlib.sha256(text.encode()).hexdigest()
        if reply.status == 200 and data.get("sha256") == sha and data["revision"] >= self.base:
            self.ledger.write("saved", **self.facts, revision=data["revision"], sha256=sha)
            self.base, self.failures, self.unheard = data["revision"], 0, None
            return 0.0
        asked = reply.headers.get("retry-after", "")
        self.ledger.write("refused", **self.facts, status=reply.status, retry_after=asked, reason=data.get("reason"))
        if reply.status in REFUSES:
            self.refused.append(text)
            self.unheard = None
            return 0.0
        by_margin = "x-request-id" in reply.headers
        if reply.status in STOPS and by_margin and data.get("reason") not in GOES_ON:
            self.ledger.write("stopped", **self.facts)
            raise Stopped(f"{self.facts['who']}: {reply.status} {data.get('reason')}")
        return self._failed(float(asked) if asked.isdigit() else 0)

    def _failed(self, asked: float) -> float:
        wait = max(min(asked, LONGEST), WAITS[min(self.failures, len(WAITS) - 1)])
        self.failures += 1
        return wait * (1 + random.random() / 4)


def said(reply: Reply) -> dict[str, Any]:
    """What it says to a script; nothing for a page. Raises ValueError for what only calls itself JSON."""
    data: dict[str, Any] = json.loads(reply.body) if "json" in reply.headers.get("content-type", "") else {}
    return data


async def save_at_last(saver: Saver, text: str) -> None:
    """Until it is stored, however often it takes."""
    while True:
        wait = await saver.save(text)
        if not wait:
            return
        await asyncio.sleep(wait)


def ended(plan: dict[str, Any]) -> bool:
    """Whether the experiment has said that the typing is over."""
    return Path(plan["until"]).exists()


async def one_student(plan: dict[str, Any], student: dict[str, Any], ledger: Ledger) -> None:
    """Write at the answers in turns, ten texts each, and leave once the last text of each is stored."""
    savers = [Saver(ledger, plan, student, number) for number in range(1, len(student["paths"]) + 1)]
    saved, number = 0, 0
    last: dict[int, str] = {}
    await asyncio.sleep(random.random() * plan["pause"])
    while saved < plan["saves"] or not ended(plan):
        saver = savers[number // 10 % len(savers)]
        number += 1
        last[saver.question] = compose(student["name"], saver.question, number)
        wait = await saver.save(last[saver.question])
        saved += not wait
        if wait and (number // 10 % len(savers)) + 1 != saver.question:
            number -= 1  # one stays at an answer until it is stored
        await asyncio.sleep(wait or plan["pause"] * (0.7 + 0.6 * random.random()))
    for question, text in last.items():
        if savers[question - 1].unheard is not None:
            await save_at_last(savers[question - 1], text)
    if refused := sum(len(saver.refused) for saver in savers):
        raise Stopped(f"{student['name']}: {refused} texts that could not be stored")


async def run(plan: dict[str, Any]) -> list[str]:
    """All students at once; what stopped any of them."""
    ledger = Ledger(plan["ledger"])
    everybody = [asyncio.create_task(one_student(plan, student, ledger)) for student in plan["students"]]
    _done, waiting = await asyncio.wait(everybody, timeout=plan.get("patience", 900))
    for task in waiting:
        task.cancel()
    ended = await asyncio.gather(*everybody, return_exceptions=True)
    return [str(problem) or type(problem).__name__ for problem in ended if isinstance(problem, BaseException)]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.load(sys.stdin)))))
