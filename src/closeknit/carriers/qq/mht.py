"""Web archives (.mht) of the message manager 消息管理器.

One MIME part holds a huge HTML table: rows `日期: 2019-09-23` (or 2012/4/11) set the date, every other row is a
message: sender and time in one division, the words in the next. The images follow as parts of their own, tens of
gigabytes in some files. The table is cut row by row, the images are passed over, so memory stays constant.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from closeknit.carriers.qq.clock import DAY, HALF, TIME, midnight, time_of_day
from closeknit.carriers.qq.notices import read_notice
from closeknit.carriers.qq.senders import SYSTEM, split_sender
from closeknit.carriers.qq.tokens import DIRECTION
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.inner import MOST, Line
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

MARK: Final = b"<Save by Tencent MsgMgr>"
LONGEST_ROW: Final = 4 << 20
"""Bytes without the end of a row after which they are given up: images stand in parts of their own."""

_ROW_END: Final = b"</tr>"
_TABLE_END: Final = b"</table>"
_HTML_PART = re.compile(rb"Content-Type:[ \t]*text/html")  # begins with plain letters, so it is searched at GB/s
_OVERLAP: Final = 64
"""Bytes kept between two chunks, so that no mark is cut in two."""

_SENDER = re.compile(r"<div[^<>]*float:left[^<>]*>", re.IGNORECASE)
_CLOCK = re.compile(rf"\s*(?:({HALF})\s*)?({TIME})(?:\s*({HALF}))?\s*</div>")
_DATE = re.compile(rf">日期[:：]\s*({DAY})")
_CHAT = re.compile(r">消息对象[:：]([^<]*)<")
_HEADING = re.compile(r">消息(?:分组[:：]|记录<)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_IMAGE = re.compile(r"<img\s", re.IGNORECASE)
_INNER = re.compile(rf">([^<>]{{1,80}}?)\s({DAY}) +({TIME})\s*<")
_COLUMNS: Final = ("author", "author_id", "kind", "text", "time", "time_text")


def read(source: Source, options: ReadOptions) -> History:
    """Read a web archive."""
    reader = _Reader(source, options)
    for rows in _rows(source, reader):
        for row in rows:
            reader.row(row)
        reader.flush()
    return resolve_names(reader.builder.finish())


def _rows(source: Source, reader: "_Reader") -> Iterator[list[str]]:
    """The rows of all HTML tables; what stands between two tables is passed over unread."""
    held = b""
    inside = False
    for chunk in source.chunks():
        held += chunk
        at = 0
        while True:
            if not inside:
                found = _HTML_PART.search(held, at)
                if found is None:
                    held = held[max(at, len(held) - _OVERLAP) :]
                    break
                inside, at = True, found.end()
            end = held.find(_TABLE_END, at)
            cut = held.rfind(_ROW_END, at, end if end >= 0 else len(held))
            if cut >= 0:
                yield held[at:cut].decode("utf-8", "replace").split("</tr>")
                at = cut + len(_ROW_END)
            if end >= 0:
                inside, at = False, end + len(_TABLE_END)
                continue
            held = held[at:]
            if len(held) > LONGEST_ROW:
                reader.builder.issue(reader.count + 1, "bad-row", held[:80].decode("utf-8", "replace"), lost=True)
                held = held[-_OVERLAP:]
            break
    if inside:
        reader.builder.issue(reader.count, "cut-off")


class _Reader:
    """What is known between two rows: the conversation and the date."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.builder = MessageBuilder("qq", source.path, options, wall=True)
        self.builder.channel(source.name.rpartition(".")[0] or source.name)
        self.day = midnight(options.day.isoformat()) if options.day else None
        self.day_text = ""
        self.count = 0
        self.columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        self.sparse: dict[str, dict[int, Any]] = {}

    def row(self, html: str) -> None:
        """Take one row of the table."""
        self.count += 1
        start = _SENDER.search(html)
        if start is None:
            self.heading(html)
            return
        end = html.find("</div>", start.end())
        clock = _CLOCK.match(html, end + 6) if end >= 0 else None
        if clock is None:
            self.builder.issue(self.count, "bad-row", _words(html) or "", lost=True)
            return
        name, ident = split_sender(unescape(html[start.end() : end]))
        before, time, after = clock.groups()
        self.time(time, before or after)
        self.message(name, ident, html[clock.end() :])

    def heading(self, html: str) -> None:
        """A row without a sender: a date, a conversation, or decoration."""
        if date := _DATE.search(html):
            self.day_text = date[1]
            self.day = midnight(date[1])
            if self.day is None:
                self.builder.issue(self.count, "bad-time", date[1])
        elif chat := _CHAT.search(html):
            self.flush()
            self.builder.channel(unescape(chat[1]).strip() or None)
        elif not _HEADING.search(html) and _words(html):
            self.builder.issue(self.count, "bad-row", _words(html) or "", lost=True)

    def time(self, time: str, half: str | None) -> None:
        """Note when the row was sent."""
        clock = time_of_day(time, half)
        self.columns["time_text"].append(f"{self.day_text} {time}{f' {half}' if half else ''}".lstrip())
        if clock is None:
            self.builder.issue(self.count, "bad-time", time)
        elif self.day is None and not self.day_text:
            self.builder.issue(self.count, "no-date", time)
        self.columns["time"].append(None if self.day is None or clock is None else self.day + clock)

    def message(self, name: str, ident: str | None, html: str) -> None:
        """Note who sent what."""
        words = _words(html)
        here = len(self.columns["kind"])
        if ident in SYSTEM or name == "系统消息":
            kind, event, subject = read_notice(words or "")
            self.sparse.setdefault("event", {})[here] = event
            name, ident = subject or "", None
        elif len(inner := _lines(html)) > 1:  # a forwarded record: head lines with times of their own
            kind = "merged_forward"
            self.sparse.setdefault("inner", {})[here] = len(inner)
            self.sparse.setdefault("lines", {})[here] = inner[:MOST]
            self.sparse.setdefault("is_forwarded", {})[here] = True
        else:
            kind = "image" if _IMAGE.search(html) else "text" if words else "other"
        self.columns["author"].append(name or None)
        self.columns["author_id"].append(ident)
        self.columns["kind"].append(kind)
        self.columns["text"].append(words)

    def flush(self) -> None:
        """Give the rows in hand to the builder."""
        if self.columns["kind"]:
            self.builder.extend(self.columns, self.sparse)
            self.columns = {name: [] for name in _COLUMNS}
            self.sparse = {}


def _lines(html: str) -> tuple[Line, ...]:
    """The lines of a forwarded record: heads of sender and time, each with what stands up to the next one."""
    heads = list(_INNER.finditer(html))
    ends = [head.end() for head in heads]
    return tuple(
        _line(head, html[start - 1 : head_of_next])
        for head, start, head_of_next in zip(heads, ends, [*(head.start() + 1 for head in heads[1:]), len(html)])
    )


def _line(head: re.Match[str], html: str) -> Line:
    name, ident = split_sender(unescape(head[1]))
    day, clock = midnight(head[2]), time_of_day(head[3], None)
    time = None if day is None or clock is None else day + clock
    words = _words(html)
    kind = "image" if _IMAGE.search(html) else "text" if words else "other"
    return Line(name or None, ident, time, False, "second", f"{head[2]} {head[3]}", words, kind)


def _words(html: str) -> str | None:
    """The words of a piece of HTML; None where it has none."""
    text = _TAG.sub("", _BREAK.sub("\n", html))
    return DIRECTION.sub("", unescape(text).replace("\xa0", " ")).strip() or None
