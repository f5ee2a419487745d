"""The entries of a text log: one by one, or by columns."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from closeknit.carriers.wechat.clock import wall_seconds
from closeknit.carriers.wechat.transcript import Transcript, is_plain
from closeknit.records.instant import MICRO
from closeknit.sources import Source
from closeknit.sources.entries import line_of, split_entries, whole_entries

_PIECE: Final = 1 << 18
"""Bytes taken at once: the strings of larger pieces fall out of the processor's cache."""


def bodies(source: Source, header: re.Pattern[str]) -> Iterator[tuple[re.Match[str] | None, str, int]]:
    """(match of the head, what follows it up to the next head, number of the head's line).

    The head is None for words that stand before the first one, or in a piece that has none.
    """
    for text, heads, first in split_entries(source, header):
        start = heads[0].start() if heads else len(text)
        if text[:start].strip():
            yield None, text[:start], first
        line, counted = first, 0
        for number, head in enumerate(heads):
            line += text.count("\n", counted, head.start())
            counted = head.start()
            end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
            yield head, text[head.end() : end], line


class Odd(NamedTuple):
    """An entry that is perhaps more than somebody's plain words; `time` is None where it was never."""

    time: int | None
    time_text: str
    name: str
    body: str


def plain_and_odd(source: Source, header: re.Pattern[str], transcript: Transcript, *, trim: bool) -> Iterator[Odd]:
    """Take the plain entries of a log into the transcript, by columns, and give the others, all in their order.

    `header` has two groups: the wall time, as `YYYY-MM-DD HH:MM:SS`, and the name, which is
    rid of white space around it where `trim`. Impossible times, and what stands before the first entry, are told.
    """
    minutes = _Minutes()
    for text, line in whole_entries(source, header, _PIECE):
        head, *found = header.split(text)
        if head.strip():
            transcript.issue(line, "bad-row", head.strip(), lost=True)
        stamps, names, raw = found[0::3], list(map(str.strip, found[1::3])) if trim else found[1::3], found[2::3]
        texts = [body.strip("\n") for body in raw]
        times = [minutes[stamp[:16]] + _SECONDS.get(stamp[16:], _NEVER) for stamp in stamps]
        odd = [row for row, body in enumerate(texts) if not is_plain(body) or times[row] < 0]
        start = 0
        for row in odd:
            if start < row:
                part = slice(start, row)
                transcript.say_plainly(times[part], names[part], texts[part], stamps[part])
            start = row + 1
            time = times[row] if times[row] >= 0 else None
            if time is None:
                place = next(match.start() for i, match in enumerate(header.finditer(text)) if i == row)
                transcript.issue(line_of(text, place, line), "bad-time", stamps[row])
            yield Odd(time, stamps[row], names[row], raw[row])
        if start < len(texts):
            transcript.say_plainly(times[start:], names[start:], texts[start:], stamps[start:])


_NEVER: Final = -(1 << 62)
_SECONDS: Final = {f":{second:02}": second * MICRO for second in range(60)}


class _Minutes(dict[str, int]):
    """`YYYY-MM-DD HH:MM` → microseconds on the wall clock, far below zero where there is no such minute."""

    def __missing__(self, minute: str) -> int:
        try:
            found = wall_seconds(f"{minute}:00")
        except ValueError:
            found = _NEVER
        if len(self) > 50_000:
            self.clear()
        self[minute] = found
        return found
