"""Days since 1970 of a year, month and day in numbers, of the eras and in the orders that people write."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

Order = Literal["dmy", "mdy", "ymd"]
EPOCH: Final = date(1970, 1, 1).toordinal()


def ordered(groups: Sequence[str], order: Order) -> int | None:
    """The day of three numbers as they are written; None where there is no such day."""
    first, second, third = (int(group) for group in groups)
    if order == "ymd":
        return day_number(full_year(first), second, third)
    day, month = (second, first) if order == "mdy" else (first, second)
    return day_number(full_year(third), month, day)


def full_year(year: int) -> int:
    """Two digits: 70–99 are of the last century."""
    return year if year > 99 else year + (1900 if year >= 70 else 2000)


def day_number(year: int, month: int, day: int) -> int | None:
    """None where there is no such day in 1900–2199; 民國 113 and Buddhist 2567 are 2024."""
    year += 1911 if 100 <= year < 200 else -543 if 2443 <= year < 2743 else 0
    if not 1900 <= year < 2200:
        return None
    try:
        return date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None
