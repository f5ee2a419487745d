"""Google Chat: the folder that Google Takeout writes, with a folder for each space and each direct chat.

`Groups/Space ID/messages.json` beside a `group_info.json` with members and, for a space, its name. Times are
written in English words in UTC, whatever the language of the account. A message belongs to a topic, and the
first of a topic has its id; quotes, reactions and deleted messages are in newer exports. Checked in November
2026 against exports read by public parsers and https://support.google.com/accounts/answer/3024190.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Final

from msgspec import Struct

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _
from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import MICRO
from closeknit.records.issue import Issue
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.json_values import json_value

_MESSAGES: Final = "messages.json"
_HEAD: Final = re.compile(r'\s*\{\s*"messages"\s*:\s*\[')
_GROUP: Final = re.compile(r"(?:Space|DM|Group|Room) (\S.*)")
_DATE: Final = re.compile(
    r"(?:[A-Za-z]+, )?([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4}) at (\d{1,2}):(\d\d):(\d\d)(?: ([AP])M)? UTC"
)
_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
_EPOCH: Final = date(1970, 1, 1).toordinal()


class _User(Struct, gc=False):
    name: str | None = None
    email: str | None = None
    user_type: str | None = None


class _File(Struct, gc=False):
    original_name: str | None = None
    export_name: str | None = None


class _Emoji(Struct, gc=False):
    unicode: str | None = None


class _Reaction(Struct, gc=False):
    emoji: _Emoji | None = None
    reactor_emails: tuple[str, ...] = ()


class _Quoted(Struct, gc=False):
    creator: _User | None = None
    text: str | None = None
    message_id: str | None = None


class _Annotation(Struct, gc=False):
    drive_metadata: Any = None
    video_call_metadata: Any = None
    url_metadata: Any = None


class _Message(Struct):
    creator: _User | None = None
    created_date: str | None = None
    updated_date: str | None = None
    text: str | None = None
    topic_id: str | None = None
    message_id: str | None = None
    attached_files: tuple[_File, ...] | None = None
    annotations: tuple[_Annotation, ...] | None = None
    reactions: tuple[_Reaction, ...] | None = None
    quoted_message_metadata: _Quoted | None = None
    message_state: str | None = None
    deleted_date: str | None = None
    deletion_metadata: Any = None
    previous_message_versions: Any = None


class _Info(Struct):
    name: str | None = None
    members: list[_User] = []


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
        _Reader(builder, source).read(_Info(), around, options.salvage)
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


def _info(folder: Source, builder: MessageBuilder) -> _Info:
    there = folder.child("group_info.json")
    if there is None:
        return _Info()
    try:
        return json_value(there, _Info)
    except UnreadableSource as error:
        builder.issues.add(Issue(there.path, 0, "bad-json", error.message[:120]))
        return _Info()


class _Reader:
    """Reads the messages of one group."""

    def __init__(self, builder: MessageBuilder, file: Source) -> None:
        self.builder = builder
        self.file = file
        self.rows = 0
        self.topics: set[str] = set()

    def bad_row(self, ordinal: int, detail: str) -> None:
        """Note an item that is no message, or that the file breaks off."""
        code = "bad-row" if ordinal else "cut-off"
        self.builder.issues.add(Issue(self.file.path, ordinal, code, detail[:120], lost=bool(ordinal)))

    def read(self, info: _Info, folder: str, salvage: bool) -> None:
        """Add every message."""
        told = _GROUP.fullmatch(folder)
        members = ", ".join(member.name or member.email or "?" for member in info.members)
        self.builder.channel(info.name or members or folder or self.file.name, told[1] if told else None)
        found = False
        for array in json_arrays(self.file, "messages", _Message, on_bad=self.bad_row, salvage=salvage):
            found = True
            for messages in array:
                for message in messages:
                    self._take(message)
        if not found:
            raise UnreadableSource(_("{path} has no list of messages.").format(path=self.file.path))

    def _take(self, message: _Message) -> None:
        self.rows += 1
        creator = message.creator or _User()
        time = instant(message.created_date or "")
        if time is None:
            self._issue("bad-time", message.created_date or "")
        if message.creator is None:
            self._issue("no-author", message.text or "")
        quoted = message.quoted_message_metadata
        is_deleted = message.message_state == "DELETED" or message.deletion_metadata is not None
        root, is_reply = self._root(message)
        if quoted is not None:
            root, is_reply = quoted.message_id or root, True
        by = (quoted.creator or _User()) if quoted else _User()
        self.builder.add(
            time=time,
            id=message.message_id,
            thread=message.topic_id,
            author=creator.name or creator.email,
            author_id=creator.email or None,
            text=message.text or None,
            kind=_kind(message),
            is_reply=is_reply,
            reply_to=root if is_reply else None,
            quoted=quoted.text if quoted else None,
            quoted_author=by.email or by.name,
            reactions=[_reaction(given) for given in message.reactions or ()] or None,
            is_edited=bool(message.updated_date or message.previous_message_versions) and not is_deleted,
            is_deleted=is_deleted,
            is_bot=creator.user_type == "Bot",
        )

    def _root(self, message: _Message) -> tuple[str | None, bool]:
        """The message that a topic hangs on, and whether this is another one.

        A message id is `space/topic/message`, and that of a root has its topic twice; without ids the first
        of a topic is its root.
        """
        topic = message.topic_id
        if not topic:
            return None, False
        place, _slash, own = (message.message_id or "").rpartition("/")
        if own:
            return f"{place}/{topic}", own != topic
        seen = topic in self.topics
        self.topics.add(topic)
        return None, seen

    def _issue(self, code: str, detail: str) -> None:
        self.builder.issues.add(Issue(self.file.path, self.rows, code, detail[:120]))


def _reaction(given: _Reaction) -> dict[str, Any]:
    sign = given.emoji.unicode if given.emoji else None
    return {"reaction": sign or "", "count": len(given.reactor_emails), "by": list(given.reactor_emails)}


def _kind(message: _Message) -> str:
    if message.attached_files:
        file = message.attached_files[0]
        return kind_of_file(file.original_name or file.export_name or "")
    if message.text:
        return "text"
    for annotation in message.annotations or ():
        if annotation.drive_metadata is not None:
            return "file"
        if annotation.video_call_metadata is not None:
            return "call"
        if annotation.url_metadata is not None:
            return "link"
    return "other"


def instant(written: str) -> int | None:
    """Microseconds of `Friday, January 5, 2024 at 7:04:05 AM UTC`; None for what is none."""
    found = _DATE.fullmatch(written.replace("\u202f", " ").replace("\xa0", " "))
    if found is None:
        return None
    month, day, year, hour, minute, second, half = found.groups()
    days = _day(month, day, year)
    at = int(hour) % 12 + (12 if half == "P" else 0) if half else int(hour)
    if days is None or at > 23 or int(hour) > 23 or minute > "59" or second > "60":
        return None
    return ((days * 24 + at) * 60 + int(minute)) * 60 * MICRO + int(second) * MICRO


@lru_cache(1 << 12)
def _day(month: str, day: str, year: str) -> int | None:
    number = _MONTHS.get(month)
    try:
        return None if number is None else date(int(year), number, int(day)).toordinal() - _EPOCH
    except ValueError:
        return None


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
