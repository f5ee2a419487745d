"""signal-export's `chat.md`, for folders in which `data.json` is missing."""

import re
from datetime import datetime
from typing import Any, Final

from closeknit.carriers.signal.data import named, unquoted
from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import cut_entries

HEAD: Final = re.compile(r"^\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d(?::\d\d)?)\] ([^\n]{1,120}?): ", re.MULTILINE)
_REACTIONS: Final = re.compile(r"\n\(- ([^\n]{1,2000}) -\)(?=\s|\Z)")
_REACTION: Final = re.compile(r"([^,][^\n]{0,80}?): ([^\s,]{1,24})(?:, |\Z)")
_STICKER: Final = re.compile(r"\n\(\( ([^\n]{1,60}) \)\)|\[[^\[\]\n]{0,60}\]\(\.\./exported_stickers/[^()\n]{1,200}\)")
_FILE: Final = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(\./(media/(?:[^()\n]|\([^()\n]{0,60}\)){1,400})\)[ ]{0,2}")
_QUOTE: Final = re.compile(r"\s*((?:^>[^\n]*\n){1,400})", re.MULTILINE)
_DELETED: Final = "(This message was deleted)"


def read(source: Source, options: ReadOptions, chat: str) -> History:
    """The history of the chat of that name."""
    builder = MessageBuilder("signal", source.path, options, wall=True)
    builder.channel(chat)
    for entries in cut_entries(source, HEAD):
        for row, (day, clock, name, body) in enumerate(zip(*entries.groups, entries.bodies)):
            time = _time(day, clock)
            if time is None:
                builder.issue(entries.lines[row], "bad-time", f"{day} {clock}")
            precision = "second" if clock.count(":") == 2 else "minute"
            when = {"time": time, "time_text": f"{day} {clock}", "precision": precision}
            _take(builder, when, named(name, builder.options), body)
    return builder.finish()


def _time(day: str, clock: str) -> int | None:
    try:
        return micros(datetime.fromisoformat(f"{day} {clock}"))
    except ValueError:
        return None


def _take(builder: MessageBuilder, when: dict[str, Any], author: str | None, body: str) -> None:
    is_deleted = body.strip() == _DELETED
    quoted = None
    if quote := _QUOTE.match(body):
        quoted, body = unquoted(quote[1]), body[quote.end() :]
    names: dict[str, list[str]] = {}
    if given := _REACTIONS.search(body):
        for name, sign in _REACTION.findall(given[1]):
            names.setdefault(sign, []).append(named(name, builder.options) or "?")
        body = body[: given.start()] + body[given.end() :]
    file, sticker = _FILE.search(body), _STICKER.search(body)
    words = "" if is_deleted else _FILE.sub("", _STICKER.sub("", body)).strip()
    kind = "sticker" if sticker else kind_of_file(file[1] or file[2]) if file else "text" if words else "other"
    builder.add(
        **when,
        author=author,
        text=words or None,
        kind=kind,
        is_reply=quoted is not None,
        quoted=quoted,
        reactions=[{"reaction": sign, "count": len(by), "by": by} for sign, by in names.items()] or None,
        is_deleted=is_deleted,
    )
