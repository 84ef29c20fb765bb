"""Every named address × every persona of decision 5 × GET and POST equals a written table (threats A1, A4, A10).

The table is `tests/access_table.py`, the world behind it `tests/access_world.py`. An address that stands in no
row fails, and so does a row without an address.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_table import PERSONAS, ROWS, Row
from tests.access_world import place_names
from tests.cast import Cast, make_cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db

WRITES = re.compile(r'^(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')
TOKEN = re.compile(r"[A-Za-z0-9]{64}")
MAY_CHANGE = {"django_session", "accounts_accesslog"}  # threats A10
FEEDBACK = ("grading:feedback", "grading:grade-history", "grading:second-look-ask")  # each shows the mark
MAY_CHANGE_ON_FEEDBACK = {"grading_releaseitem"}  # decision 20: the first look is recorded


def named(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    """All names of addresses below these patterns; the admin has a table of its own."""
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                found |= named(pattern.url_patterns, inner)
        elif pattern.name:
            found.add(prefix + pattern.name)
    return found


def test_table_has_a_row_for_every_named_address():
    assert sorted(row.name for row in ROWS) == sorted(named(get_resolver().url_patterns))


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, dict[str, object]]]:
    """The cast and what the addresses name, brought about once; each request is undone after it was answered."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        cast = make_cast()
        names = place_names(cast)
        yield cast, names
        transaction.set_rollback(True)


def all_rows() -> dict[str, list[str]]:
    """Every table's rows but those that a look may add to."""
    rows = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - MAY_CHANGE:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def in_a_line(answers: dict[str, int]) -> str:
    """Statuses in the order of PERSONAS, as the table writes them."""
    return " ".join(str(answers[persona]) for persona in PERSONAS)


def ask(cast: Cast, row: Row, persona: str, method: str, world: dict[str, object]) -> tuple[int, set[str]]:
    """The status a persona gets, and the tables written to on the way."""
    cache.clear()
    client = Client(raise_request_exception=True)
    if persona != "anonymous":
        client.force_login(getattr(cast, persona))
    address = reverse(row.name, kwargs=row.kwargs(world))
    with CaptureQueriesContext(connection) as queries:
        if method == "POST":
            response = client.post(address, {"stray": "1"} | row.posted(world), headers=row.headers)
        else:
            response = getattr(client, method.lower())(address, row.asked(world))
    written = {match[1] for query in queries if (match := WRITES.match(query["sql"]))}
    return response.status_code, written - MAY_CHANGE


def looked(scene: tuple[Cast, dict[str, object]], row: Row, method: str) -> tuple[str, set[str]]:
    """The statuses of all personas, and the tables that their looks wrote to and may not."""
    cast, world = scene
    spared = MAY_CHANGE_ON_FEEDBACK if row.name.startswith(FEEDBACK) else set()
    answers, written = {}, set()
    for persona in PERSONAS:
        with transaction.atomic():
            answers[persona], tables = ask(cast, row, persona, method, world)
            written |= tables
            transaction.set_rollback(True)
    return in_a_line(answers), written - spared


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_get_answers_as_the_table_says_and_changes_nothing(scene, row):
    assert looked(scene, row, "GET") == (in_a_line(row.get), set())


@pytest.mark.once
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_head_answers_like_get_and_changes_nothing(scene, row):
    assert looked(scene, row, "HEAD") == (in_a_line(row.get), set())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_post_answers_as_the_table_says_and_a_refusal_changes_nothing(scene, row):
    cast, world = scene
    before = all_rows()
    answers, changed = {}, []

    for persona in PERSONAS:
        with transaction.atomic():
            answers[persona], written = ask(cast, row, persona, "POST", world)
            turned_away = answers[persona] >= 400 or persona == "anonymous"
            if turned_away and written and all_rows() != before:
                changed.append(persona)
            transaction.set_rollback(True)

    assert in_a_line(answers) == in_a_line(row.post)
    assert changed == []


def read(cast: Cast, persona: str, address: str, method: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, without what is new in every answer: the tokens, the request's id, its own address."""
    cache.clear()
    client = Client()
    client.force_login(getattr(cast, persona))
    response = client.get(address) if method == "GET" else client.post(address)
    body = TOKEN.sub("token", response.content.decode().replace(address, "here"))
    headers = {name: value for name, value in response.headers.items() if name not in {"X-Request-ID", "Expires"}}
    return response.status_code, body, headers | {"Content-Length": ""}


@pytest.mark.parametrize("row", [row for row in ROWS if "class_id" in row.needs.split()], ids=lambda row: row.name)
def test_a_class_one_has_no_tie_to_reads_like_one_that_is_not_there(scene, row):
    """Threats A2 and A3: the same body, so that nobody learns what exists."""
    cast, world = scene
    names = row.kwargs(world)
    there, nowhere = reverse(row.name, kwargs=names), reverse(row.name, kwargs=names | {"class_id": "2222222222"})
    method = "GET" if row.get["other_student"] == 404 else "POST"

    for persona in ["other_student", "other_teacher", "superuser"]:
        with transaction.atomic():
            answers = [read(cast, persona, address, method) for address in (there, nowhere)]
            transaction.set_rollback(True)
        assert answers[0][0] == 404
        assert answers[0] == answers[1]
