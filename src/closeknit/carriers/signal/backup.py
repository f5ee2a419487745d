"""signalbackup-tools' text: a line a message, `[Jan 05, 2024 15:04:05] <name> words`, events behind `***`."""

import re
from typing import Any, Final

from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import cut_entries
from closeknit.text.moments import Moments

HEAD: Final = re.compile(
    r"^\[([A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d:\d\d)\] (?:(\*\*\*) (?:<([^\n]{1,120}?)> sent file)?|<([^\n]{1,120}?)> )",
    re.MULTILINE,
)
_POLL: Final = re.compile(r"Poll: [^\n]*\n +\[\d+\] ")
_EVENTS: Final = (
    (re.compile(r"(.{1,80}?) joined the group\b"), "join", "join"),
    (re.compile(r".{1,80}? added (.{1,80}?)(?: to the group)?\.?$"), "join", "added"),
    (re.compile(r"(.{1,80}?) left the group\b"), "leave", "leave"),
    (re.compile(r".{1,80}? removed (.{1,80}?)(?: from the group)?\.?$"), "leave", "kick"),
    (re.compile(r"(.{1,80}?) (?:changed|edited) the (?:group name|title)"), "system", "rename"),
    (re.compile(r".*\bcall\b"), "system", "call"),
)


def read(source: Source, options: ReadOptions, chat: str) -> History:
    """The history of the chat of that name."""
    builder = MessageBuilder("signal", source.path, options, wall=True)
    builder.channel(chat)
    moments = Moments()
    for entries in cut_entries(source, HEAD):
        for row, (written, _event, file_by, said_by, body) in enumerate(zip(*entries.groups, entries.bodies)):
            moment = moments.read(written)
            if isinstance(moment, str):
                builder.issue(entries.lines[row], moment, written)
            time = None if isinstance(moment, str) else moment.micros
            _take(builder, {"time": time, "time_text": written}, file_by, said_by, body.strip())
    return builder.finish()


def _take(builder: MessageBuilder, when: dict[str, Any], file_by: str | None, said_by: str | None, words: str) -> None:
    if file_by:
        kind = kind_of_file(words.strip('"')) if words.startswith('"') else kind_of_file("", words[8:])
        builder.add(**when, author=file_by, kind=kind)
    elif said_by:
        is_poll = _POLL.match(words) is not None
        kind = "poll" if is_poll else "text" if words else "other"
        builder.add(**when, author=said_by, text=None if is_poll else words or None, kind=kind)
    else:
        found = ((match, kind, event) for shape, kind, event in _EVENTS if (match := shape.match(words)))
        match, kind, event = next(found, (None, "system", "notice"))
        subject = match[1] if match and match.re.groups and kind != "system" else None
        builder.add(
            **when,
            author=None if subject in {"You", "you"} else subject,
            text=words or None,
            kind=kind,
            event=event,
        )
