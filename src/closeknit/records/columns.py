"""Arrow columns from what a chunk of rows was read into, mended where people's data are odd."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

WORD: Final = pa.dictionary(pa.int32(), pa.string())
Bools = npt.NDArray[np.bool_]

_SLUG: Final = re.compile(r"[a-z0-9]+")
_DIRECTIONS: Final = "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_REPLACED: Final = "\ufffd"
_MOST: Final = 2**31 - 1
"""Of one reaction; fewer than none or more than this is damage in the file."""


def strings(values: list[Any]) -> pa.Array:
    """Strings, or whole numbers as strings. Half of a surrogate pair becomes U+FFFD, an empty string null."""
    column = _strings(values)
    if pc.min(pc.binary_length(column)).as_py() == 0:
        column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    return column


def _strings(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError):
        pass
    try:
        return pa.array(values, pa.int64()).cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, OverflowError):
        return _strings([None if value is None else str(value) for value in values])


def integers(values: list[Any]) -> pa.Array:
    """Whole numbers; those beyond 64 bits become the largest or the smallest."""
    try:
        return pa.array(values, pa.int64())
    except (OverflowError, pa.ArrowInvalid):
        limit = 2**63 - 1
        return pa.array([value if value is None else max(-limit, min(limit, value)) for value in values], pa.int64())


def _encodable(value: str | None) -> str | None:
    if value is None:
        return None
    paired = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paired.encode("utf-8", "replace").decode()


def texts(values: list[str | None]) -> tuple[pa.Array, int]:
    """A column of texts, cleaned (see `cleaned`), and in how many of them bytes had to be replaced."""
    return cleaned(strings(values))


def cleaned(column: pa.Array) -> tuple[pa.Array, int]:
    """Texts with \\n for every line end, and without the marks that only steer the direction of writing.

    What is empty then is null. Beside it, in how many of them bytes had to be replaced.
    """
    data = None if column.null_count == len(column) else column.buffers()[2]
    if data is None or not data.size:
        return column, 0
    raw = np.frombuffer(data, np.uint8)
    if (raw == 0x0D).any():
        column = pc.replace_substring(pc.replace_substring(column, "\r\n", "\n"), "\r", "\n")
    if _has_directions(raw):
        column = pc.replace_substring_regex(column, _DIRECTIONS, "")
        column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    replaced = 0
    if _follow(raw, 0xEF, ((0xBF, 0xBD, 0xBD),)):
        replaced = pc.sum(pc.match_substring(column, _REPLACED)).as_py() or 0
    return column, replaced


def _has_directions(raw: npt.NDArray[np.uint8]) -> bool:
    return _follow(raw, 0xE2, ((0x80, 0x8E, 0x8F), (0x80, 0xAA, 0xAE), (0x81, 0xA6, 0xA9)))


def _follow(raw: npt.NDArray[np.uint8], first: int, ranges: tuple[tuple[int, int, int], ...]) -> bool:
    """Whether `first` stands anywhere before a byte and one of a range: by vectors, for texts are large."""
    at = np.flatnonzero(raw[:-2] == first)
    second, third = raw[at + 1], raw[at + 2]
    return any(bool(((second == two) & (third >= low) & (third <= high)).any()) for two, low, high in ranges)


def nulls(kind: pa.DataType, n: int) -> pa.Array:
    """A column without values; those of one type share their memory."""
    empty = _EMPTY.get(kind)
    if empty is None or len(empty) < n:
        empty = _EMPTY[kind] = pa.nulls(max(n, 1 << 15), kind)
    return empty.slice(0, n)


_EMPTY: Final[dict[pa.DataType, pa.Array]] = {}


def constant(value: str | None, n: int) -> pa.Array:
    """One word in every row."""
    if not value:
        return nulls(WORD, n)
    return pa.DictionaryArray.from_arrays(_zeros(n), strings([value]))


def _zeros(n: int) -> pa.Array:
    zeros = _EMPTY.get(pa.int32())
    if zeros is None or len(zeros) < n:
        zeros = _EMPTY[pa.int32()] = pa.array(np.zeros(max(n, 1 << 15), np.int32))
    return zeros.slice(0, n)


def runs(given: Sequence[tuple[int, str | None]], n: int) -> pa.Array:
    """Words that each stand from their row up to the next one's; the first row is 0."""
    if len(given) == 1:
        return constant(given[0][1], n)
    known: dict[str, int] = {}
    codes = [known.setdefault(word, len(known)) if word else -1 for _row, word in given]
    lengths = np.diff([*(row for row, _word in given), n])
    each = np.repeat(np.array(codes, np.int32), lengths)
    return pa.DictionaryArray.from_arrays(pa.array(each, mask=each < 0), strings(list(known)))


def words(word: str, exceptions: Mapping[int, str], there: Bools | None, n: int) -> pa.Array:
    """One word in every row where `there` (None: everywhere), but for the rows that have another."""
    if not exceptions and (there is None or there.all()):
        return constant(word, n)
    known = {word: 0}
    codes = np.zeros(n, np.int32)
    if exceptions:
        codes[list(exceptions)] = [known.setdefault(other, len(known)) for other in exceptions.values()]
    indices = pa.array(codes, mask=None if there is None or there.all() else ~there)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(known), pa.string()))


def slugs(given: Mapping[int, str | None]) -> dict[int, str | None]:
    """Words of a format as lower-case words with hyphens; a damaged one without any becomes `other`."""
    known: dict[str | None, str | None] = {None: None}
    for word in set(given.values()) - {None}:
        known[word] = "-".join(_SLUG.findall(str(word).lower())).lstrip("-0123456789") or "other"
    return {row: known[word] for row, word in given.items()}


def flags(rows: Mapping[int, Any], n: int) -> Bools:
    """True in the rows given."""
    out = np.zeros(n, np.bool_)
    out[list(rows)] = True
    return out


def spread(values: Mapping[int, Any], kind: pa.DataType, n: int) -> pa.Array:
    """A column of which few rows are filled: {row: value}. Times are microseconds."""
    if not values:
        return nulls(kind, n)
    there = np.full(n, -1, np.int64)
    there[list(values)] = np.arange(len(values))
    return typed(list(values.values()), kind).take(pa.array(there, mask=there < 0))


def typed(values: list[Any], kind: pa.DataType) -> pa.Array:
    """A column of one of the types of the message table."""
    if kind == pa.string():
        return strings(values)
    if pa.types.is_dictionary(kind):
        return strings(values).dictionary_encode()
    if pa.types.is_timestamp(kind):
        return pa.array(values, pa.int64()).cast(pa.timestamp("us")).cast(kind)
    if pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
        for reaction in (reaction for given in values for reaction in given or ()):
            reaction["count"] = min(max(reaction["count"], 0), _MOST)
    return pa.array(values, kind)


def replaced(table: pa.Table, name: str, values: Mapping[int, object]) -> pa.Table:
    """The table with new values in some rows of one column: {row: value}."""
    if not values:
        return table
    field = table.schema.field(name)
    is_word = pa.types.is_dictionary(field.type)
    plain = field.type.value_type if is_word else field.type
    old = table[name].cast(plain).combine_chunks()
    there = np.arange(len(old))
    there[list(values)] = len(old) + np.arange(len(values))
    column = pa.concat_arrays([old, pa.array(list(values.values()), plain)]).take(pa.array(there))
    return table.set_column(
        table.schema.get_field_index(name), field, column.dictionary_encode() if is_word else column
    )
