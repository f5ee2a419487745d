"""Times that a program wrote, one like the other, read by vectors: `2024-01-05 15:04:05` and its kin, and epochs.

Whatever is not of one shape from the first to the last is left to the reader that knows the tool's other shapes.
"""

import re
from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Int64s = npt.NDArray[np.int64]

_MICRO: Final = 1_000_000
_SHAPE: Final = re.compile(
    r"[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.(?P<fraction>[0-9]{1,9}))?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_DAYS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_BEFORE: Final = np.cumsum([0, 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30])
_TO_1970: Final = 719_162
"""Days from the first of January of year 1 to that of 1970."""


class Alike(NamedTuple):
    """Microseconds since 1970: of the instants where a zone is written, else on the wall clock; and how fine."""

    micros: Int64s
    instant: bool
    precision: Literal["second", "millisecond", "microsecond"]


def read_alike(stamps: Sequence[Any]) -> Alike | None:
    """The times, where all are strings in the shape of the first, and each exists in the years 1900–2199; else None.

    A leap second is none here: what it stands for is the caller's to say.
    """
    shape = _SHAPE.fullmatch(stamps[0]) if stamps and isinstance(stamps[0], str) else None
    table = _table(stamps, shape) if shape else None
    if shape is None or table is None:
        return None

    def number(at: int, length: int) -> Int64s:
        return _number(table, at, at + length)

    days = _day_numbers(number(0, 4), number(5, 2), number(8, 2))
    hours, minutes, seconds = number(11, 2), number(14, 2), number(17, 2)
    if days is None or hours.max() > 23 or minutes.max() > 59 or seconds.max() > 59:
        return None
    micros = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * _MICRO
    fraction, zone = shape["fraction"], shape["zone"]
    if fraction:  # what is finer than a microsecond is cut
        digits = min(len(fraction), 6)
        micros += number(20, digits) * 10 ** (6 - digits)
    if zone and zone != "Z":
        offset = number(shape.start("zone") + 1, 2) * 60 + number(shape.end() - 2, 2)
        if offset.max() > 14 * 60:  # no place on earth is further ahead
            return None
        micros -= np.where(table[:, shape.start("zone")] == ord("+"), offset, -offset) * 60 * _MICRO
    fineness = len(fraction or "")
    return Alike(micros, zone is not None, "microsecond" if fineness > 3 else "millisecond" if fineness else "second")


def read_numbers_alike(texts: Sequence[Any], shape: re.Match[str]) -> list[Int64s] | None:
    """The number in each group of `shape`, a match of the first text, where all texts are of its shape: digits where it
    has digits, and the same signs elsewhere; else None."""
    table = _table(texts, shape)
    if table is None:
        return None
    return [_number(table, start, end) for start, end in shape.regs[1:]]


def read_epochs(values: Sequence[Any], *, fractions: bool = False) -> Int64s | None:
    """Microseconds of seconds or milliseconds since 1970, where all are numbers of one of the two; else None.

    With `fractions` seconds may have one, which is rounded to microseconds.
    """
    kinds = set(map(type, values))
    if not kinds or not kinds <= ({int, float} if fractions else {int}):
        return None
    least, most = min(values), max(values)
    if float in kinds:
        exact = least >= 3 * 10**7 and most < 9 * 10**9  # beyond which a float has no microseconds
        return np.rint(np.array(values, np.float64) * _MICRO).astype(np.int64) if exact else None
    for factor, low, high in ((_MICRO, 3 * 10**7, 10**10), (1000, 10**10, 10**13)):
        if low <= least and most < high:
            return np.array(values, np.int64) * factor
    return None


def _number(table: npt.NDArray[np.uint8], start: int, end: int) -> Int64s:
    found = np.zeros(len(table), np.int64)
    for place in range(start, end):
        found = found * 10 + table[:, place] - 48
    return found


def _table(stamps: Sequence[Any], shape: re.Match[str]) -> npt.NDArray[np.uint8] | None:
    """A row of characters for each stamp; None where one has another length, or another sign in some place."""
    width = shape.end()
    try:
        if set(map(len, stamps)) != {width}:
            return None
        table = np.frombuffer("".join(stamps).encode("ascii"), np.uint8).reshape(-1, width)
    except (UnicodeEncodeError, TypeError):
        return None
    low, high = np.frombuffer(shape[0].encode(), np.uint8).copy(), np.frombuffer(shape[0].encode(), np.uint8).copy()
    is_digit = (low >= ord("0")) & (low <= ord("9"))
    low[is_digit], high[is_digit] = ord("0"), ord("9")
    if shape.groupdict().get("zone") not in {None, "Z"}:  # ahead of Greenwich or behind it
        low[shape.start("zone")], high[shape.start("zone")] = ord("+"), ord("-")
        if (table[:, shape.start("zone")] == ord(",")).any():  # which stands between the two
            return None
    return table if ((table >= low) & (table <= high)).all() else None


def _day_numbers(years: Int64s, months: Int64s, days: Int64s) -> Int64s | None:
    """Days since 1970 in the Gregorian calendar; None where one of them does not exist."""
    if years.min() < 1900 or years.max() > 2199 or months.min() < 1 or months.max() > 12 or days.min() < 1:
        return None
    leap = (years % 4 == 0) & ((years % 100 != 0) | (years % 400 == 0))
    if (days > _DAYS[months] + (leap & (months == 2))).any():
        return None
    past = years - 1
    whole: Int64s = past * 365 + past // 4 - past // 100 + past // 400 - _TO_1970
    whole += _BEFORE[months] + (leap & (months > 2)) + days - 1
    return whole
