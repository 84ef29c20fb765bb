"""Every page of the admin costs at most twelve queries, whoever gets it; those of a draft are in tests/lessons."""

import pytest

from tests.admin.test_admin_access import WHO, addresses, things  # noqa: F401  a fixture
from tests.test_page_queries import MOST, cost

pytestmark = pytest.mark.once


@pytest.mark.parametrize("place", range(4), ids=WHO)
def test_a_page_costs_twelve_queries_at_most(client, cast, things, place):  # noqa: F811  the fixture
    client.force_login(getattr(cast, WHO[place]))

    costs = {name: cost(client, url) for name, (url, get, _post) in addresses(things).items() if get[place] == 200}

    assert {name: number for name, number in costs.items() if number > MOST} == {}
