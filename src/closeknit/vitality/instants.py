"""The instant of each row, those without one included."""

from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME, Rows

DAY: Final = 86_400_000_000
"""Microseconds."""


def filled(rows: Rows) -> npt.NDArray[np.int64]:
    """Instant of each row; one without a time takes that of the row before it in its channel, else `NO_TIME`."""
    if rows.has_time.all():
        return rows.at
    last = np.maximum.accumulate(np.where(rows.has_time, np.arange(len(rows)), -1))
    same = (last >= 0) & (rows.channel[last] == rows.channel)
    return np.where(same, rows.at[last], NO_TIME)
