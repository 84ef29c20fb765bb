"""A POST that no page of Margin sent is refused at every address and changes nothing; no page may be framed (C4)."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from classroom.accounts.models import User
from tests.access_table import ROWS
from tests.test_access_matrix import all_rows, scene  # noqa: F401  a fixture
from tests.test_malformed_input import entitled

pytestmark = pytest.mark.django_db

FORGED = [{}, {"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "https://evil.example/"}]


def forger(person: User | None, headers: dict[str, str]) -> Client:
    """The browser of somebody whom another site's page, or none, makes send something."""
    client = Client(enforce_csrf_checks=True, headers=headers)
    if person:
        client.force_login(person)
    return client


def forged(client: Client, address: str, data: dict[str, object], headers: dict[str, str]) -> int:
    """The status of that POST; with headers the token is right, and the page that sends it is not."""
    if headers:
        data = data | {"csrfmiddlewaretoken": client.get(reverse("accounts:csrf")).json()["token"]}
    return client.post(address, data, secure="referer" in headers).status_code


@pytest.mark.parametrize("headers", FORGED)
def test_no_post_without_a_token_or_from_a_foreign_origin_changes_anything(scene, headers):  # noqa: F811  the fixture
    cast, world = scene
    before, met = all_rows(), {}

    with transaction.atomic():
        for row in ROWS:
            client = forger(getattr(cast, entitled(row), None), headers)
            address = reverse(row.name, kwargs=row.kwargs(world))
            met[row.name] = forged(client, address, row.posted(world), headers)
        after = all_rows()
        transaction.set_rollback(True)

    assert {name: status for name, status in met.items() if status != 403} == {}
    assert after == before


def test_no_page_may_be_framed(scene):  # noqa: F811  the fixture
    cast, world = scene
    client = Client()
    client.force_login(cast.teacher)

    for row in ROWS:
        response = client.get(reverse(row.name, kwargs=row.kwargs(world)))
        assert response["X-Frame-Options"] == "DENY", row.name
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], row.name


@pytest.mark.parametrize("door", ["account_login", "accounts:theme", "account_logout", "account_reauthenticate"])
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:0"])
def test_the_way_back_leads_to_no_other_host(scene, door, elsewhere):  # noqa: F811  the fixture
    cast, _world = scene
    client = Client()
    with transaction.atomic():
        if door != "account_login":
            client.force_login(cast.student)
        sent = {"login": "linh", "password": "correct horse battery", "theme": "dark", "next": elsewhere}
        response = client.post(reverse(door), sent)
        transaction.set_rollback(True)

    home = {reverse("home:home"), reverse("account_login")}
    assert (response.status_code, response["Location"] in home) == (302, True), response["Location"]
