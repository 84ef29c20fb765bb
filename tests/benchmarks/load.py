"""A small load client: eight people at one loopback server, each waiting for the answer before asking again.

Every request comes on a connection of its own, as from people: between two pages or two saves of one person lies more
than the server keeps a connection open. Kept-alive ones stay where they were accepted, and a run then measures chance.

Run as a process of its own, so that the server under test is never held up by the one who asks.
"""

import asyncio
import json
import statistics
import sys
import time
from typing import Any


async def one_request(port: int, head: str, body: bytes) -> tuple[int, bytes]:
    """Connect, send one request and read the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode() + f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    raw = await reader.readuntil(b"\r\n\r\n")
    lines = raw.decode("latin-1").split("\r\n")
    headers = {key.lower(): value.strip() for key, _colon, value in (line.partition(":") for line in lines[1:])}
    answer = await reader.readexactly(int(headers.get("content-length", 0)))
    writer.close()
    return int(lines[0].split(" ")[1]), answer


async def one_client(plan: dict[str, Any], client: dict[str, Any], until: float, took: list[float]) -> None:
    """Ask again and again until the time is up; any answer but 200 ends the run."""
    headers = "".join(f"{name}: {value}\r\n" for name, value in client["headers"].items())
    head = f"{plan['method']} {client['path']} HTTP/1.1\r\nHost: 127.0.0.1:{plan['port']}\r\n{headers}"
    base = client.get("base", 0)
    while time.perf_counter() < until:
        body = (
            json.dumps({"text": f"{plan['text']} {base}", "base": base}).encode() if plan["method"] == "POST" else b""
        )
        began = time.perf_counter()
        status, answer = await one_request(plan["port"], head, body)
        took.append(time.perf_counter() - began)
        if status != 200:
            sys.exit(f"{client['path']} answered {status}: {answer[:300]!r}")
        base = json.loads(answer).get("revision", base + 1) if plan["method"] == "POST" else base
    client["base"] = base


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """All clients at once for `seconds`; answers per second and percentiles in milliseconds."""
    took: list[float] = []
    began = time.perf_counter()
    until = began + plan["seconds"]
    await asyncio.gather(*(one_client(plan, client, until, took) for client in plan["clients"]))
    elapsed = time.perf_counter() - began
    took.sort()
    return {
        "per_second": len(took) / elapsed,
        "p50": statistics.median(took) * 1000,
        "p95": took[int(len(took) * 0.95) - 1] * 1000,
        "clients": plan["clients"],
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.load(sys.stdin)))))
