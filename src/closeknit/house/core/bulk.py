"""Many rows at once, as a roster brings them: one statement, prepared once, that the database runs for each row.

The model layer writes a statement anew for every few hundred rows, value by value, which for a hundred thousand people
costs more than everything else together. What holds for a row stands in the database (constraints), so it holds here.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

from django.db import connection, models


def insert(model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, skip_conflicts: bool = False) -> None:
    """Insert rows; what `columns` (names of attributes, `profile_id`) does not name gets the model's default.

    With `skip_conflicts` a row that a unique constraint refuses is left out.
    """
    named = {field.attname: field for field in model._meta.concrete_fields}
    rest = {name: field.get_default() for name, field in named.items() if name not in columns and not field.primary_key}
    every = [named[name] for name in (*columns, *rest)]
    prepared, constant = _preparing(every[: len(columns)]), [_prepared(named[n], value) for n, value in rest.items()]
    places = ", ".join(["%s"] * len(every))
    text = f"INSERT INTO {_quoted(model)} ({', '.join(_quoted(field) for field in every)}) VALUES ({places})"
    _run(text + " ON CONFLICT DO NOTHING" * skip_conflicts, ([*prepared(row), *constant] for row in rows))


def update(model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set `columns` of rows that are told as (id, value, value, …)."""
    named = {field.attname: field for field in model._meta.concrete_fields}
    fields = [named[name] for name in columns]
    prepared, sets = _preparing(fields), ", ".join(f"{_quoted(field)} = %s" for field in fields)
    text = f"UPDATE {_quoted(model)} SET {sets} WHERE {_quoted(model._meta.pk)} = %s"
    _run(text, ([*prepared(row[1:]), row[0]] for row in rows))


def _run(text: str, rows: Iterable[Sequence[Any]]) -> None:
    if told := list(rows):
        with connection.cursor() as cursor:
            cursor.executemany(text, told)


def _quoted(thing: Any) -> str:
    name = thing.column if isinstance(thing, models.Field) else thing._meta.db_table
    return str(connection.ops.quote_name(name))


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _preparing(fields: Sequence[Any]) -> Callable[[Sequence[Any]], list[Any]]:
    """What makes a row's values the database's: text and whole numbers are that already; times repeat."""
    ways = [_way(field) for field in fields]
    return lambda row: [value if way is None else way(value) for value, way in zip(row, ways, strict=True)]


def _way(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, models.CharField | models.TextField | models.IntegerField | models.ForeignKey):
        return None
    way = partial(_prepared, field)
    return cache(way) if isinstance(field, models.DateField) else way
