"""What a client sent and heard, a JSON line each, on the disk before the client goes on. Only added to."""

import json
import os
import time
from pathlib import Path
from typing import Any


class Ledger:
    """Written by one process."""

    def __init__(self, path: str | Path) -> None:
        self.file = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)

    def write(self, what: str, **facts: Any) -> None:
        """Add one line, stamped with the clock of this machine; on the disk when this returns."""
        line = json.dumps({"what": what, "at": time.time(), **facts}, ensure_ascii=False)
        os.write(self.file, line.encode() + b"\n")
        os.fdatasync(self.file)


def read(path: str | Path) -> list[dict[str, Any]]:
    """All lines, in the order in which they were written."""
    return [json.loads(line) for line in Path(path).read_bytes().splitlines()]
