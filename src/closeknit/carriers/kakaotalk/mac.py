"""The Mac's CSV: `Date,User,Message`."""

import re
from typing import Final

from closeknit.carriers.kakaotalk.phrases import read_event
from closeknit.carriers.kakaotalk.reader import add_message, chat_name
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.delimited import rows_of
from closeknit.text.moments import Moments

HEADER: Final = re.compile(r'"?Date"?,"?User"?,"?Message"?[ \t]*\n')


def read_csv(source: Source, options: ReadOptions) -> History:
    """The history of one chat, called by the file's name."""
    builder = MessageBuilder("kakaotalk", source.path, options, wall=True)
    builder.channel(chat_name(source))
    moments = Moments()

    def bad(line: int, words: str) -> None:
        builder.issue(line, "bad-row", words, lost=True)

    rows = rows_of(source.text_blocks(), ",", bad)
    next(rows, None)
    for line, cells in rows:
        if len(cells) != 3:
            if any(cells):
                bad(line, ",".join(cells))
            continue
        written, name, words = cells
        moment = moments.read(written)
        if isinstance(moment, str):
            builder.issue(line, "bad-time", written)
        time = None if isinstance(moment, str) else moment.micros
        event = read_event(words)
        if event is not None and (not name or event[2] in {name, None} or words.startswith(name)):
            builder.add(time=time, time_text=written, author=event[2], text=words, kind=event[0], event=event[1])
        else:
            add_message(builder, name, words.strip(), time, written)
    return resolve_names(builder.finish())
