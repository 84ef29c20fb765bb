"""What goes with a draft that is deleted, or with a question of one: its parts, for nothing else can point to them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst


def gone_with(things: Iterable[Model], parts: Sequence[str]) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
    """What the page that asks before deleting shows: a nested list of names, how many of each kind, and no obstacle.

    `parts` are the related names below each thing; each costs a query, where Django would look through every table.
    """
    names: list[Any] = []
    counted: Counter[str] = Counter()
    for thing in things:
        below = [part for related in parts for part in getattr(thing, related).all()]
        counted.update(str(each._meta.verbose_name_plural) for each in [thing, *below])
        names += [_named(thing), [_named(part) for part in below]]
    return names, dict(counted), set(), []


def _named(thing: Model) -> str:
    return f"{capfirst(thing._meta.verbose_name)}: {thing}"
