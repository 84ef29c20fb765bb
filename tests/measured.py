"""Commands that tests start, measured like what runs inside: slipcover knows of no process but its own."""

import os
import sys
from uuid import uuid4

QUIET = "ignore:Unable to activate pytest branch coverage"


def python(*words: str) -> list[str]:
    """This Python with these words; where COVERAGE_OF_COMMANDS names a folder, what ran is noted there."""
    folder = os.environ.get("COVERAGE_OF_COMMANDS")
    noting = ["-W", QUIET, "-m", "slipcover", "--json", "--out", f"{folder}/{uuid4().hex}.json"]
    return [sys.executable, *(noting if folder else []), *words]
