"""One row of a day file, and what it becomes."""

import re
from typing import Any, Final

import msgspec

from closeknit.carriers.slack.people import Directory, Profile, plain
from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.issue import Issue
from closeknit.sources.stamps import read_numbers_alike

_SENT: Final = frozenset(
    ["bot_message", "me_message", "file_share", "file_comment", "file_mention", "thread_broadcast", "reply_broadcast",
     "slackbot_response", "assistant_app_thread"]
)  # fmt: skip
_EVENTS: Final = {
    "channel_join": ("join", "join"),
    "group_join": ("join", "join"),
    "channel_leave": ("leave", "leave"),
    "group_leave": ("leave", "leave"),
    "message_deleted": ("recall", "recall"),
    "tombstone": ("recall", "recall"),
    "channel_name": ("system", "rename"),
    "group_name": ("system", "rename"),
    "channel_topic": ("system", "topic"),
    "group_topic": ("system", "topic"),
    "channel_purpose": ("system", "description"),
    "group_purpose": ("system", "description"),
    "channel_archive": ("system", "archive"),
    "group_archive": ("system", "archive"),
    "channel_unarchive": ("system", "unarchive"),
    "group_unarchive": ("system", "unarchive"),
    "pinned_item": ("system", "pin"),
    "bot_add": ("system", "bot-added"),
    "bot_remove": ("system", "bot-removed"),
    "huddle_thread": ("system", "call"),
    "sh_room_created": ("system", "call"),
}
_STAMP: Final = re.compile(r"([0-9]{10})\.([0-9]{6})")
_UPLOADED = re.compile(
    r"<@[^<>]{1,200}> (?:uploaded|shared) a file: <[^<>]{0,4000}>(?: and commented: (.*))?", re.DOTALL
)
_COMMENTED = re.compile(r"<@[^<>]{1,200}> commented on .{0,200}?<[^<>]{0,4000}>: (.*)", re.DOTALL)


class _Reaction(msgspec.Struct, gc=False):
    name: str = ""
    count: int = 0
    users: list[str] = []


class _File(msgspec.Struct, gc=False):
    name: str | None = None
    title: str | None = None
    mimetype: str | None = None


class _Bot(msgspec.Struct, gc=False):
    name: str | None = None


class _Comment(msgspec.Struct, gc=False):
    user: str | None = None
    comment: str | None = None


class _Edited(msgspec.Struct, gc=False):
    ts: str | None = None


class Message(msgspec.Struct, gc=False):
    """One item of a day file, as far as it is used."""

    ts: str
    type: str = "message"
    subtype: str | None = None
    user: str | None = None
    bot_id: str | None = None
    username: str | None = None
    text: str | None = None
    thread_ts: str | None = None
    deleted_ts: str | None = None
    edited: _Edited | None = None
    reactions: tuple[_Reaction, ...] | None = None
    files: tuple[_File | None, ...] | None = None
    file: _File | None = None
    comment: _Comment | None = None
    inviter: str | None = None
    user_profile: Profile | None = None
    bot_profile: _Bot | None = None


class Rows:
    """Adds messages to a builder."""

    def __init__(self, builder: MessageBuilder, directory: Directory) -> None:
        self.builder = builder
        self.directory = directory

    def take(self, messages: list[Message], path: str) -> None:
        """Add messages that follow each other; `path` is the file that they stand in."""
        rows = [message for message in messages if message.type == "message"]
        if not rows:
            return
        ids = [message.ts for message in rows]
        dense: dict[str, list[Any]] = {"time": self._times(ids, path), "author_id": [], "author": [], "text": []}
        _times, author_ids, authors, texts = dense.values()
        sparse: dict[str, dict[int, Any]] = {}
        users, bots = self.directory.users, self.directory.bots
        for at, message in enumerate(rows):
            user, text = message.user, message.text
            if not (user and text and user not in bots) or "<" in text or "&" in text or _carries_more(message):
                user, author, text = self._odd(message, at, ids, sparse)
            else:
                author = users.get(user) or user
            author_ids.append(user)
            authors.append(author)
            texts.append(text)
        self.builder.extend({"id": ids, **dense}, sparse)

    def _times(self, stamps: list[str], path: str) -> list[int | None]:
        shape = _STAMP.fullmatch(stamps[0])
        numbers = read_numbers_alike(stamps, shape) if shape else None
        if numbers is not None:
            return (numbers[0] * 1_000_000 + numbers[1]).tolist()  # type: ignore[no-any-return]
        times = list(map(_micros, stamps))
        for ts, time in zip(stamps, times, strict=True):
            if time is None:
                self.builder.issues.add(Issue(path, 0, "bad-time", ts[:120]))
        return times

    def _odd(
        self, message: Message, at: int, ids: list[str], sparse: dict[str, dict[int, Any]]
    ) -> tuple[str | None, str | None, str | None]:
        """(author's id, name, words) of a message that is more than words; what else it is goes to `sparse`."""
        event = None
        if message.subtype not in _SENT and message.subtype is not None:
            event = _EVENTS.get(message.subtype, ("system", message.subtype[:40].replace("_", "-")))
        if message.subtype == "message_deleted" and message.deleted_ts:
            ids[at] = message.deleted_ts
        user, words = _own(message)
        text, mentions = plain(words or "", self.directory)
        author_id = user or message.bot_id
        is_reply = event is None and message.thread_ts is not None and message.thread_ts != message.ts
        marks = {
            "kind": event[0] if event else _kind(message, text),
            "event": event[1] if event else None,
            "thread": message.thread_ts,
            "is_reply": is_reply,
            "reply_to": message.thread_ts if is_reply else None,
            "mentions": mentions if mentions and event is None else None,
            "inviter": self.directory.users.get(message.inviter, message.inviter) if message.inviter else None,
            "reactions": [_reaction(given) for given in message.reactions or ()] or None,
            "is_edited": message.edited is not None,
            "is_bot": user is None or user in self.directory.bots if author_id or message.username else False,
        }
        for name, value in marks.items():
            if value is not None and value is not False:
                sparse.setdefault(name, {})[at] = value
        return author_id, self._author(message, user), text or None

    def _author(self, message: Message, user: str | None) -> str | None:
        if user is not None:
            profile = message.user_profile or Profile()
            known = self.directory.users.get(user) or profile.display_name or profile.real_name
            return known or message.username or user
        bot = message.bot_profile.name if message.bot_profile else None
        return message.username or bot or message.bot_id


def _carries_more(message: Message) -> bool:
    """Whether there is anything besides a user's words."""
    return (
        message.subtype is not None
        or message.thread_ts is not None
        or message.reactions is not None
        or message.files is not None
        or message.file is not None
        or message.edited is not None
        or message.user_profile is not None
        or message.username is not None
    )


def _own(message: Message) -> tuple[str | None, str | None]:
    """Whose words, and the words without what Slack itself wrote around them."""
    user, text = message.user, message.text
    if message.subtype == "file_comment":
        comment = message.comment or _Comment()
        match = _COMMENTED.fullmatch(text or "")
        return comment.user or user, comment.comment or (match[1] if match else text)
    if message.subtype == "file_share" and text and (match := _UPLOADED.fullmatch(text)):
        return user, match[1]
    return user, text


def _kind(message: Message, text: str) -> str:
    file = next((given for given in message.files or () if given), None) or message.file
    if (file or message.files) and message.subtype != "file_comment":
        return kind_of_file(file.name or file.title or "", file.mimetype or "") if file else "file"
    return "text" if text else "other"


def _reaction(given: _Reaction) -> dict[str, Any]:
    return {"reaction": given.name, "count": given.count or len(given.users), "by": given.users}


def _micros(ts: str) -> int | None:
    """`1704438245.000200` → microseconds since 1970."""
    seconds, _point, fraction = ts.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 11):
        return None
    if fraction and not (fraction.isascii() and fraction.isdigit()):
        return None
    return int(seconds) * 1_000_000 + int(fraction[:6].ljust(6, "0"))
