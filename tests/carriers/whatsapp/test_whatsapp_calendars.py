"""Phones set to other calendars, and dates whose words stand close together."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from closeknit.carriers.whatsapp.calendars import to_gregorian

Times = Callable[[str], list[str | None]]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        # Iran's solar year, digits of Persian.
        (
            "۱۴۰۲/۱۰/۱۵, ۱۵:۰۴ - سارا: سلام\n۱۴۰۳/۱۲/۳۰, ۱۵:۰۵ - رضا: درود\n",
            "2024-01-05T15:04:00",
            "2025-03-20T15:05:00",
        ),
        # The lunar year of Saudi Arabia, digits of Arabic.
        (
            "٢٣\u200f/٦\u200f/١٤٤٥ هـ، ٣:٠٤ م - أحمد: مرحبا\n١\u200f/٩\u200f/١٤٤٥ هـ، ٤:٠٤ ص - منى: أهلا\n",
            "2024-01-05T15:04:00",
            "2024-03-11T04:04:00",
        ),
        # Thailand's year, in full and short.
        ("5/1/2567 15:04 - สมชาย: ดี\n25/1/2567 15:05 - มาลี: ดี\n", "2024-01-05T15:04:00", "2024-01-25T15:05:00"),
        ("5/1/67 15:04 - สมชาย: ดี\n25/1/67 15:05 - มาลี: ดี\n", "2024-01-05T15:04:00", "2024-01-25T15:05:00"),
        # The half of the day follows the sign for "day" at once.
        (
            "2024년 1월 5일 오후 3:04 - 민수: 안녕\n2024년 1월 15일 오전 12:05 - 영희: 네\n",
            "2024-01-05T15:04:00",
            "2024-01-15T00:05:00",
        ),
        (
            "2024年1月5日 下午3:04 - 小明: 好\n2024年1月15日 上午12:05 - 小华: 好\n",
            "2024-01-05T15:04:00",
            "2024-01-15T00:05:00",
        ),
    ],
)
def test_a_date(times: Times, text: str, first: str, last: str) -> None:
    assert times(text) == [first, last]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ((1388, 1, 1), date(2009, 3, 21)),
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1430, 1, 1), date(2008, 12, 29)),
        ((1445, 1, 1), date(2023, 7, 19)),
        ((1447, 1, 1), date(2025, 6, 26)),
    ],
)
def test_a_known_new_year(theirs: tuple[int, int, int], ours: date) -> None:
    assert to_gregorian(*theirs) == ours.toordinal()


@pytest.mark.parametrize(
    "no_day", [(1402, 12, 30), (1402, 7, 31), (1445, 2, 31), (1425, 1, 1), (1445, 13, 1), (1445, 1, 0)]
)
def test_what_no_calendar_has(no_day: tuple[int, int, int]) -> None:
    assert to_gregorian(*no_day) is None


def test_months_follow_one_another_without_a_gap() -> None:
    for years in (range(1388, 1421), range(1430, 1481)):
        days: list[Any] = [
            day
            for year in years
            for month in range(1, 13)
            for n in range(1, 32)
            if (day := to_gregorian(year, month, n))
        ]
        assert days == list(range(days[0], days[-1] + 1))
