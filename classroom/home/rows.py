"""One line of a task list, as every list of the desk shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Row:
    """Where it leads, what it says, and its state as icon and word."""

    title: str
    url: str
    hint: str
    state: str
    label: str


def sentences(parts: Iterable[str]) -> str:
    """World History 10B. Due Friday at 17:00."""
    return ". ".join(part for part in parts if part)


def open_state(*, begun: bool, excused: bool) -> tuple[str, str]:
    """State and word of what still wants writing, or need not be written."""
    if excused:
        return "excused", _("Excused")
    return ("draft", _("Draft")) if begun else ("not-started", _("Not started"))
