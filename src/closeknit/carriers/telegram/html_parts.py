"""The parts of a message in the HTML form."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from selectolax.lexbor import LexborNode

from closeknit.records.instant import micros

_TITLE = re.compile(r'<div class="page_header.{0,400}?<div class="text bold">\s*(.{0,400}?)\s*</div>', re.DOTALL)
_VIA = re.compile(r"\s+via @\w+$")
_STAMP = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4}) (\d\d?):(\d\d):(\d\d)(?: UTC([+-])(\d\d):?(\d\d))?")
_CLASSES = {
    "photo_wrap": "image",
    "media_photo": "image",
    "sticker_wrap": "sticker",
    "animated_wrap": "image",
    "media_animation": "image",
    "video_file_wrap": "video",
    "media_video": "video",
    "media_voice_message": "voice",
    "media_audio_file": "file",
    "media_file": "file",
    "media_contact": "contact",
    "media_location": "location",
    "media_live_location": "location",
    "media_venue": "location",
    "media_call": "call",
    "media_poll": "poll",
    "media_game": "other",
    "media_invoice": "other",
}
_TITLES = {
    "Sticker": "sticker",
    "Animation": "image",
    "Photo": "image",
    "Video file": "video",
    "Video message": "video",
    "Voice message": "voice",
}
"""What stands in place of media that were not exported."""
_NOBODY = "Deleted Account"
"""In the place of a name where the account was deleted; nobody can tell them apart."""
_EVENTS = (
    # Titles first, for anything may stand in them; then what only looks like somebody who came or went.
    (re.compile(r"(.+?) created topic .+", re.DOTALL), "system", "topic-created"),
    (re.compile(r"(.+?) (?:created (?:group|channel)) .+", re.DOTALL), "system", "create"),
    (re.compile(r"(.+?) changed (?:group|channel) (?:title|name) .+", re.DOTALL), "system", "rename"),
    (re.compile(r"(.+?) changed topic .+", re.DOTALL), "system", "topic-edited"),
    (re.compile(r"(.+?) (?:changed|removed|deleted) (?:group|channel) photo", re.DOTALL), "system", "photo"),
    (re.compile(r"(.+?) invited .+ to the (?:voice|video) chat", re.DOTALL), "system", "call"),
    (re.compile(r"(.+?) joined (?:the )?(?:group|channel) (?:by|via)\b.*", re.DOTALL), "join", "join"),
    (re.compile(r"(.{1,300}) invited \1", re.DOTALL), "join", "join"),  # by themselves
    (re.compile(r"(.{1,300}) removed \1", re.DOTALL), "leave", "leave"),
    (re.compile(r".+? invited (.+)", re.DOTALL), "join", "invite"),
    (re.compile(r"(.+?) left (?:the )?(?:group|channel)\.?"), "leave", "leave"),
    (re.compile(r".+? removed (.+)", re.DOTALL), "leave", "remove"),
    (re.compile(r"(.+?) pinned .+", re.DOTALL), "system", "pin"),
    (re.compile(r"(.+?) converted .+ supergroup", re.DOTALL), "system", "migrate"),
)


def page_title(head: str) -> str | None:
    """The chat's name from the head of its page."""
    match = _TITLE.search(head)
    return unescape(match[1]).strip() or None if match else None


def name_in(node: LexborNode) -> str | None:
    """The name at the head of a body, without the bot it was written through and without a date; None where none
    stands, or that of all deleted accounts."""
    for child in node.iter():
        if "from_name" in (child.attributes.get("class") or "").split():
            words = "".join(
                part.text(deep=True)
                for part in child.iter(include_text=True)
                if part.tag != "span" or "date" not in (part.attributes.get("class") or "")
            )
            name = _VIA.sub("", " ".join(words.split()))
            return None if name == _NOBODY else name or None
    return None


def body_text(node: LexborNode | None) -> str | None:
    """The words of a block, with its line breaks; None where it has none."""
    if node is None:
        return None
    parts: list[str] = []
    for child in node.traverse(include_text=True):
        if child.tag == "-text":
            parts.append(child.text_content or "")
        elif child.tag == "br":
            parts.append("\0")
    # The exporter breaks and indents its lines; a line break of the author is <br>, a blank his own.
    return "".join(parts).strip("\n ").replace("\n", " ").replace("\0", "\n").strip("\n ") or None


def instant(title: str) -> tuple[int | None, bool]:
    """Microseconds of a `title`, and whether they are wall time for want of an offset."""
    match = _STAMP.match(title)
    if match is None:
        return None, False
    day, month, year, hour, minute, second = (int(match[i]) for i in range(1, 7))
    try:
        wall = micros(datetime(year, month, day, hour, minute, second))  # noqa: DTZ001 - a wall time
    except ValueError:
        return None, False
    if match[7] is None:
        return wall, True
    shift = timedelta(hours=int(match[8]), minutes=int(match[9])) // timedelta(microseconds=1)
    return wall - (shift if match[7] == "+" else -shift), False


def media_kind(body: LexborNode) -> str | None:
    """What is attached, by the class of its box; by the box's title where the file was left out."""
    wrap = body.css_first("div.media_wrap")
    if wrap is None:
        return None
    title = wrap.css_first("div.title")
    told = _TITLES.get(" ".join(title.text().split())) if title else None
    if told:
        return told
    for node in wrap.traverse():
        for name in (node.attributes.get("class") or "").split():
            if name in _CLASSES:
                return _CLASSES[name]
    return None


def mentions(body: LexborNode) -> list[str] | None:
    """User names and names that are marked in the text."""
    text = body.css_first("div.text")
    found = []
    for link in text.css("a") if text else ():
        words = link.text().strip()
        if "ShowMentionName" in (link.attributes.get("onclick") or "") or (
            words.startswith("@") and "t.me/" in (link.attributes.get("href") or "")
        ):
            found.append(words.removeprefix("@"))
    return [name for name in found if name] or None


def reactions(body: LexborNode) -> list[dict[str, Any]] | None:
    """Signs with their counts; where few gave one, their pictures stand instead of a number."""
    found = []
    for node in body.css("span.reaction"):
        sign, count = node.css_first("span.emoji"), node.css_first("span.count")
        digits = count.text().strip() if count else ""
        number = int(digits[:9]) if digits.isascii() and digits.isdigit() else len(node.css("div.userpic"))
        words = sign.text().strip() if sign else ""
        found.append({"reaction": words, "count": max(number, 1), "by": []})
    return found or None


def event_of(words: str) -> tuple[str, str, str | None]:
    """Kind, event and subject of a service line. The export writes them in English whatever the language."""
    line = " ".join(words.split())
    for pattern, kind, event in _EVENTS:
        match = pattern.fullmatch(line)
        if match:
            subject = match[1].strip()
            several = event == "invite" and (", " in subject or " and " in subject)
            return kind, event, None if several or subject == _NOBODY else subject
    return "system", "other", None
