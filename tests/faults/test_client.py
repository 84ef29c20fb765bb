"""The load client does as the browser's saver does: else the experiments would show another client's patience."""

import asyncio
import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults import client
from tests.faults.answers import ANSWERED
from tests.faults.ledger import Ledger

pytestmark = pytest.mark.faults
SAVER = (Path(__file__).resolve().parents[2] / "static/js/saver.js").read_text()


def test_the_client_waits_and_stops_as_the_browser_does():
    told = dict(re.findall(r"^const (\w+) = ([^;]+);", SAVER, re.MULTILINE))

    assert told["WAITS"] == str(client.WAITS)
    assert told["TIMEOUT"] == f"{client.TIMEOUT * 1000:_.0f}"
    assert told["LONGEST"] == f"{client.LONGEST:.0f}"
    assert told["STOPS"] == str(sorted(client.STOPS))


def test_the_client_sends_again_and_goes_on_as_the_browser_does(tmp_path):
    with ThreadPoolExecutor(1) as other:  # Playwright may run a loop here
        found = {
            name: other.submit(asyncio.run, bodies_of_two_saves(tmp_path / "ledger", list(answers))).result()
            for name, (answers, _sent) in ANSWERED.items()
        }

    assert found == {
        name: [{"text": text, "base": base, "version": 7, "attempt": 2} for text, base in sent]
        for name, (_answers, sent) in ANSWERED.items()
    }


async def bodies_of_two_saves(ledger, answers):
    """What a client that saves "one" and then "two" sends to a server that answers so."""
    bodies = []

    async def answer(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        body = await reader.readexactly(int(re.search(r"Content-Length: (\d+)", head)[1]))
        writer.write(written(*(token() if head.startswith("GET") else next_answer(json.loads(body)))))
        writer.close()

    def next_answer(body):
        bodies.append(body)
        stored = {"revision": body["base"] + 1, "sha256": hashlib.sha256(body["text"].encode()).hexdigest()}
        return answers.pop(0) if answers else (200, {"Content-Type": "application/json"}, json.dumps(stored))

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        student = {"name": "linh", "headers": {}, "paths": ["/save"], "csrf": "/csrf"}
        student |= {"opened": {"version": 7, "attempt": 2}}
        saver = client.Saver(Ledger(ledger), {"port": server.sockets[0].getsockname()[1]}, student, 1)
        try:
            for text in ("one", "two"):
                await saver.save(text)
        except client.Stopped:
            pass
    return bodies


def token():
    return 200, {"Content-Type": "application/json"}, '{"token": "new"}'


def written(status, headers, content):
    said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} So\r\n{said}Content-Length: {len(content)}\r\n\r\n{content}".encode()
