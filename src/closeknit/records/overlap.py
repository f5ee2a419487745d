"""Exports that overlap: what stands in two of them, and what of it is of one chat and counts once."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.identity import marks

_TELLING: Final = 8
"""Characters of a text from which it is hardly written twice in one moment by chance."""
_DOUBLED: Final = 20
"""Rows in common from which an overlap is told: fewer are what one person sent to two groups."""


def doubled(tables: Sequence[pa.Table]) -> int:
    """Rows of one moment, sender and text that stand in two message tables or more, each counted once less than it
    stands; 0 where they are too few to be an overlap. Only texts of some length are looked at.
    """
    parts = []
    for number, table in enumerate(tables):
        rows = table.select(["sent_at", "author", "text"])
        rows = rows.filter(
            pc.and_(pc.greater_equal(pc.utf8_length(rows["text"]), _TELLING), rows["sent_at"].is_valid())
        )
        words = rows["author"].cast(pa.string())
        parts.append(
            rows.set_column(1, "author", words).append_column("part", pa.array([number] * len(rows), pa.int32()))
        )
    together = pa.concat_tables(parts).group_by(["sent_at", "author", "text"])
    stands = together.aggregate([("part", "count_distinct")])["part_count_distinct"]
    again = int(pc.sum(stands).as_py() or 0) - len(stands)
    return again if again >= _DOUBLED else 0


def only_once(table: pa.Table, sizes: Sequence[int]) -> npt.NDArray[np.bool_]:
    """The rows of several exports, which stand in `table` one after the other, without what another one has too.

    Of one chat, rows of one id are one row, and so are those without an id that agree in moment, sender and words;
    what one export has of them several times stays as often. A row is taken from the export that reaches furthest:
    it may have been edited. Rows without a moment and an id are left as they are.
    """
    part = np.repeat(np.arange(len(sizes)), sizes)
    mark, number = marks(table), np.empty(len(table), np.int64)
    order = np.lexsort((mark, part))
    begun = np.flatnonzero(_new(mark[order]) | _new(part[order]))
    number[order] = np.arange(len(order)) - np.repeat(begun, np.diff(begun, append=len(order)))
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    last = [pc.max(table["sent_at"].slice(at, n)).cast(pa.int64()).as_py() for at, n in zip(starts, sizes, strict=True)]
    furthest = np.argsort(np.argsort([0 if at is None else -at for at in last], kind="stable"))
    best = np.lexsort((furthest[part], number, mark))
    again = np.zeros(len(mark), np.bool_)
    again[best] = ~(_new(mark[best]) | _new(number[best]))
    told = pc.or_(table["sent_at"].is_valid(), table["id"].is_valid())
    return ~again | ~np.asarray(told.combine_chunks())


def _new(sorted_values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Where another value begins."""
    return np.concatenate([[True], sorted_values[1:] != sorted_values[:-1]])
