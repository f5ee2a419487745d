"""Element's plain text: `time - name: words`, the time as the browser writes it in its own language.

Replies carry the beginning of the words answered: `<@lisi:example.org "大家好"> 收到`. Events and media are
sentences in the language of Element; English is told, and what is not known is an event.
"""

import re
from functools import lru_cache
from typing import Any, Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import cut_entries
from closeknit.text.days import Order
from closeknit.text.moments import MICRO, Moments, learn_order

_DATE: Final = (
    r"(?:[A-Z][a-z]{2}, )?(?:[A-Z][a-z]{2,8} \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}"
    r"|\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}\.?|\d{4}年\d{1,2}月\d{1,2}日)"
)
_CLOCK: Final = r"(上午|下午|午前|午後|오전|오후)? ?(\d{1,2})[:.](\d\d)[:.](\d\d)(?:[ \u202f]([AaPp])\.?[Mm]\.?)?"
HEAD: Final = re.compile(rf"^(({_DATE})[, ]{{1,2}}{_CLOCK}) - ", re.MULTILINE)
"""A line's time has seconds, which tells it from other logs that write `time - name: words`."""
_LATE: Final = frozenset(["下午", "午後", "오후", "p", "P"])
_NEVER: Final = -(1 << 62)
"""Stands for a part of a time that does not exist; a sum with it stays below half of it."""
_MARKED: Final = LIKELY + 10
"""WhatsApp has lines of this shape in some languages, and none of the marks."""
_NAMED: Final = re.compile(r"^matrix - .+ - Chat Export", re.IGNORECASE)
_MARKS: Final = re.compile(
    r"<@[^<>\s]{1,200}:[^<>\s]{1,200}(?: \"[^\n]{0,40}\")?> | (?:joined|left|created and configured) the room\b"
    r"| invited [^\n]{1,120}$| sent an image\.|^[^\n]{10,40} - @[\w.=/-]{1,100}:[\w.-]{1,100}[: ]",
    re.MULTILINE,
)
_REPLY: Final = re.compile(r"<([^<>\n]{1,255}?)(?: \"([^\n]{0,40}?)\")?> ")
_MEDIA: Final = re.compile(
    r"(.{1,120}?) sent (?:an? )?(image|video|audio file|voice message|file|sticker|location)\b[^\n]{0,200}"
)
_OMITTED: Final = re.compile(
    r" ?\((?:File Attached|Media omitted(?: - file size limit exceeded)?|Error fetching file)\)$"
)
_MEDIA_KINDS: Final = {"audio file": "voice", "voice message": "voice"}
_EVENTS: Final = tuple(
    (re.compile(shape), kind, event)
    for shape, kind, event in (
        (r"(.{1,120}?) joined the room\b.*", "join", "join"),
        (r"(.{1,120}?) accepted (?:an|the) invitation\b.*", "join", "join"),
        (r"(.{1,120}?) left the room\b.*", "leave", "leave"),
        (r".{1,120}? removed (.{1,120}?)(?:: .*)?", "leave", "kick"),
        (r".{1,120}? banned (.{1,120}?)(?:: .*)?", "leave", "ban"),
        (r"(.{1,120}?) invited .*", "system", "invite"),
        (r"(.{1,120}?) (?:changed|removed) the room name.*", "system", "rename"),
        (r"(.{1,120}?) changed the topic .*", "system", "topic"),
        (r"(.{1,120}?) (?:changed|set|removed) their (?:display name|profile picture).*", "system", "profile"),
        (r"(.{1,120}?) created (?:and configured )?(?:the|this) (?:room|DM).*", "system", "created"),
        (r"(.{1,120}?) (?:un)?pinned .*", "system", "pin"),
        (r"(.{1,120}?) (?:started|placed|ended) (?:a|the) .{0,20}call.*", "system", "call"),
    )
)


def sniff_text(source: Source) -> int:
    """How sure it is that a text is an export: by the file's name, or by what only Element writes."""
    if source.is_folder or not HEAD.match(source.head_text):
        return NO
    if _NAMED.match(source.name):
        return CERTAIN
    return _MARKED if _MARKS.search(source.head_text) else NO


def read_text(source: Source, options: ReadOptions) -> History:
    """The history of one room, called by the file's name."""
    builder = MessageBuilder("matrix", source.path, options, wall=True)
    words = source.name.rpartition(".")[0].split(" - ")
    builder.channel(
        " - ".join(words[1:-2]) if _NAMED.match(source.name) and len(words) > 3 else words[0] or source.name
    )
    order, certain = learn_order(head[2] for head in HEAD.finditer(source.head_text))
    if not certain:
        builder.issue(0, "day-or-month", (HEAD.match(source.head_text) or ["", "", ""])[2])
    clock = _Clock(order)
    for entries in cut_entries(source, HEAD):
        stamps, *parts = entries.groups
        times = clock.read_all(*parts)
        for row, time in enumerate(times):
            if time is None:
                builder.issue(entries.lines[row], "bad-time", stamps[row])
        _take(builder, times, stamps, entries.bodies)
    return resolve_names(builder.finish())


class _Clock:
    """Reads the times of heads; each day and each hour is read once."""

    def __init__(self, order: Order) -> None:
        self._moments = Moments(order)
        self._days: dict[str, int] = {}

    def read_all(
        self, days: list[str], before: list[str | None], hours: list[str], minutes: list[str], seconds: list[str],
        after: list[str | None],
    ) -> list[int | None]:  # fmt: skip
        """Microseconds on the wall clock of the groups of `HEAD`; None for a time that does not exist."""
        midnights = {day: self._midnight(day) for day in dict.fromkeys(days)}
        halves = zip(before, hours, after)
        hour_of = {written: _hour(*written) for written in dict.fromkeys(halves)}
        minute_of, second_of = _numbers(minutes, 59, 60 * MICRO), _numbers(seconds, 60, MICRO)
        parts = (
            map(midnights.__getitem__, days), map(hour_of.__getitem__, zip(before, hours, after)),
            map(minute_of.__getitem__, minutes), map(second_of.__getitem__, seconds),
        )  # fmt: skip
        return [time if time > _NEVER // 2 else None for time in map(sum, zip(*parts))]

    def _midnight(self, day: str) -> int:
        """Of a day as it is written; `_NEVER` where there is no such day."""
        if day not in self._days:
            moment = self._moments.read(day.rstrip(","))
            self._days[day] = _NEVER if isinstance(moment, str) else moment.micros
        return self._days[day]


def _hour(before: str | None, written: str, after: str | None) -> int:
    """Microseconds past midnight of an hour and the half of the day around it; `_NEVER` beyond 23."""
    hour, half = int(written), before or after
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in _LATE else 0)
    return hour * 3600 * MICRO if hour < 24 else _NEVER


def _numbers(written: list[str], most: int, unit: int) -> dict[str, int]:
    """What stands for each number, in microseconds; `_NEVER` for one above `most`."""
    return {word: int(word) * unit if int(word) <= most else _NEVER for word in set(written)}


def _take(builder: MessageBuilder, times: list[int | None], stamps: list[str], bodies: list[str]) -> None:
    """Add entries; nearly all are `name: words`, the others are looked at one by one."""
    authors: list[str | None] = []
    texts: list[str | None] = []
    sparse: dict[str, dict[int, Any]] = {}
    for row, body in enumerate(bodies):
        name, colon, words = body.partition(": ")
        author: str | None = name
        own: str | None = words.strip()
        if (
            not colon or not own or "\n" in name or (" " in name and _is_sentence(name))
            or " sent " in body or own[-1] == ")" or words[0] == "<" or body[0] == "\n"
        ):  # fmt: skip
            author, own, marks = _odd(body.strip("\n"))
            for column, value in marks.items():
                if value is not None and value is not False:
                    sparse.setdefault(column, {})[row] = value
        authors.append(author)
        texts.append(own)
    if times:
        builder.extend({"time": times, "time_text": stamps, "author": authors, "text": texts}, sparse)


def _odd(body: str) -> tuple[str | None, str | None, dict[str, Any]]:
    """(author, own words, what else there is) of an entry: a sentence about the room, a file, an answer."""
    if " sent " in body and "\n" not in body:
        sent = _MEDIA.fullmatch(_OMITTED.sub("", body))
        if sent and ": " not in sent[1]:
            return sent[1], None, {"kind": _MEDIA_KINDS.get(sent[2], sent[2])}
    name, colon, words = body.partition(": ")
    if colon and "\n" not in name and not _is_sentence(name):
        reply = _REPLY.match(words) if words.startswith("<") else None
        own = words[reply.end() :] if reply else words
        is_file = own.endswith(")") and _OMITTED.search(own) is not None
        own = (_OMITTED.sub("", own) if is_file else own).strip()
        said: dict[str, Any] = (
            {"is_reply": True, "quoted": reply[2] or None, "quoted_author": reply[1]} if reply else {}
        )
        return name or None, own or None, {"kind": "file" if is_file else "text" if own else "other", **said}
    if body.startswith("* "):  # what somebody does, said of themselves
        return None, body[2:].strip() or None, {}
    found = ((match, kind, event) for shape, kind, event in _EVENTS if (match := shape.fullmatch(body)))
    match, kind, event = next(found, (None, "system", "notice"))
    return match[1] if match else None, body or None, {"kind": kind, "event": event}


@lru_cache(1 << 12)
def _is_sentence(name: str) -> bool:
    """Whether what stands before a colon begins a sentence about the room and is nobody's name."""
    return " " in name and any(shape.match(name) for shape, _kind, _event in _EVENTS)
