"""Rows that many tests begin with: brought about once by the real code, then put back as they were."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from tests.factories import NOW

Made = TypeVar("Made")
# On SQLite keys begin anew in every test, so these stay out of the way of what a test makes before and after.
FIRST_KEY = 10_000
LITERALS = {"sqlite": "quote({})", "postgresql": "quote_nullable({}::text)"}


class Snapshot(Generic[Made]):
    """What `build` brings about, the clock at NOW: each `take()` gives it to a test in rows and objects of its own.

    `build` only adds rows, and finds the same ones there each time.
    """

    def __init__(self, build: Callable[[], Made]) -> None:
        self.build = build
        self.statements: list[str] | None = None
        self.made = b""

    def take(self) -> Made:
        with transaction.atomic():
            if self.statements is None:
                self._record()
            else:
                with connection.cursor() as cursor:
                    for statement in self.statements:
                        cursor.execute(statement)
        return pickle.loads(self.made)

    def _record(self) -> None:
        before = {table: set(rows) for table, _columns, rows in tables()}
        with keys_from(FIRST_KEY), time_machine.travel(NOW, tick=False):
            self.made = pickle.dumps(self.build())
        self.statements = [
            f'INSERT INTO "{table}" ({columns}) VALUES {", ".join(new)}'
            for table, columns, rows in tables()
            if (new := [row for row in rows if row not in before[table]])
        ]


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
