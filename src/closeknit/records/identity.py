"""An id for every row, unique in its table and the same when the same export is read again.

Where the source has ids they are kept; where two chats use the same ones, the chat's goes in front. A row
without an id gets sixteen hexadecimal digits of its carrier, chat, time, author and words, and a running
number among equal rows, so that an overlapping export names the same rows alike.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

UInt64s = npt.NDArray[np.uint64]
Int64s = npt.NDArray[np.int64]

_BASE: Final = np.uint64(0x100000001B3)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_NOTHING: Final = np.zeros(0, np.uint64)
_HEX: Final = np.array([f"{b:02x}" for b in range(256)], "S2")


def with_ids(table: pa.Table) -> pa.Table:
    """The message table with `id` filled and unique, and `reply_to` following it."""
    return next(Ids([table]).filled([table]))


class Ids:
    """The ids of a history that comes in parts, for instance month by month: those of the whole, while no more than
    sixteen bytes a message are held. Rows that are equal in everything must lie in one part.

    Of `parts` the columns `id`, `channel_id` and `channel` are read, once.
    """

    def __init__(self, parts: Iterable[pa.Table]) -> None:
        found = [(hashes(table["id"].combine_chunks().drop_null()), _fronts(table)) for table in parts]
        self._twins = bool(len(_repeated([native for native, _front in found])))
        self._again = _repeated([native * _MIX + front for native, front in found]) if self._twins else _NOTHING

    def filled(self, parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """The same parts in the same order, with `id` filled and `reply_to` following it."""
        seen: dict[int, int] = {}
        return (self._fill(table, seen) for table in parts)

    def _fill(self, table: pa.Table, seen: dict[int, int]) -> pa.Table:
        native = table["id"].combine_chunks()
        ids, reply_to = native, table["reply_to"].combine_chunks()
        if self._twins:
            ids = pc.binary_join_element_wise(_front(table), native, "/")
            reply_to = pc.binary_join_element_wise(_front(table), reply_to, "/")
        if native.null_count:
            ids = pc.coalesce(ids, _made(table))
        ids = _numbered(ids, self._before(table, native, seen))
        table = table.set_column(table.schema.get_field_index("id"), table.schema.field("id"), ids)
        return table.set_column(table.schema.get_field_index("reply_to"), table.schema.field("reply_to"), reply_to)

    def _before(self, table: pa.Table, native: pa.Array, seen: dict[int, int]) -> Int64s | None:
        """How many rows of earlier parts have the id of each row, which `seen` counts; None where no id of this part
        comes up again."""
        if not len(self._again):
            return None
        own = np.zeros(len(table), np.uint64)
        there = native.is_valid().to_numpy(zero_copy_only=False)
        own[there] = hashes(native.drop_null()) * _MIX + _fronts(table)
        rows = np.flatnonzero(there & np.isin(own, self._again))
        if not len(rows):
            return None
        out = np.zeros(len(table), np.int64)
        every, which, counts = np.unique(own[rows], return_inverse=True, return_counts=True)
        out[rows] = np.array([seen.get(key, 0) for key in every.tolist()], np.int64)[which]
        for key, n in zip(every.tolist(), counts.tolist(), strict=True):
            seen[key] = seen.get(key, 0) + n
        return out


def _front(table: pa.Table) -> pa.Array:
    return pc.coalesce(_plain(table, "channel_id"), _plain(table, "channel"), pa.scalar(""))


def _fronts(table: pa.Table) -> UInt64s:
    """The hash of the chat of each row that has an id; one number where all are of one chat."""
    chats = _front(table).filter(table["id"].is_valid().combine_chunks()).dictionary_encode()
    words = hashes(chats.dictionary)
    return words if len(words) == 1 else words[chats.indices.to_numpy(zero_copy_only=False)]


def _repeated(parts: list[UInt64s]) -> UInt64s:
    """The numbers that occur more than once."""
    whole = np.concatenate([_NOTHING, *parts])
    whole.sort()
    return np.unique(whole[1:][whole[1:] == whole[:-1]])


def _plain(table: pa.Table, name: str) -> pa.Array:
    column = table[name].combine_chunks()
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def marks(table: pa.Table) -> UInt64s:
    """A number for each row, of its chat and id, or, where it has none, of its chat, author, words and moment: rows
    that agree in these have the same."""
    chat = [_plain(table, name) for name in ("carrier", "channel")]
    native = table["id"].combine_chunks()
    has_id = native.is_valid().to_numpy(zero_copy_only=False)
    return np.where(has_id, _mixed([*chat, native]), _told(table))


def _made(table: pa.Table) -> pa.Array:
    digits = _HEX[_told(table).astype(">u8").view(np.uint8).reshape(-1, 8)]
    return pa.array(digits.view("S16").ravel().astype("U16"), pa.string())


def _told(table: pa.Table) -> UInt64s:
    """A number for each row of its chat, author, words and moment."""
    columns = [_plain(table, name) for name in ("carrier", "channel", "author", "text")]
    stamp = table["time_text"].combine_chunks()
    return _mixed([*columns, pc.coalesce(stamp, table["sent_at"].combine_chunks().cast(pa.int64()).cast(pa.string()))])


def _mixed(columns: list[pa.Array]) -> UInt64s:
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX + hashes(column)
    return mixed


def hashes(column: pa.Array, chunk: int = 50_000) -> UInt64s:
    """A 64-bit polynomial hash of each string, the same on every machine; 0 for null."""
    out = np.zeros(len(column), np.uint64)
    for start in range(0, len(column), chunk):
        part = column.slice(start, chunk).fill_null("").cast(pa.large_binary())
        # `slice` keeps the offsets of the whole; a copy by `take` would cost more than the subtraction.
        bounds = np.frombuffer(part.buffers()[1], np.int64)[part.offset : part.offset + len(part) + 1]
        body = part.buffers()[2]
        first, last = int(bounds[0]), int(bounds[-1])
        if body is None or first == last:
            continue
        data = np.frombuffer(body, np.uint8)[first:last].astype(np.uint64) + np.uint64(1)
        lengths = np.diff(bounds)
        place = np.arange(last - first) - np.repeat(bounds[:-1] - first, lengths)
        powers = np.cumprod(np.full(int(lengths.max()) + 1, _BASE))
        weighed = np.concatenate([[np.uint64(0)], np.cumsum(data * powers[place])])
        out[start : start + len(part)] = weighed[bounds[1:] - first] - weighed[bounds[:-1] - first]
    return out


def _numbered(ids: pa.Array, before: Int64s | None) -> pa.Array:
    """Equal ids get #2, #3, … in the order of the table; `before` says how many of each were there ahead of it."""
    coded = ids.dictionary_encode()
    codes = coded.indices.to_numpy(zero_copy_only=False)
    if len(coded.dictionary) == len(ids) and before is None:
        return ids
    order = np.argsort(codes, kind="stable")
    ranked = codes[order]
    fresh = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(ranked)), 0))
    number = np.empty(len(codes), np.int64)
    number[order] = np.arange(len(ranked)) - start
    number += 0 if before is None else before
    again = number > 0
    suffix = pc.binary_join_element_wise(ids, pa.array((number + 1).astype("U20")), "#")
    return pc.if_else(pa.array(again), suffix, ids)
