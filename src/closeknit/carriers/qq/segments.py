"""What a OneBot message says: its segments as an array, or as a string with CQ codes."""

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from closeknit.carriers.qq.cards import kind_of_card
from closeknit.carriers.qq.values import clean
from closeknit.records.inner import Line, lines_of

_CODE = re.compile(r"\[CQ:([A-Za-z_]{1,30})((?:,[^\[\]]*)?)\]")
_KINDS: Final = {
    "image": "image", "record": "voice", "video": "video", "file": "file", "share": "link", "music": "link",
    "xml": "link", "location": "location", "contact": "contact", "forward": "merged_forward",
    "node": "merged_forward", "mface": "sticker", "marketface": "sticker", "redbag": "redpacket", "poke": "other",
    "shake": "other", "dice": "other", "rps": "other", "gift": "other", "tts": "voice", "cardimage": "image",
}  # fmt: skip


@dataclass(slots=True)
class Spoken:
    """`kind` and own words, and what else a message carries, under the names of the table's columns."""

    MARKS: ClassVar[tuple[str, ...]] = ("is_reply", "reply_to", "mentions", "is_forwarded", "inner", "lines")

    kind: str = ""
    text: str = ""
    is_reply: bool = False
    reply_to: str | None = None
    mentions: list[str] = field(default_factory=list)
    is_forwarded: bool = False
    inner: int | None = None
    lines: tuple[Line, ...] | None = None


def plain_text(message: Any) -> tuple[str, str | None] | None:
    """(kind, text) of a message that is one piece of text, as most are; None for every other."""
    if isinstance(message, list) and len(message) == 1 and isinstance(message[0], dict):
        data = message[0].get("data")
        text = data.get("text") if message[0].get("type") == "text" and isinstance(data, dict) else None
    else:
        text = message if isinstance(message, str) and "[" not in message and "&" not in message else None
    if not isinstance(text, str) or not (text := clean(text)):
        return None
    return "text", text


def read_segments(message: Any) -> Spoken:
    """Read a message in either form; anything else says nothing, and its kind is `other`."""
    spoken = Spoken()
    words: list[str] = []
    if isinstance(message, str):
        _codes(message, words, spoken)
    elif isinstance(message, dict):
        _segment(message, words, spoken)
    elif isinstance(message, list):
        for segment in message:
            if isinstance(segment, dict):
                _segment(segment, words, spoken)
    spoken.text = clean("".join(words))
    spoken.kind = spoken.kind or ("text" if spoken.text else "other")
    return spoken


def _segment(segment: dict[str, Any], words: list[str], spoken: Spoken) -> None:
    data = segment.get("data")
    _part(segment.get("type"), data if isinstance(data, dict) else {}, words, spoken)


def _codes(message: str, words: list[str], spoken: Spoken) -> None:
    at = 0
    for code in _CODE.finditer(message):
        words.append(_unescaped(message[at : code.start()]))
        pairs = (pair.partition("=") for pair in code[2].split(",")[1:])
        _part(code[1], {key: _unescaped(value) for key, _sign, value in pairs}, words, spoken)
        at = code.end()
    words.append(_unescaped(message[at:]))


def _part(kind: Any, data: dict[str, Any], words: list[str], spoken: Spoken) -> None:
    match kind:
        case "text":
            words.append(str(data.get("text") or ""))
        case "at":
            _at(data, words, spoken)
        case "reply":
            spoken.is_reply = True
            spoken.reply_to = str(data["id"]) if data.get("id") not in (None, "") else None
        case "face":
            words.append("[表情]")
        case "markdown":
            words.append(str(data.get("content") or ""))
        case "json":
            spoken.kind = spoken.kind or kind_of_card(data.get("data"))
        case str() if kind in _KINDS:
            is_sticker = kind == "image" and str(data.get("sub_type", data.get("subType"))) == "1"
            spoken.kind = spoken.kind or ("sticker" if is_sticker else _KINDS[kind])
            if _KINDS[kind] == "merged_forward":
                spoken.is_forwarded = True
                inside = data.get("content")
                spoken.inner = len(inside) if kind == "forward" and isinstance(inside, list) else spoken.inner
                if kind == "forward":
                    spoken.lines = lines_of(inside) or None


def _at(data: dict[str, Any], words: list[str], spoken: Spoken) -> None:
    who = str(data.get("qq") or "")
    if who == "all":
        words.append("@全体成员")
        return
    words.append(f"@{str(data.get('name') or who).removeprefix('@')}")
    if who and who not in spoken.mentions:
        spoken.mentions.append(who)


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return text.replace("&#91;", "[").replace("&#93;", "]").replace("&#44;", ",").replace("&amp;", "&")
