"""Event logs of OneBot 11 programs (go-cqhttp, NapCat, LLOneBot): JSON Lines, all chats of a bot in one file.

    {"time": 1704438245, "post_type": "message", "message_type": "group", "message_id": 1001, "group_id": 999,
     "user_id": 10001, "message": [{"type": "text", "data": {"text": "大家好"}}], "sender": {"card": "张三", …}}

`message` is an array of segments or a string with CQ codes. Notices are event rows; a recall notice names the
row that it takes back. Heartbeats, requests and events of the account itself belong to no chat.
"""

from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.qq.segments import Spoken, plain_text, read_segments
from closeknit.carriers.qq.values import id_text, instant_of
from closeknit.records.builder import CHUNK, MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_lines

_NOTICES: Final = {
    "group_increase": ("join", "join"), "group_decrease": ("leave", "leave"), "group_recall": ("recall", "recall"),
    "friend_recall": ("recall", "recall"), "group_ban": ("system", "mute"), "group_admin": ("system", "admin"),
    "group_card": ("system", "rename"), "group_upload": ("system", "upload"), "essence": ("system", "pin"),
}  # fmt: skip
_SENT: Final = frozenset({"message", "message_sent"})
_ELSEWHERE: Final = frozenset({"request", "meta_event"})
_COLUMNS: Final = ("id", "author", "author_id", "kind", "text", "time")


class Person(msgspec.Struct, gc=False):
    """The sender: `card` is the name in the group."""

    nickname: str | None = None
    card: str | None = None


class Anonymous(msgspec.Struct, gc=False):
    """The mask of an anonymous sender."""

    id: Any = None
    name: str | None = None


class Event(msgspec.Struct, gc=False):
    """One line."""

    post_type: str
    time: Any = None
    sub_type: Any = None
    message_type: str | None = None
    message_id: Any = None
    group_id: Any = None
    group_name: str | None = None
    user_id: Any = None
    target_id: Any = None
    self_id: Any = None
    message: Any = None
    raw_message: str | None = None
    sender: Person | None = None
    anonymous: Anonymous | None = None
    notice_type: str | None = None


def read(source: Source, options: ReadOptions) -> History:
    """Read an event log."""
    reader = _Reader(source, options)
    for events in json_lines(source, Event, on_bad=reader.bad):
        reader.take(events)
    reader.flush()
    return _recalled(_named(reader.builder.finish(), reader.names), reader.recalled)


class _Reader:
    """The names of the chats, and the messages that were taken back."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.builder = MessageBuilder("qq", source.path, options, wall=False)
        self.names: dict[str, str] = {}
        self.recalled: list[str] = []
        self.chats: dict[str, _Chat] = {}
        self.held = 0

    def bad(self, line: int, detail: str) -> None:
        """Note a line that cannot be used."""
        is_json = detail.startswith(("Expected", "Object missing"))
        self.builder.issue(line, "bad-row" if is_json else "bad-json", detail, lost=True)

    def take(self, events: list[Event]) -> None:
        """Take a chunk of events."""
        chats = self.chats
        for event in events:
            is_message = event.post_type in _SENT
            if is_message or event.post_type == "notice":
                ident = self.place(event)
                if ident is None:
                    if is_message:
                        self.builder.issue(0, "bad-row", event.raw_message or "", lost=True)
                    continue
                chat = chats.get(ident) or chats.setdefault(ident, _Chat(self.builder))
                if is_message:
                    chat.message(event)
                else:
                    self.notice(event, chat)
            elif event.post_type not in _ELSEWHERE:
                self.builder.issue(0, "unknown-value", event.post_type, lost=True)
        self.held += len(events)
        if self.held >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Give the rows in hand to the builder, chat by chat: the chats of a log alternate from line to line."""
        for ident, chat in self.chats.items():
            self.builder.channel(ident, ident)
            self.builder.extend(chat.rows, chat.sparse)
        self.chats, self.held = {}, 0

    def place(self, event: Event) -> str | None:
        """The id of the chat that an event belongs to; a private one goes by the other person's."""
        if group := id_text(event.group_id):
            if event.group_name:
                self.names.setdefault(group, event.group_name)
            return group
        if event.post_type == "notice" and event.notice_type != "friend_recall":
            return None
        if event.post_type == "message_sent":
            return id_text(event.target_id) or id_text(event.user_id)
        other = id_text(event.user_id)
        if other and event.sender and event.sender.nickname:
            self.names.setdefault(other, event.sender.nickname)
        return other

    def notice(self, event: Event, chat: "_Chat") -> None:
        """Take a notice; one of a recall names the message."""
        chat.notice(event)
        if event.notice_type in {"group_recall", "friend_recall"} and (number := id_text(event.message_id)):
            self.recalled.append(number)


class _Chat:
    """The rows of one chat in one chunk."""

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        self.rows: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        self.sparse: dict[str, dict[int, Any]] = {}

    def mark(self, name: str, value: Any) -> None:
        """Fill a column that few rows fill, in the row that is being made."""
        if value:
            self.sparse.setdefault(name, {})[len(self.rows["kind"])] = value

    def message(self, event: Event) -> None:
        """Take what a person or the bot sent."""
        said = event.message if event.message is not None else event.raw_message
        spoken = plain_text(said)
        if spoken is None:
            read = read_segments(said)
            for name in Spoken.MARKS:
                self.mark(name, getattr(read, name))
            spoken = read.kind, read.text or None
        sender = event.sender
        author = (sender.card or sender.nickname) if sender else None
        ident = id_text(event.user_id)
        if event.anonymous and event.anonymous.name:
            ident, author = id_text(event.anonymous.id) or ident, event.anonymous.name
        self.row(event, spoken, ident, author, id_text(event.message_id))

    def notice(self, event: Event) -> None:
        """Take a notice."""
        named = event.sub_type if event.notice_type == "notify" else event.notice_type
        kind, what = _NOTICES.get(event.notice_type or "", ("system", str(named or "notice")))
        if what in {"join", "leave"} and event.sub_type in ("invite", "kick", "kick_me"):
            what = "invite" if event.sub_type == "invite" else "kick"
        self.mark("event", what)
        self.row(event, (kind, None), id_text(event.user_id), None, None)

    def row(
        self, event: Event, said: tuple[str, str | None], ident: str | None, author: str | None, number: str | None
    ) -> None:
        """Add a row."""
        rows = self.rows
        rows["kind"].append(said[0])
        rows["text"].append(said[1])
        rows["id"].append(number)
        rows["author_id"].append(ident)
        rows["author"].append(author or None)
        at = instant_of(event.time)
        rows["time"].append(at)
        if at is None:
            self.builder.issue(0, "bad-time", str(event.time))


def _named(history: History, names: dict[str, str]) -> History:
    """Give the chats their names, which may have come late in the file; a chat without one keeps its number."""
    table = history.messages
    if not names or not len(table):
        return history
    ids = table["channel"].cast(pa.string()).combine_chunks()
    found = pa.array(names.values()).take(pc.index_in(ids, pa.array(names.keys())))
    at = table.schema.get_field_index("channel")
    column = pc.coalesce(found, ids).dictionary_encode()
    return history.with_messages(table.set_column(at, table.schema.field(at), column))


def _recalled(history: History, ids: list[str]) -> History:
    """Mark the messages that a recall notice named."""
    table = history.messages
    if not ids or not len(table):
        return history
    named = pc.and_(pc.is_in(table["id"], pa.array(ids)), pc.is_valid(table["id"]))
    at = table.schema.get_field_index("is_deleted")
    marked = pc.or_(table["is_deleted"], named)
    return history.with_messages(table.set_column(at, table.schema.field(at), marked))
