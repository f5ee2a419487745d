"""The rows of `result.json`, as far as they are used; what is not declared here is skipped while decoding."""

from typing import Any, Final, Literal

from msgspec import UNSET, Struct, UnsetType, field

from closeknit.records.attachment import kind_of_file

Ident = int | str

_MARKS: Final = frozenset(("mention", "mention_name"))


class Part(Struct, gc=False):
    """One piece of a mixed text."""

    type: str = ""
    text: str = ""
    user_id: Ident | None = None


class Giver(Struct, gc=False):
    """One of those who gave a reaction."""

    from_id: Ident | None = None


class Reaction(Struct, gc=False):
    """A reaction with its count; `recent` names a few of its givers."""

    type: str = ""
    count: int = 0
    emoji: str | None = None
    document_id: str | None = None
    recent: list[Giver] | None = None


class Row(Struct, gc=False):
    """A row of `messages`. Every field has a default: old exporters left many out."""

    id: Ident | None = None
    type: Literal["message", "service", "unsupported"] = "message"
    date_unixtime: int | None = None
    edited: str | None = None
    from_: str | None = field(default=None, name="from")
    from_id: Ident | None = None
    forwarded_from: str | UnsetType | None = UNSET
    reply_to_message_id: Ident | None = None
    reply_to_peer_id: Ident | None = None
    actor: str | None = None
    actor_id: Ident | None = None
    action: str | None = None
    title: str | None = None
    new_title: str | None = None
    members: list[str | None] | None = None
    photo: str | None = None
    file: str | None = None
    file_name: str | None = None
    media_type: str | None = None
    mime_type: str | None = None
    poll: Any = None
    contact_information: Any = None
    location_information: Any = None
    reactions: list[Reaction] | None = None
    text: str | list[str | Part] | None = None


class DatedRow(Row, gc=False):
    """A row of an old export, which writes no epochs."""

    date: str | None = None


class OddRow(DatedRow, gc=False):
    """A row whose time is anything else."""

    date: Any = None
    date_unixtime: Any = None


def mixed(parts: list[str | Part]) -> tuple[str | None, list[str] | None]:
    """A mixed text joined with nothing between, None where nothing is left, and the ids of the people marked in it:
    user names where Telegram gives no id.
    """
    words: list[str] = []
    found: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
            continue
        words.append(part.text)
        if part.type == "mention_name" and part.user_id is not None:
            found.append(ident(part.user_id, "user"))
        elif part.type in _MARKS and part.text.strip("@ "):
            found.append(part.text.strip().removeprefix("@"))
    return "".join(words) or None, found or None


def ident(value: Ident, prefix: str = "") -> str:
    """An id as a string; numbers get the prefix of their kind where the field never writes it."""
    return f"{prefix}{value}" if isinstance(value, int) else value


def reactions(row: Row) -> list[dict[str, Any]] | None:
    """The reactions in the shape of the message table."""
    return [
        {
            "reaction": given.emoji or given.document_id or given.type,
            "count": given.count,
            "by": [ident(one.from_id) for one in given.recent or () if one.from_id is not None],
        }
        for given in row.reactions or ()
    ] or None


_BY_TYPE: Final[dict[str | None, str]] = {
    "sticker": "sticker",
    "animation": "image",
    "voice_message": "voice",
    "video_message": "video",
    "video_file": "video",
    "audio_file": "file",
}


def kind(row: Row, text: str | None) -> str:
    """Telegram's own type first; a file without one by its MIME type, else by its name."""
    given = _BY_TYPE.get(row.media_type)
    if given is not None:
        return given
    if row.photo is not None:
        return "image"
    for value, slug in (
        (row.poll, "poll"),
        (row.location_information, "location"),
        (row.contact_information, "contact"),
    ):
        if value is not None:
            return slug
    if row.file is not None:
        return kind_of_file(row.file_name or row.file, row.mime_type or "")
    return "text" if text else "other"
