"""Reads LINE's text: date lines set the day, every other head line is a message or an event."""

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from closeknit.carriers.line.days import DAY_LINE, TIME, day_of, is_month_first
from closeknit.carriers.line.names import spaced_names, split_spaced
from closeknit.carriers.line.phrases import is_unsent, kind_and_words, read_notice, read_phrase
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import MICRO
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import line_of, split_entries

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
_COLUMNS: Final = ("author", "kind", "text", "time", "time_text")


def read_chat(source: Source, options: ReadOptions) -> History:
    """Read one chat."""
    head = source.head_text
    is_tabbed = len(_TABS.findall(head)) >= len(_SPACES.findall(head))
    reader = _Reader(source, options, is_tabbed)
    for text, matches, line in split_entries(source, _TABBED if is_tabbed else _SPACED):
        reader.piece(text, matches, line)
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
def minutes(time: str) -> int | None:
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

    def piece(self, text: str, matches: list[re.Match[str]], line: int) -> None:
        """Take the entries of one piece."""
        self.columns = {name: [] for name in _COLUMNS}
        self.sparse = {}
        is_marked = _DIRECTION.search(text) is not None
        stops = [match.start() for match in matches[1:]]
        stops.append(len(text))
        behind = 0  # the end of a quoted body that was closed by a later entry
        for at, match in enumerate(matches):
            if match.start() < behind:
                continue
            if match[1] is None:
                self.begin(match[0].strip(), text, match, line)
                continue
            body = text[match.end() : stops[at]].strip()
            if body[:1] == '"' and "\n" in body:
                behind = _closing(text, match, stops[at : at + _MOST_CUT])
                body = _unquoted(text[match.end() : behind].strip())
            if is_marked:
                body = _DIRECTION.sub("", body).strip()
            clock = minutes(match[1])
            if self.day is None or clock is None:
                known = self.day is not None or self.day_text
                self.builder.issue(line_of(text, match.start(), line), "bad-time" if known else "no-date", match[1])
            if self.is_tabbed:
                self.row(match[2], body)
            elif not self.spaced(body, clock, text[match.start() : stops[at]]):
                continue
            self.columns["time"].append(None if self.day is None or clock is None else self.day + clock)
            self.columns["time_text"].append(f"{self.day_text} {match[1]}".strip())
        self.builder.extend(self.columns, self.sparse)

    def begin(self, written: str, text: str, match: re.Match[str], line: int) -> None:
        """Begin a day."""
        days = day_of(written, self.month_first)
        self.day, self.day_text, self.last = None if days is None else days * _DAY, written, 0
        if days is None:
            self.builder.issue(line_of(text, match.start(), line), "bad-time", written)

    def spaced(self, body: str, clock: int | None, lines: str) -> bool:
        """Take a row of the desktop file; False where it goes on with the message before.

        Times never run backwards there, so a line that begins with an earlier one is part of a body.
        """
        texts = self.columns["text"]
        if clock is not None and clock < self.last and texts:
            texts[-1] = f"{texts[-1] or ''}\n{lines.strip()}".strip()
            return False
        self.last = clock or self.last
        if read_phrase(body):
            self.row(None, body)
        else:
            self.row(*split_spaced(body, self.names))
        return True

    def row(self, name: str | None, body: str) -> None:
        """Note who sent what; without a name it is an event."""
        here = len(self.columns["kind"])
        words: str | None
        if not name:
            kind, event, name, inviter = read_notice(body)
            if inviter:
                self.sparse.setdefault("inviter", {})[here] = inviter
            words = body or None
            self.sparse.setdefault("event", {})[here] = event
        elif is_unsent(body):
            kind, words = "other", None
            self.sparse.setdefault("is_deleted", {})[here] = True
        else:
            kind, words = kind_and_words(body, not self.is_tabbed)
        self.columns["author"].append(name)
        self.columns["kind"].append(kind)
        self.columns["text"].append(words)


def _closing(text: str, match: re.Match[str], stops: list[int]) -> int:
    """Where a body in quotation marks ends: at its own end, or a few entries on where its lines look like heads."""
    return next((stop for stop in stops if text[match.end() : stop].rstrip().endswith('"')), stops[0])


def _unquoted(body: str) -> str:
    """A body of several lines without its quotation marks; LINE does not always double the inner ones."""
    if len(body) > 1 and body.startswith('"') and body.endswith('"'):
        return body[1:-1].replace('""', '"').strip()
    return body
