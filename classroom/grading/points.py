"""How points read: exactly, with no zeros to no purpose."""

from decimal import Decimal


def shown(points: Decimal | str | None) -> str:
    """9, 9.5 or 0.25; a dash for points that are not there, which a template gives as an empty string."""
    return "–" if points in {None, ""} else f"{Decimal(str(points)).normalize():f}"
