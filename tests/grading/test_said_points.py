"""Points and names as pages say them."""

from decimal import Decimal

import pytest

from classroom.grading.points import shown
from classroom.grading.recipients import and_others


@pytest.mark.parametrize(
    "points, said",
    [(None, "–"), ("", "–"), ("9.00", "9"), (Decimal("9.50"), "9.5"), (Decimal("0.25"), "0.25"), (Decimal(0), "0")],
)
def test_points_stand_without_zeros_and_missing_ones_as_a_dash(points, said):
    assert shown(points) == said


@pytest.mark.parametrize(
    "count, said", [(2, "Ada, Linh"), (3, "Ada, Linh and 1 other"), (30, "Ada, Linh and 28 others")]
)
def test_names_say_how_many_more_there_are(count, said):
    assert and_others(["Ada", "Linh"], count) == said
