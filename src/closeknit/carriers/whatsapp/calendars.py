"""Dates of the two calendars with years of the Hijra, which phones set to them write into exports.

Iran's solar year and the lunar year of Umm al-Qura share their numbers. They are told apart by the time at which an
export can have been written: WhatsApp began in 2009, which is 1388 of the solar and 1430 of the lunar calendar. A
year from 1388 to 1420 can only be solar until 2042; from 1430 on it can only be lunar until 2051.
"""

from datetime import date
from typing import Final

_SOLAR: Final = range(1388, 1421)
_LUNAR: Final = range(1430, 1481)
_NOWRUZ_1388: Final = date(2009, 3, 21).toordinal()
_MUHARRAM_1430: Final = date(2008, 12, 29).toordinal()

# Months of 30 days by year from 1430, the first month in the highest of twelve bits: the published table of Umm
# al-Qura, as ICU has it too.
_THIRTY: Final = (
    1621, 1705, 1876, 2922, 1388, 2733, 1365, 2857, 2962, 2985, 1492, 2778, 1370, 2731, 1429, 1865, 1892, 2986, 1461,
    694, 2646, 3661, 2853, 2898, 2922, 1453, 686, 2351, 1175, 1611, 1701, 1708, 2774, 1373, 1181, 2637, 3350, 3477,
    1450, 1461, 730, 2395, 1197, 1429, 1738, 1764, 2794, 1269, 694, 2390, 2730,
)  # fmt: skip


def to_gregorian(year: int, month: int, day: int) -> int | None:
    """The proleptic Gregorian ordinal of a date with a year of the Hijra; None where neither calendar has it."""
    if not 1 <= month <= 12 or day < 1:
        return None
    if year in _SOLAR:
        months = [31] * 6 + [30] * 5 + [30 if _is_leap(year) else 29]
        start = _NOWRUZ_1388 + sum(365 + _is_leap(past) for past in range(1388, year))
    elif year in _LUNAR:
        months = _lunar_months(year)
        start = _MUHARRAM_1430 + sum(sum(_lunar_months(past)) for past in range(1430, year))
    else:
        return None
    return start + sum(months[: month - 1]) + day - 1 if day <= months[month - 1] else None


def _is_leap(year: int) -> bool:
    """Leap years of the solar calendar: eight in 33, right from 1343 to 1472."""
    return year % 33 in {1, 5, 9, 13, 17, 22, 26, 30}


def _lunar_months(year: int) -> list[int]:
    bits = _THIRTY[year - 1430]
    return [29 + (bits >> (11 - month) & 1) for month in range(12)]
