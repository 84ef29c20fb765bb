"""The short form of each experiment: Margin holds, and the checker finds every broken twin out."""

import pytest

from tests.faults.experiments import SHORT
from tests.faults.outcome import NotHere

pytestmark = pytest.mark.faults
ALL = [(each, twin) for each in SHORT for twin in [{}, *each.twins]]


@pytest.mark.parametrize(
    "experiment, twin, engine",
    [(each, twin, each.engine.__name__.lower()) for each, twin in ALL],
    indirect=["engine"],
    ids=["-".join([each.name, *map(str, twin.values())]).replace(" ", "-") for each, twin in ALL],
)
def test_no_word_is_lost_and_a_broken_twin_is_found_out(experiment, twin, engine):
    try:
        outcome = experiment.once(engine, **twin)
    except NotHere as reason:
        pytest.skip(str(reason))

    assert bool(outcome.wrong) == bool(twin), outcome
