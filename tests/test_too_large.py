"""A body larger than Margin reads is 413 at every address, before anything looks at it, and changes nothing (S1)."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from tests.access_table import ROWS
from tests.test_access_matrix import all_rows, scene  # noqa: F401  a fixture
from tests.test_malformed_input import entitled

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
REASON = "One form can hold 8.0\xa0MB, and this was more."


@pytest.fixture
def too_large(settings):
    """A body one byte above the limit, which is lowered so that it is quickly sent."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 4096
    return b"text=" + b"x" * 4092


def test_every_address_answers_413_to_a_form_that_is_too_large(scene, too_large):  # noqa: F811  the fixture
    cast, world = scene
    before, met = all_rows(), {}

    addresses = {row.name: (entitled(row), reverse(row.name, kwargs=row.kwargs(world))) for row in ROWS}
    addresses["admin"] = ("teacher", reverse("admin:classes_assignment_change", args=[cast.assignment.pk]))
    for name, (who, address) in addresses.items():
        client = Client(enforce_csrf_checks=True)
        if who != "anonymous":
            client.force_login(getattr(cast, who))
        client.cookies["csrftoken"] = "a" * 32
        met[name] = client.post(address, too_large, content_type=FORM).status_code

    assert {name: status for name, status in met.items() if status != 413} == {}
    assert {table for table, rows in all_rows().items() if rows != before[table]} == set()


def test_page_says_the_limit_and_that_nothing_is_lost(client):
    response = client.post(reverse("account_login"), b"login=" + b"x" * 8 * 1024 * 1024, content_type=FORM)

    assert (response.status_code, response.templates[0].name) == (413, "413.html")
    page = response.content.decode()
    assert REASON in page
    assert "Nothing was changed. What was saved before is safe, and what you typed is still there" in page


def test_a_file_counts_as_well(client, too_large):
    response = client.post(reverse("account_login"), {"login": "x", "file": io.BytesIO(too_large)})

    assert (response.status_code, response.templates[0].name) == (413, "413.html")


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"hx-request": "true"}])
def test_script_is_told_in_json(client, headers, too_large):
    response = client.post(reverse("account_login"), too_large, content_type=FORM, headers=headers)

    reason = "One form can hold 4.0\xa0KB, and this was more."
    assert (response.status_code, response.json()) == (413, {"field": "body", "reason": reason})


def test_other_bad_requests_stay_400(client):
    response = client.get(reverse("account_login"), headers={"host": "evil.example"})

    assert (response.status_code, response.templates[0].name) == (400, "400.html")
