"""signalbackup-tools' text: a line a message, `[Jan 05, 2024 15:04:05] <name> words`, events behind `***`."""

import re
from typing import Final

from closeknit.records.attachment import kind_of_file
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import line_of, split_entries
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
    for text, heads, line in split_entries(source, HEAD):
        for at, head in enumerate(heads):
            end = heads[at + 1].start() if at + 1 < len(heads) else len(text)
            moment = moments.read(head[1])
            if isinstance(moment, str):
                builder.issue(line_of(text, head.start(), line), moment, head[1])
            time = None if isinstance(moment, str) else moment.micros
            _take(builder, time, head, text[head.end() : end].strip())
    return builder.finish()


def _take(builder: MessageBuilder, time: int | None, head: re.Match[str], words: str) -> None:
    if head[3]:
        kind = kind_of_file(words.strip('"')) if words.startswith('"') else kind_of_file("", words[8:])
        builder.add(time=time, time_text=head[1], author=head[3], kind=kind)
    elif head[4]:
        is_poll = _POLL.match(words) is not None
        kind = "poll" if is_poll else "text" if words else "other"
        builder.add(time=time, time_text=head[1], author=head[4], text=None if is_poll else words or None, kind=kind)
    else:
        found = ((match, kind, event) for shape, kind, event in _EVENTS if (match := shape.match(words)))
        match, kind, event = next(found, (None, "system", "notice"))
        subject = match[1] if match and match.re.groups and kind != "system" else None
        builder.add(
            time=time,
            time_text=head[1],
            author=None if subject in {"You", "you"} else subject,
            text=words or None,
            kind=kind,
            event=event,
        )
