"""DiscordChatExporter's JSON: one channel, or one thread, in one file or cut into parts."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from closeknit.carriers.discord.exporter import NOBODY
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)

_EVENTS: Final = {
    **dict.fromkeys(("RecipientAdd", "1"), ("join", "join")),
    **dict.fromkeys(("RecipientRemove", "2"), ("leave", "leave")),
    **dict.fromkeys(("GuildMemberJoin", "7"), ("join", "join")),
    **dict.fromkeys(("ChannelNameChange", "4"), ("system", "rename")),
    **dict.fromkeys(("ChannelIconChange", "5"), ("system", "icon")),
    **dict.fromkeys(("ChannelPinnedMessage", "6"), ("system", "pin")),
    **dict.fromkeys(("ThreadCreated", "18", "21"), ("system", "thread-created")),
    **dict.fromkeys(("8", "9", "10", "11"), ("system", "boost")),
    "12": ("system", "follow"),
    **dict.fromkeys(("14", "15", "16", "17"), ("system", "discovery")),
    **dict.fromkeys(("22", "24", "25", "26", "32", "36", "37", "38", "39", "44"), ("system", "other")),
    **dict.fromkeys(("27", "28", "29", "31"), ("system", "stage")),
    "46": ("system", "poll-closed"),
}
"""Type → kind and event. Names are written for nine types only; the numbers are those of Discord's API."""
_SENT: Final = frozenset(["Default", "0", "Reply", "19", "20", "23"])
_CALLS: Final = frozenset(["Call", "3"])
_REPLIES: Final = frozenset(["Reply", "19"])
_MARKUP = re.compile(r"<(?:@!?(\d{1,20})|@&(\d{1,20})|#(\d{1,20})|a?(:\w{1,64}:)\d{1,20})>")


# Tuples, not lists: an empty one costs nothing, and most are empty.
class _User(msgspec.Struct, gc=False):
    id: str = ""
    name: str | None = None
    nickname: str | None = None
    isBot: bool = False  # noqa: N815 - the export's own names


class _File(msgspec.Struct, gc=False):
    fileName: str | None = None  # noqa: N815
    url: str | None = None


class _Emoji(msgspec.Struct, frozen=True, gc=False):
    name: str | None = None
    id: str | None = None


class _Reaction(msgspec.Struct, gc=False):
    emoji: _Emoji = _Emoji()
    count: int = 0
    users: tuple[_User, ...] = ()


class _Reference(msgspec.Struct, gc=False):
    type: str | None = None
    messageId: str | None = None  # noqa: N815


class _Sticker(msgspec.Struct, gc=False):
    pass


class _Forwarded(msgspec.Struct, gc=False):
    content: str | None = None
    attachments: tuple[_File, ...] = ()
    stickers: tuple[_Sticker, ...] = ()


class _Message(msgspec.Struct, gc=False):  # in the order of the file, which is faster
    id: str
    type: str = "Default"
    timestamp: str | None = None
    timestampEdited: str | None = None  # noqa: N815
    content: str | None = None
    author: _User | None = None
    attachments: tuple[_File, ...] = ()
    stickers: tuple[_Sticker, ...] = ()
    reactions: tuple[_Reaction, ...] = ()
    mentions: tuple[_User, ...] = ()
    reference: _Reference | None = None
    forwardedMessage: _Forwarded | None = None  # noqa: N815


def read_json(source: Source, options: ReadOptions) -> History:
    """The history of one file.

    Raises UnreadableSource where it has no messages, TruncatedSource where it breaks off.
    """
    builder = MessageBuilder("discord", source.path, options, wall=False, precision="millisecond")

    def on_bad(ordinal: int, detail: str) -> None:
        builder.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    reader = _Reader(builder)
    found = False
    for array in json_arrays(source, "messages", _Message, on_bad=on_bad, salvage=options.salvage):
        channel = array.outer.get("channel")
        if not found:
            builder.channel(*_channel(channel if isinstance(channel, dict) else {}, source.name))
        found = True
        for messages in array:
            reader.take(messages)
    if not found:
        raise UnreadableSource(
            _("{path} has no list of messages.").format(path=source.path), _("Export the channel again as JSON.")
        )
    return builder.finish()


def _channel(channel: dict[str, Any], file_name: str) -> tuple[str, str | None]:
    """Name and id. A thread is called by its own name; its `category` is the channel it hangs in."""
    name, ident = channel.get("name"), channel.get("id")
    return str(name or file_name.rpartition(".")[0] or file_name), str(ident) if ident else None


def _shown(user: _User) -> str | None:
    return user.nickname or user.name or None


class _Reader:
    """Takes chunks of messages; remembers the names of those who were seen."""

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        self.names: dict[str, str] = {}
        self.rows = 0

    def take(self, messages: list[_Message]) -> None:
        """Add one chunk."""
        authors = [message.author or _User() for message in messages]
        self.names.update({user.id: user.nickname or user.name or user.id for user in authors})
        texts = [message.content or None for message in messages]
        dense: dict[str, list[Any]] = {
            "id": [message.id for message in messages],
            "author_id": [user.id or None for user in authors],
            "author": [_shown(user) for user in authors],
            "time": self._times(messages),
            "text": texts,
        }
        sparse: dict[str, dict[int, Any]] = {
            "kind": {},
            "event": {},
            "is_reply": {row: True for row, m in enumerate(messages) if m.type in _REPLIES},
            "reply_to": {
                row: m.reference.messageId
                for row, m in enumerate(messages)
                if m.reference and m.reference.messageId and m.type in _REPLIES
            },
            "mentions": {row: [user.id for user in m.mentions] for row, m in enumerate(messages) if m.mentions},
            "reactions": {row: [_reaction(r) for r in m.reactions] for row, m in enumerate(messages) if m.reactions},
            "is_forwarded": {},
            "is_edited": {row: True for row, m in enumerate(messages) if m.timestampEdited},
            "is_bot": {row: True for row, user in enumerate(authors) if user.isBot},
        }
        for row, message in enumerate(messages):
            if (
                not message.content
                or message.attachments
                or message.stickers
                or "<" in message.content
                or message.type not in _SENT
                or message.forwardedMessage
                or message.author is None
                or message.author.id == NOBODY
            ):
                self._unusual(row, message, dense, sparse)
        self.builder.extend(dense, sparse)
        self.rows += len(messages)

    def _times(self, messages: list[_Message]) -> list[int | None]:
        parse = datetime.fromisoformat
        try:
            return [(parse(message.timestamp) - _EPOCH) // _MICRO for message in messages]  # type: ignore[arg-type]
        except (ValueError, TypeError, OverflowError):
            return [self._time(row, message.timestamp) for row, message in enumerate(messages, 1)]

    def _time(self, row: int, written: str | None) -> int | None:
        try:
            return (datetime.fromisoformat(written or "") - _EPOCH) // _MICRO
        except (ValueError, TypeError, OverflowError):  # no time, or one without an offset
            self.builder.issue(self.rows + row, "bad-time", written or "")
            return None

    def _unusual(
        self, row: int, message: _Message, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]
    ) -> None:
        """One row that is more than somebody's plain words."""
        if message.author is None or message.author.id == NOBODY:
            dense["author"][row] = dense["author_id"][row] = None
            if message.author is None:
                self.builder.issue(self.rows + row + 1, "no-author")
        text, files, stickers = message.content, message.attachments, message.stickers
        if message.forwardedMessage or (message.reference and message.reference.type == "Forward"):
            sparse["is_forwarded"][row] = True
            carried = message.forwardedMessage or _Forwarded()
            text, files, stickers = text or carried.content, files or carried.attachments, stickers or carried.stickers
        if text and "<" in text:
            text = self._plain(text, message, row, sparse["mentions"])
        kind = _kind(text, files, stickers)
        if event := _EVENTS.get(message.type):
            kind, sparse["event"][row] = event
            subject = (
                message.mentions[0]
                if message.mentions and message.type in {"RecipientAdd", "RecipientRemove", "1", "2"}
                else None
            )
            if subject:
                dense["author"][row], dense["author_id"][row] = _shown(subject), subject.id or None
            for column in ("mentions", "reactions", "is_reply", "reply_to"):
                sparse[column].pop(row, None)
        elif message.type in _CALLS:
            kind, text = "call", None
        elif message.type not in _SENT:
            self.builder.issue(self.rows + row + 1, "unknown-value", f"type {message.type}")
            if kind == "other":  # nobody's words: an event that this version does not know
                kind, sparse["event"][row] = "system", "other"
        dense["text"][row] = text or None
        if kind != "text":
            sparse["kind"][row] = kind

    def _plain(self, text: str, message: _Message, row: int, mentions: dict[int, list[str]]) -> str:
        """Raw mark-up as it is shown: `<@1>` → `@name`, `<:smile:2>` → `:smile:`."""
        here = {user.id: _shown(user) for user in message.mentions}

        def shown(match: re.Match[str]) -> str:
            person, role, channel, emoji = match.groups()
            if person:
                if person not in mentions.setdefault(row, []):
                    mentions[row].append(person)
                return f"@{here.get(person) or self.names.get(person) or person}"
            return emoji or (f"@{role}" if role else f"#{channel}")

        return _MARKUP.sub(shown, text)


def _kind(text: str | None, files: tuple[_File, ...], stickers: tuple[_Sticker, ...]) -> str:
    if files:
        return kind_of_file(files[0].fileName or files[0].url or "")
    if stickers:
        return "sticker"
    return "text" if text else "other"


def _reaction(given: _Reaction) -> dict[str, Any]:
    return {
        "reaction": given.emoji.name or given.emoji.id or "",
        "count": given.count,
        "by": [user.id for user in given.users],
    }
