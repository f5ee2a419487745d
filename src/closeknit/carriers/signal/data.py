"""signal-export's `data.json`: JSON Lines, a message each."""

import re
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_lines

ROW: Final = re.compile(r'\s*\{"date": ?"[\d:T.+ -]{16,40}", ?"sender": ?"[^\n]{0,60000}?"body": ?(?:"|null)')
NOBODY: Final = "No-Sender"
"""Who sent what signal-export found no contact for, notices of the group among it."""
ME: Final = "Me"


class _File(Struct, gc=False):
    name: str | None = None
    path: str | None = None


class _Row(Struct):
    date: str
    sender: str | None = None
    body: str | None = None
    quote: str | None = None
    sticker: Any = None
    reactions: list[tuple[str | None, str | None]] | None = None
    attachments: list[_File] | None = None
    edits: list[Any] | None = None
    deleted: bool = False
    call: bool = False
    missed: bool = False


def read(source: Source, options: ReadOptions, chat: str) -> History:
    """The history of the chat of that name."""
    builder = MessageBuilder("signal", source.path, options, wall=True)
    builder.channel(chat)

    def on_bad(line: int, detail: str) -> None:
        builder.issue(line, "bad-json", detail, lost=True)

    count = 0
    for rows in json_lines(source, _Row, on_bad=on_bad):
        for row in rows:
            count += 1
            _take(row, builder, count)
    return builder.finish()


def _take(row: _Row, builder: MessageBuilder, count: int) -> None:
    time = instant = None
    try:
        when = datetime.fromisoformat(row.date)
        time, instant = micros(when), when.tzinfo is not None
    except (ValueError, OverflowError):
        builder.issue(count, "bad-time", row.date)
    text = None if row.deleted or row.call else (row.body or "").strip() or None
    quoted = unquoted(row.quote) if row.quote else None
    kind = _kind(row, text)
    is_notice = kind == "other" and row.sender == NOBODY and not row.deleted
    names: dict[str, list[str]] = {}
    for name, sign in row.reactions or ():
        names.setdefault(sign or "", []).append(named(name, builder.options) or "?")
    builder.add(
        time=time,
        instant=instant,
        time_text=None if instant else row.date,
        author=named(row.sender, builder.options),
        text=text,
        kind="system" if is_notice else kind,
        event="notice" if is_notice else None,
        is_reply=bool(row.quote),
        quoted=quoted,
        reactions=[{"reaction": sign, "count": len(by), "by": by} for sign, by in names.items()] or None,
        is_edited=bool(row.edits),
        is_deleted=row.deleted,
    )


def named(name: str | None, options: ReadOptions) -> str | None:
    """The name under which a sender is known; None for nobody."""
    return (options.me or ME) if name == ME else None if name == NOBODY else name or None


def unquoted(quote: str) -> str | None:
    """The words of a quote without its signs."""
    return "\n".join(line.lstrip("> ") for line in quote.strip().split("\n")).strip() or None


def _kind(row: _Row, text: str | None) -> str:
    if row.deleted:
        return "other"
    if row.call or row.missed:
        return "call"
    if row.sticker:
        return "sticker"
    if row.attachments:
        return kind_of_file(row.attachments[0].name or row.attachments[0].path or "")
    return "text" if text else "other"
