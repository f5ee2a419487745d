"""`result.json`: chats streamed piece by piece, each piece turned into columns."""

import re
from typing import Any, Final

from msgspec import UNSET

from closeknit.carriers.telegram.clock import Clock
from closeknit.carriers.telegram.newcomers import Invited
from closeknit.carriers.telegram.services import service
from closeknit.carriers.telegram.shapes import DatedRow, Ident, OddRow, Row, kind, mixed, reactions
from closeknit.carriers.telegram.topics import Topics
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays

_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
_UNNAMED: Final = {"saved_messages": "Saved Messages", "replies": "Replies", "verification_codes": "Verification Codes"}

_RARE: Final = ("kind", "event", "thread", "mentions", "forwarded_from", "is_forwarded", "is_reply")

Sparse = dict[str, dict[int, Any]]


def read_json(source: Source, options: ReadOptions) -> History:
    """All chats of a file."""
    return _Reader(source, options).read()


def mend(piece: bytes) -> bytes:
    r"""Write the exporter's `\xNN`, which is no JSON, as `\u00NN`; a typed backslash stays one."""
    return _ESCAPE.sub(lambda found: rb"\u00" + found[1] if found[1] else found[0], piece)


class _Reader:
    """Reads one file; `ordinal` counts its rows over all chats."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.options = options
        self.build = MessageBuilder("telegram", source.path, options, wall=False)
        self.invited = Invited()
        self.ordinal = 0

    def read(self) -> History:
        arrays = json_arrays(
            self.source,
            "messages",
            Row if '"date_unixtime"' in self.source.head_text else DatedRow,
            on_bad=self._bad,
            salvage=self.options.salvage,
            repair=mend,
            forgiving=OddRow,
        )
        for array in arrays:
            self.build.channel(*self._chat(array.outer))
            clock, topics = Clock(self.build), Topics()
            for rows in array:
                self._take(rows, clock, topics)
        return self.invited.named(self.build.finish())

    def _bad(self, ordinal: int, detail: str) -> None:
        """A row that does not fit; ordinal 0: the file breaks off."""
        if ordinal:
            self.build.issue(ordinal, "bad-row", detail, lost=True)
            self.ordinal += 1
        else:
            self.build.issue(0, "cut-off", detail)

    def _chat(self, outer: dict[str, Any]) -> tuple[str, str | None]:
        """Name and id of the chat around the rows; the file's name where a reduced file names none."""
        name, chat_id = outer.get("name"), outer.get("id")
        known = str(chat_id) if isinstance(chat_id, int | str) else None
        if not isinstance(name, str) or not name:
            name = _UNNAMED.get(str(outer.get("type"))) or known or self.source.name.rpartition(".")[0]
        return name, known

    def _take(self, rows: list[Row], clock: Clock, topics: Topics) -> None:
        """Turn a piece into columns. Most rows are plain text: they are never looked at one by one."""
        start, self.ordinal = self.ordinal, self.ordinal + len(rows)
        rows = self._supported(rows, start)
        dense: dict[str, list[Any]] = {
            "id": [row.id for row in rows],
            "author": [row.from_ for row in rows],
            "author_id": [row.from_id for row in rows],
            "text": [row.text for row in rows],
            "time": [],
            "reply_to": [row.reply_to_message_id for row in rows],
        }
        dense |= clock.times(rows, start)
        sparse: Sparse = {name: {} for name in _RARE}
        for at in [
            at
            for at, row in enumerate(rows)
            if not row.text
            or row.text.__class__ is list
            or row.photo is not None
            or row.file is not None
            or row.forwarded_from is not UNSET
            or row.type == "service"
            or row.poll is not None
            or row.location_information is not None
            or row.contact_information is not None
            or row.reply_to_peer_id is not None
        ]:
            self._odd(rows[at], at, dense, sparse)
        sparse["is_edited"] = {at: True for at, row in enumerate(rows) if row.edited is not None}
        sparse["reactions"] = {at: reactions(row) for at, row in enumerate(rows) if row.reactions}
        if topics or "topic-created" in sparse["event"].values():
            self._place(rows, topics, dense["reply_to"], sparse["thread"])
        self.build.extend(dense, sparse)

    def _supported(self, rows: list[Row], start: int) -> list[Row]:
        """The rows without those of which the exporter wrote no more than that they exist."""
        kept = [row for row in rows if row.type != "unsupported"]
        if len(kept) < len(rows):
            for at, row in enumerate(rows, start + 1):
                if row.type == "unsupported":
                    self.build.issue(at, "unsupported-row", f"id {row.id}", lost=True)
        return kept

    def _odd(self, row: Row, at: int, dense: dict[str, list[Any]], sparse: Sparse) -> None:
        """What is more than plain text."""
        if row.type == "service":
            self._service(row, at, dense, sparse)
            return
        text = row.text
        if isinstance(text, list):
            text, marked = mixed(text)
            dense["text"][at] = text
            if marked:
                sparse["mentions"][at] = marked
        sparse["kind"][at] = kind(row, text)
        if row.forwarded_from is not UNSET:
            sparse["is_forwarded"][at] = True
            sparse["forwarded_from"][at] = row.forwarded_from
        if row.reply_to_peer_id is not None:  # a message of another chat is answered
            sparse["is_reply"][at] = True
            dense["reply_to"][at] = None

    def _service(self, row: Row, at: int, dense: dict[str, list[Any]], sparse: Sparse) -> None:
        """What happened, and to whom."""
        told = service(row)
        sparse["kind"][at], sparse["event"][at] = told.kind, told.event
        dense["author"][at], dense["author_id"][at] = told.author, told.author_id
        dense["text"][at] = dense["reply_to"][at] = None
        if told.inviter:
            sparse.setdefault("inviter", {})[at] = told.inviter
        if told.others:
            sparse["mentions"][at] = told.others
        elif told.author is not None and told.author_id is None:
            self.invited.add(self.build.rows + at, told.author)

    def _place(self, rows: list[Row], topics: Topics, answered: list[Ident | None], thread: dict[int, Any]) -> None:
        """Topics cost a look at every row, but only in a chat that has some. To answer the row that created
        a topic is to belong to it."""
        for at, row in enumerate(rows):
            if row.action == "topic_created":
                thread[at] = topics.created(row)
                continue
            topic = topics.place(row)
            if topic is not None:
                thread[at] = topic
                if topics.is_root(row.reply_to_message_id):
                    answered[at] = None
