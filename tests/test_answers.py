"""The same refusal for a reader and for a script: a page, or JSON with the reason (docs/answers.md)."""

import json

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse

from classroom import http
from classroom.accounts.limits import too_many

JSON = {"Accept": "application/json"}


@pytest.fixture
def request_of(rf: RequestFactory):
    """`request_of(scripted)`: a request of a reader, or of a script that wants JSON."""
    return lambda scripted: rf.post("/", headers=JSON if scripted else {})


@pytest.mark.parametrize(
    "answer, status, body",
    [
        (
            lambda request: http.conflict(request, http.Refused("Too late.", state={"base": 2})),
            409,
            {"reason": "Too late.", "base": 2},
        ),
        (
            lambda request: http.bad_value(request, http.BadValue("text", "Too long.", status=413)),
            413,
            {"field": "text", "reason": "Too long."},
        ),
        (too_many, 429, {"reason": "too_many"}),
        (http.server_error, 500, {"reason": "server_error"}),
    ],
    ids=["conflict", "bad value", "too many", "fault"],
)
def test_a_script_reads_the_reason_as_json_and_a_reader_a_page(request_of, answer, status, body):
    scripted, read = answer(request_of(scripted=True)), answer(request_of(scripted=False))

    assert (scripted.status_code, scripted["Content-Type"], read.status_code) == (status, "application/json", status)
    assert json.loads(scripted.content) == body
    assert "<h1" in read.content.decode()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_database_that_goes_away_in_the_frame_is_unavailable_and_no_fault(request_of, scripted):
    try:
        raise OperationalError("database is locked")  # noqa: TRY301  the handler reads what is in flight
    except OperationalError:
        answered = http.server_error(request_of(scripted=scripted))

    assert (answered.status_code, answered["Retry-After"]) == (503, "5")
    assert "Nothing was saved; try again in a moment." in answered.content.decode().replace("\\u2019", "’")


def test_a_script_of_somebody_signed_out_is_told_and_not_led_away(client, db):
    page, script = client.get(reverse("classes:list")), client.get(reverse("classes:list"), headers=JSON)

    assert (page.status_code, script.status_code, script["Content-Type"]) == (302, 401, "application/json")
