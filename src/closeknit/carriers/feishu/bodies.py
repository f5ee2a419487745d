"""What a message of Feishu carries: its kind, and the words in its body."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

KINDS: Final = {
    "text": "text", "post": "text", "image": "image", "file": "file", "folder": "file", "audio": "voice",
    "media": "video", "video": "video", "sticker": "sticker", "interactive": "other", "share_chat": "contact",
    "share_user": "contact", "location": "location", "merge_forward": "merged_forward", "video_chat": "call",
    "share_calendar_event": "other", "calendar": "other", "general_calendar": "other", "todo": "other",
    "vote": "poll", "hongbao": "redpacket",
}  # fmt: skip
SYSTEM: Final = "system"
_DEEPEST: Final = 6
_KEY: Final = re.compile(r"@_(?:user_\d{1,6}|all)")
_SLOT: Final = re.compile(r"\{(\w{1,40})\}")
_AT: Final = re.compile(r'<at (?:user_)?id="([^"<>]*+)">([^<>]*+)</at>')
_IMAGE: Final = re.compile(r"!\[Image\]\([^()\s]*+\)|\[(?:Image|Media)(?:: [^\[\]\n]*+)?\]")
_INNER: Final = re.compile(r"^\[(?:\d{4}-[^\[\]\n]{5,40}|unknown)\] [^\n]*:$", re.MULTILINE)


class _Text(msgspec.Struct, gc=False):
    """What stands in the body of plain words."""

    text: str = ""


_TEXT: Final = msgspec.json.Decoder(_Text)


class Body(NamedTuple):
    """The words, whether a picture stands among them, and the lines inside a merged forward where they are known."""

    words: str | None
    has_picture: bool = False
    inner: int | None = None


def raw_body(kind: str, content: object, names: Mapping[str, str]) -> Body:
    """The body as the API gives it: JSON in a string. `names` maps keys such as @_user_1 to names."""
    if kind == "text":
        return Body(_named(plain_words(content), names))
    parsed = _parsed(content)
    if parsed is None:
        return Body(None)
    if kind == "post":
        return _post(parsed, names)
    if kind == SYSTEM:
        return Body(_filled(parsed))
    return Body(None)


def plain_words(content: object) -> str | None:
    """What stands in the body of plain words; None where it is something else."""
    try:
        return _TEXT.decode(content).text or None  # type: ignore[arg-type]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    except TypeError:  # not in a string, as the interface has it
        return _word(content.get("text")) if isinstance(content, dict) else None


def shown_body(kind: str, content: object) -> Body:
    """The body as lark-cli shows it: ready to read, with tokens for what is no text."""
    text = _word(content)
    if text is None or kind in {SYSTEM, "text"}:
        return Body(text)
    if kind == "post":
        words = _IMAGE.sub("", _AT.sub(lambda at: f"@{at[2] or at[1]}", text)).strip()
        return Body(words if words and words != "[Rich text message]" else None, bool(_IMAGE.search(text)))
    return Body(None, inner=len(_INNER.findall(text)) or None) if kind == "merge_forward" else Body(None)


def _parsed(content: object) -> dict[str, Any] | None:
    if not isinstance(content, str):
        return content if isinstance(content, dict) else None
    try:
        found = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _post(parsed: dict[str, Any], names: Mapping[str, str]) -> Body:
    """Rich text: a title, and lines of parts. Sent ones stand under their language."""
    for _level in range(_DEEPEST):
        if "content" in parsed or "title" in parsed:
            break
        parsed = next((value for value in parsed.values() if isinstance(value, dict)), {})
    lines = [title] if (title := _word(parsed.get("title"))) else []
    has_picture = False
    content = parsed.get("content")
    for line in content if isinstance(content, list) else ():
        parts = [part for part in line if isinstance(part, dict)] if isinstance(line, list) else []
        has_picture |= any(part.get("tag") in {"img", "media"} for part in parts)
        lines.append("".join(_part(part, names) for part in parts))
    return Body(_named("\n".join(lines).strip(), names) or None, has_picture)


def _part(part: dict[str, Any], names: Mapping[str, str]) -> str:
    if part.get("tag") == "at":
        key = _word(part.get("user_id")) or ""
        return f"@{names.get(key) or _word(part.get('user_name')) or key}"
    return _word(part.get("text")) or ""


def _named(text: str | None, names: Mapping[str, str]) -> str | None:
    """The words with names for the keys of those mentioned."""
    if not text or "@_" not in text:
        return text
    return _KEY.sub(lambda key: "@all" if key[0] == "@_all" else f"@{names.get(key[0], key[0][1:])}", text)


def _filled(parsed: dict[str, Any]) -> str | None:
    """The sentence of a notice, its slots filled: `{from_user} invited {to_chatters} to this chat.`"""
    template = _word(parsed.get("template"))
    if template is None:
        return None

    def value(slot: re.Match[str]) -> str:
        given = parsed.get(slot[1])
        if isinstance(given, list):
            return ", ".join(one for one in given if isinstance(one, str))
        return given if isinstance(given, str) else ""

    return _SLOT.sub(value, template).strip() or None


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
