"""The message table as numpy columns: what everything after reading computes on.

No later step loops over messages: it works on these arrays, and goes back to the table for the few texts
that it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.channels import told_apart
from closeknit.records.codes import codes
from closeknit.records.message import EVENTS, KINDS
from closeknit.records.people import Person, as_typed, find_people

Int8s = npt.NDArray[np.int8]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

KIND_CODES = {slug: code for code, slug in enumerate((*KINDS, *EVENTS))}
"""Code of each kind in `Rows.kind`; codes of `len(KINDS)` and above are event rows."""

NO_TIME = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Rows:
    """All arrays have one element a row of `table`; the rows stand in time order within each channel.

    `channel` index into `channels`; `person` index into `people`, -1 where the author is unknown or the row
    is an event without one; `at` microseconds UTC, `NO_TIME` where unknown; `kind` of `KIND_CODES`.
    """

    table: pa.Table
    channels: tuple[str, ...]
    people: tuple[Person, ...]
    channel: Int32s
    person: Int32s
    at: Int64s
    kind: Int8s

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def is_event(self) -> Bools:
        """Rows that nobody sent: joins, leaves, recalls, system notices."""
        return self.kind >= len(KINDS)

    @cached_property
    def is_human(self) -> Bools:
        """Rows that a person, known or not, sent: neither events nor by bots."""
        bots = np.array([p.is_bot for p in self.people] + [False], np.bool_)  # the last: person -1
        return ~self.is_event & ~bots[self.person]

    @cached_property
    def has_time(self) -> Bools:
        """Rows whose instant is known."""
        return np.asarray(self.at != NO_TIME)

    def text(self, row: int) -> str:
        """The words of one row, "" where it has none."""
        return self.table["text"][row].as_py() or ""

    def texts(self, index: Int64s) -> pa.ChunkedArray:
        """The words of some rows, "" where one has none. Takes from each chunk on its own: Arrow would copy all the
        texts of the history into one to take a few of them."""
        column = self.table["text"]
        if column.num_chunks == 1:
            return column.take(pa.array(index)).fill_null("")
        ends = np.cumsum([len(chunk) for chunk in column.chunks])
        order = np.argsort(index, kind="stable")
        rows = index[order]
        cuts = np.searchsorted(rows, ends)
        parts = [
            chunk.take(pa.array(rows[low:high] - (end - len(chunk))))
            for chunk, low, high, end in zip(column.chunks, np.r_[0, cuts[:-1]], cuts, ends)
            if low < high
        ]
        found = pa.concat_arrays(parts) if parts else pa.array([], pa.string())
        place = np.empty(len(index), np.int64)
        place[order] = np.arange(len(index))
        return pa.chunked_array([found.take(pa.array(place)).fill_null("")])

    def flag(self, name: str) -> Bools:
        """A boolean column of the table as an array."""
        return np.asarray(self.table[name].combine_chunks().fill_null(False).to_numpy(zero_copy_only=False))

    def take(self, keep: Bools | Int64s) -> "Rows":
        """The chosen rows; people and channels keep their numbers."""
        index = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        return Rows(
            self.table.take(pa.array(index)),
            self.channels,
            self.people,
            self.channel[index],
            self.person[index],
            self.at[index],
            self.kind[index],
        )


def make_rows(table: pa.Table, people: Mapping[str, Sequence[str]] | None = None, bots: Sequence[str] = ()) -> Rows:
    """The numpy view of a message table, its rows sorted by channel, then by time; channels are told apart by id.

    Rows without a time keep their place after the row before them. `people` joins faces by hand: {name:
    [face id or display name, …]}; `bots` names further programs by id or name.
    """
    table = told_apart(table)
    channel, channels = _present(*codes(table["channel"]))
    stamps = table["sent_at"].combine_chunks()
    valid = np.asarray(stamps.is_valid().to_numpy(zero_copy_only=False))
    at = np.asarray(stamps.cast(pa.int64()).fill_null(NO_TIME).to_numpy(zero_copy_only=False))
    order = _time_order(channel, at, valid)
    if order is not None:
        table, channel, at = table.take(pa.array(order)), channel[order], at[order]
    person, found = find_people(table, people or {}, frozenset(map(as_typed, bots)))
    words, slugs = codes(table["kind"])
    kind = np.array([KIND_CODES[slug] for slug in slugs] + [0], np.int8)[words]
    return Rows(table, tuple(channels), found, channel, person, at, kind)


def _present(channel: Int32s, channels: list[str]) -> tuple[Int32s, list[str]]:
    """Without the channels that no row is of: those of a chat that was chosen from many still name all of them."""
    if len(channels) < 2:
        return channel, channels
    here = np.flatnonzero(np.bincount(channel + 1, minlength=len(channels) + 1)[1:])
    if len(here) == len(channels):
        return channel, channels
    number = np.full(len(channels) + 1, -1, np.int32)
    number[here] = np.arange(len(here))
    return number[channel], [channels[one] for one in here]


def _time_order(channel: Int32s, at: Int64s, valid: Bools) -> Int64s | None:
    """The order by channel and time, or None where the rows already stand in it."""
    if len(at) < 2:
        return None
    filled = at
    if not valid.all():
        last = np.maximum.accumulate(np.where(valid, np.arange(len(at)), -1))
        filled = np.where(last >= 0, at[last], NO_TIME)
    ahead = (channel[1:] > channel[:-1]) | ((channel[1:] == channel[:-1]) & (filled[1:] >= filled[:-1]))
    if ahead.all():
        return None
    return np.lexsort((filled, channel))


def equal_to(column: pa.ChunkedArray, value: str) -> Bools:
    """Where a column holds a value, nulls counting as no."""
    return np.asarray(pc.equal(column, value).fill_null(False).combine_chunks().to_numpy(zero_copy_only=False))
