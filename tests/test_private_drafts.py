"""What stands in an answer's own column may be a draft's, and no page for staff asks the database for it (decision 14).

They read what was handed in, which lies elsewhere.
"""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access_table import ROWS
from tests.test_access_matrix import scene  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OWN_TEXT = '"submissions_answer"."text"'


def asks_for_texts(client: Client, address: str, **asked: object) -> bool:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, **asked).status_code == 200
    return any(OWN_TEXT in query["sql"] for query in queries)


@pytest.mark.parametrize("who", ["assistant", "teacher"])
def test_no_page_for_staff_asks_for_a_draft(scene, who):  # noqa: F811  the fixture
    cast, world = scene
    found = []
    with transaction.atomic():
        client = Client()
        client.force_login(getattr(cast, who))
        for row in ROWS:
            if row.get[who] == 200:
                address = reverse(row.name, kwargs=row.kwargs(world))
                found += [row.name] * asks_for_texts(client, address, query_params=row.asked(world))
        transaction.set_rollback(True)

    assert found == []
