"""How numbers, dates, lists and quotation marks are written in the language in force."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from closeknit.language import _, current

NO_BREAK: Final = "\u00a0"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def is_chinese() -> bool:
    """Whether the language in force is one of the two Chinese ones."""
    return current().startswith("zh")


def number(value: float, digits: int = 0) -> str:
    """1,864 or 0.83: the same signs in all three languages; a minus is a minus, not a hyphen."""
    return f"{value:,.{digits}f}".replace("-", "−")


def percent_figure(share: float) -> str:
    """The digits of a share as a percentage; what is not quite none or all is not written as 0 or 100.

    >>> percent_figure(0.414), percent_figure(0.004), percent_figure(0.9996)
    ('41', '0.4', '99.9')
    """
    value = share * 100
    if 0 < abs(value) < 0.05:
        return "<0.1"
    if 99 < value < 100:
        return number(min(value, 99.9), 1)
    return number(value, 1 if 0 < abs(value) < 1 else 0)


def percent(share: float) -> str:
    """A share in running text: 41% in Chinese, 41 % in English, never broken."""
    return percent_figure(share) + ("%" if is_chinese() else f"{NO_BREAK}%")


def fraction(part: float, whole: float) -> str:
    """14／23 in Chinese, 14 of 23 in English."""
    if is_chinese():
        return f"{number(part)}／{number(whole)}"
    return f"{number(part)}{NO_BREAK}of{NO_BREAK}{number(whole)}"


def listed(items: Sequence[str]) -> str:
    """A、B、C or A, B and C; items that hold such a sign themselves are kept apart by semicolons."""
    if any(sign in item for item in items for sign in ",，、"):
        return clauses(items)
    if is_chinese():
        return "、".join(items)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentences(parts: Sequence[str]) -> str:
    """Sentences one after the other, with a space between them only where the language has one."""
    return ("" if is_chinese() else " ").join(part for part in parts if part)


def clauses(parts: Sequence[str]) -> str:
    """Parts of one statement: A；B or A; B."""
    return ("；" if is_chinese() else "; ").join(part for part in parts if part)


def ended(text: str) -> str:
    """A statement with a full stop."""
    return text + ("。" if is_chinese() else ".")


def bracketed(text: str, note: str) -> str:
    """A text with a note in brackets of the language's width."""
    return f"{text}（{note}）" if is_chinese() else f"{text} ({note})"


def local(instant: int, zone: tzinfo) -> datetime | None:
    """The wall clock at an instant (microseconds since 1970), or None outside the years 1–9999."""
    try:
        return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)
    except OverflowError:
        return None


def written_date(day: date, *, year: bool = False) -> str:
    """11月5日 or 5 November, with the year where it is asked for."""
    if is_chinese():
        return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
    return f"{day.day}{NO_BREAK}{_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def written_day(instant: int, zone: tzinfo) -> str:
    """The day of an instant (microseconds since 1970), with its year; – outside the years 1–9999."""
    when = local(instant, zone)
    return written_date(when.date(), year=True) if when else "–"


def written_time(when: datetime, *, year: bool = False) -> str:
    """11月5日 22:14 or 5 November, 22:14."""
    separator = " " if is_chinese() else ", "
    return f"{written_date(when.date(), year=year)}{separator}{when:%H:%M}"


def short_date(day: date) -> str:
    """11/5 or 5 Nov, below the axis of a chart."""
    return f"{day.month}/{day.day}" if is_chinese() else f"{day.day} {_MONTHS[day.month - 1][:3]}"


def short_month(day: date, *, year: bool) -> str:
    """8月 or Aug; 2026 where `year` asks for the year alone."""
    if year:
        return str(day.year)
    return f"{day.month}月" if is_chinese() else _MONTHS[day.month - 1][:3]


def duration(hours: float) -> tuple[str, str]:
    """A length of time as digits and unit, in minutes, hours or days, whichever is read at a glance."""
    if hours < 1:
        return number(hours * 60), _("minutes")
    if hours < 48:
        return number(hours, 0 if hours >= 10 else 1), _("hours")
    return number(hours / 24, 0 if hours >= 240 else 1), _("days")


def counted(n: int) -> str:
    """A small number in words, as in running text; a larger one in digits.

    >>> counted(3), counted(11)
    ('three', '11')
    """
    words = {
        "zh-Hant": "零一兩三四五六七八九十",
        "zh-Hans": "零一两三四五六七八九十",
    }.get(current()) or ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return words[n] if 0 <= n < len(words) else number(n)


def columns(text: str) -> int:
    """Columns that a text takes: 漢字 and full-width signs two, marks that combine none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
