"""The entries of a text log: one by one, or by columns."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from closeknit.carriers.wechat.clock import wall_seconds
from closeknit.carriers.wechat.transcript import Transcript, plain
from closeknit.records.instant import MICRO
from closeknit.sources import Source
from closeknit.sources.entries import cut_entries
from closeknit.sources.stamps import read_alike

_NEVER: Final = -(1 << 62)
_SECONDS: Final = {f":{second:02}": second * MICRO for second in range(60)}
_MOST_MINUTES: Final = 50_000


Head = dict[str, Any]
"""Name of a group in the head → what it matched, None where nothing."""


def bodies(source: Source, header: re.Pattern[str]) -> Iterator[tuple[Head | None, str, int]]:
    """(head, what follows it up to the next head, number of the head's line).

    The head is None for words that stand before the first one, or in a piece that has none.
    """
    for entries in cut_entries(source, header):
        if entries.before.strip():
            yield None, entries.before, entries.line
        columns = {name: entries.groups[at - 1] for name, at in header.groupindex.items()}
        for row, (body, line) in enumerate(zip(entries.bodies, entries.lines)):
            yield {name: column[row] for name, column in columns.items()}, body, line


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
    minutes = Minutes(_on_the_wall)
    for entries in cut_entries(source, header):
        if entries.before.strip():
            transcript.issue(entries.line, "bad-row", entries.before.strip(), lost=True)
        stamps, names = entries.groups
        if trim:
            names = [name.strip() for name in names]
        texts = [body.strip("\n") for body in entries.bodies]
        times = minutes.times(stamps)
        odd = [row for row, words in enumerate(plain(texts)) if times[row] is None or not words]
        for row in transcript.say_but(odd, times, names, texts, time_texts=stamps):
            if times[row] is None:
                transcript.issue(entries.lines[row], "bad-time", stamps[row])
            yield Odd(times[row], stamps[row], names[row], entries.bodies[row])


class Minutes(dict[str, int]):
    """Reads wall times that all end in seconds, each minute once. `read` gives microseconds, None where never."""

    def __init__(self, read: Callable[[str], int | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, minute: str) -> int:
        found = self._read(f"{minute}:00")
        if len(self) > _MOST_MINUTES:
            self.clear()
        self[minute] = found = _NEVER if found is None else found
        return found

    def times(self, stamps: list[str]) -> list[int | None]:
        """Microseconds of each, None where there is no such time."""
        alike = read_alike(stamps)
        if alike is not None:
            return alike.micros.tolist()  # type: ignore[no-any-return]
        found = [self[stamp[:-3]] + _SECONDS.get(stamp[-3:], _NEVER) for stamp in stamps]
        return [None if time < _NEVER // 2 else time for time in found]


def _on_the_wall(stamp: str) -> int | None:
    try:
        return wall_seconds(stamp)
    except ValueError:
        return None
