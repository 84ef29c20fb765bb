"""Rows that many tests begin with: brought about once by the real code, then put back as they were."""

import itertools
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

import time_machine
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import Model

from tests.factories import NOW

Made = TypeVar("Made")
LITERALS = {"sqlite": "quote({})", "postgresql": "quote_nullable({}::text)"}
# On SQLite keys begin anew in every test: each snapshot's stay out of the way of the others' and of what a test makes.
first_keys = itertools.count(10_000, 10_000)


class Snapshot(Generic[Made]):
    """What `build` brings about, the clock at NOW: each `take()` gives it to a test in rows and objects of its own.

    `build` only adds rows. Of those that were there before, it may refer to the site's groups.
    """

    def __init__(self, build: Callable[[], Made]) -> None:
        self.build = build
        self.first_key = next(first_keys)
        self.ground: list[tuple[int, str]] | None = None
        self.statements: list[str] = []
        self.made = b""

    def take(self) -> Made:
        ground = list(
            Group.objects.order_by("pk").values_list("pk", "name")
        )  # a flush makes them anew, with other keys
        with transaction.atomic():
            if ground == self.ground:
                run(self.statements)
            else:
                self._record()
                self.ground = ground
        return pickle.loads(self.made)

    def _record(self) -> None:
        before = {table: set(rows) for table, _columns, rows in tables()}
        with keys_from(self.first_key), time_machine.travel(NOW, tick=False):
            self.made = pickle.dumps(self.build())
        self.statements = [
            f'INSERT INTO "{table}" ({columns}) VALUES {", ".join(new)}'
            for table, columns, rows in tables()
            if (new := [row for row in rows if row not in before[table]])
        ]


def run(statements: list[str]) -> None:
    """One after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def keys_from(first: int) -> Iterator[None]:
    """New keys above `first` on SQLite; on PostgreSQL, whose sequences never go back, they are nobody else's anyway."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")
        names = [(model._meta.db_table, first) for model in models()]
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", names)
        yield
        cursor.execute("DELETE FROM sqlite_sequence WHERE seq = %s", [first])


def models() -> list[type[Model]]:
    """Children before parents: the guards let nothing be added to what is published."""
    return list(reversed(apps.get_models(include_auto_created=True)))


def tables() -> Iterator[tuple[str, str, list[str]]]:
    """Each table with its columns, and every row of it as the engine itself would write the values out."""
    for model in models():
        columns = [f'"{field.column}"' for field in model._meta.local_concrete_fields]
        values = " || ', ' || ".join(LITERALS[connection.vendor].format(column) for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT '(' || {values} || ')' FROM \"{model._meta.db_table}\"")
            yield model._meta.db_table, ", ".join(columns), [row for (row,) in cursor.fetchall()]
