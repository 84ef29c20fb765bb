"""How points read and how they are written: exactly, with no zeros to no purpose."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

WRITTEN = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")


def shown(points: Decimal | str | None) -> str:
    """9, 9.5 or 0.25; a dash for points that are not there, which a template gives as an empty string."""
    return "–" if points in {None, ""} else f"{Decimal(str(points)).normalize():f}"


def mark_in_words(points: Decimal | str | None, level: object) -> str:
    """3, Secure; 2.5 where points were given without a level; 0, Not shown; a dash while nothing is decided."""
    if points in {None, ""}:
        return "–"
    earned = shown(points)
    if level:
        return f"{earned}, {level}"
    return earned if Decimal(str(points)) else f"0, {_('Not shown')}"


def written(text: str) -> Decimal | None:
    """The points that somebody wrote, with "." and up to two places after it; None for what is no such number."""
    return Decimal(text) if WRITTEN.fullmatch(text) else None
