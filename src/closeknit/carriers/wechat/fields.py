"""Fields of JSON as text and numbers: the tools' versions do not agree on their types, and ids are text."""

from collections.abc import Callable
from typing import Any, Final

_TEXT: Final = frozenset([str, type(None)])


def texts_of(values: list[Any]) -> list[str | None]:
    """`text_of` of each field of a column, but for empty ones, which may stay as they are."""
    return values if set(map(type, values)) <= _TEXT else list(map(text_of, values))


def holding(values: list[Any], holds: Callable[[str], bool]) -> list[bool]:
    """Whether each field of a column is a text, not empty, for which it holds; asked once of each."""
    if set(map(type, values)) <= _TEXT:
        asked = {value: bool(value) and holds(value) for value in set(values)}
        return [asked[value] for value in values]
    return [value.__class__ is str and value != "" and holds(value) for value in values]


def text_of(value: object) -> str | None:
    """A field as text; None where it is empty or holds no text."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def number_of(value: object) -> int:
    """A field as a number; 0 where it is none."""
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) < 20 else 0
