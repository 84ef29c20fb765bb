"""How points read: exactly, with no zeros to no purpose."""

from decimal import Decimal


def shown(points: Decimal | str | None) -> str:
    """9, 9.5 or 0.25; a dash for points that are not there."""
    return "–" if points is None else f"{Decimal(points).normalize():f}"
