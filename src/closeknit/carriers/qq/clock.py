"""Wall times as QQ on Windows writes them: any date separator, an hour without its zero, 12 or 24 hours."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from closeknit.records.instant import MICRO

DAY: Final = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
HALF: Final = r"AM|PM|上午|下午"
TIME: Final = r"\d{1,2}:\d\d:\d\d"

_LATER: Final = frozenset({"PM", "下午"})
_NUMBERS = re.compile(r"\d+")


@lru_cache(1 << 14)
def midnight(day: str) -> int | None:
    """Microseconds since 1970 of the day's beginning on the wall clock; None for a day that does not exist."""
    year, month, number = map(int, _NUMBERS.findall(day))
    try:
        return (date(year, month, number).toordinal() - _EPOCH) * 86_400 * MICRO
    except ValueError:
        return None


@lru_cache(1 << 17)
def time_of_day(time: str, half: str | None) -> int | None:
    """Microseconds since midnight; None for a time that does not exist. `half` is a word of `HALF` or None."""
    hour, minute, second = map(int, time.split(":"))
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in _LATER else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    return ((hour * 60 + minute) * 60 + second) * MICRO


_EPOCH: Final = date(1970, 1, 1).toordinal()
