"""One request on a connection of its own, as the smallest client can make it."""

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """A whole answer. One that was cut off is none."""

    status: int
    headers: dict[str, str]
    body: bytes


async def get(port: int, path: str, headers: dict[str, str], *, patience: float) -> Reply:
    """Ask and read the whole answer. Raises as `post` does."""
    return await post(port, path, headers, b"", patience=patience, verb="GET")


async def post(
    port: int,
    path: str,
    headers: dict[str, str],
    body: bytes,
    *,
    patience: float,
    gate: asyncio.Event | None = None,
    verb: str = "POST",
) -> Reply:
    """Send and read the whole answer. Raises OSError, EOFError or TimeoutError when it doesn't come.

    With a `gate` the network is slow: half of the body arrives, and the rest once the gate is open.
    """
    said = {"Host": f"127.0.0.1:{port}", "Connection": "close", "Content-Length": str(len(body)), **headers}
    head = f"{verb} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items()) + "\r\n"
    async with asyncio.timeout(patience):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(head.encode() + body[: len(body) // 2])
            if gate is not None:
                await gate.wait()
            writer.write(body[len(body) // 2 :])
            return await _read(reader)
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    answered = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head[1:])}
    length = answered.get("content-length")
    content = await (reader.read() if length is None else reader.readexactly(int(length)))
    return Reply(int(head[0].split(" ")[1]), answered, content)
