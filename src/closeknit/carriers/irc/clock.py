"""The calendar of an IRC log: most lines bear a time of day only, and the date stands elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from closeknit.sources.stamps import read_alike
from closeknit.text.moments import MICRO, Lack, Moment, Moments, Precision

_HALF_DAY: Final = 12 * 3600
_DAY: Final = 86_400
_LONGEST_CLOCK: Final = 13
"""`03:04:05.12PM`; whatever is longer bears a date."""
_WEECHAT: Final = 27
"""`2024-01-05T07:04:09.000001Z`."""
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?([AaPp])[Mm])?")
_MARKER: Final = re.compile(
    r"(?:-{3}|\*{4}|Session)[ \t]+"
    r"(?:(Log opened|BEGIN LOGGING AT|Start:)|(Log closed|ENDING LOGGING AT|Close:)|(Day changed(?: to)?|Time:))"
    r"[ \t]+(.+)"
    r"|-{3} ((?:[A-Z][a-z]{2} ){2}[ \d]\d \d{4})"
)
_WEECHAT_MARKER: Final = re.compile(r"\*{4}[ \t]+(?:(Beginning)|End) of log[ \t]+\*{4}")
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(slots=True)
class Times:
    """The times of the rows of a block. By row: `instants` those with a zone, `precisions` those that are not
    to the second, `lacks` what those without a time are lacking.
    """

    micros: list[int | None] = field(default_factory=list)
    instants: dict[int, bool] = field(default_factory=dict)
    precisions: dict[int, Precision] = field(default_factory=dict)
    lacks: dict[int, Lack] = field(default_factory=dict)

    def add(self, when: Moment | Lack) -> None:
        """Add the time of one row."""
        row = len(self.micros)
        if isinstance(when, str):
            self.lacks[row] = when
            self.micros.append(None)
            return
        micros, instant, precision = when
        if instant:
            self.instants[row] = True
        if precision != "second":
            self.precisions[row] = precision
        self.micros.append(micros)


class Clock:
    """Gives every stamp of one log its moment.

    `day` is the day of the first line, from the log's name or `--date`; None where it is unknown, and then
    times of day give `no-date` until a marker in the log names the day. A time of day that lies more than
    twelve hours before the line above it is of the next day: nobody's clock is set back so far.
    """

    def __init__(self, day: date | None, year: int | None) -> None:
        self._day = None if day is None else day.toordinal() - _EPOCH
        self._last = -1
        self._year = year
        self._moments = Moments()
        self._in_year = Moments(year=year)
        self._clocks: dict[str, tuple[int, Precision]] = {}

    def read(self, stamps: Sequence[str], times: Times) -> None:
        """Add the moments of lines that follow each other."""
        exact = read_alike(stamps) if stamps and len(stamps[0]) == _WEECHAT else None
        if exact is not None and exact.instant:
            rows = range(len(times.micros), len(times.micros) + len(stamps))
            times.micros.extend(exact.micros.tolist())
            times.instants.update(dict.fromkeys(rows, True))
            times.precisions.update(dict.fromkeys(rows, "microsecond"))
            return
        known, micros, dated = self._clocks, times.micros, self._moments.read
        last = self._last
        for stamp in stamps:
            clock = known.get(stamp)
            if clock is None:
                if len(stamp) > _LONGEST_CLOCK:
                    times.add(dated(stamp) if stamp[0].isdigit() else self._without_year(stamp))
                    continue
                clock = known[stamp] = _time_of_day(stamp)
            seconds, precision = clock
            if seconds < 0 or self._day is None:
                times.add("bad-time" if seconds < 0 else "no-date")
                continue
            if seconds + _HALF_DAY < last:
                self._day += 1
            last = seconds
            if precision != "second":
                times.precisions[len(micros)] = precision
            micros.append((self._day * _DAY + seconds) * MICRO)
        self._last = last

    def marker(self, line: str) -> tuple[str | None, Moment | Lack] | None:
        """Take the day from a line such as `--- Day changed Sat Jan 06 2024`; None where it is no such line.

        Gives what happened (`log-opened`, `log-closed`, None for a mere change of day) and when.
        """
        found = _MARKER.fullmatch(line.rstrip())
        if found is None:
            return None
        opened, closed, _changed, words, bare = found.groups()
        when = self._moments.read(words or bare)
        if isinstance(when, str) and words:  # a day of the week in another language
            when = self._moments.read(words.partition(" ")[2])
        if isinstance(when, str):
            self._day = None  # the day before is over, and the new one cannot be read
        else:
            self._set(when)
        return "log-opened" if opened else "log-closed" if closed else None, when

    def _set(self, when: Moment) -> None:
        self._day, rest = divmod(when.micros // MICRO, _DAY)
        self._last = -1 if when.precision == "day" else rest
        year = date.fromordinal(self._day + _EPOCH).year
        if year != self._year:
            self._year = year
            self._in_year = Moments(year=year)

    def _without_year(self, stamp: str) -> Moment | Lack:
        """HexChat's `Jan 05 15:04:05`: of the year of the last marker, and of the next one after December."""
        when = self._in_year.read(stamp)
        if isinstance(when, str) or self._year is None:
            return when
        if self._day is not None and when.micros // MICRO < (self._day - 180) * _DAY:
            self._year += 1
            self._in_year = Moments(year=self._year)
            when = self._in_year.read(stamp)
        if not isinstance(when, str):
            self._day = when.micros // MICRO // _DAY
        return when


def log_event(words: str) -> str | None:
    """`log-opened` or `log-closed` of WeeChat's own lines, else None."""
    found = _WEECHAT_MARKER.fullmatch(words.strip())
    return None if found is None else "log-opened" if found[1] else "log-closed"


def _time_of_day(stamp: str) -> tuple[int, Precision]:
    """Seconds since midnight, -1 where there is no such time, and whether seconds were written."""
    found = _CLOCK.fullmatch(stamp)
    if found is None:
        return -1, "second"
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4] and hour <= 12:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return -1, "second"
    return hour * 3600 + minute * 60 + second, "second" if found[3] else "minute"
