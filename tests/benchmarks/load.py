"""A small load client: eight kept-alive connections to one loopback server, each waiting for its answer.

Run as a process of its own, so that the server under test is never held up by the one who asks.
"""

import asyncio
import json
import statistics
import sys
import time
from typing import Any


async def one_request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str, body: bytes
) -> tuple[int, bytes]:
    """Send one request on an open connection and read the whole answer."""
    writer.write(head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    raw = await reader.readuntil(b"\r\n\r\n")
    lines = raw.decode("latin-1").split("\r\n")
    headers = {key.lower(): value.strip() for key, _colon, value in (line.partition(":") for line in lines[1:])}
    answer = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(lines[0].split(" ")[1]), answer


async def one_client(plan: dict[str, Any], client: dict[str, Any], until: float, took: list[float]) -> None:
    """Ask again and again until the time is up; any answer but 200 ends the run."""
    reader, writer = await asyncio.open_connection("127.0.0.1", plan["port"])
    headers = "".join(f"{name}: {value}\r\n" for name, value in client["headers"].items())
    head = f"{plan['method']} {client['path']} HTTP/1.1\r\nHost: 127.0.0.1:{plan['port']}\r\n{headers}"
    base = client.get("base", 0)
    while time.perf_counter() < until:
        body = (
            json.dumps({"text": f"{plan['text']} {base}", "base": base}).encode() if plan["method"] == "POST" else b""
        )
        began = time.perf_counter()
        status, answer = await one_request(reader, writer, head, body)
        took.append(time.perf_counter() - began)
        if status != 200:
            sys.exit(f"{client['path']} answered {status}: {answer[:300]!r}")
        base = json.loads(answer).get("revision", base + 1) if plan["method"] == "POST" else base
    client["base"] = base
    writer.close()


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
