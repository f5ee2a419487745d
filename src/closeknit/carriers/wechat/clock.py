"""The times that WeChat exports write."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from closeknit.records.instant import MICRO, epoch_micros, micros

_PLAIN: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?")
_QUARTER: Final = 900 * MICRO
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Stamp(NamedTuple):
    """A time: microseconds since 1970, on the wall clock or as an instant, and how fine it is."""

    micros: int
    wall: bool
    precision: str


@lru_cache(maxsize=4096)
def _midnight(day: str) -> int:
    return micros(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC))


def wall_seconds(text: str) -> int:
    """Microseconds of `YYYY-MM-DD HH:MM:SS` on the wall clock. Raises ValueError where it is no such time."""
    if len(text) != 19 or text[10] not in " T" or text[13] != ":" or text[16] != ":":
        raise ValueError(text)
    hour, minute, second = int(text[11:13]), int(text[14:16]), int(text[17:19])
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        raise ValueError(text)
    return _midnight(text[:10]) + (hour * 3600 + minute * 60 + second) * MICRO


def read_stamp(text: str) -> Stamp | None:
    """The time in any form seen: plain, rewritten by Excel (`2024/10/4 11:42`), ISO with offset, or epoch."""
    text = text.strip()
    try:
        return Stamp(wall_seconds(text), True, "second")
    except ValueError:
        pass
    try:
        if text.isdecimal():
            return Stamp(epoch_micros(int(text)), False, "second" if len(text) <= 10 else "millisecond")
        match = _PLAIN.match(text)
        if match is None:
            return None
        if text[match.end() :]:
            when = datetime.fromisoformat(text)
            return Stamp(micros(when), when.tzinfo is None, "second")
        numbers = [int(part) for part in match.groups(default="0")]
        when = datetime(*numbers, tzinfo=UTC)  # type: ignore[misc,arg-type]
        return Stamp(micros(when), True, "second" if match[6] else "minute")
    except (ValueError, OverflowError):
        return None


def read_instant(value: object) -> int | None:
    """Microseconds of an epoch in any unit, as a number or as its digits; None where it is none."""
    try:
        return epoch_micros(int(value))  # type: ignore[call-overload]
    except (ValueError, TypeError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def _offset(zone: ZoneInfo, quarter: int) -> int:
    offset = (_EPOCH + timedelta(seconds=quarter * 900)).replace(tzinfo=zone).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


def to_instant(wall: int, zone: ZoneInfo) -> int:
    """The instant of a wall time, one at a time, by the rule of `records.instant.offsets`."""
    return wall - _offset(zone, wall // _QUARTER)
