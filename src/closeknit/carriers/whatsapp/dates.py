"""Dates and clocks as phones write them, to microseconds on the wall clock.

Which number is the day is told from the whole file (`tell_order`), in this order:

1. a number that cannot be a month, a day or a year of WhatsApp (2009 and later) in that place;
2. dates that no calendar has (31 February);
3. dates that run backwards, for an export runs forwards;
4. the place that changes more often is the day;
5. where all that says nothing: month first if the clock is English 12-hour in capitals, the date has slashes, a
   two-digit year and no leading zeros, as American phones write it (`5/1/24, 3:04 PM`); year first if a
   two-digit date stands before 오전/오후, as Korean phones write it; else day first.

A file whose day and month were decided by 4 or 5 alone is read with a doubt, which is told.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from closeknit.carriers.whatsapp.calendars import to_gregorian
from closeknit.sources.stamps import read_numbers_alike

BAD: Final = -(1 << 62)
"""Stands for a date or a clock that cannot be; a sum with it stays below `BAD // 2`."""

_DAY: Final = 86_400_000_000
_EPOCH: Final = date(1970, 1, 1).toordinal()
_SECONDS: Final = {f"{second:02}": second * 1_000_000 for second in range(61)}
_MOST_CACHED: Final = 100_000
_ENOUGH: Final = 12
"""Distinct dates that contradict an order before it is given up without reading on."""

ORDERS: Final = {"dmy": (0, 1, 2), "mdy": (1, 0, 2), "ymd": (2, 1, 0)}
"""Where day, month and year stand."""

_NUMBER = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"(\d{1,2})\D{1,3}(\d{2})(?:\D{1,2}(\d{2}))?")
_EVEN_CLOCK = re.compile(r"[^\w\n]*(\d\d):(\d\d):(\d\d)", re.ASCII)
_AMERICAN = re.compile(r"[1-9]\d?/[1-9]\d?/\d\d")


def _words(text: str) -> frozenset[str]:
    return frozenset(_letters(word) for word in text.split())


def _letters(text: str) -> str:
    """What words are compared by: signs above and below the letters of Thai, Hindi or Bengali are no letters."""
    return "".join(_LETTERS.findall(text)).lower()


_AM: Final = _words("""
    am a ante ap fm de sa pd pg ap öö dop dopoledne πμ про пробед прпладне ص قظ ก่อนเที่ยง पूर्वाह्न পূর্বাহ্ণ
    上午 午前 오전 凌晨 清晨 早上 早晨 午夜 半夜 深夜
""")
_PM: Final = _words("""
    pm p post ip em du ch md ptg ös odp odpoledne μμ слоб следобед م بظ หลังเที่ยง अपराह्न অপরাহ্ণ
    下午 午後 午后 오후 傍晚
""")
_NOON: Final = _words("中午 正午")
_EVENING: Final = _words("晚上 晚間 晚间 夜晚")
_CONNECTING: Final = _words(
    "um at kl klo à as às a las alle le ore г ч r h s ob u o den の vào lúc jam pukul kell 日 일 年 年の هـ ه"
)


_DAY_SIGNS: Final = frozenset("日일هг")
"""What may close the date before the half of the day: `1월 5일 오후 3:04`, `هـ م`."""


def read_numbers(written: str) -> tuple[int, int, int] | None:
    """The three numbers of a date as they stand, None where there are not three."""
    found = _NUMBER.findall(written)
    return (int(found[0]), int(found[1]), int(found[2])) if len(found) == 3 else None


def _full_year(year: int) -> int:
    """Two digits are of this century, or from 52 on of the Buddhist one; three of the Republic's calendar, above 2400
    of the Buddhist one."""
    if year < 100:
        return year + (2000 if year < 52 else 1957)
    if year < 300:
        return year + 1911
    return year - 543 if year > 2400 else year


def _ordinal(year: int, month: int, day: int) -> int | None:
    """The day's number in the Gregorian calendar; None where no calendar has it."""
    if year < 1600:
        return to_gregorian(year, month, day)
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


@dataclass
class _Case:
    """What speaks against one order."""

    places: tuple[int, int, int]
    outside: int = 0
    impossible: int = 0
    backward: int = 0
    changes: int = 0
    last: int = 0
    last_numbers: tuple[int, ...] = ()

    def take(self, numbers: tuple[int, int, int], leads_with_year: bool) -> int | None:
        """Weigh one date; its day number, or None."""
        day, month, year = (numbers[place] for place in self.places)
        if leads_with_year != (self.places[2] == 0) and max(numbers) > 99:
            self.outside += 1
            return None
        year = _full_year(year)
        if not 1 <= month <= 12 or not 1 <= day <= 31 or not (2009 <= year < 2100 or 1388 <= year < 1500):
            self.outside += 1
            return None
        ordinal = _ordinal(year, month, day)
        if ordinal is None:
            self.impossible += 1
            return None
        self.backward += ordinal < self.last
        if self.last_numbers:
            self.changes += (day != self.last_numbers[0]) - (month != self.last_numbers[1])
        self.last, self.last_numbers = ordinal, (day, month)
        return ordinal


@dataclass
class OrderFound:
    """The order of a file: a key of `ORDERS`, and whether it had to be guessed (rules 4 and 5)."""

    order: str
    guessed: bool = False


def tell_order(dates: Iterable[str], clock: str) -> OrderFound:
    """The order of the numbers in `dates`, given in the order of the file; `clock` is one of its clocks.

    Stops reading as soon as every other order is contradicted by `_ENOUGH` distinct dates.
    """
    cases = {order: _Case(places) for order, places in ORDERS.items()}
    differ = False
    previous = None
    seen: set[str] = set()
    written = ""
    for written in dates:
        if written == previous:
            continue
        previous = written
        numbers = read_numbers(written)
        if numbers is None or (written in seen and len(seen) > _MOST_CACHED):
            continue
        seen.add(written)
        leads = numbers[0] > 99
        days = {order: case.take(numbers, leads) for order, case in cases.items()}
        differ = differ or days["dmy"] != days["mdy"]
        ranked = sorted(case.outside for case in cases.values())
        if ranked[0] == 0 and ranked[1] >= _ENOUGH:
            break
    ranks = {order: (case.outside, case.impossible, case.backward) for order, case in cases.items()}
    best = min(ranks.values())
    left = [order for order, rank in ranks.items() if rank == best]
    if len(left) == 1:
        return OrderFound(left[0])
    guessed = differ and {"dmy", "mdy"} <= set(left)  # a year in front is too rare to doubt the day for it
    changes = {order: cases[order].changes for order in left}
    most = max(changes.values())
    left = [order for order in left if changes[order] == most]
    return OrderFound(left[0] if len(left) == 1 else _by_custom(left, written, clock), guessed)


def _by_custom(left: list[str], written: str, clock: str) -> str:
    """Rule 5."""
    if "mdy" in left and _AMERICAN.fullmatch(written) and re.search(r"[AP]M\b", clock):
        return "mdy"
    if "ymd" in left and ("오전" in clock or "오후" in clock):
        return "ymd"
    return left[0]


class Days(dict[str, int]):
    """Written date → microseconds of its midnight, `BAD` where no calendar has it."""

    def __init__(self, order: str) -> None:
        super().__init__()
        self.places = ORDERS[order]

    def __missing__(self, written: str) -> int:
        numbers = read_numbers(written)
        value = BAD
        if numbers is not None:
            places = ORDERS["ymd"] if numbers[0] > 99 else self.places
            day, month, year = (numbers[place] for place in places)
            ordinal = _ordinal(_full_year(year), month, day)
            if ordinal is not None:
                value = (ordinal - _EPOCH) * _DAY
        if len(self) > _MOST_CACHED:
            self.clear()
        self[written] = value
        return value


class Clocks(dict[str, int]):
    """Written clock, with the words around it → microseconds after midnight, `BAD` where there is no such time.

    `unknown` collects words that are neither halves of the day nor words that join date and time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unknown: dict[str, None] = {}
        self._minutes: dict[str, int] = {}

    def read(self, clocks: Sequence[str]) -> list[int]:
        """Many at once. Those with seconds hardly ever come again, so clocks of one shape are read by vectors."""
        shape = _EVEN_CLOCK.fullmatch(clocks[0])
        numbers = read_numbers_alike(clocks, shape) if shape else None
        if numbers is None or numbers[0].max() > 23 or numbers[1].max() > 59 or numbers[2].max() > 59:
            return [self[clock] for clock in clocks]
        past = ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1_000_000
        return past.tolist()  # type: ignore[no-any-return]

    def __missing__(self, written: str) -> int:
        head, _colon, tail = written.rpartition(":")
        past = _SECONDS.get(tail[:2], BAD)
        minute = f"{head} {tail[2:]}"
        value = self._minutes.get(minute, BAD) + past if past >= 0 else BAD
        if value < 0:
            value = self._read(written)
            match = _CLOCK.search(head)
            if value >= 0 and past >= 0 and match and match.end() == len(head) and match[3] is None:
                self._minutes[minute] = value - past
        if len(self) > _MOST_CACHED:
            self.clear()
            self._minutes.clear()
        self[written] = value
        return value

    def _read(self, written: str) -> int:
        match = _CLOCK.search(written)
        if match is None:
            return BAD
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        half = self._half(written[: match.start()]) or self._half(written[match.end() :])
        if hour > 24 or minute > 59 or second > 60:
            return BAD
        if half and hour <= 12:
            late = half == "pm" or (half == "evening" and hour < 12) or (half == "noon" and hour < 10)
            hour = hour if half == "noon" and hour >= 10 else hour % 12 + 12 * late
        return ((hour % 24 * 60 + minute) * 60 + second) * 1_000_000

    def _half(self, words: str) -> str:
        joined = _letters(words)
        for half, known in (("am", _AM), ("pm", _PM), ("noon", _NOON), ("evening", _EVENING)):
            if joined in known or (joined[:1] in _DAY_SIGNS and joined[1:] in known):
                return half
        if joined and joined not in _CONNECTING and len(self.unknown) < 20:
            self.unknown[joined] = None
        return ""
