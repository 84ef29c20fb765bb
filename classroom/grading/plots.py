"""Geometry of the overview's pictures as plain numbers, ready for SVG attributes. Knows no model and runs no query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

Counts = Mapping[tuple[Decimal, bool], int]  # how many have these points, by whether they are returned

LEFT, RIGHT, FLOOR, CEILING = 14.0, 326.0, 104.0, 8.0  # of the drawing, in the plot's own units (340 × 128)
RADIUS, RISE = 7.0, 15.5  # of a dot, and from one to the next above it
SMALLEST = 2.0  # a dot that can still be told from its neighbour; below that columns are drawn
STEPS = (1, 2, 3, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500)
MOST_TICKS = 5

BAR, BAR_HEIGHT, GAP, MOST_BLOCKS = 240.0, 10.0, 0.8, 60


@dataclass(frozen=True)
class Dot:
    """One grade."""

    x: float
    y: float
    r: float
    held: bool


@dataclass(frozen=True)
class Box:
    """A rectangle: a column of many grades, or a block of the state bar."""

    x: float
    y: float
    width: float
    height: float
    look: str = ""
    held: bool = False


@dataclass(frozen=True)
class Tick:
    """A number below the axis."""

    x: float
    label: int


@dataclass(frozen=True)
class Plot:
    """How one question went: dots or, for many grades, columns; never more shapes than fit."""

    dots: list[Dot]
    columns: list[Box]
    ticks: list[Tick]
    median_x: float | None


def median(counts: Mapping[Decimal, int]) -> Decimal | None:
    """The exact median of values given with how often each stands; between the two middle ones when even."""
    ordered = sorted((value, number) for value, number in counts.items() if number)
    total = sum(number for _value, number in ordered)
    if not total:
        return None
    ends = list(accumulate(number for _value, number in ordered))
    low, high = (next(i for i, end in enumerate(ends) if end > place) for place in ((total - 1) // 2, total // 2))
    return (ordered[low][0] + ordered[high][0]) / 2


def together(counts: Counts) -> dict[Decimal, int]:
    """How many have these points, returned or not."""
    found: dict[Decimal, int] = {}
    for (points, _held), number in counts.items():
        found[points] = found.get(points, 0) + number
    return found


def dot_plot(counts: Counts, highest: Decimal) -> Plot:
    """The grades of one question over its scale. `counts` says how many have these points, by whether they are held."""
    heights = together(counts)
    middle = median(heights)
    radius = _radius(heights, highest)
    dots = list(_dots(counts, highest, radius)) if radius >= SMALLEST else []
    return Plot(
        dots=dots,
        columns=[] if dots else list(_columns(counts, highest, max(heights.values(), default=1))),
        ticks=[Tick(_x(Decimal(number), highest), number) for number in _ticks(highest)],
        median_x=None if middle is None else _x(middle, highest),
    )


def _x(points: Decimal, highest: Decimal) -> float:
    share = float(points / highest) if highest else 0.0
    return round(LEFT + (RIGHT - LEFT) * share, 1)


def _ticks(highest: Decimal) -> range:
    whole = int(highest)
    step = next((step for step in STEPS if whole / step <= MOST_TICKS), STEPS[-1])
    return range(0, whole + 1, step)


def _radius(heights: Mapping[Decimal, int], highest: Decimal) -> float:
    """As large as the mock-up's, or as small as the tallest pile and the closest neighbours ask for."""
    tallest = max(heights.values(), default=1)
    places = sorted(_x(points, highest) for points in heights)
    closest = min((after - before for before, after in pairwise(places)), default=BAR)
    return min(RADIUS, (FLOOR - CEILING) / tallest * RADIUS / RISE, closest / 2)


def _dots(counts: Counts, highest: Decimal, radius: float) -> Iterable[Dot]:
    rise = radius * RISE / RADIUS
    piled: dict[Decimal, int] = {}
    for points, held in sorted(counts):
        for _one in range(counts[points, held]):
            below = piled.get(points, 0)
            piled[points] = below + 1
            y = FLOOR - radius - 3 * radius / RADIUS - below * rise
            yield Dot(_x(points, highest), round(y, 1), round(radius - 0.8 if held else radius, 1), held)


def _columns(counts: Counts, highest: Decimal, tallest: int) -> Iterable[Box]:
    """At most two boxes for each number of points: returned below, held above."""
    unit = (FLOOR - CEILING) / tallest
    piled: dict[Decimal, float] = {}
    for points, held in sorted(counts):
        below = piled.get(points, 0.0)
        height = counts[points, held] * unit
        piled[points] = below + height
        yield Box(round(_x(points, highest) - 2, 1), round(FLOOR - below - height, 1), 4.0, round(height, 1), held=held)


def state_bar(counts: Sequence[tuple[str, int]]) -> list[Box]:
    """One block for each student in the order of states; for many students one proportional block a state."""
    total = sum(number for _look, number in counts)
    if not total:
        return []
    unit = BAR / total
    if total > MOST_BLOCKS:
        return _stretches(counts, unit)
    looks = [look for look, number in counts for _student in range(number)]
    return [
        Box(round(place * unit, 2), 0.0, round(unit - GAP, 2), BAR_HEIGHT, look) for place, look in enumerate(looks)
    ]


def _stretches(counts: Sequence[tuple[str, int]], unit: float) -> list[Box]:
    ends = list(accumulate(number for _look, number in counts))
    return [
        Box(round((end - number) * unit, 2), 0.0, round(max(number * unit - GAP, GAP), 2), BAR_HEIGHT, look)
        for (look, number), end in zip(counts, ends, strict=True)
        if number
    ]
