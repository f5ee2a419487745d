"""Reads a workspace: its lists of people and chats, then the day files of one chat after the other."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import msgspec

from closeknit.carriers.slack.messages import Message, Rows
from closeknit.carriers.slack.people import Directory, User
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.issue import Issue
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays

LISTS: Final = ("channels.json", "groups.json", "dms.json", "mpims.json")
"""Files that list public and private channels, direct and group chats, in the order in which these are read."""
DAY_FILE: Final = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
_NOT_CHATS: Final = frozenset(["__uploads", "attachments"])


class _Chat(msgspec.Struct):
    id: str
    name: str | None = None
    members: list[str] = []


def read_workspace(folder: Source, options: ReadOptions) -> History:
    """The history of a folder or archive: a workspace, or the days of one chat.

    A damaged list or day file is an issue; the rest is read. Raises UnreadableSource where no day file is whole.
    """
    builder = MessageBuilder("slack", folder.path, options, wall=False, precision="microsecond")
    directory = Directory()
    for name in ("org_users.json", "users.json"):
        for user in _listed(folder, name, User, builder):
            directory.add(user)
    chats = list(_chats(folder, directory, builder))
    whole = 0
    for ident, name, days in chats:
        builder.channel(name, ident)
        rows = Rows(builder, directory)
        for day in days:
            whole += _take(day, rows, builder)
    if not whole:
        raise UnreadableSource(
            _("{path} holds no readable day of a Slack export.").format(path=folder.path),
            _("Export the workspace again and give the zip as it is."),
        )
    return builder.finish()


def read_day(day: Source, options: ReadOptions) -> History:
    """The history of one day file. Raises TruncatedSource where it breaks off and is not to be salvaged."""
    builder = MessageBuilder("slack", day.path, options, wall=False, precision="microsecond")
    around = PurePath(day.path.replace("!/", "/")).parent.name
    builder.channel(around or day.name.removesuffix(".json"))
    _take_whole(day, Rows(builder, Directory()), builder, options.salvage)
    return builder.finish()


def _listed[T](folder: Source, name: str, item: type[T], builder: MessageBuilder) -> list[T]:
    """The records of one list; an unreadable list is told and counts as empty."""
    source = folder.child(name)
    if source is None:
        return []
    found: list[T] = []

    def on_bad(ordinal: int, detail: str) -> None:
        builder.issues.add(Issue(source.path, ordinal, "bad-row" if ordinal else "cut-off", detail[:120]))

    try:
        for array in json_arrays(source, None, item, on_bad=on_bad, salvage=True):
            for records in array:
                found += records
    except UnreadableSource as error:
        builder.issues.add(Issue(source.path, 0, "bad-json", error.message[:120]))
    return found


def _chats(
    folder: Source, directory: Directory, builder: MessageBuilder
) -> Iterator[tuple[str | None, str, list[Source]]]:
    """(id, name, day files) of every chat: as listed, then folders that no list names."""
    listed = [chat for file in LISTS for chat in _listed(folder, file, _Chat, builder)]
    directory.channels.update({chat.id: chat.name for chat in listed if chat.name})
    folders = {child.name: child for child in folder.children if child.is_folder and child.name not in _NOT_CHATS}
    for chat in listed:
        there = folders.pop(chat.name or "", None) or folders.pop(chat.id, None)
        if there is not None and (days := _days(there)):
            yield chat.id, chat.name or _members(chat, directory), days
    for name, there in folders.items():
        if days := _days(there):
            yield None, name, days
    if days := _days(folder):  # the folder of one chat alone
        yield None, folder.name, days


def _members(chat: _Chat, directory: Directory) -> str:
    """A direct chat has no name: it is called by its members' accounts, as Slack calls group chats."""
    return ", ".join(directory.accounts.get(member, member) for member in chat.members) or chat.id


def _days(folder: Source) -> list[Source]:
    return [child for child in folder.children if DAY_FILE.fullmatch(child.name)]


def _take(day: Source, rows: Rows, builder: MessageBuilder) -> bool:
    """Read one day of many; returns whether it was readable."""
    try:
        _take_whole(day, rows, builder, salvage=True)
    except UnreadableSource as error:
        builder.issues.add(Issue(day.path, 0, "bad-json", error.message[:120], lost=True))
        return False
    return True


def _take_whole(day: Source, rows: Rows, builder: MessageBuilder, salvage: bool) -> None:
    def on_bad(ordinal: int, detail: str) -> None:
        code = "bad-row" if ordinal else "cut-off"
        builder.issues.add(Issue(day.path, ordinal, code, detail[:120], lost=bool(ordinal)))

    found = False
    for array in json_arrays(day, None, Message, on_bad=on_bad, salvage=salvage):
        found = True
        for messages in array:
            rows.take(messages, day.path)
    if not found:
        raise UnreadableSource(
            _("{path} is no list of Slack messages.").format(path=day.path), _("Export the workspace again.")
        )
