"""Links of a history that grows: a month that was linked once is not linked again.

A long history is linked month by month, each after the messages just before it, and what is found is kept beside
the seal of all that it was found from: the rows, the people in them, the model, this code. A month's links rest on
nothing that comes after it, so they hold for good. A history of up to `WHOLE` rows is linked in one piece, exactly
as any other.
"""

import ctypes
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.answers.linking import link
from closeknit.answers.links import Links, Reach
from closeknit.answers.said import said
from closeknit.records.history import Shelf
from closeknit.records.rows import Rows

Int64s = npt.NDArray[np.int64]

WHOLE: Final = 50_000
"""Rows up to which a history is linked in one piece."""

CONTEXT: Final = 4_000
"""Rows of the channel before a month that are read with it: as far back as two people's answers to each other are
counted. Their own links are thrown away; they were found with the month that they are of."""

_KEPT: Final = pa.schema(
    [("child", pa.int32()), ("parent", pa.int32()), ("probability", pa.float32()), ("ground", pa.int8())]
)
_READ: Final = (
    "id", "carrier", "thread", "author_id", "author", "event", "text", "is_reply", "reply_to", "quoted",
    "quoted_author", "quoted_at", "mentions", "is_forwarded", "is_deleted",
)  # fmt: skip
"""The columns that links may rest on, beside those that `Rows` has as numbers."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """Rows `low` … `high` of one channel, with those from `start` on as context; `name` tells it from others."""

    name: str
    start: int
    low: int
    high: int


def link_by_month(rows: Rows, shelf: Shelf, *, inference: str, reach: Reach | None = None, whole: int = WHOLE) -> Links:
    """What `linking.link` gives, kept on a shelf.

    Of up to `whole` rows exactly that. Of more, what the history states itself is exactly that; what is inferred
    near the beginning of a month may differ, for a month is linked after `CONTEXT` rows and not after all of its
    past (measured in docs/reference/benchmarks.md). What months outside `reach` leave open stays so.
    """
    if not len(rows):
        return Links.none()
    if len(rows) <= whole:
        unit = _Unit("whole", 0, 0, len(rows))
        return _joined([(unit, _linked(rows, unit, shelf, inference))], len(rows), inference)
    links = _joined(_by_month(rows, shelf, inference, reach), len(rows), inference)
    _give_back()
    return replace(links, reach=reach)


def _by_month(rows: Rows, shelf: Shelf, inference: str, reach: Reach | None) -> Iterator[tuple["_Unit", pa.Table]]:
    """The links of each month, stated ones and, where a row has none, those that were found."""
    shelf.rest()
    stated = said(rows)
    taken = np.zeros(len(rows), np.bool_)
    taken[stated.child] = True
    for unit in _units(rows):
        is_within = reach is None or bool(reach.holds(rows.at[unit.low : unit.high]).any())
        found = _linked(rows, unit, shelf, inference if is_within else "none")
        free = ~taken[found["child"].to_numpy() + np.int64(unit.start)]
        low, high = np.searchsorted(stated.child, [unit.low, unit.high])
        told = [
            (stated.child[low:high] - unit.start).astype(np.int32),
            (stated.parent[low:high] - unit.start).astype(np.int32),
            np.ones(high - low, np.float32),
            stated.ground[low:high],
        ]
        both = [np.concatenate([one, found[name].to_numpy()[free]]) for one, name in zip(told, _KEPT.names)]
        order = np.lexsort((both[1], both[0]))
        yield unit, pa.table([column[order] for column in both], schema=_KEPT)
        shelf.rest()


def _joined(parts: Iterable[tuple[_Unit, pa.Table]], rows: int, inference: str) -> Links:
    """The links of all units, which stand in the order of their rows, laid one after the other into arrays that are
    as long as `rows` at first: what is not written of them takes no memory."""
    links = Links(
        np.empty(rows, np.int64),
        np.empty(rows, np.int64),
        np.empty(rows, np.float32),
        np.empty(rows, np.int8),
        inference,
    )
    at = 0
    for unit, table in parts:
        if at + len(table) > len(links):  # messages that answer several
            links = _cut(links, at, len(links) + len(table))
        place = slice(at, at + len(table))
        links.child[place] = table["child"].to_numpy()
        links.parent[place] = table["parent"].to_numpy()
        links.child[place] += unit.start
        links.parent[place] += unit.start
        links.probability[place] = table["probability"].to_numpy()
        links.ground[place] = table["ground"].to_numpy()
        at += len(table)
    return _cut(links, at, 0)


def _cut(links: Links, at: int, spare: int) -> Links:
    """The first `at` links, with room for `spare` more."""

    def longer[T: np.generic](column: npt.NDArray[T]) -> npt.NDArray[T]:
        return np.concatenate([column[:at], np.empty(spare, column.dtype)]) if spare else column[:at]

    return Links(
        longer(links.child), longer(links.parent), longer(links.probability), longer(links.ground), links.method
    )


def _give_back() -> None:
    """Return to the system what linking hundreds of months left as holes: the C library keeps them otherwise, a
    quarter of a gigabyte after ten million messages. Where it is not GNU's nothing happens."""
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _units(rows: Rows) -> Iterator[_Unit]:
    """The months of each channel; a row without a time is of the month of the row before it."""
    last = np.maximum.accumulate(np.where(rows.has_time, np.arange(len(rows)), 0))
    month = rows.at[last].astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    opens = np.flatnonzero(np.r_[True, rows.channel[1:] != rows.channel[:-1]])
    turns = np.flatnonzero((rows.channel[1:] != rows.channel[:-1]) | (month[1:] != month[:-1])) + 1
    bounds = [0, *turns.tolist(), len(rows)]
    for low, high in pairwise(bounds):
        first = int(opens[np.searchsorted(opens, low, "right") - 1])
        channel = rows.channel[low]
        name = f"{rows.channels[channel] if channel >= 0 else ''} {month[low]}"
        yield _Unit(name, max(first, low - CONTEXT), low, high)


def _linked(rows: Rows, unit: _Unit, shelf: Shelf, inference: str) -> pa.Table:
    """The links of a unit's own rows, counted from where its context begins."""
    part = _part(rows, unit.start, unit.high) if unit.name != "whole" else rows
    seal = _seal(part, unit, inference)
    name = f"{unit.name} {inference}"
    table = shelf.find(name, seal)
    if table is None:
        table = _table(link(part, inference=inference), unit.low - unit.start)
        shelf.keep(name, seal, table)
    return table


def _table(links: Links, low: int) -> pa.Table:
    keep = links.child >= low
    columns = [links.child[keep], links.parent[keep], links.probability[keep], links.ground[keep]]
    return pa.table([pa.array(c).cast(f.type) for c, f in zip(columns, _KEPT, strict=True)], schema=_KEPT)


def _part(rows: Rows, low: int, high: int) -> Rows:
    """Some rows of one channel, with the people who stand in them."""
    person = rows.person[low:high]
    who = np.unique(person[person >= 0])
    place = np.full(len(rows.people) + 1, -1, np.int32)
    place[who] = np.arange(len(who), dtype=np.int32)
    return Rows(
        rows.table.slice(low, high - low),
        rows.channels,
        tuple(rows.people[i] for i in who.tolist()),
        rows.channel[low:high],
        place[person],
        rows.at[low:high],
        rows.kind[low:high],
    )


def _seal(part: Rows, unit: _Unit, inference: str) -> bytes:
    """A hash of all that the links of a part rest on."""
    digest = hashlib.blake2b(_code(), digest_size=32)
    digest.update(f"{inference} {unit.low - unit.start} {len(part)} {pa.__version__}".encode())
    for person in part.people:
        digest.update(repr((person.name, person.is_bot, person.faces)).encode())
    for column in (part.person, part.at, part.kind):
        digest.update(np.ascontiguousarray(column).data)
    for name in _READ:
        column = part.table[name]
        if column.null_count == len(part):
            digest.update(b"none")
            continue
        # Words as words, not as numbers in a dictionary, for that grows with the history.
        column = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
        for data in _content(column.combine_chunks()):
            digest.update(data)
    return digest.digest()


def _content(column: pa.Array) -> Iterator[memoryview]:
    """The bytes of a column's values, however it is cut out of a longer one."""
    if pa.types.is_list(column.type):
        yield np.ascontiguousarray(pc.list_value_length(column).fill_null(-1).to_numpy(zero_copy_only=False)).data
        column = pc.list_flatten(column)
    if pa.types.is_string(column.type):
        yield np.ascontiguousarray(pc.binary_length(column).fill_null(-1).to_numpy(zero_copy_only=False)).data
        _valid, ends, words = column.buffers()
        start, end = np.frombuffer(ends, np.int32)[[column.offset, column.offset + len(column)]].tolist()
        yield memoryview(words or b"")[start:end]
    else:
        zero = False if pa.types.is_boolean(column.type) else 0
        numbers = column if pa.types.is_boolean(column.type) else column.cast(pa.int64())
        yield np.ascontiguousarray(column.is_valid().to_numpy(zero_copy_only=False)).data
        yield np.ascontiguousarray(numbers.fill_null(zero).to_numpy(zero_copy_only=False)).data


@cache
def _code() -> bytes:
    """A hash of the model and of the code that links."""
    digest = hashlib.blake2b()
    for file in sorted(resources.files("closeknit.answers").iterdir(), key=lambda file: file.name):
        if file.name.endswith((".py", ".npz")):
            digest.update(file.read_bytes())
    return digest.digest()
