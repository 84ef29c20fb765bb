"""Medians are exact, and pictures are numbers: where each dot and block stands, and how many there can be."""

from decimal import Decimal

import pytest

from classroom.grading.plots import Box, Dot, Tick, dot_plot, median, state_bar


def points(**counts: int) -> dict[Decimal, int]:
    return {Decimal(name[1:].replace("_", ".")): number for name, number in counts.items()}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, None),
        (points(p0=0), None),
        (points(p4=1), Decimal(4)),
        (points(p4=1, p5=1), Decimal("4.5")),
        (points(p4=2, p9=1), Decimal(4)),
        (points(p4=2, p9=2), Decimal("6.5")),
        (points(p0_25=1, p0_5=1), Decimal("0.375")),
        (points(p0_1=1, p0_2=1, p12=1), Decimal("0.2")),
        (points(p3=1500, p4=1500), Decimal("3.5")),
    ],
)
def test_median_is_exact(counts, expected):
    assert median(counts) == expected


def test_dots_stand_over_their_points_and_pile_up():
    plot = dot_plot({(Decimal(9), False): 2, (Decimal(9), True): 1, (Decimal(0), True): 1}, Decimal(12))

    assert plot.dots == [
        Dot(14.0, 94.0, 6.2, held=True),
        Dot(248.0, 94.0, 7.0, held=False),
        Dot(248.0, 78.5, 7.0, held=False),
        Dot(248.0, 63.0, 6.2, held=True),
    ]
    assert plot.columns == []
    assert plot.median_x == 248.0
    assert plot.ticks == [Tick(14.0, 0), Tick(92.0, 3), Tick(170.0, 6), Tick(248.0, 9), Tick(326.0, 12)]


def test_question_without_grades_has_an_axis_alone():
    plot = dot_plot({}, Decimal(12))

    assert (plot.dots, plot.columns, plot.median_x, len(plot.ticks)) == ([], [], None, 5)


def test_many_grades_become_columns_that_fit():
    plot = dot_plot({(Decimal(half) / 2, half % 2 == 0): 120 for half in range(25)}, Decimal(12))

    assert plot.dots == []
    assert len(plot.columns) == 25
    assert (min(box.y for box in plot.columns), max(box.y + box.height for box in plot.columns)) == (8.0, 104.0)


def test_a_tall_pile_stays_inside_the_picture():
    plot = dot_plot({(Decimal(6), False): 20}, Decimal(12))

    assert len(plot.dots) == 20
    assert min(dot.y - dot.r for dot in plot.dots) >= 0


def test_question_of_no_points_can_be_drawn():
    assert dot_plot({(Decimal(0), False): 1}, Decimal(0)).dots[0].x == 14.0


@pytest.mark.parametrize(
    ("highest", "ticks"), [(1, [0, 1]), (7, [0, 2, 4, 6]), (10, [0, 2, 4, 6, 8, 10]), (100, [0, 20, 40, 60, 80, 100])]
)
def test_ticks_are_few_and_round(highest, ticks):
    assert [tick.label for tick in dot_plot({}, Decimal(highest)).ticks] == ticks


def test_state_bar_has_one_block_for_each_student():
    assert state_bar([("idle", 1), ("draft", 0), ("done", 2)]) == [
        Box(0.0, 0.0, 79.2, 10.0, "idle"),
        Box(80.0, 0.0, 79.2, 10.0, "done"),
        Box(160.0, 0.0, 79.2, 10.0, "done"),
    ]


def test_state_bar_of_a_large_class_has_one_block_for_each_state():
    assert state_bar([("idle", 1000), ("draft", 0), ("done", 2000)]) == [
        Box(0.0, 0.0, 79.2, 10.0, "idle"),
        Box(80.0, 0.0, 159.2, 10.0, "done"),
    ]


def test_state_bar_of_nobody_is_empty():
    assert state_bar([("idle", 0)]) == []
