"""Wall times to instants, by vectors, with the zone rules of the IANA database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]

MICRO = 1_000_000
_QUARTER = 900 * MICRO  # every zone of the database changes its offset at a quarter of an hour
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def offsets(wall: Int64s, zone: ZoneInfo) -> tuple[Int64s, npt.NDArray[np.bool_]]:
    """UTC offset in microseconds of each wall time, and whether that wall time occurred twice.

    `wall` counts microseconds since 1970-01-01 00:00 on the wall clock. A time that occurred twice takes its
    first instant; one that was skipped is moved on by the gap, as `datetime` does with fold 0.
    """
    quarters, inverse = np.unique(wall // _QUARTER, return_inverse=True)
    found = np.empty(len(quarters), np.int64)
    twice = np.zeros(len(quarters), np.bool_)
    for i, quarter in enumerate(quarters.tolist()):
        local = (_EPOCH + timedelta(seconds=quarter * 900)).replace(tzinfo=zone)
        first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
        assert first is not None
        assert second is not None
        found[i] = first // timedelta(microseconds=1)
        twice[i] = second < first
    return found[inverse], twice[inverse]


def to_wall(instants: Int64s, zone: ZoneInfo) -> Int64s:
    """Wall clock microseconds in `zone` of UTC instants (microseconds since 1970)."""
    quarters, inverse = np.unique(instants // _QUARTER, return_inverse=True)
    found = np.empty(len(quarters), np.int64)
    for i, quarter in enumerate(quarters.tolist()):
        shift = (_EPOCH + timedelta(seconds=quarter * 900)).astimezone(zone).utcoffset()
        assert shift is not None
        found[i] = shift // timedelta(microseconds=1)
    return instants + found[inverse]


def micros(when: datetime) -> int:
    """Microseconds since 1970: of the instant if `when` has a zone, else on its own wall clock."""
    return (when.replace(tzinfo=when.tzinfo or UTC) - _EPOCH) // timedelta(microseconds=1)


def epoch_micros(value: float) -> int:
    """Microseconds of an epoch whose unit is told by its size: seconds, milli-, micro- or nanoseconds.

    Judged per value, for some exporters mix units in one file. Raises ValueError outside 1971–2286 in
    seconds, the range in which the units cannot be confused.
    """
    size = abs(value)
    if size < 3e7 or size >= 1e19:
        raise ValueError(value)
    for limit, factor in ((1e10, MICRO), (1e13, 1000), (1e16, 1)):
        if size < limit:
            return round(value * factor) if isinstance(value, float) else value * factor
    return int(value) // 1000
