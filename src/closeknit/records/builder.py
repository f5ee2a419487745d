"""Builds the message table chunk by chunk: Python objects live for one chunk only."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records import columns
from closeknit.records.history import History
from closeknit.records.identity import with_ids
from closeknit.records.inner import Line, inner_table
from closeknit.records.instant import MICRO, offsets
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.message import DENSE, MESSAGE, SPARSE
from closeknit.records.options import ReadOptions

CHUNK: Final = 16_384
"""Rows that are held as Python objects; more of them fall out of the processor's cache."""
_FLAGS: Final = frozenset({"is_reply", "is_forwarded", "is_edited", "is_deleted", "is_bot"})
_ALWAYS: Final = tuple(name for name in DENSE if name != "kind")
_EARLIEST: Final = 365 * 86_400 * MICRO
_LATEST: Final = 10**10 * MICRO
"""Times outside 1971–2286 are damage: no chat is older, and microseconds run out of calendar."""


class MessageBuilder:
    """Takes rows, one by one (`add`) or by columns (`extend`), and gives a `History`.

    Times are integers of microseconds since 1970: on the wall clock where the source writes no zone
    (`wall=True`, the default of the builder; converted with `options.zone`), else instants. None means that
    the source gives no time. A row whose clock is not the builder's says so in two further sparse columns:
    `instant` (True: its time is an instant) and `precision`.
    """

    def __init__(self, carrier: str, path: str, options: ReadOptions, *, wall: bool, precision: str = "second") -> None:
        self.carrier = carrier
        self.path = path
        self.options = options
        self.wall = wall
        self.precision = precision
        self.unit = 1
        self.issues = IssueLog()
        self._chats: list[tuple[int, str | None, str | None]] = [(0, None, None)]
        self._held = 0
        self._columns: dict[str, list[Any]] = {name: [] for name in _ALWAYS}
        self._sparse: dict[str, dict[int, Any]] = defaultdict(dict)
        self._batches: list[pa.RecordBatch] = []
        self._lines: dict[int, tuple[Line, ...]] = {}
        self.rows = 0
        """Rows taken so far."""

    def channel(self, name: str | None, channel_id: str | None = None) -> None:
        """Name the chat that the following rows belong to."""
        start, *last = self._chats[-1]
        if last != [name, channel_id]:
            if start == self._held:  # nothing stands in it yet
                self._chats.pop()
            self._chats.append((self._held, name, channel_id))

    def clock(self, *, wall: bool, precision: str, unit: int = 1) -> None:
        """Say what the following rows' times are: wall or instant, how fine, and of how many microseconds."""
        if (wall, precision, unit) != (self.wall, self.precision, self.unit):
            self._flush()
            self.wall, self.precision, self.unit = wall, precision, unit

    def add(
        self,
        *,
        time: int | None,
        author: str | None = None,
        author_id: str | None = None,
        text: str | None = None,
        kind: str = "text",
        id: str | None = None,
        time_text: str | None = None,
        **sparse: Any,
    ) -> None:
        """Add one row; `sparse` takes any of `message.SPARSE`, and `lines`: those of a merged forward
        (`inner.lines_of`), which make the history's own table of inner lines."""
        here = self._held
        if kind != "text":
            self._sparse["kind"][here] = kind
        if time_text is not None:
            self._sparse["time_text"][here] = time_text
        for name, value in sparse.items():
            if value is not None and value is not False:
                self._sparse[name][here] = value
        held = self._columns
        held["time"].append(time)
        held["author"].append(author)
        held["author_id"].append(author_id)
        held["text"].append(text)
        held["id"].append(id)
        self.rows += 1
        self._held += 1
        if self._held >= CHUNK:
            self._flush()

    def extend(self, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]] | None = None) -> None:
        """Add rows by columns, all of one length; `sparse` maps a column to {position within these rows: value}.

        `dense` has whole columns: some of `message.DENSE`, `time_text`, and those of `message.SPARSE` that
        many rows fill. Without `kind` every row is `text` but for what `sparse` says. Ids may be integers.
        Where rows of several chats stand among each other, `channel` and `channel_id` name the chat of each.
        """
        here = self._held
        n = len(next(iter(dense.values())))
        for name in (*_ALWAYS, *(dense.keys() - _ALWAYS)):
            column = self._columns.setdefault(name, [])
            if len(column) < here:  # first rows of this chunk to fill it
                column.extend([None] * (here - len(column)))
            column.extend(dense.get(name) or [None] * n)
            if len(column) != here + n:
                raise ValueError(name)
        for name, values in (sparse or {}).items():
            if values:
                self._sparse[name].update({here + row: value for row, value in values.items()} if here else values)
        self.rows += n
        self._held += n
        if self._held >= CHUNK:
            self._flush()

    def issue(self, line: int, code: str, detail: str = "", *, lost: bool = False, times: int = 1) -> None:
        """Note a row that could not be used (`lost`), or only with a doubt."""
        self.issues.add(Issue(self.path, line, code, detail[:120], lost), times)

    def finish(self) -> History:
        """The history read so far; the builder is empty afterwards."""
        self._flush()
        table = pa.Table.from_batches(self._batches, MESSAGE).unify_dictionaries()
        self._batches = []
        at = table.schema.get_field_index("sent_at")  # in one piece, `rows` can look at it instead of copying it
        table = table.set_column(at, MESSAGE.field(at), pa.chunked_array([table["sent_at"].combine_chunks()]))
        pa.default_memory_pool().release_unused()  # the holes that ten million rows' objects left: 140 MB
        history = History(table, self.issues, (self.path,))
        return replace(history, inner=self._inner(table)) if self._lines else history

    def _inner(self, table: pa.Table) -> pa.Table:
        """The lines of all merged forwards, each named by the id of its row, made where it has none."""
        rows = list(self._lines)
        ids = table["id"].take(rows)
        if ids.null_count:
            ids = with_ids(table)["id"].take(rows)
        shared = table.select(["carrier", "channel_id", "channel"]).take(rows).to_pylist()
        given = [
            (ident, chat, lines)
            for ident, chat, lines in zip(ids.to_pylist(), shared, self._lines.values(), strict=True)
        ]
        return inner_table(given, self.options)

    def _flush(self) -> None:
        n = self._held
        if not n:
            return
        held, sparse = self._columns, self._sparse
        self._columns, self._sparse, self._held = {name: [] for name in _ALWAYS}, defaultdict(dict), 0
        before = self.rows - n
        self._lines |= {before + row: lines for row, lines in sparse.pop("lines", {}).items() if lines}
        chats = self._chats
        self._chats = [(0, *chats[-1][1:])]
        for column in held.values():
            column.extend([None] * (n - len(column)))
        sparse["event"] = columns.slugs(sparse["event"])
        instant = columns.flags(sparse["instant"], n) | (not self.wall)
        made = {
            "carrier": columns.constant(self.carrier, n),
            "channel": _chats(held.pop("channel", None), [(start, name) for start, name, _id in chats], n),
            "channel_id": _chats(held.pop("channel_id", None), [(start, ident) for start, _name, ident in chats], n),
            "sent_at": self._times(held.pop("time"), instant),
            "text": self._texts(held.pop("text")),
            "kind": columns.words("text", self._kinds(held, sparse), None, n),
        }
        there = made["sent_at"].is_valid().to_numpy(zero_copy_only=False)
        made["time_precision"] = columns.words(self.precision, sparse["precision"], there, n)
        odd = dict.fromkeys(sparse["instant"], "written") if self.wall else {}
        made["zone"] = columns.words("assumed" if self.wall else "written", odd, there, n)
        for name in (*_ALWAYS, "time_text", *SPARSE):
            if name not in made and name != "time":
                made[name] = self._column(name, held.get(name), sparse[name], n)
        made["quoted"], _replaced = columns.cleaned(made["quoted"])  # as the text that it is to be found in
        answered = made["reply_to"].is_valid()
        if answered.true_count:  # what names its target is a reply
            made["is_reply"] = pc.or_(made["is_reply"], answered)
        self._batches.append(pa.record_batch([made[f.name] for f in MESSAGE], schema=MESSAGE))

    def _kinds(self, held: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]) -> dict[int, str]:
        """The rows that are no `text`."""
        whole = held.pop("kind", ())
        return {**{row: kind for row, kind in enumerate(whole) if kind and kind != "text"}, **sparse["kind"]}

    def _column(self, name: str, whole: list[Any] | None, few: dict[int, Any], n: int) -> pa.Array:
        kind = MESSAGE.field(name).type
        if name in _FLAGS:
            given = {row: True for row, value in enumerate(whole or ()) if value}
            few = {row: True for row, value in few.items() if value}
            return pa.array(columns.flags({**given, **few}, n))
        if whole is None:
            return columns.spread(few, kind, n)
        for row, value in few.items():
            whole[row] = value
        return columns.typed(whole, kind)

    def _texts(self, values: list[str | None]) -> pa.Array:
        column, replaced = columns.texts(values)
        if replaced:
            self.issue(0, "bad-bytes", times=replaced)
        return column

    def _times(self, values: list[int | None], instant: columns.Bools) -> pa.Array:
        """Instants; what lies outside the calendar of chats becomes null, and is told."""
        given = columns.integers(values)
        valid = given.is_valid().to_numpy(zero_copy_only=False)
        raw = given.fill_null(0).to_numpy(zero_copy_only=False)
        sane = valid & (raw >= _EARLIEST // self.unit) & (raw < _LATEST // self.unit)
        wild = int((valid & ~sane).sum())
        if wild:
            self.issue(0, "bad-time", times=wild)
        times = np.where(sane, raw, 0) * self.unit
        if not instant.all() and sane.any():
            shift, twice = offsets(times, self.options.zone)
            times = np.where(instant, times, times - shift)
            doubtful = int((twice & sane & ~instant).sum())
            if doubtful:
                self.issue(0, "ambiguous-time", times=doubtful)
        stamps = pa.array(times, mask=None if sane.all() else ~sane)
        return stamps.cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))


def _chats(of_rows: list[str | None] | None, runs: list[tuple[int, str | None]], n: int) -> pa.Array:
    """The chat of each row: told row by row, else the one named before it."""
    if of_rows is None:
        return columns.runs(runs, n)
    ahead = columns.runs(runs, n).cast(pa.string()).to_pylist() if None in of_rows else of_rows
    return columns.typed([own or other for own, other in zip(of_rows, ahead, strict=True)], columns.WORD)
