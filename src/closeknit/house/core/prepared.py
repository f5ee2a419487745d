"""A query that nearly every page asks: put into SQL once, then only given its values.

The model layer writes a statement anew each time, which costs ten to thirty times what the database needs to answer
it. A prepared query is written like any other, with `given("slug")` where a value comes:

    _by_slug = prepared(lambda: Community.objects.filter(slug=given("slug")).values_list("id", "name"))

    rows = _by_slug(slug="reading")

It is meant for what pages ask again and again; everything else is asked as Django has it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Expression


class Given(Expression):
    """A place for a value."""

    def __init__(self, name: str, output_field: Any = None) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """One parameter, which is the place itself until the query is asked."""
        return "%s", [self]


def given(name: str, output_field: Any = None) -> Any:
    """A place for the value that is told by this name; its `output_field` only where Django cannot infer it."""
    return Given(name, output_field)


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    places: Sequence[Any]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Prepared:
    """A query of `values_list`; a call gives its rows, one execution each time."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._statements: dict[str, _Statement] = {}

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, one for each `given`."""
        statement = self._statements.get(connection.vendor) or self._write()
        fit = connection.ops.adapt_unknown_value
        told = [fit(values[place.name]) if isinstance(place, Given) else place for place in statement.places]
        with connection.cursor() as cursor:
            cursor.execute(statement.text, told)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, statement) for row in rows] if statement.converters else rows

    def first(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None; the query itself says that it wants one: `[:1]`."""
        return next(iter(self(**values)), None)

    def _write(self) -> _Statement:
        compiler = self._build().query.get_compiler(connection=connection)
        text, places = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        found = compiler.get_converters(columns)
        converters = [(at, ways, column) for at, (ways, column) in found.items()]
        return self._statements.setdefault(connection.vendor, _Statement(text, tuple(places), converters))


def prepared(build: Callable[[], Any]) -> Prepared:
    """A query that is built when it is first asked."""
    return Prepared(build)


def _converted(row: Sequence[Any], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for at, ways, column in statement.converters:
        for way in ways:
            values[at] = way(values[at], column, connection)
    return tuple(values)
