"""Google Chat: the folder that Google Takeout writes, with a folder for each space and each direct chat.

`Groups/Space ID/messages.json` beside a `group_info.json` with members and, for a space, its name. Times are
written in English words in UTC, whatever the language of the account. A message belongs to a topic, and the
first of a topic has its id; quotes, reactions and deleted messages are in newer exports. Checked in November
2026 against exports read by public parsers and https://support.google.com/accounts/answer/3024190.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.carriers.google_chat.shapes import Info, Instants, Message, User, carries_more, kind_of, reaction_of
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.issue import Issue
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.json_values import json_value

_MESSAGES: Final = "messages.json"
_HEAD: Final = re.compile(r'\s*\{\s*"messages"\s*:\s*\[')
_EARLIER: Final = ""
"""In the place of the id of a message that has none."""
_NOBODY: Final = User()
_GROUP: Final = re.compile(r"(?:Space|DM|Group|Room) (\S.*)")


def sniff(source: Source) -> int:
    """The folder that holds `Groups`, a group's folder in it, or a group's messages alone."""
    if not source.is_folder:
        return CERTAIN if source.name == _MESSAGES and _is_chat(source) else NO
    return CERTAIN if next(_groups(source), None) is not None else NO


def _is_chat(file: Source) -> bool:
    head = file.head_text
    return _HEAD.match(head) is not None and '"creator"' in head and '"created_date"' in head


def _groups(source: Source) -> Iterator[Source]:
    """The folders of the groups in what was given."""
    inner = source if source.name == "Groups" else source.child("Groups")
    for folder in [source] if inner is None else inner.children:
        messages = folder.child(_MESSAGES)
        if messages is not None and _is_chat(messages):
            yield folder


def read(source: Source, options: ReadOptions) -> History:
    """Every space and direct chat as a chat of its own.

    A damaged group of several is an issue; the rest is read. Raises UnreadableSource where none is whole.
    """
    if not source.is_folder:
        builder = _builder(source, options)
        around = PurePath(source.path.replace("!/", "/")).parent.name
        _Reader(builder, source).read(Info(), around, options.salvage)
        return resolve_names(builder.finish())
    builder = _builder(source, options)
    groups = list(_groups(source))
    whole = 0
    for folder in groups:
        messages = folder.child(_MESSAGES) or folder
        try:
            salvage = options.salvage or len(groups) > 1
            _Reader(builder, messages).read(_info(folder, builder), folder.name, salvage)
            whole += 1
        except UnreadableSource as error:
            if len(groups) == 1:
                raise
            builder.issues.add(Issue(messages.path, 0, "bad-json", error.message[:120], lost=True))
    if not whole:
        raise UnreadableSource(
            _("{path} holds no readable chat of Google Chat.").format(path=source.path), _("Export it again.")
        )
    return resolve_names(builder.finish())


def _builder(source: Source, options: ReadOptions) -> MessageBuilder:
    return MessageBuilder("google_chat", source.path, options, wall=False)


def _info(folder: Source, builder: MessageBuilder) -> Info:
    there = folder.child("group_info.json")
    if there is None:
        return Info()
    try:
        return json_value(there, Info)
    except UnreadableSource as error:
        builder.issues.add(Issue(there.path, 0, "bad-json", error.message[:120]))
        return Info()


class _Reader:
    """Reads the messages of one group."""

    def __init__(self, builder: MessageBuilder, file: Source) -> None:
        self.builder = builder
        self.file = file
        self.rows = 0
        self.topics: set[str] = set()
        self.instants = Instants()

    def bad_row(self, ordinal: int, detail: str) -> None:
        """Note an item that is no message, or that the file breaks off."""
        code = "bad-row" if ordinal else "cut-off"
        self.builder.issues.add(Issue(self.file.path, ordinal, code, detail[:120], lost=bool(ordinal)))

    def read(self, info: Info, folder: str, salvage: bool) -> None:
        """Add every message."""
        told = _GROUP.fullmatch(folder)
        members = ", ".join(member.name or member.email or "?" for member in info.members)
        self.builder.channel(info.name or members or folder or self.file.name, told[1] if told else None)
        found = False
        for array in json_arrays(self.file, "messages", Message, on_bad=self.bad_row, salvage=salvage):
            found = True
            for messages in array:
                self._take(messages)
        if not found:
            raise UnreadableSource(_("{path} has no list of messages.").format(path=self.file.path))

    def _take(self, messages: list[Message]) -> None:
        """Add messages that follow each other, by columns; most are words in a topic and no more."""
        if not messages:
            return
        creators = [message.creator or _NOBODY for message in messages]
        stamps = [message.created_date or "" for message in messages]
        columns: dict[str, list[Any]] = {
            "time": self.instants.read(stamps),
            "author": [creator.name or creator.email for creator in creators],
            "author_id": [creator.email for creator in creators],
            "text": [message.text for message in messages],
            "id": [message.message_id for message in messages],
            "thread": [message.topic_id for message in messages],
        }
        sparse: dict[str, dict[int, Any]] = {"is_bot": {}, "is_reply": {}}
        roots = columns["reply_to"] = list(map(self._root, columns["id"], columns["thread"]))
        for at, (message, creator) in enumerate(zip(messages, creators)):
            if creator is _NOBODY:
                self._issue("no-author", message.text or "", at)
            elif creator.user_type == "Bot":
                sparse["is_bot"][at] = True
            if roots[at] == _EARLIER:
                sparse["is_reply"][at], roots[at] = True, None
            if not message.text or carries_more(message):
                for name, value in _marks(message).items():
                    if value is not None and value is not False:
                        sparse.setdefault(name, {})[at] = value
        if None in columns["time"]:
            for at, time in enumerate(columns["time"]):
                if time is None:
                    self._issue("bad-time", stamps[at], at)
        self.builder.extend(columns, sparse)
        self.rows += len(messages)

    def _root(self, ident: str | None, topic: str | None) -> str | None:
        """The message that a topic hangs on, for those that are not this one; `_EARLIER` where it has no id.

        A message id is `space/topic/message`, and that of a root has its topic twice; without ids the first
        of a topic is its root.
        """
        if not topic:
            return None
        place, _slash, own = (ident or "").rpartition("/")
        if own:
            return None if own == topic else f"{place}/{topic}"
        seen = topic in self.topics
        self.topics.add(topic)
        return _EARLIER if seen else None

    def _issue(self, code: str, detail: str, at: int) -> None:
        self.builder.issues.add(Issue(self.file.path, self.rows + at + 1, code, detail[:120]))


def _marks(message: Message) -> dict[str, Any]:
    """What a message is besides its words; a quote names what it answers more closely than its topic."""
    quoted = message.quoted_message_metadata
    is_deleted = message.message_state == "DELETED" or message.deletion_metadata is not None
    by = (quoted.creator or _NOBODY) if quoted else _NOBODY
    return {
        "kind": kind_of(message),
        "is_reply": quoted is not None,
        "reply_to": quoted.message_id or None if quoted else None,
        "quoted": quoted.text if quoted else None,
        "quoted_author": by.email or by.name,
        "reactions": [reaction_of(given) for given in message.reactions or ()] or None,
        "is_edited": bool(message.updated_date or message.previous_message_versions) and not is_deleted,
        "is_deleted": is_deleted,
    }


CARRIER: Final = Carrier(
    name="google_chat",
    title="Google Chat",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On the phone or a computer: open takeout.google.com in a browser, sign in with the account that is in the "
            "chat, choose “Deselect all”, then tick Google Chat alone, and create a .zip export. A mail brings the "
            "link, after minutes or days. Give the zip as it is."
        ),
        N_(
            "It holds every space and chat that this account can see. Accounts of a school or company may find Takeout "
            "switched off: then only its administrator can export (Data export, or Vault)."
        ),
    ),
    gives={
        "Takeout": ("ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "deletions"),
    },
)
