"""Reads messages into rows."""

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.rocketchat.shapes import (
    Message,
    User,
    enrich,
    ident_of,
    instant_of,
    like_rest,
    people_of,
    reaction_of,
)
from closeknit.records.builder import MessageBuilder
from closeknit.records.columns import replaced
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import oldest_first
from closeknit.sources import Source

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


class Reader:
    """Takes chunks of messages; remembers people and rooms."""

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

    def take(self, messages: list[Message], *, of_the_room: bool = False) -> None:
        """Take a chunk of messages; `of_the_room` where they are of the export that a room's menu offers."""
        if of_the_room:
            like_rest(messages)
        users = [message.u or User() for message in messages]
        self.ids.update((user.username, user.id) for user in users if user.username and user.id)
        self.rooms.update(dict.fromkeys(message.rid for message in messages if message.rid))
        dense: dict[str, list[Any]] = {
            "id": [ident_of(message.id) for message in messages],
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
            "mentions": {row: ids for row, m in enumerate(messages) if m.mentions and (ids := people_of(m.mentions))},
            "reactions": {
                row: [reaction_of(sign, given) for sign, given in message.reactions.items()]
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
                enrich(row, message, dense, sparse)
            if message.u is None:
                self.build.issue(self.rows + row + 1, "no-author", message.msg or "")
        self.build.extend(dense, sparse)
        self.rows += len(messages)

    def _typed(
        self, row: int, message: Message, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]
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

    def _time(self, message: Message, row: int) -> int | None:
        found = instant_of(message.ts)
        if found is None:
            self.build.issue(self.rows + row, "bad-time", str(message.ts))
        return found

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
        return history.with_messages(replaced(table, "reactions", known))


def _by_id(reactions: list[dict[str, Any]], ids: dict[str, str]) -> list[dict[str, Any]]:
    return [{**given, "by": [ids.get(name, name) for name in given["by"]]} for given in reactions]
