"""What an experiment comes to."""

from dataclasses import dataclass, field
from typing import Any

from tests.faults import checker
from tests.faults.ledger import read
from tests.faults.places import Place
from tests.faults.typing_people import count


class NotHere(Exception):  # noqa: N818  no fault of anybody's
    """What the experiment needs is not on this machine."""


@dataclass
class Outcome:
    """What the checker found wrong, and what was measured."""

    wrong: list[str]
    figures: dict[str, Any] = field(default_factory=dict)


def figures(place: Place) -> dict[str, Any]:
    """Of every experiment with people who save."""
    lines = read(place.ledger)
    times = checker.took(lines)
    return {
        "acknowledged": count(place.ledger, "saved"),
        "unanswered": count(place.ledger, "silence"),
        "503": sum(line.get("status") == 503 for line in lines),
        "longest gap": f"{checker.longest_gap(lines):.1f} s",
        "p50": f"{checker.percentile(times, 0.5):.0f} ms",
        "p95": f"{checker.percentile(times, 0.95):.0f} ms",
    }
