"""Builds the message table chunk by chunk: Python objects live for one chunk only."""

from collections import defaultdict
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.records.history import History
from closeknit.records.instant import offsets
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.message import DENSE, MESSAGE, SPARSE
from closeknit.records.options import ReadOptions

CHUNK: Final = 50_000
_FALSE = frozenset({"is_reply", "is_forwarded", "is_edited", "is_deleted", "is_bot"})


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
        self.issues = IssueLog()
        self._channel: str | None = None
        self._channel_id: str | None = None
        self._dense: dict[str, list[Any]] = {name: [] for name in (*DENSE, "time_text")}
        self._sparse: dict[str, dict[int, Any]] = defaultdict(dict)
        self._batches: list[pa.RecordBatch] = []
        self.rows = 0
        """Rows taken so far."""

    def channel(self, name: str | None, channel_id: str | None = None) -> None:
        """Name the chat that the following rows belong to."""
        if (name, channel_id) != (self._channel, self._channel_id):
            self._flush()
            self._channel, self._channel_id = name, channel_id

    def clock(self, *, wall: bool, precision: str) -> None:
        """Say what the following rows' times are: wall or instant, and how fine."""
        if (wall, precision) != (self.wall, self.precision):
            self._flush()
            self.wall, self.precision = wall, precision

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
        """Add one row; `sparse` takes any of `message.SPARSE`."""
        dense = self._dense
        if sparse:
            here = len(dense["kind"])
            for name, value in sparse.items():
                if value is not None and value is not False:
                    self._sparse[name][here] = value
        dense["time"].append(time)
        dense["author"].append(author)
        dense["author_id"].append(author_id)
        dense["text"].append(text)
        dense["kind"].append(kind)
        dense["id"].append(id)
        dense["time_text"].append(time_text)
        self.rows += 1
        if len(dense["kind"]) >= CHUNK:
            self._flush()

    def extend(self, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]] | None = None) -> None:
        """Add rows by columns: `dense` has a list for some of `message.DENSE` and `time_text` (`kind` at
        least), all of one length; `sparse` maps a column to {position within these rows: value}.
        """
        here = len(self._dense["kind"])
        n = len(dense["kind"])
        for name, column in self._dense.items():
            column.extend(dense[name] if name in dense else [None] * n)
        for name, values in (sparse or {}).items():
            target = self._sparse[name]
            for row, value in values.items():
                target[here + row] = value
        self.rows += n
        if len(self._dense["kind"]) >= CHUNK:
            self._flush()

    def issue(self, line: int, code: str, detail: str = "", *, lost: bool = False, times: int = 1) -> None:
        """Note a row that could not be used (`lost`), or only with a doubt."""
        self.issues.add(Issue(self.path, line, code, detail[:120], lost), times)

    def finish(self) -> History:
        """The history read so far; the builder is empty afterwards."""
        self._flush()
        table = pa.Table.from_batches(self._batches, MESSAGE).unify_dictionaries()
        self._batches = []
        return History(table, self.issues, (self.path,))

    def _flush(self) -> None:
        n = len(self._dense["kind"])
        if not n:
            return
        dense, sparse = self._dense, self._sparse
        self._dense = {name: [] for name in dense}
        self._sparse = defaultdict(dict)
        made: dict[str, pa.Array] = {
            "carrier": _constant(self.carrier, n),
            "channel": _constant(self._channel, n),
            "channel_id": _constant(self._channel_id, n),
        }
        instant = np.full(n, not self.wall)
        instant[list(sparse.get("instant", ()))] = True
        made["sent_at"] = self._times(dense.pop("time"), instant)
        timed = made["sent_at"].is_valid()
        made["time_precision"] = _timed_words(self.precision, timed, sparse.get("precision", {}))
        exceptions = dict.fromkeys(sparse["instant"], "written") if self.wall and "instant" in sparse else {}
        made["zone"] = _timed_words("assumed" if self.wall else "written", timed, exceptions)
        for name, values in dense.items():
            kind = MESSAGE.field(name).type
            column = pa.array(values, pa.string())
            made[name] = column.dictionary_encode() if pa.types.is_dictionary(kind) else column
        for name in SPARSE:
            made[name] = _sparse_column(name, sparse.get(name, {}), n)
        self._batches.append(pa.record_batch([made[f.name] for f in MESSAGE], schema=MESSAGE))

    def _times(self, values: list[int | None], instant: npt.NDArray[np.bool_]) -> pa.Array:
        stamps = pa.array(values, pa.int64())
        if not instant.all() and stamps.null_count < len(stamps):
            valid = stamps.is_valid().to_numpy(zero_copy_only=False)
            wall = stamps.fill_null(0).to_numpy(zero_copy_only=False)
            shift, twice = offsets(wall, self.options.zone)
            instants = np.where(instant, wall, wall - shift)
            doubtful = int((twice & valid & ~instant).sum())
            if doubtful:
                self.issue(0, "ambiguous-time", times=doubtful)
            stamps = pa.array(instants, mask=~valid)
        return stamps.cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))


def _constant(value: str | None, n: int) -> pa.Array:
    if value is None:
        return pa.nulls(n, pa.dictionary(pa.int32(), pa.string()))
    return pa.DictionaryArray.from_arrays(np.zeros(n, np.int32), pa.array([value]))


def _timed_words(word: str, timed: pa.Array, exceptions: dict[int, str]) -> pa.Array:
    """One word for every row with a time, but for the rows that have another."""
    if timed.false_count == 0 and not exceptions:
        return _constant(word, len(timed))
    words = [word, *sorted(set(exceptions.values()) - {word})]
    codes = np.zeros(len(timed), np.int32)
    codes[list(exceptions)] = [words.index(other) for other in exceptions.values()]
    mask = ~timed.to_numpy(zero_copy_only=False)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=mask), pa.array(words))


def _sparse_column(name: str, values: dict[int, Any], n: int) -> pa.Array:
    kind = MESSAGE.field(name).type
    if name in _FALSE:
        flags = np.zeros(n, np.bool_)
        flags[list(values)] = True
        return pa.array(flags)
    if not values:
        return pa.nulls(n, kind)
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    there = np.full(n, -1, np.int64)
    there[list(values)] = np.arange(len(values))
    given = list(values.values())
    if name == "quoted_at":
        dense = pa.array(given, pa.int64()).cast(pa.timestamp("us")).cast(plain)
    else:
        dense = pa.array(given, plain)
    column = dense.take(pa.array(there, mask=there < 0))
    return column.dictionary_encode() if pa.types.is_dictionary(kind) else column
