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
MOST_BY_CHANCE: Final = 20
"""Rows in common from which an overlap is told: fewer are what one person sent to two groups."""


def doubled(table: pa.Table, sizes: Sequence[int]) -> int:
    """Rows of one moment, sender and text that stand in two of the exports or more, which stand in `table` one after
    the other; each counted once less than it stands. Only texts of some length are looked at."""
    rows = table.select(["sent_at", "author", "text"]).append_column("part", pa.array(_parts(sizes)))
    rows = rows.filter(pc.and_(pc.greater_equal(pc.utf8_length(rows["text"]), _TELLING), rows["sent_at"].is_valid()))
    rows = rows.set_column(1, "author", rows["author"].cast(pa.string()))
    stands = rows.group_by(["sent_at", "author", "text"]).aggregate([("part", "count_distinct")])["part_count_distinct"]
    return int(pc.sum(stands).as_py() or 0) - len(stands)


def only_once(table: pa.Table, sizes: Sequence[int]) -> tuple[pa.Table, list[int]]:
    """The rows of several exports, without what another one of the same chat has too; and how many are left of each.

    Of one chat, rows of one id are one row, and so are those without an id that agree in moment, sender and words;
    what one export has of them several times stays as often. A row is taken from the export that reaches furthest:
    it may have been edited. Rows without a moment and an id are left as they are.
    """
    part, mark = _parts(sizes), marks(table)
    order = np.lexsort((mark, part))
    begun = np.flatnonzero(_new(mark[order]) | _new(part[order]))
    number = np.empty(len(table), np.int64)
    number[order] = np.arange(len(order)) - np.repeat(begun, np.diff(begun, append=len(order)))
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    last = [pc.max(table["sent_at"].slice(at, n)).cast(pa.int64()).as_py() for at, n in zip(starts, sizes, strict=True)]
    furthest = np.argsort(np.argsort([0 if at is None else -at for at in last], kind="stable"))
    best = np.lexsort((furthest[part], number, mark))
    again = np.zeros(len(table), np.bool_)
    again[best] = ~(_new(mark[best]) | _new(number[best]))
    told = pc.or_(table["sent_at"].is_valid(), table["id"].is_valid())
    kept = ~again | ~np.asarray(told.combine_chunks())
    return table.filter(pa.array(kept)), np.bincount(part[kept], minlength=len(sizes)).tolist()


def _parts(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    """The number of the export in which each row stands."""
    return np.repeat(np.arange(len(sizes)), sizes)


def _new(sorted_values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Where another value begins."""
    return np.concatenate([np.ones(min(1, len(sorted_values)), np.bool_), sorted_values[1:] != sorted_values[:-1]])
