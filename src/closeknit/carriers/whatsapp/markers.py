"""What WhatsApp writes in the place of somebody's words: media, deleted and edited marks, polls, calls.

The words differ by language, the shapes hardly: `<attached: FILE>`, `FILE (file attached)`, `<media omitted>`,
`image omitted`, a poll of a heading and `OPTION: … (n votes)`. Shapes are matched first, and words only where
a person could have written the same. A body that begins with U+200E was written by WhatsApp itself.
"""

import re
from dataclasses import dataclass
from typing import Final

from closeknit.carriers.whatsapp.phrases import (
    ATTACHED,
    DELETED,
    LIVE_PLACE,
    MEDIA,
    MISSED_CALL,
    OMITTED,
    OMITTING,
    OMITTING_WORDS,
    WAITING,
    one_of,
)
from closeknit.carriers.whatsapp.stamps import MARKS
from closeknit.records.attachment import kind_of_file

MARK = re.compile(f"[{MARKS}]+")
_LONGEST_PHRASE: Final = 80

_OWN_NAME = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC|GIF|MUS|CON)-\d{8}-WA\d+|\d{8}-(?:[A-Z_]+-\d{4}-|.+\.\w+$)")
_TAG = re.compile(r"<([^<>\n:：]{2,40})[:：] ?([^<>\n]{1,250})>")
_FILE_LINE = re.compile(r"([^\n]{1,250}\.\w{1,8}) [(<]([^()<>\n]{3,40})[)>]")
_BARE_NAME = re.compile(r"[^\n:?*\"<>|/\\]{1,150}\.(?=[a-z0-9]*[a-z])[a-z0-9]{2,5}", re.IGNORECASE)
_OMITTED_TAG = re.compile(r"< ?([^<>\n]{3,80}?) ?>[ \n]?")
_EDITING = one_of(r"""
    edit|bearbeit|modifi|bewerkt|измен|редаг|düzenlen|redigera|rediger|muokat|upraven|επεξεργ|chỉnh sửa
    编辑|編輯|編集|수정|편집|تعديل|संपादित|ערוכ|נערכ|แก้ไข
    """)
_EDITED = re.compile(rf"[ \n]?<[^<>\n:：]{{0,60}}(?:{_EDITING})[^<>\n:：]{{0,40}}>$", re.IGNORECASE)
_OPTION = re.compile(r"([^:：]{2,20})[:：] ?.*[(（][^()（）]*\d[^()（）]*[)）]")
_PLACE = re.compile(
    r"(?:[^\n]{0,120}?[:：] ?)?https?://(?:maps\.google\.com/|www\.google\.com/maps|maps\.apple\.com/)\?q=\S+"
)
_SEEN_ONCE = re.compile(
    r"you (?:received|sent) a view once (?:message|photo|video)\b.{0,120}|.{0,40}(?:一次性|閱後即焚|阅后即焚).{0,20}"
)
_BY_ADMIN = re.compile(r"this message was deleted by admin .{1,100}|此?[訊消]息已[由被]管理[員员].{1,100}[刪删]除")


@dataclass(frozen=True, slots=True)
class Body:
    """What one body says: `kind` of `message.KINDS`, the author's own words or None, and its marks.

    `by_tool` is true where WhatsApp wrote the body and it is nothing known: perhaps a notice.
    """

    kind: str
    text: str | None
    edited: bool = False
    deleted: bool = False
    by_tool: bool = False


def read_body(body: str) -> Body:
    """Read one body, its direction marks still in it."""
    by_tool = body[:1] == "\u200e"
    plain = MARK.sub("", body).strip("\n ")
    edited = _EDITED.search(plain[-110:])
    if edited:
        plain = plain[: len(plain) - len(edited[0])]
    found = (
        _attached(plain, "\u200e" in body)
        or _omitted(plain, body)
        or _placeholder(plain, by_tool)
        or Body("text", plain, by_tool=by_tool and not edited)
    )
    if edited:
        found = Body(found.kind, found.text, edited=True, deleted=found.deleted)
    return found


PHRASE_TAILS: Final = frozenset(
    tail
    for phrase in (*DELETED, *WAITING, *LIVE_PLACE, *OMITTING_WORDS)
    for tail in (phrase[-2:], phrase[-1] + ".", phrase[-1] + "。")
)
"""The last two characters of everything that `is_short_phrase` knows: a first look that costs nothing."""


def is_short_phrase(body: str) -> bool:
    """Whether a body without marks or brackets is one of the phrases that WhatsApp writes."""
    phrase = body.rstrip(".。 ").lower()
    return phrase in DELETED or phrase in WAITING or phrase in LIVE_PLACE or bool(_media_phrase(phrase))


def _attached(plain: str, marked: bool) -> Body | None:
    tag = _TAG.search(plain[-320:]) or _TAG.match(plain)
    if tag and (tag[1].strip().lower() in ATTACHED or _OWN_NAME.match(tag[2]) or (marked and "." in tag[2])):
        words = plain.replace(tag[0], "", 1).strip()
        return Body(_kind_of(tag[2]), words or None)
    head, _line, rest = plain.partition("\n")
    line = _FILE_LINE.fullmatch(head) if head[-1:] in {")", ">"} else None
    if line and (marked or _OWN_NAME.match(line[1]) or any(word in line[2].lower() for word in ATTACHED)):
        return Body(_kind_of(line[1]), rest.strip() or None)
    return None


def _kind_of(name: str) -> str:
    """By the file's name: WhatsApp's stickers are WebP pictures."""
    upper = name.upper()
    if upper.endswith(".WEBP") or "-STICKER-" in upper or upper.startswith("STK-"):
        return "sticker"
    return kind_of_file(name)


def _omitted(plain: str, body: str) -> Body | None:
    tag = _OMITTED_TAG.match(plain)
    if tag:
        phrase = tag[1].lower()
        kind = "other" if phrase in OMITTED else _media_phrase(phrase)
        if kind is None:
            return None
        rest = plain[tag.end() :].strip()
        if kind == "other" and _BARE_NAME.fullmatch(rest):
            return Body(_kind_of(rest), None)
        return Body(kind, rest or None)
    before, mark, last = body.rpartition("\u200e")
    kind = _media_phrase(last.strip("\n .。").lower()) if mark else None
    if kind:  # `rules.pdf • 3 pages document omitted`, or a caption and what it belonged to
        words = MARK.sub("", before).strip()
        return Body(kind, None if " • " in words else words or None)
    head, _line, rest = plain.partition("\n")
    kind = _media_phrase(head.lower().rstrip(".。"))
    return Body(kind, rest.strip() or None) if kind else None


def _media_phrase(phrase: str) -> str | None:
    """The kind that `image omitted` names in any language, None where it is no such phrase."""
    if len(phrase) > _LONGEST_PHRASE:
        return None
    omitting = OMITTING.search(phrase)
    if omitting is None:
        return None
    named = (phrase[: omitting.start()] + phrase[omitting.end() :]).strip(" .。")
    for kind, pattern in MEDIA.items():
        if pattern.fullmatch(named):
            return kind
    return None


def _placeholder(plain: str, by_tool: bool) -> Body | None:
    """Deleted, poll, place, call, and what stands for a row without words."""
    if not plain or plain == "null":  # Android writes null for what may be seen once
        return Body("other", None)
    if len(plain) <= 160:
        phrase = plain.rstrip(".。 ").lower()
        if phrase in DELETED or _BY_ADMIN.fullmatch(phrase):
            return Body("other", None, deleted=True)
        if phrase in WAITING or (by_tool and _SEEN_ONCE.fullmatch(phrase)):
            return Body("other", None)
        if by_tool and any(phrase.startswith(call) for call in MISSED_CALL):
            return Body("call", None)
        if phrase in LIVE_PLACE or _PLACE.fullmatch(plain):
            return Body("location", None)
    return Body("poll", None) if _is_poll(plain) else None


def _is_poll(plain: str) -> bool:
    """A heading, the question, and options that all begin with one word and end with their votes."""
    lines = plain.split("\n")
    if not 3 <= len(lines) <= 40 or len(lines[0]) > 21 or lines[0].rstrip()[-1:] not in {":", "："}:
        return False
    last = _OPTION.fullmatch(lines[-1][:600])
    first = next((n for n, line in enumerate(lines[2:], 2) if last and line.startswith(last[1])), None)
    return first is not None and all(_OPTION.fullmatch(line[:600]) for line in lines[first:])
