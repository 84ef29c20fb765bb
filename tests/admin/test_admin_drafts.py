"""No page of the admin asks the database for the text in an answer's own column: it may be a draft's (decision 14)."""

import pytest

from tests.admin.test_admin_access import WHO, addresses, things  # noqa: F401  a fixture
from tests.test_private_drafts import asks_for_texts

pytestmark = pytest.mark.once


@pytest.mark.parametrize("who", ["teacher", "superuser"])
def test_no_page_of_the_admin_asks_for_a_draft(client, cast, things, who):  # noqa: F811  the fixture
    client.force_login(getattr(cast, who))
    place = WHO.index(who)

    found = [
        name
        for name, (url, get, _post) in addresses(things).items()
        if get[place] == 200 and asks_for_texts(client, url)
    ]

    assert found == []
