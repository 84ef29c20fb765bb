from datetime import UTC, timedelta

import pytest

from classroom.home.days import greeting
from tests.factories import NOW, UserFactory


@pytest.mark.parametrize(
    "hour, said",
    [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening"), (23, "evening")],
)
def test_the_greeting_goes_by_the_hour(hour, said):
    linh = UserFactory.build(name="Linh Trần")

    assert greeting(linh, NOW + timedelta(hours=hour - 12), UTC) == f"Good {said}, Linh"
