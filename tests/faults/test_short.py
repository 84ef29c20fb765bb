"""The short form of each experiment: Margin holds, and the checker finds every broken twin out."""

import pytest

from tests.faults.experiments import SHORT
from tests.faults.outcome import NotHere

pytestmark = pytest.mark.faults


@pytest.mark.parametrize(
    "experiment, engine",
    [(each, each.engine.__name__.lower()) for each in SHORT],
    indirect=["engine"],
    ids=[each.name.replace(" ", "-") for each in SHORT],
)
def test_no_word_is_lost_and_every_broken_twin_is_found_out(experiment, engine):
    try:
        assert experiment.once(engine).wrong == []
    except NotHere as reason:
        pytest.skip(str(reason))

    for twin in experiment.twins:
        assert experiment.once(engine, **twin).wrong, twin
