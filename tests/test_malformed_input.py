"""Nonsense at every named address, from somebody who may be there, is never a 500, and a refusal changes nothing (S3).

The addresses and the world behind them are those of the access table.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from classroom.accounts.actions import settle_address
from tests.access_table import ROWS, Row
from tests.test_access_matrix import all_rows, scene  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

MOST = 2**63
NONSENSE = ["-1", str(MOST), "9" * 400, "1 OR 1=1", "a\0b", "NaN", "1e309", "٣", "x" * 9000, "0001-01-01T00:00"]
SEGMENTS = [str(MOST), "1%20OR%201=1", "a%00b", "%ED%A0%80", "%D9%A3"]
FIELDS = [
    "adjustment", "adjustment_reason", "attempt", "attempts", "base", "body", "bases-1", "bases-2", "bases-3",
    "closes_at", "code", "comment", "done", "due_at", "e", "email", "end", "expires_at", "go", "kind", "late_policy",
    "level-understanding", "level-evidence", "level-argument", "login", "model_answer", "name", "next", "number",
    "opens_at", "page", "paragraph", "password", "password1", "password2", "q", "question", "read", "reason", "role",
    "school_number", "seen", "select", "show", "shown", "slug", "sort", "start", "students", "text", "theme",
    "time_zone", "token", "username", "version", "visible", "visible_at", "when", "words", "key", "known_as",
    "oldpassword", "say", "group", "student", "order", "feedback_by",
]  # fmt: skip
BODIES = [
    b"",
    b"{",
    b"[]",
    b'{"text": 1, "text": 2}',
    b'{"text": "\\ud800", "base": 0}',
    b'{"text": "a\\u0000", "base": 0}',
    b'{"text": null, "base": NaN}',
    b'{"text": "a", "base": ' + b"9" * 400 + b"}",
    b'{"text": "a", "base": 1e999, "revision": {}, "start": -1, "end": []}',
    b"[" * 100_000,
    b"\xff\xfe",
]
TYPES = ["application/json", "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=nonsense"]
READS_JSON = "submissions:autosave"
ENTITLED = ["teacher", "student", "classmate", "anonymous"]
GOOD = {200, 302, 303, 400, 409}


def requests(row: Row, world: dict[str, object]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, address and the rest of each request."""
    address = reverse(row.name, kwargs=row.kwargs(world))
    known = {str(value) for value in row.kwargs(world).values()}
    parts = address.split("/")
    for place in [place for place, part in enumerate(parts) if part in known]:
        for segment in SEGMENTS:
            yield "GET", "/".join([*parts[:place], segment, *parts[place + 1 :]]), {}
    for value in NONSENSE[1::2]:
        yield "GET", f"{address}?{'&'.join(f'{field}={quote(value)}' for field in FIELDS)}", {}
    if set(row.post.values()) - {302} == {405}:
        return
    for value in NONSENSE:
        posted = "&".join(f"{field}={quote(value)}" for field in FIELDS).encode()
        yield "POST", address, {"data": posted, "content_type": "application/x-www-form-urlencoded"}
    posted = "&".join(f"{field}=%ED%A0%80&{field}=1" for field in FIELDS).encode()
    yield "POST", address, {"data": posted, "content_type": "application/x-www-form-urlencoded"}
    for number, body in enumerate(BODIES if row.name == READS_JSON else BODIES[::3]):
        yield "POST", address, {"data": body, "content_type": TYPES[0 if row.name == READS_JSON else number % 3]}


def entitled(row: Row) -> str:
    """Somebody whom the address does not turn away at the door."""
    return next((one for one in ENTITLED if {row.get[one], row.post[one]} <= {*GOOD, 405}), "teacher")


@pytest.fixture(scope="module")
def before(scene) -> dict[str, list[str]]:  # noqa: F811  the fixture
    """Every row of the world, the teacher's address noted in the library's table as after the first POST there."""
    settle_address(scene[0].teacher)
    return all_rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_nonsense_is_never_a_fault_and_a_refusal_changes_nothing(scene, before, row):  # noqa: F811  the fixture
    cast, world = scene
    faults, changed = [], []
    client = Client(raise_request_exception=False, headers={"accept": "application/json"})

    with transaction.atomic():
        if entitled(row) != "anonymous":
            client.force_login(getattr(cast, entitled(row)))
        signed_in = transaction.savepoint()
        for method, address, rest in requests(row, world):
            cache.clear()
            response = client.generic(method, address, **rest)
            if response.status_code >= 500:
                faults.append((method, address[:80], rest.get("data", b"")[:60], response.status_code))
            if response.status_code < 400:
                transaction.savepoint_rollback(signed_in)
                signed_in = transaction.savepoint()
        changed = [table for table, rows in all_rows().items() if rows != before[table]]
        transaction.set_rollback(True)

    assert faults == []
    assert changed == []
