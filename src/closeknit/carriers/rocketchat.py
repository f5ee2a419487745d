"""Rocket.Chat: the messages of rooms as the REST API gives them, and as mongoexport writes the collection.

JSON with `messages` (`channels.history`, `groups.messages`, `im.history`, … of the API, newest first), a bare
array, or JSON Lines of `rocketchat_message` with `$date` wrappers. A row with `t` is an event; `tmid` hangs a
reply on its root, and a link to another message at the beginning is a quote. Rooms have an id and no name in
the file. Checked in November 2026 against https://developer.rocket.chat/apidocs.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, field

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _
from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.columns import replaced
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros, micros
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import oldest_first
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines

_WRAPPED: Final = re.compile(r'\s*\{[^\[]{0,300}"messages"\s*:\s*\[')
_KEYS: Final = ('"rid"', '"ts"', '"u"', '"_id"', '"username"')
_QUOTE: Final = re.compile(r"\[ \]\([^)\s]{1,1000}[?&]msg=([\w-]{1,64})[^)\s]{0,200}\)\s*")
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,300})\]\(https?://[^)\s(]{1,2000}\)")
_EVERYBODY: Final = frozenset(["all", "here"])
_EVENTS: Final = {
    "uj": ("join", "join"),
    "ut": ("join", "join"),
    "ujt": ("join", "join"),
    "au": ("join", "added"),
    "ult": ("leave", "leave"),
    "ul": ("leave", "leave"),
    "ru": ("leave", "kick"),
    "r": ("system", "rename"),
    "wm": ("system", "welcome"),
    "rtc": ("system", "call"),
    "message_pinned": ("system", "pin"),
    "message_pinned_e2e": ("system", "pin"),
    "discussion-created": ("system", "thread-created"),
    "room_changed_topic": ("system", "topic"),
    "room_changed_description": ("system", "description"),
    "room_changed_announcement": ("system", "announcement"),
    "room_changed_avatar": ("system", "picture"),
    "room-archived": ("system", "archive"),
    "room-unarchived": ("system", "unarchive"),
    "room_e2e_enabled": ("system", "encryption"),
    "room_e2e_disabled": ("system", "encryption"),
    "subscription-role-added": ("system", "role"),
    "subscription-role-removed": ("system", "role"),
}
"""`t` → kind and event; every other `t` is an event by its own name, but for those of `_SENT`."""
_SENT: Final = {"rm": "other", "e2e": "other", "videoconf": "call", "jitsi_call_started": "call"}
"""`t` of rows that somebody sent: a removed one, an encrypted one, a call."""


class _User(Struct, gc=False):
    id: str = field(default="", name="_id")
    username: str | None = None
    name: str | None = None


class _Reaction(Struct, gc=False):
    usernames: tuple[str, ...] = ()


class _File(Struct, gc=False):
    name: str | None = None
    type: str | None = None


class _Attachment(Struct, gc=False):
    title: str | None = None
    type: str | None = None
    text: str | None = None
    author_name: str | None = None
    message_link: str | None = None
    title_link: str | None = None
    image_url: str | None = None
    video_url: str | None = None
    audio_url: str | None = None


class _Message(Struct):
    id: str | dict[str, Any] = field(name="_id")
    rid: str | None = None
    msg: str | None = None
    ts: str | int | float | dict[str, Any] | None = None
    t: str | None = None
    u: _User | None = None
    alias: str | None = None
    bot: Any = None
    tmid: str | None = None
    mentions: tuple[_User, ...] | None = None
    reactions: dict[str, _Reaction] | None = None
    file: _File | None = None
    attachments: tuple[_Attachment, ...] | None = None
    editedAt: Any = None  # noqa: N815 - the name of the format


def sniff(source: Source) -> int:
    """By the keys of a message, at the head of an array, of `messages`, or of JSON Lines."""
    head = source.head_text.lstrip()
    shaped = head.startswith(("[", '{"_id"')) or _WRAPPED.match(head)
    return CERTAIN if shaped and all(key in head for key in _KEYS) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The rooms of a file, each oldest first.

    Raises UnreadableSource where there are no messages, TruncatedSource where the file breaks off.
    """
    reader = _Reader(source, options)
    head = source.head_text.lstrip()
    if head.startswith('{"_id"') and not _WRAPPED.match(head):
        for messages in json_lines(source, _Message, on_bad=reader.bad_line):
            reader.take(messages)
        return reader.finish()
    found = False
    key = None if head.startswith("[") else "messages"
    for array in json_arrays(source, key, _Message, on_bad=reader.bad_row, salvage=options.salvage):
        found = True
        for messages in array:
            reader.take(messages)
    if not found:
        raise UnreadableSource(
            _("{path} has no list of messages.").format(path=source.path), _("Fetch the room's messages again.")
        )
    return reader.finish()


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("rocketchat", source.path, options, wall=False, precision="millisecond")
        self.stem = source.name.rpartition(".")[0] or source.name
        self.ids: dict[str, str] = {}
        self.rooms: dict[str, None] = {}
        self.rows = 0

    def bad_row(self, ordinal: int, detail: str) -> None:
        """Note an item that is no message, or that the file breaks off."""
        self.build.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    def bad_line(self, line: int, detail: str) -> None:
        """Note a line that is no message."""
        self.build.issue(line, "bad-json", detail, lost=True)

    def take(self, messages: list[_Message]) -> None:
        """Take a chunk of messages."""
        users = [message.u or _User() for message in messages]
        self.ids.update((user.username, user.id) for user in users if user.username and user.id)
        self.rooms.update(dict.fromkeys(message.rid for message in messages if message.rid))
        dense: dict[str, list[Any]] = {
            "id": [_ident(message.id) for message in messages],
            "channel": [message.rid or None for message in messages],
            "channel_id": [message.rid or None for message in messages],
            "author_id": [user.id or None for user in users],
            "author": [m.alias or user.name or user.username for m, user in zip(messages, users, strict=True)],
            "time": [self._time(message, row) for row, message in enumerate(messages, 1)],
            "text": [message.msg or None for message in messages],
        }
        sparse: dict[str, dict[int, Any]] = {
            "thread": {row: m.tmid for row, m in enumerate(messages) if m.tmid},
            "reply_to": {row: m.tmid for row, m in enumerate(messages) if m.tmid and not m.t},
            "mentions": {row: ids for row, m in enumerate(messages) if m.mentions and (ids := _people(m.mentions))},
            "reactions": {
                row: [_reaction(sign, given) for sign, given in message.reactions.items()]
                for row, message in enumerate(messages)
                if message.reactions
            },
            "is_edited": {row: True for row, m in enumerate(messages) if m.editedAt and not m.t},
            "is_bot": {row: True for row, message in enumerate(messages) if message.bot},
            "kind": {},
            "event": {},
            "is_deleted": {},
            "quoted": {},
            "quoted_author": {},
        }
        for row, message in enumerate(messages):
            if message.t:
                self._typed(row, message, dense, sparse)
            elif not message.msg or message.attachments or message.file or "[" in message.msg:
                _rich(row, message, dense, sparse)
            if message.u is None:
                self.build.issue(self.rows + row + 1, "no-author", message.msg or "")
        self.build.extend(dense, sparse)
        self.rows += len(messages)

    def _typed(
        self, row: int, message: _Message, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]
    ) -> None:
        """A row with `t`: an event, or one of the few that somebody sent."""
        word = message.t or ""
        if word in _SENT:
            sparse["kind"][row], dense["text"][row] = _SENT[word], None
            sparse["is_deleted"][row] = word == "rm"
            return
        kind, event = _EVENTS.get(word, ("system", word))
        sparse["kind"][row], sparse["event"][row] = kind, event
        sparse["mentions"].pop(row, None)
        if event in {"added", "kick"} and message.msg:  # the words are the user name of the one it happened to
            dense["author"][row] = message.msg
            dense["author_id"][row] = self.ids.get(message.msg)

    def _time(self, message: _Message, row: int) -> int | None:
        given = message.ts.get("$date") if isinstance(message.ts, dict) else message.ts
        if isinstance(given, dict):
            given = given.get("$numberLong")
        try:
            if isinstance(given, str) and not given.isdigit():
                when = datetime.fromisoformat(given)
                return micros(when if when.tzinfo else when.replace(tzinfo=UTC))
            return epoch_micros(int(given) if isinstance(given, str) else given)  # type: ignore[arg-type]
        except (ValueError, TypeError, OverflowError):
            self.build.issue(self.rows + row, "bad-time", str(given))
            return None

    def finish(self) -> History:
        """The history: the only room under the file's name, people in reactions by their ids."""
        history = oldest_first(self.build.finish())
        table = history.messages
        if not len(table):
            return history
        if len(self.rooms) < 2:
            at = table.schema.get_field_index("channel")
            named = pa.array([self.stem]).dictionary_encode().take(pa.array([0] * len(table)))
            table = table.set_column(at, table.schema.field(at), named)
        given = table["reactions"].combine_chunks()
        rows = pc.indices_nonzero(given.is_valid()).to_pylist()
        known = {row: _by_id(given[row].as_py(), self.ids) for row in rows}
        return History(replaced(table, "reactions", known), history.issues, history.paths)


def _by_id(reactions: list[dict[str, Any]], ids: dict[str, str]) -> list[dict[str, Any]]:
    return [{**given, "by": [ids.get(name, name) for name in given["by"]]} for given in reactions]


def _ident(value: str | dict[str, Any]) -> str | None:
    """The id; mongoexport wraps those that it made itself as {"$oid": …}."""
    return (str(value.get("$oid") or "") if isinstance(value, dict) else value) or None


def _people(mentioned: Iterable[_User]) -> list[str]:
    names = (user.id or user.username for user in mentioned)
    return [name for name in names if name and name not in _EVERYBODY]


def _reaction(sign: str, given: _Reaction) -> dict[str, Any]:
    return {"reaction": sign, "count": len(given.usernames), "by": list(given.usernames)}


def _rich(row: int, message: _Message, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]) -> None:
    """A message with more than words, or with links in them."""
    text = message.msg or ""
    attached = [given for given in message.attachments or () if not given.message_link]
    if quote := _QUOTE.match(text):
        text = text[quote.end() :]
        sparse["reply_to"].setdefault(row, quote[1])
        for given in message.attachments or ():
            if given.message_link:
                sparse["quoted"][row], sparse["quoted_author"][row] = given.text, given.author_name
                break
    text = _LINK.sub(r"\1", text)
    dense["text"][row] = text or None
    if message.file:
        sparse["kind"][row] = kind_of_file(message.file.name or "", message.file.type or "")
    elif attached:
        sparse["kind"][row] = _kind(attached[0], text)
    elif not text:
        sparse["kind"][row] = "other"


def _kind(given: _Attachment, text: str) -> str:
    """What is attached: a file, or the card of an address or a program."""
    for kind, there in (("image", given.image_url), ("video", given.video_url), ("voice", given.audio_url)):
        if there:
            return kind
    if given.type == "file" or (given.title_link or "").startswith("/file-upload/"):
        return kind_of_file(given.title or given.title_link or "")
    return "text" if text else "other"


CARRIER: Final = Carrier(
    name="rocketchat",
    title="Rocket.Chat",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "With a computer: on your own account page (My account → Personal Access Tokens) make a token, and fetch "
            "each room with it (headers X-User-Id and X-Auth-Token) from the REST API of your server: "
            "/api/v1/channels.history?roomId=…&count=10000, groups.history for private groups, im.history for direct "
            "chats. Save each answer as a .json file that bears the room's name."
        ),
        N_(
            "Whoever runs the server can write everything at once: mongoexport --collection rocketchat_message "
            "--out messages.json. Each room is then a chat of its own, called by its id."
        ),
        N_(
            "On the phone there is no export. Encrypted rooms cannot be read: of their messages only author and time "
            "are left."
        ),
    ),
    gives={
        "REST JSON": ("ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "deletions", "events"),
        "mongoexport": (
            "ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "deletions", "events",
        ),
    },
)  # fmt: skip
