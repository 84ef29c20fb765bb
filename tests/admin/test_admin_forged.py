"""A POST that no page of Margin sent is refused in all the admin and changes nothing; no page may be framed (C4)."""

import pytest

from tests.admin.test_admin_access import addresses, everything, things  # noqa: F401  a fixture
from tests.test_forged_requests import FORGED, forged, forger

pytestmark = pytest.mark.once

SENT = {"post": "yes", "_save": "Save"}  # enough to delete, to publish, to begin a draft


@pytest.mark.parametrize("headers", FORGED)
def test_no_post_without_a_token_or_from_a_foreign_origin_changes_anything(cast, things, headers):  # noqa: F811
    before = everything()

    met = {
        name: forged(forger(cast.superuser, headers), url, SENT, headers)
        for name, (url, _get, _post) in addresses(things).items()
    }

    assert {name: status for name, status in met.items() if status != 403} == {}
    assert everything() == before


def test_no_page_may_be_framed(client, cast, things):  # noqa: F811  the fixture
    client.force_login(cast.superuser)

    for name, (url, _get, _post) in addresses(things).items():
        if name != "logout":
            response = client.get(url)
            assert response["X-Frame-Options"] == "DENY", name
            assert "frame-ancestors 'none'" in response["Content-Security-Policy"], name
