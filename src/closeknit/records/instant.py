"""Wall times to instants, by vectors, with the zone rules of the IANA database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]

MICRO = 1_000_000
_DAY = 86_400 * MICRO
_QUARTER = 900 * MICRO  # every zone of the database changes its offset at a quarter of an hour
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def offsets(wall: Int64s, zone: ZoneInfo) -> tuple[Int64s, npt.NDArray[np.bool_]]:
    """UTC offset in microseconds of each wall time, and whether that wall time occurred twice.

    `wall` counts microseconds since 1970-01-01 00:00 on the wall clock. A time that occurred twice takes its
    first instant; one that was skipped is moved on by the gap, as `datetime` does with fold 0.
    """
    first = _by_day(wall, lambda moment: _shift(moment.replace(tzinfo=zone)))
    second = _by_day(wall, lambda moment: _shift(moment.replace(tzinfo=zone, fold=1)))
    return first, second < first


def to_wall(instants: Int64s, zone: ZoneInfo) -> Int64s:
    """Wall clock microseconds in `zone` of UTC instants (microseconds since 1970)."""
    return instants + _by_day(instants, lambda moment: _shift(moment.astimezone(zone)))


def _by_day(stamps: Int64s, shift: Callable[[datetime], int]) -> Int64s:
    """`shift` of each stamp: asked once a day, and once a quarter of an hour on days in which it changes."""
    if not len(stamps):
        return np.empty(0, np.int64)
    days = stamps // _DAY
    first = int(days.min())
    place = days - first
    present = np.flatnonzero(np.bincount(place))
    known = {
        day: shift(_EPOCH + timedelta(days=day))
        for day in {*(present + first).tolist(), *(present + first + 1).tolist()}
    }
    table = np.zeros(int(present[-1]) + 1, np.int64)
    table[present] = [known[day] for day in (present + first).tolist()]
    found = table[place]
    changing = np.zeros(len(table), np.bool_)
    changing[present] = [known[day] != known[day + 1] for day in (present + first).tolist()]
    if changing.any():
        rows = np.flatnonzero(changing[place])
        quarters, inverse = np.unique(stamps[rows] // _QUARTER, return_inverse=True)
        exact = [shift(_EPOCH + timedelta(seconds=quarter * 900)) for quarter in quarters.tolist()]
        found[rows] = np.array(exact, np.int64)[inverse]
    return found


def _shift(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


def micros(when: datetime) -> int:
    """Microseconds since 1970: of the instant if `when` has a zone, else on its own wall clock."""
    aware = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


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
