"""Geometry of the overview's pictures as plain numbers, ready for SVG attributes. Knows no model and runs no query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

Counts = Mapping[tuple[Decimal, bool], int]  # how many have these points, by whether they are returned

LEFT, RIGHT, CEILING = 14.0, 326.0, 8.0  # of every drawing, in its own units, 340 wide
RISE = 31 / 14  # from one dot to the next above it, in radii
SMALLEST = 2.0  # a dot that can still be told from its neighbour; below that columns are drawn
STEPS = (1, 2, 3, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500)
MOST_TICKS = 5

MOST_IN_COURSE = 120  # dots side by side
BAR, BAR_HEIGHT, GAP, MOST_BLOCKS = 240.0, 10.0, 0.8, 60


@dataclass(frozen=True)
class Frame:
    """How high a drawing is: where its axis lies, and how large a dot is at most."""

    floor: float
    radius: float

    @property
    def height(self) -> float:
        """With the numbers below the axis."""
        return self.floor + 24

    @property
    def label(self) -> float:
        """The line on which the numbers stand."""
        return self.floor + 18

    @property
    def room(self) -> float:
        """From the axis to the top of the drawing."""
        return self.floor - CEILING


LARGE, SMALL = Frame(floor=104.0, radius=7.0), Frame(floor=48.0, radius=5.0)


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
class Course:
    """Marks in an order: a dot for each, or for each few that follow one another; and two means as lines."""

    frame: Frame
    dots: list[Dot]
    early: Decimal
    late: Decimal
    lines: list[tuple[float, float, float]]  # from x to x at y: the mean of the first third, and of the last


@dataclass(frozen=True)
class Plot:
    """How a question or criterion went: dots or, for many grades, columns; never more shapes than fit."""

    frame: Frame
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


def dot_plot(counts: Counts, highest: Decimal, frame: Frame = LARGE) -> Plot:
    """The grades of one question or criterion over its scale, of the points and looks that `counts` says."""
    heights = together(counts)
    middle = median(heights)
    radius = _radius(heights, highest, frame)
    dots = list(_dots(counts, highest, radius, frame)) if radius >= SMALLEST else []
    return Plot(
        frame=frame,
        dots=dots,
        columns=[] if dots else list(_columns(counts, highest, frame)),
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


def _radius(heights: Mapping[Decimal, int], highest: Decimal, frame: Frame) -> float:
    """As large as the mock-up's, or as small as the tallest pile and the closest neighbours ask for."""
    tallest = max(heights.values(), default=1)
    places = sorted(_x(points, highest) for points in heights)
    closest = min((after - before for before, after in pairwise(places)), default=BAR)
    return min(frame.radius, frame.room / tallest / RISE, closest / 2)


def _dots(counts: Counts, highest: Decimal, radius: float, frame: Frame) -> Iterable[Dot]:
    rise = radius * RISE
    piled: dict[Decimal, int] = {}
    for points, held in sorted(counts):
        for _one in range(counts[points, held]):
            below = piled.get(points, 0)
            piled[points] = below + 1
            y = frame.floor - radius * 10 / 7 - below * rise
            yield Dot(_x(points, highest), round(y, 1), round(radius - 0.8 if held else radius, 1), held)


def _columns(counts: Counts, highest: Decimal, frame: Frame) -> Iterable[Box]:
    """At most two boxes for each number of points: returned below, held above."""
    unit = frame.room / max(together(counts).values(), default=1)
    piled: dict[Decimal, float] = {}
    for points, held in sorted(counts):
        below = piled.get(points, 0.0)
        height = counts[points, held] * unit
        piled[points] = below + height
        left, top = round(_x(points, highest) - 2, 1), round(frame.floor - below - height, 1)
        yield Box(left, top, 4.0, round(height, 1), held=held)


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


def course(points: Sequence[Decimal], highest: Decimal, frame: Frame = LARGE) -> Course:
    """Three or more marks in their order from left to right, the highest possible at the top."""
    run = -(-len(points) // MOST_IN_COURSE)
    runs = [points[start : start + run] for start in range(0, len(points), run)]
    apart = (RIGHT - LEFT) / max(1, len(runs) - 1)
    third = len(points) // 3
    early, late = _mean(points[:third]), _mean(points[-third:])
    width = (RIGHT - LEFT) / 3
    return Course(
        frame=frame,
        dots=[
            Dot(round(LEFT + place * apart, 1), _height(_mean(each), highest, frame), SMALLEST, held=False)
            for place, each in enumerate(runs)
        ],
        early=early,
        late=late,
        lines=[
            (LEFT, round(LEFT + width, 1), _height(early, highest, frame)),
            (round(RIGHT - width, 1), RIGHT, _height(late, highest, frame)),
        ],
    )


def _mean(points: Sequence[Decimal]) -> Decimal:
    return (sum(points, Decimal(0)) / len(points)).quantize(Decimal("0.01"))


def _height(points: Decimal, highest: Decimal, frame: Frame) -> float:
    share = float(points / highest) if highest else 0.0
    return round(frame.floor - frame.room * share, 1)
