"""A message of either form, and what kind of message it is."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec import Struct, field

from closeknit.records.attachment import kind_of_file

Mend = Callable[[str], str]
"""Makes a string of the file readable."""


class _Person(Struct, gc=False):
    name: str | None = None


class _File(Struct, gc=False):
    uri: str | None = None


class _Share(Struct, gc=False):
    link: str | None = None
    share_text: str | None = None


class Reaction(Struct, gc=False):
    """Who gave a sign to a message."""

    reaction: str | None = None
    actor: str | None = None


class Message(Struct, gc=False):
    """A message of either form: the encrypted one spells its names in another way."""

    sender_name: str | None = None
    timestamp_ms: int | float | None = None
    content: str | None = None
    type: str | None = None
    photos: tuple[_File, ...] | None = None
    videos: tuple[_File, ...] | None = None
    audio_files: tuple[_File, ...] | None = None
    files: tuple[_File, ...] | None = None
    gifs: tuple[_File, ...] | None = None
    sticker: _File | None = None
    share: _Share | None = None
    reactions: tuple[Reaction, ...] | None = None
    users: tuple[_Person, ...] | None = None
    call_duration: int | float | None = None
    is_unsent: bool = False
    is_taken_down: bool = False
    sender: str | None = field(default=None, name="senderName")
    timestamp: int | float | None = None
    text: str | None = None
    media: tuple[_File, ...] | None = None
    isUnsent: bool = False  # noqa: N815 - the name of the format


def is_plain(message: Message) -> bool:
    """Whether a message carries words and nothing beside them."""
    return (
        bool(message.content or message.text) and (message.type is None or message.type in _ORDINARY)
        and message.reactions is None and message.photos is None and message.share is None and message.sticker is None
        and message.videos is None and message.audio_files is None and message.files is None and message.gifs is None
        and not message.media and message.call_duration is None and not message.is_unsent and not message.isUnsent
    )  # fmt: skip


_ORDINARY: Final = frozenset(["Generic", "text"])
_TELLING: Final = frozenset(["Call", "link", "placeholder"])
"""Types of a message that say what kind it is."""


def kind_of(message: Message, text: str) -> str:
    """One of `message.KINDS`; `text` is the readable content."""
    attached = message.files or message.media
    if not (
        attached or message.photos or message.gifs or message.videos or message.audio_files or message.sticker
        or message.share or message.call_duration is not None or message.type in _TELLING
    ):  # fmt: skip
        return "text" if text else "other"
    listed = {"image": message.photos or message.gifs, "video": message.videos, "voice": message.audio_files}
    kind = next((kind for kind, files in listed.items() if files), None)
    if kind is None and attached:
        kind = kind_of_file(attached[0].uri or "")
    elif kind is None and message.sticker is not None:
        kind = "sticker"
    elif kind is None and (message.call_duration is not None or message.type == "Call"):
        kind = "call"
    elif kind is None and (message.type == "link" or (message.share is not None and (message.share.link or not text))):
        kind = "link"
    return kind or ("text" if text and message.type != "placeholder" else "other")


def reactions_of(given: Iterable[Reaction] | None, mend: Mend) -> list[dict[str, Any]] | None:
    """The reactions, one entry a sign."""
    if not given:
        return None
    by: defaultdict[str, list[str]] = defaultdict(list)
    for reaction in given:
        by[mend(reaction.reaction or "")].append(mend(reaction.actor or ""))
    return [{"reaction": sign, "count": len(who), "by": list(filter(None, who))} for sign, who in by.items()] or None
