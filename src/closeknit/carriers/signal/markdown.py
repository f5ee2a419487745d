"""signal-export's `chat.md`, for folders in which `data.json` is missing."""

import re
from datetime import datetime
from typing import Final

from closeknit.carriers.signal.data import named, unquoted
from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import line_of, split_entries

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
    for text, heads, line in split_entries(source, HEAD):
        for at, head in enumerate(heads):
            end = heads[at + 1].start() if at + 1 < len(heads) else len(text)
            _take(builder, head, text[head.end() : end], line_of(text, head.start(), line) if _is_odd(head) else 0)
    return builder.finish()


def _is_odd(head: re.Match[str]) -> bool:
    return _time(head) is None


def _time(head: re.Match[str]) -> int | None:
    try:
        return micros(datetime.fromisoformat(f"{head[1]} {head[2]}"))
    except ValueError:
        return None


def _take(builder: MessageBuilder, head: re.Match[str], body: str, line: int) -> None:
    time = _time(head)
    if time is None:
        builder.issue(line, "bad-time", f"{head[1]} {head[2]}")
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
        time=time,
        precision="second" if head[2].count(":") == 2 else "minute",
        time_text=f"{head[1]} {head[2]}",
        author=named(head[3], builder.options),
        text=words or None,
        kind=kind,
        is_reply=quoted is not None,
        quoted=quoted,
        reactions=[{"reaction": sign, "count": len(by), "by": by} for sign, by in names.items()] or None,
        is_deleted=is_deleted,
    )
