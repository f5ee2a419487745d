"""Exports that overlap: what stands in two of them."""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

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
