"""Queries that are put together once a process: building one with the ORM costs several times what running it costs.

`@prepared` makes of a function that builds a queryset one that answers with the rows, `@prepared_update` of one that
says which rows get which values one that changes them. The function is called once for each database, with values that
stand for any, so its query may differ from call to call in the values alone: whole numbers, strings, moments, and
objects, of which it may use the key and nothing else. See docs/decisions/0013.
"""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from typing import Any, ParamSpec, TypeAlias, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery

P = ParamSpec("P")
Row = TypeVar("Row")
Change: TypeAlias = tuple[QuerySet[Any, Any], dict[str, Any]]  # the rows, and what `QuerySet.update` would be given
Build: TypeAlias = Callable[..., QuerySet[Any, Any] | Change]

KEPT = ("_fields", "_iterable_class", "_known_related_objects", "_prefetch_related_lookups")  # what `_clone` copies


def prepared(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """The function whose calls answer with the rows of the query that `build` puts together.

    Raises TypeError at the first call when `build` makes anything else of a value than a parameter of the query.
    """
    ready = cache(lambda kinds: Prepared(build, kinds))

    @wraps(build)
    def rows(*values: P.args, **_none: P.kwargs) -> list[Row]:
        found: list[Row] = ready(tuple(value.__class__ for value in values)).rows(values)
        return found

    return rows


def prepared_update(build: Callable[P, Change]) -> Callable[P, int]:
    """The function whose calls make the change that `build` describes, and answer with the number of rows it met.

    Raises TypeError as above.
    """
    ready = cache(lambda kinds: Prepared(build, kinds))

    @wraps(build)
    def changed(*values: P.args, **_none: P.kwargs) -> int:
        found: int = ready(tuple(value.__class__ for value in values)).changed(values)
        return found

    return changed


class Prepared:
    """A queryset that has become SQL. Each of its parameters either never changes or is one of the values."""

    def __init__(self, build: Build, kinds: tuple[type, ...]) -> None:
        first, second = (Draft(build, kinds, turn) for turn in (0, 1))  # what differs between them is a value
        self.queryset, self.compiler, self.sql = first.queryset, first.compiler, first.sql
        pairs = {pair: place for place, pair in enumerate(zip(first.values, second.values, strict=True))}
        params = list(zip(first.params, second.params, strict=False))
        self.params = first.params
        self.places = [None if one == other else pairs.get((one, other), len(kinds)) for one, other in params]
        if first.sql != second.sql or {*self.places, None} != {*range(len(kinds)), None}:
            raise TypeError(f"{build.__qualname__} does more with its values than ask for them.")

    def params_of(self, values: tuple[Any, ...], connection: Any) -> tuple[Any, ...]:
        """The parameters of a run with these values."""
        values = tuple(as_parameter(value, connection) for value in values)
        return tuple(
            one if place is None else alike(one, values[place])
            for one, place in zip(self.params, self.places, strict=True)
        )

    def changed(self, values: tuple[Any, ...]) -> int:
        """Run an update with these values."""
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params_of(values, connection))
            return int(cursor.rowcount)

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        """Run a query with these values."""
        connection = connections[DEFAULT_DB_ALIAS]
        params = self.params_of(values, connection)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection  # each thread has its own
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        query = copy.copy(self.queryset.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        asked = self.queryset.__class__(model=self.queryset.model, query=query, using=DEFAULT_DB_ALIAS)
        for name in KEPT:
            setattr(asked, name, getattr(self.queryset, name))
        return list(asked)


class Draft:
    """The query as it is built with one set of values that stand for any."""

    def __init__(self, build: Build, kinds: tuple[type, ...], turn: int) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        stand_ins = [stand_in(kind, 31_000 + 500 * turn + nth) for nth, kind in enumerate(kinds)]
        self.values = [as_parameter(value, connection) for value in stand_ins]
        built = build(*stand_ins)
        self.queryset, changes = built if isinstance(built, tuple) else (built, None)
        query: Any = self.queryset.query
        if changes is not None:
            if query.is_sliced:
                raise TypeError("An update meets every row it names: it takes no slice.")
            query = query.chain(UpdateQuery)
            query.add_update_values(changes)
        self.compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = self.compiler.as_sql()
        self.params: tuple[Any, ...] = tuple(params)


def stand_in(kind: type, number: int) -> Any:
    """A value of that kind that no query holds by itself. An object knows its key; asking it for more fails."""
    if issubclass(kind, Model):
        return kind.from_db(DEFAULT_DB_ALIAS, [kind._meta.pk.attname], [number])
    if kind is str:
        return f"%stands_for\\{number}"  # what has a meaning in a pattern would be escaped, and that is seen
    if kind is datetime:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)
    if kind is int:
        return number
    raise TypeError(f"A query can't be prepared for a {kind.__name__}.")


def as_parameter(value: Any, connection: Any) -> Any:
    """The value as the database is given it."""
    if isinstance(value, Model):
        return value.pk
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def alike(model: Any, value: Any) -> Any:
    """The value in the type of the one that stood for it: PostgreSQL is told how wide a number is."""
    return type(model)(value) if isinstance(model, int) else value
