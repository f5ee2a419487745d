"""Element's JSON: a room's events."""

from itertools import repeat
from typing import Any, Final

import msgspec

from closeknit.carriers.matrix.bodies import as_dict, said
from closeknit.carriers.matrix.relations import Relations
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.stamps import read_epochs

_EVENTS: Final = {
    "m.room.create": "created",
    "m.room.name": "rename",
    "m.room.topic": "topic",
    "m.room.avatar": "picture",
    "m.room.encryption": "encryption",
    "m.room.pinned_events": "pin",
    "m.room.power_levels": "role",
    "m.room.third_party_invite": "invite",
    "m.room.tombstone": "migrate",
    "m.call.invite": "call",
    "m.call.hangup": "call",
}
"""Type of an event → what happened; others are events by the last word of their type."""
_MEMBERSHIP: Final = {
    "join": ("join", "join"),
    "leave": ("leave", "leave"),
    "ban": ("leave", "ban"),
    "invite": ("system", "invite"),
    "knock": ("system", "knock"),
}
_SENT: Final = frozenset(["m.room.message", "m.sticker", "m.room.encrypted"])
_DENSE: Final = ("time", "id", "author_id", "author", "text")
_PLAIN: Final = frozenset(["msgtype", "body", "m.mentions"])
_TOLD: Final = frozenset(["redacted_because", "m.relations"])
_POLLS: Final = frozenset(["m.poll.start", "org.matrix.msc3381.poll.start"])


class _Event(msgspec.Struct, gc=False):
    type: str = ""
    sender: str | None = None
    content: dict[str, Any] = {}
    origin_server_ts: int | float | None = None
    event_id: str | None = None
    state_key: str | None = None
    unsigned: dict[str, Any] | None = None
    redacts: str | None = None


def read_events(source: Source, options: ReadOptions) -> History:
    """The history of one room. Raises UnreadableSource where it has no events, TruncatedSource where it breaks off."""
    builder = MessageBuilder("matrix", source.path, options, wall=False, precision="millisecond")

    def on_bad(ordinal: int, detail: str) -> None:
        builder.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    reader = _Reader(builder)
    found = False
    for array in json_arrays(source, "messages", _Event, on_bad=on_bad, salvage=options.salvage):
        if not found:
            name = array.outer.get("room_name")
            builder.channel(name if isinstance(name, str) and name else source.name.rpartition(".")[0] or source.name)
        found = True
        for events in array:
            reader.take(events)
    if not found:
        raise UnreadableSource(
            _("{path} has no list of messages.").format(path=source.path), _("Export the room again as JSON.")
        )
    return reader.relations.folded(builder.finish())


class _Reader:
    """Takes events; remembers the names that people bear and what relates to messages."""

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        self.names: dict[str, str] = {}
        self.relations = Relations()
        self.rows = 0
        self.taken: list[tuple[int | None, str | None, str | None, str | None, str | None]] = []
        """The rows of a chunk: `_DENSE`."""
        self.sparse: dict[str, dict[int, Any]] = {}

    def take(self, events: list[_Event]) -> None:
        """Add one chunk."""
        exact = read_epochs([event.origin_server_ts for event in events])
        times = repeat(None) if exact is None else exact.tolist()
        self.taken, self.sparse = [], {}
        names = self.names
        for event, time in zip(events, times):
            self.rows += 1
            sender = event.sender
            if sender and time is not None and (words := _plain_words(event)):  # nearly all
                self.taken.append((time, event.event_id, sender, names.get(sender) or self._bare(sender), words))
            elif event.type == "m.room.member":
                self._member(event, time)
            elif event.type == "m.reaction":
                self.relations.reaction(event.content, event.sender)
            elif event.type in _SENT or event.type in _POLLS:
                self._message(event, time)
            else:
                self._notice(event, time)
        if self.taken:
            self.builder.extend(dict(zip(_DENSE, map(list, zip(*self.taken, strict=True)))), self.sparse)

    def _add(
        self, given: _Event, time: int | None, author_id: str | None, text: str | None = None, /, **marks: Any
    ) -> None:
        if not author_id and "event" not in marks:
            self.builder.issue(self.rows, "no-author", given.type)
        here = len(self.taken)
        for name, value in marks.items():
            if value is not None and value is not False:
                self.sparse.setdefault(name, {})[here] = value
        author = self.names.get(author_id or "") or self._bare(author_id or "")
        self.taken.append((self._time(given) if time is None else time, given.event_id, author_id, author, text))

    def _bare(self, user: str) -> str | None:
        """`lisi` of `@lisi:example.org`: how a client shows somebody without a display name."""
        name = user.removeprefix("@").partition(":")[0] or user
        if name:
            self.names[user] = name
        return name or None

    def _time(self, event: _Event) -> int | None:
        try:
            if event.origin_server_ts is not None:
                return epoch_micros(event.origin_server_ts)
        except (ValueError, OverflowError):
            pass
        self.builder.issue(self.rows, "bad-time", str(event.origin_server_ts))
        return None

    def _member(self, event: _Event, time: int | None) -> None:
        """Somebody joined, left, was invited, or changed their name: the row is theirs."""
        person = event.state_key or event.sender or ""
        shown = event.content.get("displayname")
        if isinstance(shown, str) and shown.strip():
            self.names[person] = shown.strip()
        before = (event.unsigned or {}).get("prev_content")
        kind, what = _MEMBERSHIP.get(str(event.content.get("membership")), ("system", "membership"))
        if what == "join" and isinstance(before, dict) and before.get("membership") == "join":
            kind, what = "system", "profile"
        if what == "leave" and event.sender not in {None, person}:
            what = "kick"
        self._add(event, time, person, kind=kind, event=what)

    def _notice(self, event: _Event, time: int | None) -> None:
        redacted = event.redacts or event.content.get("redacts")
        if event.type == "m.room.redaction":
            if isinstance(redacted, str):
                self.relations.deletion(redacted)
            self._add(event, time, event.sender, kind="recall", event="recall")
            return
        what = _EVENTS.get(event.type) or event.type.rpartition(".")[2].replace("_", "-")[:40] or "notice"
        words = event.content.get("name") if event.type == "m.room.name" else event.content.get("topic")
        self._add(event, time, event.sender, words if isinstance(words, str) else None, kind="system", event=what)

    def _message(self, event: _Event, time: int | None) -> None:
        content, unsigned = event.content, event.unsigned or {}
        later = as_dict(unsigned.get("m.relations")).get("m.replace")
        spoken = said(event.type, content, later, is_redacted="redacted_because" in unsigned)
        self.relations.edit(self.builder.rows + len(self.taken), spoken, event.sender)
        self._add(
            event,
            time,
            event.sender,
            spoken.text,
            kind=spoken.kind,
            thread=spoken.thread,
            is_reply=spoken.target is not None,
            reply_to=spoken.target,
            quoted=spoken.quoted,
            quoted_author=spoken.quoted_author,
            mentions=spoken.mentions or None,
            is_edited=spoken.is_edited,
            is_deleted=spoken.is_deleted,
            is_bot=spoken.is_bot,
        )


def _plain_words(event: _Event) -> str | None:
    """The words of a message that is nothing else for certain."""
    content, unsigned = event.content, event.unsigned
    if event.type != "m.room.message" or content.get("msgtype") != "m.text":
        return None
    body = content.get("body")
    if body.__class__ is not str or (len(content) > 2 and not content.keys() <= _PLAIN):
        return None
    if "matrix.to" in body or content.get("m.mentions") or (unsigned and not unsigned.keys().isdisjoint(_TOLD)):
        return None
    words: str = body.strip()
    return words
