"""`result.json`: chats streamed piece by piece, each piece turned into columns."""

import re
from typing import Any, Final

from msgspec import UNSET

from closeknit.carriers.telegram.clock import Clock
from closeknit.carriers.telegram.newcomers import Invited
from closeknit.carriers.telegram.services import service
from closeknit.carriers.telegram.shapes import Ident, Row, ident, kind, mentioned, reactions, words
from closeknit.carriers.telegram.topics import Topics
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays

_CONTROL = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_UNNAMED: Final = {"saved_messages": "Saved Messages", "replies": "Replies", "verification_codes": "Verification Codes"}

Sparse = dict[str, dict[int, Any]]


def read_json(source: Source, options: ReadOptions) -> History:
    """All chats of a file."""
    return _Reader(source, options).read()


def mend(piece: bytes) -> bytes:
    r"""Write the exporter's `\xNN`, which is no JSON, as `\u00NN`; a typed backslash stays one."""
    return _CONTROL.sub(rb"\1\\u00\2", piece)


class _Reader:
    """Reads one file; `ordinal` counts its rows over all chats."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.options = options
        self.build = MessageBuilder("telegram", source.path, options, wall=False)
        self.invited = Invited()
        self.ordinal = 0

    def read(self) -> History:
        arrays = json_arrays(self.source, "messages", Row, on_bad=self._bad, salvage=self.options.salvage, repair=mend)
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
        texts = [row.text if isinstance(row.text, str) else None for row in rows]
        dense: dict[str, Any] = {
            "id": _ids([row.id for row in rows]),
            "author": [row.from_ for row in rows],
            "author_id": _ids([row.from_id for row in rows]),
            "text": texts,
            "kind": ["text"] * len(rows),
        }
        dense |= clock.times(rows, start)
        sparse: Sparse = {name: {} for name in ("event", "thread", "mentions", "forwarded_from", "is_forwarded")}
        odd = [
            at
            for at, row in enumerate(rows)
            if not texts[at]
            or row.photo is not None
            or row.file is not None
            or row.forwarded_from is not UNSET
            or row.type == "service"
            or row.poll is not None
            or row.location_information is not None
            or row.contact_information is not None
        ]
        for at in odd:
            self._odd(rows[at], at, dense, sparse)
        sparse["is_edited"] = {at: True for at, row in enumerate(rows) if row.edited is not None}
        sparse["reactions"] = {at: reactions(row) for at, row in enumerate(rows) if row.reactions}
        answers = [row.reply_to_message_id for row in rows]
        self._answers(rows, answers, topics, sparse)
        self.build.extend(dense, sparse)

    def _supported(self, rows: list[Row], start: int) -> list[Row]:
        """The rows without those of which the exporter wrote no more than that they exist."""
        kept = [row for row in rows if row.type != "unsupported"]
        if len(kept) < len(rows):
            for at, row in enumerate(rows, start + 1):
                if row.type == "unsupported":
                    self.build.issue(at, "unsupported-row", f"id {row.id}", lost=True)
        return kept

    def _odd(self, row: Row, at: int, dense: dict[str, Any], sparse: Sparse) -> None:
        """What is more than plain text."""
        if row.type == "service":
            told = service(row)
            dense["kind"][at], sparse["event"][at] = told.kind, told.event
            dense["author"][at], dense["author_id"][at] = told.author, told.author_id
            dense["text"][at] = None
            if told.others:
                sparse["mentions"][at] = told.others
            elif told.author is not None and told.author_id is None:
                self.invited.add(self.build.rows + at, told.author)
            return
        text = dense["text"][at] = words(row)
        dense["kind"][at] = kind(row, text)
        sparse["mentions"][at] = mentioned(row)
        if row.forwarded_from is not UNSET:
            sparse["is_forwarded"][at] = True
            sparse["forwarded_from"][at] = row.forwarded_from

    def _answers(self, rows: list[Row], answers: list[Ident | None], topics: Topics, sparse: Sparse) -> None:
        """Replies and topics; topics cost a look at every row, but only in a chat that has some."""
        if topics or "topic-created" in sparse["event"].values():
            for at, here in enumerate(rows):
                if here.action == "topic_created":
                    sparse["thread"][at] = topics.created(here)
                    continue
                sparse["thread"][at] = topics.place(here)
                if topics.is_root(here.reply_to_message_id) and here.reply_to_peer_id is None:
                    answers[at] = None
        known = [(at, answered) for at, answered in enumerate(answers) if answered is not None]
        known = [(at, answered) for at, answered in known if rows[at].type == "message"]
        sparse["is_reply"] = {at: True for at, _answered in known}
        sparse["reply_to"] = {at: ident(answered) for at, answered in known if rows[at].reply_to_peer_id is None}


def _ids(values: list[Ident | None]) -> list[str | None]:
    """Ids as strings."""
    return [value if isinstance(value, str) or value is None else str(value) for value in values]
