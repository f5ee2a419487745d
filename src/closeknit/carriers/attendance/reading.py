"""The marks of one attendance sheet as recorded meetings."""

import re
from collections.abc import Sequence
from typing import Final

from closeknit.carriers.attendance.layouts import CROSS, DATED, Layout, state_of
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.recorder import Recorder
from closeknit.sources.delimited import Row
from closeknit.sources.tables import Sheet, cell, folded
from closeknit.text.moments import Lack, Moment, Moments, learn_order
from closeknit.text.scripts import fold

_DAY: Final = 86_400_000_000
_HALF_A_YEAR: Final = 182 * _DAY
_TOTALS: Final = folded("""
    合计 总计 小计 总数 人数 出席人数 签到人数 实到 应到 出席率 total totals sum subtotal count attendance
    """)
_LONGEST_NAME: Final = 200
_SEPARATORS: Final = re.compile(r" ?[-/.月] ?")
_SHORT: Final = re.compile(r"\d{1,2} ?[-/.月] ?\d{1,2} ?日?")

Session = tuple[str, str, int | None]
"""The id of an occasion, its title, its day in microseconds on the wall clock or None."""


class Reader:
    """Reads one sheet in a known layout."""

    def __init__(self, sheet: Sheet, layout: Layout, options: ReadOptions) -> None:
        self._sheet = sheet
        self._layout = layout
        self._options = options
        self._recorder = Recorder("attendance", sheet.path, options)
        self._sample = sheet.sample()[layout.at + 1 :]
        self._cross = self._meaning_of_a_cross()
        self._last: int | None = None
        self._turns = 0

    def read(self) -> History:
        """The history of the sheet."""
        if self._layout.shape == "rows":
            self._read_list()
        elif self._layout.shape == "people-down":
            self._read_people()
        else:
            self._read_dates()
        return self._recorder.finish()

    def _rows(self) -> list[tuple[int, Row]]:
        def bad(line: int, words: str) -> None:
            self._recorder.issue(line, "bad-row", words, lost=True)

        return [row for place, row in enumerate(self._sheet.rows(bad)) if place > self._layout.at]

    def _read_people(self) -> None:
        heads = [self._layout.header[i].strip() for i in self._layout.across]
        sessions = self._sessions(heads)
        for line, row in self._rows():
            name = self._name(line, cell(row, self._layout.name), row)
            if not name:
                continue
            ident = cell(row, self._layout.others.get("id"))
            for column, session in zip(self._layout.across, sessions):
                self._mark(line, name, ident, session, cell(row, column))

    def _read_dates(self) -> None:
        rows = [(line, row) for line, row in self._rows() if cell(row, self._layout.day)]
        rows = [(line, row) for line, row in rows if fold(cell(row, self._layout.day)) not in _TOTALS]
        sessions = self._sessions([cell(row, self._layout.day) for _line, row in rows])
        names = [" ".join(self._layout.header[i].split()) for i in self._layout.across]
        for (line, row), session in zip(rows, sessions):
            for column, name in zip(self._layout.across, names):
                if fold(name) not in _TOTALS:
                    self._mark(line, name, "", session, cell(row, column))

    def _read_list(self) -> None:
        rows = self._rows()
        others = self._layout.others
        days = [cell(row, self._layout.day) for _line, row in rows]
        moments = self._learnt(days)
        for (line, row), words in zip(rows, days):
            name = self._name(line, cell(row, self._layout.name), row)
            if not name:
                continue
            time, precision = self._time(line, words, moments)
            title = cell(row, others.get("occasion"))
            day = "" if time is None else str(time // _DAY)
            session = (f"{self._sheet.name}/{title}/{day or words}", title or self._sheet.name, time)
            mark = cell(row, others.get("status")) if "status" in others else "1"
            self._mark(line, name, cell(row, others.get("id")), session, mark, precision)

    def _name(self, line: int, words: str, row: Row) -> str:
        name = " ".join(words.split())
        if fold(name) in _TOTALS or not any(value.strip() for value in row):
            return ""
        if not name or len(name) > _LONGEST_NAME:
            self._recorder.issue(line, "no-author", " ".join(filter(None, row)), lost=True)
            return ""
        return name

    def _mark(self, line: int, name: str, ident: str, session: Session, mark: str, precision: str = "day") -> None:
        if not mark:
            return
        state = self._cross if fold(mark) in CROSS else state_of(mark)
        if state is None:
            self._recorder.issue(line, "unknown-value", mark, lost=True)
            return
        occasion_id, title, time = session
        self._recorder.add(
            "meeting",
            state=state,
            source=name,
            source_id=ident,
            time=time,
            precision=precision,
            occasion_id=occasion_id,
            occasion=title,
        )

    def _meaning_of_a_cross(self) -> str:
        columns = self._layout.across or tuple(filter(None, [self._layout.others.get("status")]))
        values = {fold(cell(row, i)) for row in self._sample for i in columns}
        return "absent" if any(state_of(value) == "done" for value in values) else "done"

    def _sessions(self, heads: Sequence[str]) -> list[Session]:
        """The occasions of the heads in their order; what stands beside a date is the title."""
        dates = [(DATED.search(head) or [""])[0] for head in heads]
        moments = self._learnt(dates)
        found, seen = [], set[str]()
        for head, date in zip(heads, dates):
            time, _precision = self._time(self._layout.at + 1, date, moments) if date else (None, "day")
            title = head.replace(date, " ").strip(" \t\n,，;；:：|/-–—()（）") if date else head
            ident = f"{self._sheet.name}/{head if time is None else time // _DAY}"
            while ident in seen:
                ident += "#"
            seen.add(ident)
            found.append((ident, title or self._sheet.name, time))
        if not any(dates) and heads:
            self._recorder.issue(self._layout.at + 1, "no-time")
        return found

    def _learnt(self, dates: Sequence[str]) -> "_Dates":
        """What reads the dates; those without a year are read month first unless no such day exists."""
        short = [date for date in dates if _SHORT.fullmatch(date) and "月" not in date]
        year = self._options.year or 2000
        order, certain = learn_order([f"{date}/{year}" for date in short] if short else dates)
        if not certain:
            self._recorder.issue(self._layout.at + 1, "day-or-month", next(filter(None, dates), ""))
        return _Dates(
            self._options, short_order=order if certain else "mdy", moments=Moments(order, None, self._options.year)
        )

    def _time(self, line: int, words: str, dates: "_Dates") -> tuple[int | None, str]:
        """The day (a time of day where it is written), its year carried on where the months begin anew."""
        when, yearless = dates.read(words, self._turns)
        if not isinstance(when, Moment):
            self._recorder.issue(line, when, words)
            return None, "day"
        time = when.micros
        if yearless and self._last is not None and time < self._last - _HALF_A_YEAR:
            self._turns += 1
            again, _yearless = dates.read(words, self._turns)
            time = again.micros if isinstance(again, Moment) else time
        self._last = time
        return time, when.precision if time % _DAY else "day"


class _Dates:
    """Reads dates, with or without a year."""

    def __init__(self, options: ReadOptions, short_order: str, moments: Moments) -> None:
        self._year = options.year
        self._first = short_order
        self._moments = moments

    def read(self, words: str, turns: int) -> tuple[Moment | Lack, bool]:
        """The moment, or the code of what is lacking; and whether its year was not written."""
        if not _SHORT.fullmatch(words):
            return self._moments.read(words), False
        if self._year is None:
            return "no-year", True
        first, second = _SEPARATORS.split(words.rstrip(" 日"))
        day_first = self._first == "dmy" and "月" not in words
        month, day = (second, first) if day_first else (first, second)
        return self._moments.read(f"{self._year + turns}-{month}-{day}"), True
