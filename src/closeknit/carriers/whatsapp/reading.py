"""Reads one WhatsApp chat into the message table, in constant memory."""

import re
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from closeknit.carriers.whatsapp.dates import BAD, Clocks, Days, tell_order
from closeknit.carriers.whatsapp.markers import MARK, PHRASE_TAILS, Body, is_short_phrase, read_body
from closeknit.carriers.whatsapp.mentions import STRANGER, marked_mentions, resolve_mentions
from closeknit.carriers.whatsapp.names import Names
from closeknit.carriers.whatsapp.notices import is_encryption_notice, read_notice
from closeknit.carriers.whatsapp.stamps import MARKS, Layout, learn_layout
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import Entries, cut_entries

_HOUR: Final = 3_600_000_000
_FIRST: Final = frozenset("<" + MARKS)
_LAST: Final = frozenset(">)\n" + MARKS)
_SHORT: Final = 64
_MOST_SHORT: Final = 20_000


def read_chat(chat: Source, name: str | None, by_tool: bool, options: ReadOptions) -> History:
    """The history in the text file `chat`, of the group `name` (None: what the file itself tells).

    Where `name` was not given `by_tool`, but is that of a folder, what the file itself tells goes before it.

    Raises UnreadableSource where no line begins as WhatsApp begins one.
    """
    learned = learn_layout(chat.head_text)
    if learned is None:
        raise UnreadableSource(
            _("{path} is no WhatsApp export: no line begins with a date and a time.").format(path=chat.path),
            _("Export the chat again in WhatsApp (the chat, Export chat) and give that file."),
        )
    layout, heads = learned
    found = tell_order(_dates(chat, layout), heads[0].group())
    builder = MessageBuilder("whatsapp", chat.path, options, wall=True, precision=_precision(heads[0]))
    if found.guessed:
        builder.issue(0, "ambiguous-date", heads[0].group()[:40])
    reader = _Reader(layout, Days(found.order), builder, options.me)
    for entries in cut_entries(chat, layout.pattern):
        reader.take(entries, name, by_tool)
    for word in reader.clocks.unknown:
        builder.issue(0, "unknown-value", word)
    return resolve_mentions(builder.finish())


def _precision(head: re.Match[str]) -> str:
    time = head["time"] or head["time2"]
    return "second" if len(re.findall(r"\d+", time)) > 2 else "minute"


def _dates(chat: Source, layout: Layout) -> Iterator[str]:
    """The dates of the file in its order, read ahead of the rows and only as far as they are asked for."""
    ahead = Source(chat.path, chat.name, opener=chat.open, size=chat.size)  # its bytes are no progress
    for block in ahead.text_blocks(1 << 18):
        yield from layout.stamps.split(block)[layout.date :: layout.stamps.groups + 1]


class _Reader:
    """Takes pieces of whole entries; remembers only names between them."""

    def __init__(self, layout: Layout, days: Days, builder: MessageBuilder, me: str | None) -> None:
        self.layout = layout
        self.days = days
        self.clocks = Clocks()
        self.names = Names()
        self.speakers: set[str] = set()
        self.builder = builder
        self.me = me
        self.chat: str | None = None
        self.short: dict[str, Body] = {}
        self.latest = BAD
        self.rows = 0

    def take(self, entries: Entries, name: str | None, by_tool: bool) -> None:
        """Add the entries of one piece; `name` is the chat's."""
        text = entries.text
        if self.rows == 0:
            self._begin(name, by_tool, entries)
        elif entries.before.strip():  # an entry so long that it was cut: the rest of it
            self.builder.issue(entries.line, "bad-row", entries.before, lost=True)
        if not entries.bodies:
            return
        stamps, written = entries.groups[0], entries.groups[3]
        bodies: list[Any] = [body[:-1] for body in entries.bodies]  # without the line end before the next head
        if not text.endswith("\n"):
            bodies[-1] = entries.bodies[-1]
        authors = [self.names[name] for name in written]
        days = self.days
        dates, hours = entries.groups[self.layout.date - 1], entries.groups[self.layout.clock - 1]
        times: list[int | None] = [days[date] + past for date, past in zip(dates, self.clocks.read(hours))]
        self._check(times, entries)
        self.speakers.update(author for author in set(authors) if author is not None)
        dense: dict[str, list[Any]] = {"time": times, "author": authors, "text": bodies, "time_text": stamps}
        sparse: dict[str, dict[int, Any]] = {
            "kind": {}, "event": {}, "is_edited": {}, "is_deleted": {}, "mentions": {},
        }  # fmt: skip
        if "@" in text:
            given = {row: marked_mentions(body) for row, body in enumerate(bodies) if "@" in body}
            sparse["mentions"] = {row: names for row, names in given.items() if names}
            for row in sparse["mentions"]:
                bodies[row] = STRANGER.sub("@", bodies[row])
        for row in self._unusual(text, authors, bodies):
            self._unusual_row(row, written[row], dense, sparse)
        self.builder.extend(dense, sparse)
        self.rows += len(bodies)

    def _begin(self, name: str | None, by_tool: bool, entries: Entries) -> None:
        """Name the chat; the first notice of an iPhone's export stands under the chat's own name."""
        if entries.bodies and is_encryption_notice(entries.bodies[0]):
            self.chat = self.names[entries.groups[3][0]]
        told = name if by_tool else self.chat or name
        self.builder.channel(told or self.chat or "WhatsApp")
        self.chat = self.chat or name
        for number, stray in enumerate(entries.before.split("\n"), 1):
            if stray.strip(MARKS + " "):
                self.builder.issue(number, "bad-row", stray, lost=True)

    def _unusual(self, text: str, authors: list[str | None], bodies: list[str | None]) -> list[int]:
        """Rows that are perhaps more than somebody's plain words; nearly all are not, and this must be fast."""
        marked = any(mark in text for mark in MARKS)
        placed = "q=" in text
        found = []
        for row, (author, body) in enumerate(zip(authors, bodies)):
            if (
                author is None
                or not body
                or body[0] in _FIRST
                or body[-1] in _LAST
                or (body[-2:] in PHRASE_TAILS and len(body) < _SHORT and is_short_phrase(body))
                or (marked and MARK.search(body))
                or ("\n" in body and _has_head(body))
                or (placed and "q=" in body and "://" in body)
                or body == "null"
            ):
                found.append(row)
        return found

    def _unusual_row(
        self, row: int, written: str | None, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]
    ) -> None:
        author, body = dense["author"][row], dense["text"][row]
        if author is None:
            author, body = self._unnamed(written, body)
            dense["author"][row] = author
        if author is not None:
            read = self._read(body)
            if not self._is_notice(author, read, self.rows + row == 0):
                dense["text"][row] = read.text
                if read.kind != "text":
                    sparse["kind"][row] = read.kind
                if read.edited:
                    sparse["is_edited"][row] = True
                if read.deleted:
                    sparse["is_deleted"][row] = True
                return
        plain = MARK.sub("", body).strip()
        notice = read_notice(plain, self.me)
        only = notice.people[0] if len(notice.people) == 1 else None
        dense["text"][row], dense["author"][row] = plain, only
        sparse["kind"][row], sparse["event"][row] = notice.kind, notice.event
        if notice.inviter:
            sparse.setdefault("inviter", {})[row] = notice.inviter
        sparse["mentions"].pop(row, None)
        if len(notice.people) > 1:
            sparse["mentions"][row] = list(notice.people)

    def _read(self, body: str) -> Body:
        """`read_body`, remembered for the short ones: a tenth of a chat is `<Media omitted>`."""
        if len(body) > _SHORT:
            return read_body(body)
        read = self.short.get(body)
        if read is None:
            if len(self.short) > _MOST_SHORT:
                self.short.clear()
            read = self.short[body] = read_body(body)
        return read

    def _unnamed(self, written: str | None, body: str) -> tuple[str | None, str]:
        """A line without `name: `: a notice, unless a known sender's name ends at a bare colon (`Ann:.`)."""
        if written is not None:  # a notice whose quotation holds a colon
            return None, f"{written}:{body}" if body[:1] == "\n" else f"{written}: {body}"
        before, colon, after = body.partition(":")
        name = self.names[before] if colon and len(before) <= 120 and "\n" not in before else None
        return (name, after) if name in self.speakers and name is not None else (None, body)

    def _is_notice(self, author: str, read: Body, is_first: bool) -> bool:
        """Whether WhatsApp's own words under a name are about the group rather than by that person."""
        if read.kind != "text" or read.text is None or read.edited:
            return False
        if not read.by_tool:
            return is_first and is_encryption_notice(read.text)
        if author == self.chat or is_encryption_notice(read.text):
            return True
        words = read.text.removeprefix("~").lstrip()
        return words.startswith(author) or read_notice(words, self.me).event != "other"

    def _check(self, times: list[int | None], entries: Entries) -> None:
        """Impossible times become None and clocks that run backwards are told, each with its line."""
        read = np.array(times, np.int64)
        good = np.flatnonzero(read > BAD // 2)
        clock = np.concatenate([[self.latest], read[good]])
        back = set(good[np.flatnonzero(clock[1:] < clock[:-1] - _HOUR)].tolist())
        self.latest = int(clock[-1])
        bad = set(np.flatnonzero(read <= BAD // 2).tolist())
        for row in sorted(bad | back):
            code = "bad-time" if row in bad else "clock-backwards"
            self.builder.issue(entries.lines[row], code, entries.groups[0][row])
        for row in bad:
            times[row] = None


def _has_head(body: str) -> bool:
    """Whether the first of several lines may be a file's name or the head of a poll."""
    end = body.find("\n")
    return end < 300 and (body[end - 1] in ")>:：" or body[:end].endswith((": ", "： ")))
