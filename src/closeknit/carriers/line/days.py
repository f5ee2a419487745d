"""LINE's date lines: `2024/01/05（五）`, `2025.12.10 Wednesday`, `Fri, 1/5/2024`, Thai and Korean ones.

Each names the weekday. That tells a date line from a message that is only a date, and month-first from day-first.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

_CJK: Final = r"(?:星期|週|周)?[一二三四五六日天]|[月火水木金土日](?:曜日?)?|[월화수목금토일](?:요일)?"
_WORDS: Final = (
    r"(?i:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}|(?:sen|sel|rab|kam|jum|sab|min)[a-z]{0,4})\.?"
    r"|(?:วัน)?[จอพศส][\u0e00-\u0e7f]{0,16}\.?"
)
DAY_LINE: Final = (
    rf"\d{{4}}[/.\-年년] ?\d{{1,2}}[/.\-月월] ?\d{{1,2}}[日일]? ?(?:[(（](?:{_CJK}|{_WORDS})[)）]|{_CJK}|{_WORDS})"
    rf"|(?:{_WORDS}),? ?(?:ที่ ?)?\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{4}}"
)
"""What a date line is, from its beginning to its end."""
TIME: Final = (
    r"(?:(?:上午|下午|午前|午後|오전|오후|凌晨|早上|中午|晚上|AM|PM) ?)?\d{1,2}:\d\d(?: ?(?:[AaPp]\.?[Mm]\.?|น\.))?"
)
"""A time of day in any language of the app."""

_NUMBER: Final = {
    word: number
    for words in (
        "mon tue wed thu fri sat sun",
        "sen sel rab kam jum sab min",
        "จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์",
        "จ อ พ พฤ ศ ส อา",
    )
    for number, word in enumerate(words.split())
}
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\d,.()（）/\s-]+")
_BUDDHIST: Final = 543
_EPOCH: Final = date(1970, 1, 1).toordinal()


def day_of(line: str, month_first: bool) -> int | None:
    """Days since 1970 of a date line; None for a day that does not exist.

    Where day and month stand in front of the year, the weekday decides which is which, and `month_first` where
    it fits both or neither. Thai years count from the Buddha.
    """
    first, second, third = map(int, _DIGITS.findall(line))
    if first > 31:
        found = _ordinal(first, second, third)
        return None if found is None else found - _EPOCH
    orders = _orders(line)
    readings = orders if month_first else orders[::-1]
    best = next((day for day, fits in readings if fits), None) or next((day for day, _fits in readings if day), None)
    return None if best is None else best - _EPOCH


def is_month_first(lines: Iterable[str]) -> bool:
    """Which order the date lines of a file show, by those that fit only one; month first in a tie."""
    votes: Counter[bool] = Counter()
    for line in lines:
        if not line[0].isdigit():
            (_day, american), (_other, european) = _orders(line)
            if american != european:
                votes[american] += 1
    return votes[True] >= votes[False]


def _orders(line: str) -> list[tuple[int | None, bool]]:
    """(day, whether its weekday is the one named), read month first and day first."""
    first, second, year = map(int, _DIGITS.findall(line))
    weekday = _weekday(line)
    days = (_ordinal(year, first, second), _ordinal(year, second, first))
    return [(day, day is not None and (day - 1) % 7 == weekday) for day in days]


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year - _BUDDHIST if year > 2400 else year, month, day).toordinal()
    except ValueError:
        return None


def _weekday(line: str) -> int | None:
    """0 for Monday; None where the word is not known."""
    found = _WORD.search(line)
    word = found[0].lower().removeprefix("วัน").removesuffix("ที่") if found else ""
    return _NUMBER.get(word, _NUMBER.get(word[:3]))
