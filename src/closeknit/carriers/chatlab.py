"""ChatLab: an open interchange format for chat histories, which several exporters write.

JSON or JSON Lines, version 0.0.2 (2026-01-09), after its specification
(https://github.com/hellodigua/ChatLab, docs/cn/standard/chatlab-format.md), checked 2026-01.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any, Final

from msgspec import Struct, field

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.language import N_
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.inner import CHATLAB, lines_of
from closeknit.records.instant import epoch_micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines
from closeknit.sources.stamps import read_epochs

Ident = str | int

_JSON = re.compile(r'\s*\{\s*"chatlab"\s*:\s*\{')
_HEADER = re.compile(r'\s*\{\s*"_type"\s*:\s*"header"')
_TOKEN = re.compile(r"\[[^\[\]\n]{1,20}\]")
_ADDRESS = re.compile(r"(?:data:|file:|https?://)\S*|\S+\.\w{2,5}")
_JOINED = re.compile(r'(?:邀请|邀請)?["“「]([^"”」\n]{1,80})["”」]\s*(?:通过.{0,20}|透過.{0,20})?加入')
_LEFT = re.compile(
    r'["“「]([^"”」\n]{1,80})["”」]\s*(?:退出|离开|離開|移出|被移出)|(?:移出|移除)\D{0,6}?["“「]([^"”」\n]{1,80})["”」]'
)

KIND: Final = {
    0: "text",
    1: "image",
    2: "voice",
    3: "video",
    4: "file",
    5: "sticker",
    7: "link",
    8: "location",
    20: "redpacket",
    21: "transfer",
    22: "other",
    23: "call",
    24: "link",
    25: "text",
    26: "merged_forward",
    27: "contact",
    99: "other",
}
"""Number of a message's type → kind; 80 and 81 are events."""
_COLUMNS: Final = ("time", "author", "author_id", "text", "id")
REPLY: Final = 25
SYSTEM: Final = 80
RECALL: Final = 81


class Member(Struct, gc=False):
    """One of `members`."""

    platformId: Ident = ""  # noqa: N815 - the names of the format
    accountName: str | None = None  # noqa: N815
    groupNickname: str | None = None  # noqa: N815


class Row(Struct, gc=False):
    """One of `messages`, or a line of the JSON Lines form, where `type_` says what it is."""

    type_: str | None = field(default=None, name="_type")
    sender: Ident | None = None
    accountName: str | None = None  # noqa: N815
    groupNickname: str | None = None  # noqa: N815
    timestamp: int | float | str | None = None
    type: int | None = None
    content: str | None = None
    platformMessageId: Ident | None = None  # noqa: N815
    replyToMessageId: Ident | None = None  # noqa: N815
    chatRecords: list[Any] | None = None  # noqa: N815
    meta: dict[str, Any] | None = None
    platformId: Ident | None = None  # noqa: N815


def sniff(source: Source) -> int:
    """The format says its name in its first key; in JSON Lines comments may stand before it."""
    text = source.head_text
    while text.startswith("#"):
        text = text.partition("\n")[2]
    return CERTAIN if _JSON.match(text) or (_HEADER.match(text) and '"chatlab"' in text) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The one chat of the file."""
    return _Reader(source, options).read()


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.options = options
        self.build = MessageBuilder("chatlab", source.path, options, wall=False)
        self.names: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.ordinal = 0
        self.taken: list[tuple[Any, ...]] = []
        self.sparse: dict[str, dict[int, Any]] = {}

    def read(self) -> History:
        if _JSON.match(self.source.head_text):
            arrays = json_arrays(self.source, "messages", Row, on_bad=self._bad_row, salvage=self.options.salvage)
            for array in arrays:
                self._head(array.outer)
                for rows in array:
                    exact = read_epochs([row.timestamp for row in rows])
                    self._take(rows, repeat(None) if exact is None else exact.tolist())
        else:
            for rows in json_lines(self.source, Row, on_bad=self._bad_line):
                self._take(self._messages(rows), repeat(None))
        return self.build.finish()

    def _bad_row(self, ordinal: int, detail: str) -> None:
        if ordinal:
            self.build.issue(ordinal, "bad-row", detail, lost=True)
        else:
            self.build.issue(0, "cut-off", detail)

    def _bad_line(self, line: int, detail: str) -> None:
        self.build.issue(line, "bad-json", detail, lost=True)

    def _head(self, outer: dict[str, Any]) -> None:
        meta = outer.get("meta")
        self._chat(meta if isinstance(meta, dict) else {})
        members = outer.get("members")
        for member in members if isinstance(members, list) else ():
            if isinstance(member, dict):
                self._member(member.get("platformId"), member.get("groupNickname"), member.get("accountName"))

    def _chat(self, meta: dict[str, Any]) -> None:
        name, chat_id = meta.get("name"), meta.get("groupId")
        known = str(chat_id) if isinstance(chat_id, str | int) and chat_id != "" else None
        shown = name if isinstance(name, str) and name else known
        self.build.channel(shown or self.source.name.rpartition(".")[0], known)

    def _member(self, ident: object, *names: object) -> None:
        if not isinstance(ident, str | int):
            return
        for name in names:
            if isinstance(name, str) and name:
                self.names.setdefault(str(ident), name)
                self.ids.setdefault(name, str(ident))

    def _messages(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The messages of the JSON Lines form; header and members are taken note of."""
        for row in rows:
            if row.type_ == "header":
                self._chat(row.meta or {})
            elif row.type_ == "member":
                self._member(row.platformId, row.groupNickname, row.accountName)
            elif row.type_ in {"message", None}:
                yield row

    def _take(self, rows: Iterable[Row], times: Iterable[int | None]) -> None:
        """Add messages; `times` are theirs where they were read already, else None."""
        self.taken, self.sparse = [], {}
        names = self.names
        for row, known in zip(rows, times):
            self.ordinal += 1
            if known is None or row.type != 0 or not row.content or row.replyToMessageId or row.chatRecords:
                self._odd(row, self._time(row.timestamp) if known is None else known)
                continue
            sender = row.sender
            name = row.groupNickname or row.accountName or names.get(_text_of(sender) or "")
            ident = row.platformMessageId
            self.taken.append((
                known, name, sender if sender.__class__ is str else _text_of(sender), row.content,
                ident if ident.__class__ is str else _text_of(ident),
            ))  # fmt: skip
        if self.taken:
            self.build.extend(dict(zip(_COLUMNS, map(list, zip(*self.taken, strict=True)))), self.sparse)

    def _add(
        self, time: int | None, author: str | None, author_id: str | None, text: str | None, ident: str | None,
        **sparse: Any,
    ) -> None:  # fmt: skip
        for name, value in sparse.items():
            if value is not None and value is not False:
                self.sparse.setdefault(name, {})[len(self.taken)] = value
        self.taken.append((time, author, author_id, text, ident))

    def _odd(self, row: Row, time: int | None) -> None:
        """Add a row that is perhaps more than words."""
        ident = _text_of(row.platformMessageId)
        if row.type in {SYSTEM, RECALL}:
            self._event(row, time, ident)
            return
        sender = _text_of(row.sender)
        name = row.groupNickname or row.accountName or self.names.get(sender or "")
        kind = KIND.get(row.type if row.type is not None else 0)
        if kind is None:
            self.build.issue(self.ordinal, "unknown-value", f"type {row.type}")
            kind = "text" if row.content else "other"
        merged = kind == "merged_forward" or bool(row.chatRecords)
        answered = _text_of(row.replyToMessageId)
        self._add(
            time,
            name or None,
            sender,
            None if merged else _own_words(row.content, kind),
            ident,
            kind="merged_forward" if merged else kind if kind != "text" or row.content else "other",
            is_reply=answered is not None or row.type == REPLY,
            reply_to=answered,
            is_forwarded=merged,
            inner=len(row.chatRecords or ()) if merged else None,
            lines=lines_of(row.chatRecords, CHATLAB) or None if row.chatRecords else None,
        )

    def _time(self, value: float | str | None) -> int | None:
        try:
            return epoch_micros(float(value) if isinstance(value, str) else value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            self.build.issue(self.ordinal, "bad-time", str(value))
            return None

    def _event(self, row: Row, time: int | None, ident: str | None) -> None:
        """A notice; where its words name who joined or left, the row is theirs."""
        words = row.content or ""
        kind, event, subject = "system", "notice", None
        if row.type == RECALL:
            kind, event = "recall", "recall"
        elif joined := _JOINED.search(words):
            kind, event, subject = "join", "join", joined[1]
        elif left := _LEFT.search(words):
            kind, event, subject = "leave", "leave", left[1] or left[2]
        known = self.ids.get(subject) if subject else None
        sender = _text_of(row.sender)
        if row.type == RECALL and sender is not None and sender in self.names:
            known, subject = sender, self.names[sender]
        self._add(time, subject, known, words or None, ident, kind=kind, event=event)


def _text_of(value: Ident | None) -> str | None:
    return None if value is None or value == "" else str(value)


def _own_words(content: str | None, kind: str) -> str | None:
    """What the author said: not the bracketed name of an attachment, nor the address where it lies."""
    if not content:
        return None
    if kind != "text" and (_TOKEN.match(content) or _ADDRESS.fullmatch(content)):
        return None
    return content


CARRIER = Carrier(
    name="chatlab",
    title="ChatLab",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Any program that writes the open ChatLab format, JSON or JSON Lines: choose it where the program "
            "exports, on a computer or a phone."
        ),
    ),
    gives={
        "JSON": ("ids", "author-ids", "zone", "replies", "events", "inner"),
        "JSON Lines": ("ids", "author-ids", "zone", "replies", "events", "inner"),
    },
)
