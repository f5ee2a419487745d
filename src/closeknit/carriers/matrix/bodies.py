"""What a message says: its words without the quote at their head, its kind, and what it relates to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

_KINDS: Final = {
    "m.text": "text",
    "m.notice": "text",
    "m.emote": "text",
    "m.server_notice": "text",
    "m.image": "image",
    "m.video": "video",
    "m.audio": "voice",
    "m.file": "file",
    "m.location": "location",
}
"""`msgtype` → kind."""
_FALLBACK: Final = re.compile(r"((?:> ?[^\n]{0,20000}\n){1,2000})\n?")
_QUOTED: Final = re.compile(r"(?:\* )?<(@[^<>\s]{1,255})> ?")
_PILL: Final = re.compile(r"https://matrix\.to/#/(@[^\"'?)\s]{1,400}|%40[^\"'?)\s]{1,400})")
_LINKED: Final = re.compile(r"\[@?([^\[\]\n]{1,120})\]\(https://matrix\.to/#/(?:@|%40)[^)\s(]{1,400}\)")
_MX_REPLY: Final = "</mx-reply>"


@dataclass(slots=True)
class Said:
    """One message. `target` the event it answers, `replaces` the one it edits, `mentions` user ids."""

    kind: str = "other"
    text: str | None = None
    target: str | None = None
    thread: str | None = None
    replaces: str | None = None
    mentions: list[str] = field(default_factory=list)
    quoted: str | None = None
    quoted_author: str | None = None
    is_edited: bool = False
    is_deleted: bool = False
    is_bot: bool = False


def said(kind: str, content: Mapping[str, Any], later: object, *, is_redacted: bool) -> Said:
    """Read the content of an event of type `kind`; `later` is its newest edit where the server says it."""
    out = Said(is_deleted=is_redacted)
    relation = as_dict(content.get("m.relates_to"))
    _relate(out, relation)
    changed = as_dict(content.get("m.new_content")) or as_dict(
        as_dict(as_dict(later).get("content")).get("m.new_content")
    )
    out.is_edited = bool(changed)
    body = {**content, **changed}
    out.is_bot = body.get("msgtype") == "m.notice"
    if kind == "m.sticker":
        out.kind = "sticker"
    elif kind == "m.room.message":
        _speak(out, body)
    elif kind != "m.room.encrypted":
        out.kind = "poll"
    out.mentions = _mentions(body)
    return out


def _relate(out: Said, relation: Mapping[str, Any]) -> None:
    """What a message answers: the one it replies to, else the root of its thread."""
    answered = as_dict(relation.get("m.in_reply_to")).get("event_id")
    other = relation.get("event_id")
    if relation.get("rel_type") == "m.replace" and isinstance(other, str) and other:
        out.replaces = other
        return
    if relation.get("rel_type") == "m.thread" and isinstance(other, str) and other:
        out.thread = out.target = other
        if relation.get("is_falling_back") is True:  # the reply is there for clients that know no threads
            return
    if isinstance(answered, str) and answered:
        out.target = answered


def _speak(out: Said, body: Mapping[str, Any]) -> None:
    kind = _KINDS.get(str(body.get("msgtype")))
    words = body.get("body")
    text = words if isinstance(words, str) else ""
    if kind is None:
        return
    if kind == "location":
        text = ""
    elif kind != "text":  # the words are the file's name, unless the name stands beside them
        name = body.get("filename")
        text = text if isinstance(name, str) and name and name != text else ""
    elif out.target and text.startswith(">"):
        text = _without_quote(out, text)
    if "matrix.to" in text:
        text = _LINKED.sub(r"@\1", text)
    out.text = text.strip() or None
    out.kind = kind if kind != "text" or out.text else "other"


def _without_quote(out: Said, text: str) -> str:
    found = _FALLBACK.match(text)
    if found is None:
        return text
    quoted = "\n".join(line.removeprefix(">").removeprefix(" ") for line in found[1].rstrip("\n").split("\n"))
    if by := _QUOTED.match(quoted):
        out.quoted_author, quoted = by[1], quoted[by.end() :]
    out.quoted = quoted.strip() or None
    return text[found.end() :]


def _mentions(body: Mapping[str, Any]) -> list[str]:
    """User ids, from the list of newer clients, else from the links in the formatted words."""
    listed = as_dict(body.get("m.mentions")).get("user_ids")
    if isinstance(listed, list):
        return list(dict.fromkeys(user for user in listed if isinstance(user, str) and user))
    formatted = body.get("formatted_body")
    if not isinstance(formatted, str) or "matrix.to" not in formatted:
        return []
    found = _PILL.findall(formatted.rpartition(_MX_REPLY)[2])
    return list(dict.fromkeys(unquote(user) for user in found))


def as_dict(value: object) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
