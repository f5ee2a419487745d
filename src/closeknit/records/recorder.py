"""Builds the table of recorded exchanges, and the history that holds it."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records import columns
from closeknit.records.exchange import RECORDED
from closeknit.records.history import History
from closeknit.records.instant import MICRO, offsets
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.options import ReadOptions

_EARLIEST: Final = 365 * 86_400 * MICRO
_LATEST: Final = 10**10 * MICRO
_LARGEST: Final = 2**53
"""Amounts beyond this are damage: no currency has so much of it."""
_FIELDS: Final = tuple(field.name for field in RECORDED if field.name not in {"carrier", "zone"})


class Recorder:
    """Takes rows of `exchange.RECORDED` one by one and gives a `History`.

    `time` is microseconds since 1970: on the wall clock, converted with `options.zone`, unless `instant`.
    """

    def __init__(self, carrier: str, path: str, options: ReadOptions) -> None:
        self.carrier = carrier
        self.path = path
        self.options = options
        self.issues = IssueLog()
        self._columns: dict[str, list[Any]] = {name: [] for name in _FIELDS}
        self._instant: list[bool] = []

    def __len__(self) -> int:
        return len(self._instant)

    def add(
        self, kind: str, *, state: str = "done", time: int | None = None, precision: str = "second",
        instant: bool = False, **values: Any,
    ) -> None:  # fmt: skip
        """Add one row; `values` takes the other fields of `RECORDED` by name. "" is the same as None."""
        row: Mapping[str, Any] = {
            **values,
            "kind": kind,
            "state": state,
            "at": time,
            "time_precision": None if time is None else precision,
        }
        for name, column in self._columns.items():
            column.append(row.get(name) if row.get(name) != "" else None)
        self._instant.append(instant)

    def issue(self, line: int, code: str, detail: str = "", *, lost: bool = False, times: int = 1) -> None:
        """Note a row that could not be used (`lost`), or only with a doubt."""
        self.issues.add(Issue(self.path, line, code, detail[:120], lost), times)

    def finish(self) -> History:
        """What was recorded, and what could not be."""
        return History.beside(issues=self.issues, path=self.path, exchanges=self._table())

    def _table(self) -> pa.Table:
        n = len(self)
        at, zone = self._times()
        made: dict[str, pa.Array] = {"carrier": columns.constant(self.carrier, n), "at": at, "zone": zone}
        precision = pa.array(self._columns["time_precision"], pa.string())
        made["time_precision"] = pc.if_else(at.is_valid(), precision, None).dictionary_encode()
        for field in RECORDED:
            if field.name in made:
                continue
            values = self._columns[field.name]
            if field.name in {"amount", "quantity"}:
                limit = _LARGEST if field.name == "amount" else 2**31 - 1
                made[field.name] = pa.array(
                    [v if v is not None and 0 <= v <= limit else None for v in values], field.type
                )
            else:
                text, replaced = columns.texts(values)
                if replaced:
                    self.issue(0, "bad-bytes", times=replaced)
                made[field.name] = text.dictionary_encode() if pa.types.is_dictionary(field.type) else text
        return pa.Table.from_arrays([made[field.name].cast(field.type) for field in RECORDED], schema=RECORDED)

    def _times(self) -> tuple[pa.Array, pa.Array]:
        """Instants, and whether their zone was written; times outside the calendar become null, and are told."""
        given = columns.integers(self._columns["at"])
        valid = given.is_valid().to_numpy(zero_copy_only=False)
        raw = given.fill_null(0).to_numpy(zero_copy_only=False)
        sane = valid & (raw >= _EARLIEST) & (raw < _LATEST)
        if wild := int((valid & ~sane).sum()):
            self.issue(0, "bad-time", times=wild)
        times = np.where(sane, raw, 0)
        instant = np.array(self._instant, np.bool_)
        if sane.any() and not instant.all():
            shift, _twice = offsets(times, self.options.zone)
            times = np.where(instant, times, times - shift)
        stamps = pa.array(times, pa.int64(), mask=~sane).cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))
        words = pa.array(np.where(instant, "written", "assumed").astype("U8"), pa.string(), mask=~sane)
        return stamps, words.dictionary_encode()
