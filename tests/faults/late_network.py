"""Experiment 5: saves 7 and 8 are sent in order, 7 arrives or comes again after 8 was acknowledged (W1)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.faults import checker
from tests.faults.client import Saver, compose
from tests.faults.http import Reply
from tests.faults.ledger import Ledger
from tests.faults.outcome import Outcome
from tests.faults.places import Place
from tests.faults.server import Server

BEFORE = 6  # saves that went well


def run(place: Place, *, twin: str = "") -> Outcome:
    """Question 1: 7 is delayed on its way. Question 2: 7 is stored, its reply is lost, and it comes again later."""
    with Server(place, twin=twin) as server, ThreadPoolExecutor(1) as other:
        statuses = other.submit(asyncio.run, _both(place, server.port)).result()  # Playwright may run a loop here
    wrong = checker.check_saves(place)
    truth, who = checker.Truth(place), place.students[0]["name"]
    for question in (1, 2):
        history = [text for _kind, _revision, text in truth.rows[who, question]]
        if truth.standing[who, question][1] != compose(who, question, 8):
            wrong.append(f"the text of question {question} is not 8")
        wrong += [
            f"question {question} has text {n} {history.count(compose(who, question, n))} times in its history"
            for n in range(1, 9)
            if history.count(compose(who, question, n)) != 1
        ]
    return Outcome(wrong, {"late 7": ", ".join(map(str, statuses))})


async def _both(place: Place, port: int) -> list[int]:
    ledger = Ledger(place.ledger)
    savers = [Saver(ledger, {"port": port}, place.students[0], question) for question in (1, 2)]
    for number in range(1, BEFORE + 1):
        for saver in savers:
            await saver.save(compose(saver.student["name"], saver.question, number))
    return [*await _delayed(savers[0]), *await _came_again(savers[1])]


async def _delayed(saver: Saver) -> list[int]:
    """The first half of 7 is under way while 8 is stored; then comes the rest, and a second try."""
    gate = asyncio.Event()
    seven = asyncio.create_task(_raw(saver, 7, gate))
    await asyncio.sleep(0.2)
    await saver.save(compose(saver.student["name"], saver.question, 8))
    gate.set()
    return [(await seven).status, (await _raw(saver, 7)).status]


async def _came_again(saver: Saver) -> list[int]:
    """7 is stored, and nobody hears of it: the saver asks again, goes on to 8, and then the network repeats 7."""
    first = (await _raw(saver, 7)).status
    saver.unheard = compose(saver.student["name"], saver.question, 7)
    await saver.save(compose(saver.student["name"], saver.question, 8))
    return [first, (await _raw(saver, 7)).status]


async def _raw(saver: Saver, number: int, gate: asyncio.Event | None = None) -> Reply:
    """That text over revision 6, whatever the saver knows by now."""
    text = compose(saver.student["name"], saver.question, number)
    return await saver.post(text, BEFORE, gate=gate)
