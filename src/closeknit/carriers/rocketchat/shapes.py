"""A message of Rocket.Chat, and what it becomes."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct, field

from closeknit.records.attachment import kind_of_file
from closeknit.records.instant import epoch_micros, micros

_QUOTE: Final = re.compile(r"\[ \]\([^)\s]{1,1000}[?&]msg=([\w-]{1,64})[^)\s]{0,200}\)\s*")
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,300})\]\(https?://[^)\s(]{1,2000}\)")
_EVERYBODY: Final = frozenset(["all", "here"])


class User(Struct, gc=False):
    """Somebody."""

    id: str = field(default="", name="_id")
    username: str | None = None
    name: str | None = None


class Reaction(Struct, gc=False):
    """Who gave a sign."""

    usernames: tuple[str, ...] = ()


class File(Struct, gc=False):
    """The file of a message."""

    name: str | None = None
    type: str | None = None


class Attachment(Struct, gc=False):
    """A file, a card, or a message that is quoted."""

    title: str | None = None
    type: str | None = None
    text: str | None = None
    description: str | None = None
    author_name: str | None = None
    message_link: str | None = None
    title_link: str | None = None
    image_url: str | None = None
    video_url: str | None = None
    audio_url: str | None = None


class Message(Struct, gc=False):
    """One item of `messages`, or one line."""

    id: str | dict[str, Any] = field(name="_id", default="")
    rid: str | None = None
    msg: str | None = None
    ts: str | int | float | dict[str, Any] | None = None
    t: str | None = None
    type: str | None = None
    username: str | None = None
    u: User | None = None
    alias: str | None = None
    bot: Any = None
    tmid: str | None = None
    mentions: tuple[User, ...] | None = None
    reactions: dict[str, Reaction] | None = None
    file: File | None = None
    attachments: tuple[Attachment, ...] | None = None
    editedAt: Any = None  # noqa: N815 - the name of the format


def ident_of(value: str | dict[str, Any]) -> str | None:
    """The id; mongoexport wraps those that it made itself as {"$oid": …}."""
    return (str(value.get("$oid") or "") if isinstance(value, dict) else value) or None


def like_rest(messages: Iterable[Message]) -> None:
    """Gives messages of the room's own export, which bear a user name and `type`, the shape of the API.

    The words of its events are sentences in the server's language, and whom it happened to is not told.
    """
    for message in messages:
        is_others = message.type in {"au", "ru"}
        message.t, message.u = message.type, User(username=None if is_others else message.username)
        if message.t:
            message.msg = None


def people_of(mentioned: Iterable[User]) -> list[str]:
    """The ids of those who are mentioned, without the words for everybody."""
    names = (user.id or user.username for user in mentioned)
    return [name for name in names if name and name not in _EVERYBODY]


def reaction_of(sign: str, given: Reaction) -> dict[str, Any]:
    """The reaction as the message table has it."""
    return {"reaction": sign, "count": len(given.usernames), "by": list(given.usernames)}


def enrich(row: int, message: Message, dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]) -> None:
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
    if not text and attached:  # what was written below a picture
        text = attached[0].description or ""
    text = _LINK.sub(r"\1", text)
    dense["text"][row] = text or None
    if message.file:
        sparse["kind"][row] = kind_of_file(message.file.name or "", message.file.type or "")
    elif attached:
        sparse["kind"][row] = _kind(attached[0], text)
    elif not text:
        sparse["kind"][row] = "other"


def _kind(given: Attachment, text: str) -> str:
    """What is attached: a file, or the card of an address or a program."""
    for kind, there in (("image", given.image_url), ("video", given.video_url), ("voice", given.audio_url)):
        if there:
            return kind
    if given.type == "file" or (given.title_link or "").startswith("/file-upload/"):
        return kind_of_file(given.title or given.title_link or "")
    return "text" if text else "other"


def instant_of(written: object) -> int | None:
    """Microseconds of a time: a word, a number, or either in the wrappers of mongoexport; None for what is none."""
    given = written.get("$date") if isinstance(written, dict) else written
    if isinstance(given, dict):
        given = given.get("$numberLong")
    try:
        if isinstance(given, str) and not given.isdigit():
            when = datetime.fromisoformat(given)
            return micros(when if when.tzinfo else when.replace(tzinfo=UTC))
        number = int(given) if isinstance(given, str) else given
        return epoch_micros(number) if isinstance(number, int | float) else None
    except (ValueError, OverflowError):
        return None
