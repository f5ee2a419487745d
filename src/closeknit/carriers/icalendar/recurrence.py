"""The days of a gathering that recurs: what most people's rules say, and no more."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

MOST: Final = 750
"""Occurrences of one rule: two years of days."""
_DAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_KNOWN: Final = frozenset({"FREQ", "COUNT", "UNTIL", "INTERVAL", "BYDAY", "WKST", "BYMONTHDAY"})


def occurrences(start: date, rule: str, left_out: frozenset[date]) -> tuple[list[date], bool]:
    """(the days on which it takes place, whether these are all that the rule says).

    Read are rules by days, weeks (with their weekdays) and months (the same day) that end; of any other only the
    first day is given.
    """
    told = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    try:
        step = max(1, int(told.get("INTERVAL", "1")))
        count = int(told["COUNT"]) if "COUNT" in told else None
        until = _until(told["UNTIL"]) if "UNTIL" in told else None
    except ValueError:
        return [start], False
    weekdays = told.get("BYDAY", "")
    plain = told.keys() <= _KNOWN and all(day in _DAYS for day in filter(None, weekdays.split(",")))
    if not plain or (count is None and until is None) or (weekdays and told.get("FREQ") != "WEEKLY"):
        return [start], False
    days = sorted({_DAYS[day] for day in filter(None, weekdays.split(","))}) or [start.weekday()]
    found: list[date] = []
    for number, when in enumerate(_walk(start, told.get("FREQ", ""), step, days)):
        day = when.date() if isinstance(when, datetime) else when
        if (count is not None and number >= count) or (until is not None and day > until):
            return found, True
        if number >= MOST:
            return found, False
        if day not in left_out:
            found.append(when)
    return found or [start], False


def _until(words: str) -> date:
    return date(int(words[:4]), int(words[4:6]), int(words[6:8]))


def _walk(start: date, frequency: str, step: int, weekdays: list[int]) -> Iterator[date]:
    """The days of a rule without its end, from its first; none for a rule that is not read."""
    try:
        if frequency == "DAILY":
            for number in range(MOST + 1):
                yield start + timedelta(number * step)
        elif frequency == "WEEKLY":
            monday = start - timedelta(start.weekday())
            for number in range(MOST + 1):
                for weekday in weekdays:
                    when = monday + timedelta(number * 7 * step + weekday)
                    if when >= start:
                        yield when
        elif frequency == "MONTHLY":
            for number in range(MOST + 1):
                month = start.month - 1 + number * step
                year, month = start.year + month // 12, month % 12 + 1
                if start.day <= monthrange(year, month)[1]:
                    yield start.replace(year=year, month=month)
    except (OverflowError, ValueError):
        return
