"""Every page that somebody gets costs at most twelve queries, whoever gets it: none grows costly by small steps."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access_table import PERSONAS, ROWS
from tests.test_access_matrix import scene  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MOST = 12


def cost(client: Client, address: str, **asked: object) -> int:
    """The queries of a GET, when what all readers share has been read before."""
    assert client.get(address, **asked).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address, **asked)
    return len(queries)


@pytest.mark.parametrize("row", [row for row in ROWS if 200 in row.get.values()], ids=lambda row: row.name)
def test_a_page_costs_twelve_queries_at_most(scene, row):  # noqa: F811  the fixture
    cast, world = scene
    costs = {}
    for persona in [each for each in PERSONAS if row.get[each] == 200]:
        with transaction.atomic():
            cache.clear()
            client = Client()
            if persona != "anonymous":
                client.force_login(getattr(cast, persona))
            costs[persona] = cost(client, reverse(row.name, kwargs=row.kwargs(world)), query_params=row.asked(world))
            transaction.set_rollback(True)

    assert {persona: number for persona, number in costs.items() if number > MOST} == {}
