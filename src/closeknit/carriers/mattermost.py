"""Mattermost: the bulk export of a server, JSON Lines, as the zip that it is or unpacked.

The first line is the version; teams, channels and users follow, then posts with their replies inside, and at
last direct posts. No post has an id, so what a reply answers is given by author, time and words. Posts stand in
no order of time. Read from the documents of Mattermost 10, checked in November 2026:
https://docs.mattermost.com/onboard/bulk-loading-data.html.
"""

import re
from collections import Counter, defaultdict
from typing import Any, Final

from msgspec import Struct

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.language import N_
from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import by_chat_and_time
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_lines

_VERSION: Final = re.compile(r'\s*\{\s*"type"\s*:\s*"version"\s*,\s*"version"\s*:\s*\d')
_AT: Final = re.compile(r"(?<![\w.@-])@([A-Za-z0-9][\w.-]{0,63})")
_EVENTS: Final = {
    "system_join_channel": ("join", "join"),
    "system_join_team": ("join", "join"),
    "system_add_to_channel": ("join", "added"),
    "system_add_to_team": ("join", "added"),
    "system_leave_channel": ("leave", "leave"),
    "system_leave_team": ("leave", "leave"),
    "system_remove_from_channel": ("leave", "kick"),
    "system_remove_from_team": ("leave", "kick"),
    "system_displayname_change": ("system", "rename"),
    "system_header_change": ("system", "topic"),
    "system_purpose_change": ("system", "description"),
    "system_channel_deleted": ("system", "archive"),
    "system_channel_restored": ("system", "unarchive"),
}
"""Type of a post → kind and event; any other `system_…` is an event too."""
_SUBJECT: Final = {
    "system_add_to_channel": "addedUsername",
    "system_add_to_team": "addedUsername",
    "system_remove_from_channel": "removedUsername",
    "system_remove_from_team": "username",
}


class _Team(Struct, gc=False):
    name: str = ""
    display_name: str | None = None


class _Channel(Struct, gc=False):
    team: str = ""
    name: str = ""
    display_name: str | None = None


class _User(Struct, gc=False):
    username: str = ""
    nickname: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    display_name: str | None = None


class _Reaction(Struct, gc=False):
    user: str = ""
    emoji_name: str = ""


class _File(Struct, gc=False):
    path: str | None = None


class _Reply(Struct):
    user: str | None = None
    type: str | None = None
    message: str | None = None
    create_at: int | float | None = None
    edit_at: int | float | None = None
    props: dict[str, Any] | None = None
    reactions: list[_Reaction] | None = None
    attachments: list[_File] | None = None


class _Post(_Reply):
    team: str = ""
    channel: str = ""
    channel_members: list[str] | None = None
    replies: list[_Reply] | None = None


class _Line(Struct):
    type: str = ""
    team: _Team | None = None
    channel: _Channel | None = None
    user: _User | None = None
    bot: _User | None = None
    post: _Post | None = None
    direct_post: _Post | None = None


def sniff(source: Source) -> int:
    """The first line says that it is the version of a bulk export; nothing else begins so."""
    return CERTAIN if _VERSION.match(source.head_text) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The chats of a server: channels under the names that people see, direct chats under their members'."""
    reader = _Reader(source, options)
    for lines in json_lines(source, _Line, on_bad=reader.bad_line):
        reader.take(lines)
    return by_chat_and_time(reader.build.finish())


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("mattermost", source.path, options, wall=False, precision="millisecond")
        self.teams: dict[str, str] = {}
        self.channels: dict[tuple[str, str], str] = {}
        self.titles: Counter[str] = Counter()
        self.users: dict[str, str] = {}
        self.bots: set[str] = set()
        self.dense: dict[str, list[Any]] = {}
        self.sparse: defaultdict[str, dict[int, Any]] = defaultdict(dict)

    def bad_line(self, line: int, detail: str) -> None:
        """Note a line that is no record."""
        self.build.issue(line, "bad-json", detail, lost=True)

    def take(self, lines: list[_Line]) -> None:
        """Take a chunk of records: who and what there is first, so that every name in the posts is known."""
        posts = [post for line in lines if (post := line.post or line.direct_post)]
        for line in lines:
            self._directory(line)
        for post in posts:
            for row in (post, *(post.replies or ())):
                if row.user:
                    self.users.setdefault(row.user, row.user)
        if not posts:
            return
        columns = ("channel", "channel_id", "author", "author_id", "time", "kind", "text")
        self.dense = {name: [] for name in columns}
        self.sparse.clear()
        for post in posts:
            chat = self._chat(post)
            self._row(post, chat, None)
            for reply in post.replies or ():
                self._row(reply, chat, post)
        self.build.extend(self.dense, self.sparse)

    def _directory(self, line: _Line) -> None:
        if line.team:
            self.teams[line.team.name] = line.team.display_name or line.team.name
        if line.channel:
            title = line.channel.display_name or line.channel.name
            self.channels[line.channel.team, line.channel.name] = title
            self.titles[title] += 1
        if who := line.user or line.bot:
            full = " ".join(part for part in (who.first_name, who.last_name) if part)
            self.users[who.username] = who.display_name or who.nickname or full or who.username
            if line.bot:
                self.bots.add(who.username)

    def _chat(self, post: _Post) -> tuple[str | None, str | None]:
        """Name and id; where two teams have a channel of one name, the team's stands before it."""
        if post.channel_members is not None:
            return ", ".join(post.channel_members) or None, None
        title = self.channels.get((post.team, post.channel), post.channel)
        if self.titles[title] > 1:
            title = f"{self.teams.get(post.team, post.team)}: {title}"
        return title or None, f"{post.team}/{post.channel}"

    def _mark(self, name: str, value: Any) -> None:
        if value:
            self.sparse[name][len(self.dense["time"])] = value

    def _row(self, row: _Reply, chat: tuple[str | None, str | None], root: _Post | None) -> None:
        props = row.props or {}
        user, kind = row.user or None, "text" if row.message else "other"
        name = self.users.get(user or "", user)
        if row.attachments:
            kind = kind_of_file(row.attachments[0].path or "")
        if (row.type or "").startswith("system_"):
            kind, event = _EVENTS.get(row.type or "", ("system", (row.type or "")[7:47] or "notice"))
            self._mark("event", event)
            if isinstance(subject := props.get(_SUBJECT.get(row.type or "", "")), str) and subject:
                user, name = subject, self.users.get(subject, subject)
        else:
            self._marks(row, root)
        if str(props.get("from_webhook")).lower() == "true" or user in self.bots:
            self._mark("is_bot", True)
            shown = props.get("override_username")
            name = shown if isinstance(shown, str) and shown else name
        if user is None:
            self.build.issue(0, "no-author", row.message or "")
        self.dense["kind"].append(kind)
        self.dense["channel"].append(chat[0])
        self.dense["channel_id"].append(chat[1])
        self.dense["author_id"].append(user)
        self.dense["author"].append(name)
        self.dense["text"].append(row.message)
        self.dense["time"].append(self._time(row.create_at))

    def _marks(self, row: _Reply, root: _Post | None) -> None:
        """What only a message has."""
        if root is not None:
            self._mark("is_reply", True)
            self._mark("quoted", root.message)
            self._mark("quoted_author", root.user)
            self._mark("quoted_at", self._instant(root.create_at))
        if row.message and "@" in row.message:
            named = (word.rstrip(".-_") for word in _AT.findall(row.message))
            self._mark("mentions", list(dict.fromkeys(word for word in named if word in self.users)))
        if row.reactions:
            by: defaultdict[str, list[str]] = defaultdict(list)
            for given in row.reactions:
                by[given.emoji_name].append(given.user)
            self._mark("reactions", [{"reaction": sign, "count": len(who), "by": who} for sign, who in by.items()])
        self._mark("is_edited", row.edit_at)

    def _time(self, value: float | None) -> int | None:
        found = self._instant(value)
        if found is None:
            self.build.issue(0, "bad-time", str(value))
        return found

    def _instant(self, value: float | None) -> int | None:
        try:
            return None if value is None else epoch_micros(value)
        except (ValueError, OverflowError):
            return None


CARRIER: Final = Carrier(
    name="mattermost",
    title="Mattermost",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Only an administrator of the server can export, on the server itself: `mmctl export create`, then "
            "`mmctl export download`. Give the zip as it is, or the .jsonl file that lies in it."
        ),
        N_(
            "A member has no export, on the phone or in the browser: ask whoever runs the server, and say that files "
            "are not needed (`mmctl export create --no-attachments`)."
        ),
    ),
    gives={"bulk export": ("author-ids", "zone", "replies", "mentions", "reactions", "edits", "events")},
)
