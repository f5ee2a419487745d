"""Reads LINE's text: date lines set the day, every other head line is a message or an event."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from closeknit.carriers.line.days import DAY_LINE, TIME, day_of, is_month_first
from closeknit.carriers.line.names import spaced_names, split_spaced
from closeknit.carriers.line.phrases import is_plain, is_unsent, kind_and_words, read_notice, read_phrase
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import MICRO
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import Entries, cut_entries

_TABBED = re.compile(rf"^(?:({TIME})\t(?:([^\t\n]*)\t)?|((?:{DAY_LINE})[ \t]*)$)", re.MULTILINE)
_SPACED = re.compile(rf"^(?:({TIME}) |((?:{DAY_LINE})[ \t]*)$)", re.MULTILINE)
_TITLES: Final = tuple(
    re.compile(rf"(?:\[LINE\] ?)?{shape}\Z")
    for shape in (
        "Chat history (?:in|with) (.+)", "[与與](.+)的聊天[记記][录錄]", "(.+)的聊天[记記][录錄]", "(.+)とのトーク履歴",
        "(.+)のトーク履歴", "ประวัติการแชท(?:กับ|ใน)? ?(.+)", "(.+?) ?(?:님과|과|와)의? 대화.*",
    )
)  # fmt: skip
_PARTS = re.compile(r"([^\d:\s]*) ?(\d{1,2}):(\d\d) ?(\S*)")
_TABS = re.compile(rf"^{TIME}\t", re.MULTILINE)
_SPACES = re.compile(rf"^{TIME} (\S[^\n]*)", re.MULTILINE)
_DAYS = re.compile(rf"^(?:{DAY_LINE})[ \t]*$", re.MULTILINE)
_EARLY: Final = frozenset({"上午", "午前", "오전", "凌晨", "早上", "am"})
_LATE: Final = frozenset({"下午", "午後", "오후", "晚上", "pm"})
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_DAY: Final = 86_400 * MICRO
_FIRST: Final = date(1970, 1, 1)
_MOST_CUT: Final = 6
"""Entries that may be joined to close a quoted body in which lines look like head lines."""
_COLUMNS: Final = ("time", "time_text", "author", "text")


def read_chat(source: Source, options: ReadOptions) -> History:
    """Read one chat."""
    head = source.head_text
    is_tabbed = len(_TABS.findall(head)) >= len(_SPACES.findall(head))
    reader = _Reader(source, options, is_tabbed)
    for entries in cut_entries(source, _TABBED if is_tabbed else _SPACED):
        reader.piece(entries)
    return resolve_names(reader.builder.finish())


def chat_name(source: Source) -> str:
    """The name in the first line, else the file's."""
    first = source.head_text.lstrip().partition("\n")[0].strip()
    for title in _TITLES:
        if match := title.match(first):
            return match[1].strip()
    stem = source.name.removesuffix(".txt").removeprefix("[LINE]").strip()
    return stem or source.name


@lru_cache(1 << 14)
def since_midnight(time: str) -> int | None:
    """Microseconds since midnight; None for a time that does not exist."""
    match = _PARTS.match(time)
    if match is None:
        return None
    hour, minute = int(match[2]), int(match[3])
    half = (match[1] or match[4].replace(".", "")).lower()
    if half in _EARLY and hour <= 12:
        hour %= 12
    elif half in _LATE and hour <= 12:
        hour = hour % 12 + 12
    elif half == "中午" and hour < 11:
        hour += 12
    return (hour * 60 + minute) * 60 * MICRO if hour < 24 and minute < 60 else None


class _Reader:
    """What is known between two pieces: the day, and the names with spaces."""

    def __init__(self, source: Source, options: ReadOptions, is_tabbed: bool) -> None:
        self.builder = MessageBuilder("line", source.path, options, wall=True, precision="minute")
        self.builder.channel(chat_name(source))
        head = source.head_text
        self.is_tabbed = is_tabbed
        self.month_first = is_month_first(_DAYS.findall(head))
        self.names = {} if is_tabbed else spaced_names(_SPACES.findall(head))
        self.day = None if options.day is None else (options.day - _FIRST).days * _DAY
        self.day_text = ""
        self.last = 0
        self.columns: dict[str, list[Any]] = {}
        self.sparse: dict[str, dict[int, Any]] = {}

    def piece(self, entries: Entries) -> None:
        """Take the entries of one piece, day by day."""
        self.columns, self.sparse = {name: [] for name in _COLUMNS}, {}
        bodies = [body.strip() for body in entries.bodies]
        swallowed = _close_quotes(entries, bodies)
        if _DIRECTION.search(entries.text):
            bodies = [_DIRECTION.sub("", body).strip() for body in bodies]
        places = [place for place in range(len(bodies)) if place not in swallowed]
        start = 0
        for end, place in enumerate([*places, len(bodies)]):
            written = entries.groups[-1][place] if place < len(bodies) else None
            if written is None and place < len(bodies):
                continue
            self.rows(entries, bodies, places[start:end])
            if written is not None:
                self.begin(written.strip(), entries, place)
            start = end + 1
        self.builder.extend(self.columns, self.sparse)

    def begin(self, written: str, entries: Entries, place: int) -> None:
        """Begin a day."""
        days = day_of(written, self.month_first)
        self.day, self.day_text, self.last = None if days is None else days * _DAY, written, 0
        if days is None:
            self.builder.issue(entries.lines[place], "bad-time", written)

    def rows(self, entries: Entries, bodies: list[str], places: list[int]) -> None:
        """Take rows of one day."""
        stamps = [entries.groups[0][place] for place in places]
        clocks = list(map(since_midnight, stamps))
        day = self.day
        if day is None or None in clocks:
            code = "bad-time" if day is not None or self.day_text else "no-date"
            for place, stamp, clock in zip(places, stamps, clocks):
                if day is None or clock is None:
                    self.builder.issue(entries.lines[place], code, stamp)
        times = [None if day is None or clock is None else day + clock for clock in clocks]
        before = f"{self.day_text} " if self.day_text else ""
        written = [before + stamp for stamp in stamps]
        if self.is_tabbed:
            self.tabbed(times, written, [entries.groups[1][place] for place in places], [bodies[at] for at in places])
            return
        for place, clock, time, stamp in zip(places, clocks, times, written):
            self.spaced(bodies[place], clock, f"{_head(entries, place)}{entries.bodies[place]}", time, stamp)

    def tabbed(self, times: list[int | None], stamps: list[str], names: list[str | None], bodies: list[str]) -> None:
        """Take rows by columns, and then look at those that are more than somebody's plain words."""
        first = len(self.columns["time"])
        given: tuple[list[Any], ...] = (times, stamps, names, bodies)
        for column, values in zip(self.columns.values(), given):
            column.extend(values)
        for row, (name, body) in enumerate(zip(names, bodies), first):
            if not name or not is_plain(body):
                self.odd(row, name, body)

    def spaced(self, body: str, clock: int | None, lines: str, time: int | None, stamp: str) -> None:
        """Take a row of the desktop file, or what goes on with the message before.

        Times never run backwards there, so a line that begins with an earlier one is part of a body.
        """
        texts = self.columns["text"]
        if clock is not None and clock < self.last and texts:
            texts[-1] = f"{texts[-1] or ''}\n{lines.strip()}".strip()
            return
        self.last = clock or self.last
        name, words = (None, body) if read_phrase(body) else split_spaced(body, self.names)
        for column, value in zip(self.columns.values(), (time, stamp, name, words)):
            column.append(value)
        self.odd(len(texts) - 1, name, words)

    def odd(self, row: int, name: str | None, body: str) -> None:
        """Say what a row is; without a name it is an event."""
        words: str | None
        if not name:
            kind, event, self.columns["author"][row], inviter = read_notice(body)
            if inviter:
                self.sparse.setdefault("inviter", {})[row] = inviter
            words = body or None
            self.sparse.setdefault("event", {})[row] = event
        elif is_unsent(body):
            kind, words = "other", None
            self.sparse.setdefault("is_deleted", {})[row] = True
        else:
            kind, words = kind_and_words(body, not self.is_tabbed)
        if kind != "text":
            self.sparse.setdefault("kind", {})[row] = kind
        self.columns["text"][row] = words


def _head(entries: Entries, place: int) -> str:
    """The head of an entry as it stands in the file."""
    stamp, *name, day = (group[place] for group in entries.groups)
    if stamp is None:
        return day or ""
    return f"{stamp} " if not name else f"{stamp}\t" if name[0] is None else f"{stamp}\t{name[0]}\t"


def _close_quotes(entries: Entries, bodies: list[str]) -> set[int]:
    """Bring each body in quotation marks to its end, at its own end or a few entries on where its lines look like
    heads, and take the marks away. The places of the entries that were lines of one."""
    swallowed: set[int] = set()
    quoted = [place for place, body in enumerate(bodies) if body[:1] == '"' and "\n" in body]
    for place in quoted:
        if place in swallowed or entries.groups[0][place] is None:
            continue
        body, last = entries.bodies[place], place
        while not body.rstrip().endswith('"') and last + 1 < min(place + _MOST_CUT, len(bodies)):
            last += 1
            body += _head(entries, last) + entries.bodies[last]
        if body.rstrip().endswith('"'):
            swallowed.update(range(place + 1, last + 1))
        else:
            body = entries.bodies[place]
        bodies[place] = _unquoted(body.strip())
    return swallowed


def _unquoted(body: str) -> str:
    """A body of several lines without its quotation marks; LINE does not always double the inner ones."""
    if len(body) > 1 and body.startswith('"') and body.endswith('"'):
        return body[1:-1].replace('""', '"').strip()
    return body
