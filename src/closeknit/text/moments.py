"""Reads dates and times however people and programs write them, without guessing what is not written.

Years first (`2024/1/5 15:04`, `2024年1月5日 下午3:04`), numbers in another order (`1/5/2024`, `5.1.24`), month names in
English, compact digits (`20240105150405`), epochs in any unit, Excel serials, zones (`Z`, `+08:00`, `UTC+8`). Whether
1/5 is the first of May or the fifth of January is learnt from the whole column (`learn_order`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from closeknit.text.days import EPOCH, Order, day_number, full_year, ordered

MICRO: Final = 1_000_000
_DAY: Final = 86_400 * MICRO
_EXCEL_EPOCH: Final = 25_569
"""The serial number that Excel gives to 1970-01-01."""

Precision = Literal["day", "minute", "second", "millisecond", "microsecond"]
Lack = Literal["bad-time", "no-date", "no-year"]

_PAST: Final = {f"{n // 60:{w}}:{n % 60:02}": n * 60 * MICRO for w in ("", "02") for n in range(1440)}
_LATE: Final = {f":{second:02}": second * MICRO for second in range(60)}
"""Microseconds past midnight of hours with minutes, and of the seconds behind them, as clocks write them."""
_NEVER: Final = -(1 << 40)
LONGEST: Final = 64
"""No time is written in more characters."""


class Moment(NamedTuple):
    """Microseconds since 1970, of the instant where `instant`, else on the wall clock; `order` of the numbers
    is no part of it: it was settled before."""

    micros: int
    instant: bool
    precision: Precision


_MAIN: Final = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]{1,2}\d{1,2}:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?"
)
_AM: Final = "a\\.? ?m(?![a-z])\\.?|上午|午前|凌晨|早上|早晨|清晨|오전"
_PM: Final = "p\\.? ?m(?![a-z])\\.?|下午|午後|午后|傍晚|晚上|夜晚|夜里|夜裡|晚|오후"
_NOON: Final = "中午|正午"
_HALF: Final = re.compile(f"(?:({_AM})|({_PM})|({_NOON}))$")
_CLOCK: Final = re.compile(
    rf"(?P<before>{_AM}|{_PM}|{_NOON})? ?"
    r"(?<!\d)(?P<h>\d{1,2})(?::|[时時點点])(?P<m>\d\d)分?(?::?(?P<s>\d\d)(?:秒|[.,](?P<f>\d{1,9}))?)?(?![\d:])"
    rf" ?(?P<after>{_AM}|{_PM})?"
    r" ?(?P<zone>z\b|(?:utc|gmt)? ?[+-]\d{1,2}(?::?\d\d)?(?!\d)|utc\b|gmt\b|\((?:utc|gmt)? ?[+-]\d{1,2}(?::?\d\d)?\))?"
)
_BESIDE: Final = re.compile(
    r"\(?(?:星期|周|週|禮拜|礼拜)[一二三四五六日天]\)?|\([一二三四五六日月火水木金土]\)|[一二三四五六日](?= \d{1,2}月)"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b\.?|\b(?:at|on|uhr|cst|hkt|jst|kst|e[sd]t|p[sd]t|c[eds]t|cest)\b"
)
"""What stands beside a date without adding to it; zones by letters only, for CST is China's and Chicago's."""
_YEAR_FIRST: Final = re.compile(
    r"(?:民[国國] ?)?(\d{3,4}) ?[-/.年년 ] ?(\d{1,2}) ?[-/.月월 ] ?(\d{1,2})(?: ?[日일]|\.)?"
)
_NUMBERS: Final = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{1,2})\.?")
_DAY_AND_MONTH: Final = (
    re.compile(r"(?P<m>[a-z]{3,9})\.?[- .]{1,2}(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:[- .,]{1,2}(?P<y>\d{4}|\d{2}))?"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[- .,]{1,2}(?P<m>[a-z]{3,9})\.?(?:[- .,]{1,2}(?P<y>\d{4}|\d{2}))?"),
    re.compile(r"(?P<m>\d{1,2}) ?(?:[-/.]|月) ?(?P<d>\d{1,2})(?: ?日)?(?: (?P<y>\d{4}))?"),
)
_DAYS_AGO: Final = {"": 0, "今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2}
_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
_AROUND: Final = " ,，;；、'\"()[]（）［］【】—–-|@"


def epoch(value: float) -> Moment | None:
    """The instant of an epoch in seconds, milli-, micro- or nanoseconds, told by its size.

    None outside 1971–2286 in seconds, the range in which the units cannot be confused.
    """
    size = abs(value)
    if not 3e7 <= size < 1e19:
        return None
    if size < 1e10:
        exact = isinstance(value, int) or value.is_integer()
        return Moment(round(value * MICRO), True, "second" if exact else "millisecond")
    if size < 1e13:
        return Moment(round(value * 1000), True, "millisecond")
    return Moment(round(value) if size < 1e16 else int(value) // 1000, True, "microsecond")


def serial(value: float) -> Moment | None:
    """The wall time of an Excel serial number between 1954 and 2119, to the second; else None."""
    if not 20_000 <= value < 80_000:
        return None
    seconds = round((value - _EXCEL_EPOCH) * 86_400)
    return Moment(seconds * MICRO, False, "day" if float(value).is_integer() else "second")


class Moments:
    """Reads one column of times: `order` of day and month, `day` and `year` for what is not written."""

    def __init__(self, order: Order = "dmy", day: date | None = None, year: int | None = None) -> None:
        self._order = order
        self._today = None if day is None else day.toordinal() - EPOCH
        self._year = year
        self._days: dict[str, int] = {}
        self._minutes: dict[str, int] = {}
        self._clocks: dict[str, tuple[int, Precision]] = {}
        """Microseconds past midnight of clocks in other writings, `03:04 PM`, as they were read before."""

    def read(self, text: str) -> Moment | Lack:
        """The moment, or what is lacking: `bad-time`, `no-date`, `no-year` (codes of `records.issue`)."""
        day, _blank, clock = text.partition(" ")
        midnight, past, late = self._days.get(day), _PAST.get(clock[:-3]), _LATE.get(clock[-3:])
        if midnight is not None and past is not None and late is not None:  # nearly always, without a pattern
            return Moment(midnight + past + late, False, "second")
        if midnight is not None and (known := self._clocks.get(clock)):
            return Moment(midnight + known[0], False, known[1])
        found = _MAIN.fullmatch(text)
        if found is None:
            return self._odd(text)
        head, second, fraction, zone = found.groups()
        minute = self._minutes.get(head)
        if minute is None:
            if len(self._minutes) > 50_000:
                self._minutes.clear()
                self._days.clear()
            minute = self._minutes[head] = _minute_number(head)
            if minute != _NEVER and head.startswith(day):
                self._days[day] = minute // 1440 * _DAY
        if second and not fraction and not zone and minute != _NEVER and second < "60":
            return Moment((minute * 60 + int(second)) * MICRO, False, "second")
        return _moment(minute, second, fraction, zone)

    def _odd(self, text: str) -> Moment | Lack:
        plain = unicodedata.normalize("NFKC", text[: LONGEST * 4]).strip(" \t\n'\u200e\u200f\u202f")
        plain = plain.removeprefix('="').removesuffix('"').strip().lower()
        if not plain or len(plain) > LONGEST:
            return "bad-time"
        if plain[0].isdigit() and plain.replace(".", "", 1).isascii() and plain.replace(".", "", 1).isdigit():
            return self._digits(plain)
        found = _CLOCK.search(plain)
        if found is None:
            number = self._date(plain)
            return Moment(number * _DAY, False, "day") if isinstance(number, int) else number
        number = self._date(f"{plain[: found.start()]} {plain[found.end() :]}")
        if not isinstance(number, int):
            return number
        minute = _minute(number, _hour(int(found["h"]), found["before"] or found["after"]), int(found["m"]))
        moment = _moment(minute, found["s"], found["f"], found["zone"])
        day, _blank, clock = text.partition(" ")
        is_apart = 0 <= found.start() - len(day) <= 1 and found.end() == len(plain) == len(text)
        if is_apart and isinstance(moment, Moment) and not moment.instant and len(self._days) < 50_000:
            self._days[day] = number * _DAY
            self._clocks[clock] = moment.micros - number * _DAY, moment.precision
        return moment

    def _digits(self, plain: str) -> Moment | Lack:
        if len(plain) in {8, 12, 14} and plain[:2] in {"19", "20"} and "." not in plain:
            number = day_number(int(plain[:4]), int(plain[4:6]), int(plain[6:8]))
            if number is not None:
                if len(plain) == 8:
                    return Moment(number * _DAY, False, "day")
                minute = _minute(number, int(plain[8:10]), int(plain[10:12]))
                return _moment(minute, plain[12:14], None, None)
        if plain.count(".") == 1 and len(plain.partition(".")[0]) < 5:
            return self._named_or_bare(plain)
        value = float(plain) if "." in plain else int(plain)
        return epoch(value) or serial(value) or "bad-time"

    def _named_or_bare(self, plain: str) -> Moment | Lack:
        number = self._date(plain)
        return Moment(number * _DAY, False, "day") if isinstance(number, int) else number

    def _date(self, words: str) -> int | Lack:
        """Days since 1970 of the words that are left when the clock is cut out."""
        words = " ".join(_BESIDE.sub(" ", words).strip(_AROUND).split())
        if words in _DAYS_AGO:
            return "no-date" if self._today is None else self._today - _DAYS_AGO[words]
        if found := _YEAR_FIRST.fullmatch(words):
            return _or_bad(day_number(int(found[1]), int(found[2]), int(found[3])))
        if found := _NUMBERS.fullmatch(words):
            return _or_bad(ordered(found.groups(), self._order))
        for shape in _DAY_AND_MONTH:
            if found := shape.fullmatch(words):
                return self._in_year(found["y"], found["m"], int(found["d"]))
        return "bad-time"

    def _in_year(self, year: str | None, name: str, day: int) -> int | Lack:
        month = int(name) if name.isdigit() else _MONTHS.get(name[:3])
        if month is None or day_number(2024, month, day) is None:
            return "bad-time"
        if year is None and self._year is None:
            return "no-year"
        return _or_bad(day_number(full_year(int(year)) if year else self._year or 0, month, day))


def learn_order(texts: Iterable[str]) -> tuple[Order, bool]:
    """In which order the numbers of dates such as 5/1/2024 or 5/1/24 stand, and whether that is certain.

    The order under which fewest texts are no date at all; then the one under which time turns back least;
    then the one that makes the history shortest, certain where by five times. With nothing to tell by: day,
    month, year, and not certain. Points between the numbers (5.1.2024) are never written month first. Texts
    of another shape say nothing; where all are of another, it is certain.
    """
    found: list[tuple[str, ...]] = []
    points = 0
    for text in texts:
        plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
        clock = _CLOCK.search(plain)
        words = f"{plain[: clock.start()]} {plain[clock.end() :]}" if clock else plain
        match = _NUMBERS.fullmatch(" ".join(_BESIDE.sub(" ", words).strip(_AROUND).split()))
        if match:
            found.append(match.groups())
            points += match[0].count(".") >= 2
    if not found or (points == len(found) and len(found[0][2]) == 4):
        return "dmy", True
    short = all(len(groups[2]) < 4 for groups in found)
    orders: Sequence[Order] = ("dmy", "mdy", "ymd") if short else ("dmy", "mdy")
    scored = sorted((*_misfit(found, order), rank, order) for rank, order in enumerate(orders))
    best, second = scored[0], scored[1]
    return best[4], best[:2] < second[:2] or best[2] * 5 < second[2]


def _misfit(found: Sequence[tuple[str, ...]], order: Order) -> tuple[int, int, int]:
    """Texts that are no date, turns of time, and days walked through, under one order."""
    days = [ordered(groups, order) for groups in found]
    known = [day for day in days if day is not None]
    steps = [b - a for a, b in pairwise(known)]
    turns = min(sum(step > 0 for step in steps), sum(step < 0 for step in steps))
    return len(days) - len(known), turns, sum(map(abs, steps))


def _or_bad(number: int | None) -> int | Lack:
    return "bad-time" if number is None else number


def _hour(hour: int, half: str | None) -> int:
    found = _HALF.match(half) if half else None
    if found is None or hour > 12:
        return hour
    if found[1]:
        return hour % 12
    if found[3]:
        return hour if hour >= 10 else hour + 12
    return hour % 12 + 12


def _minute(day: int, hour: int, minute: int) -> int:
    """Minutes since 1970, `_NEVER` where there is no such time; 24:05 is written by some for 0:05 of that day."""
    return _NEVER if hour > 24 or minute > 59 else day * 1440 + hour % 24 * 60 + minute


def _minute_number(head: str) -> int:
    year, month, day, hour, minute = (int(part) for part in _DIGITS.findall(head))
    number = day_number(year, month, day)
    return _NEVER if number is None else _minute(number, hour, minute)


def _moment(minute: int, second: str | None, fraction: str | None, zone: str | None) -> Moment | Lack:
    if minute == _NEVER or (second and second > "60"):
        return "bad-time"
    micros = minute * 60 * MICRO
    precision: Precision = "minute"
    if second:
        micros += int(second) * MICRO
        precision = "second"
        if fraction:
            micros += int(fraction[:6]) * 10 ** max(0, 6 - len(fraction))
            precision = "microsecond" if len(fraction) > 3 else "millisecond"
    if not zone:
        return Moment(micros, False, precision)
    shift = 0 if zone == "Z" else _shift(zone)
    return "bad-time" if shift is None else Moment(micros - shift, True, precision)


_DIGITS: Final = re.compile(r"\d+")
_OFFSET: Final = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")


def _shift(zone: str) -> int | None:
    """Microseconds east of Greenwich; None beyond ±15 h."""
    found = _OFFSET.search(zone)
    if found is None:
        return 0
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60
    return None if seconds > 15 * 3600 else (seconds if found[1] == "+" else -seconds) * MICRO
