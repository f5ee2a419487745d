"""Rows of delimited text, streamed; a quote that nobody closes costs one row and not the rest of the file."""

import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain, islice
from operator import itemgetter
from typing import Final

Row = list[str]

LONGEST_LINE: Final = 1 << 20
"""Characters of one line; what is longer is no row of messages."""
MOST_LINES: Final = 2000
"""Lines of one record: after so many, a quote was left open."""
TOLD: Final = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""Excel's own first line that names the delimiter."""
_LONGEST_RECORD: Final = 4 << 20
_END: Final = "\x1e"
_CELLS: Final = itemgetter(1)


def rows_of(blocks: Iterable[str], delimiter: str, on_bad: Callable[[int, str], None]) -> Iterator[tuple[int, Row]]:
    """(line, cells) of each record; `on_bad(line, words)` is told of lines that are none.

    Where a record does not end within `MOST_LINES`, or before the file does, or has a cell that Python's csv
    refuses (beyond 131,072 characters), its first line is bad and the others are read each for itself. So no
    character is read more than a few times, whatever stands in the file.
    """
    held: list[str] = []
    number = 1
    for block in blocks:
        lines = held + _lines(block, number + len(held), on_bad)
        rows = _one_a_line(lines, delimiter)
        if rows is not None:
            yield from filter(_CELLS, enumerate(rows, number))
            held = []
            number += len(lines)
            continue
        at = 0
        while at < len(lines):
            begin, at = yield from _whole_records(lines, at, number, delimiter)
            if at == len(lines) and at - begin <= MOST_LINES and sum(map(len, lines[begin:])) <= _LONGEST_RECORD:
                break
            yield from _each_alone(lines[begin:at], number + begin, delimiter, on_bad)
            begin = at
        else:
            begin = len(lines)
        held = lines[begin:]
        number += begin
    yield from _each_alone(held, number, delimiter, on_bad)


def _lines(block: str, number: int, on_bad: Callable[[int, str], None]) -> list[str]:
    """The lines with their ends; one that no message can be is bad, and left blank."""
    lines = list(io.StringIO(block, newline="\n"))
    if len(block) > LONGEST_LINE and max(map(len, lines)) > LONGEST_LINE:
        for at, line in enumerate(lines):
            if len(line) > LONGEST_LINE:
                on_bad(number + at, line)
                lines[at] = "\n"
    if number == 1 and lines and TOLD.fullmatch(lines[0]):
        lines[0] = "\n"
    return lines


def _one_a_line(lines: list[str], delimiter: str) -> list[Row] | None:
    """The records where each line is one, as in nearly all of a file; None where one has several lines or is none."""
    try:
        rows = list(csv.reader(chain(lines, [_END]), delimiter=delimiter))
    except csv.Error:
        return None
    return rows[:-1] if len(rows) == len(lines) + 1 else None


def _whole_records(
    lines: list[str], at: int, number: int, delimiter: str
) -> Generator[tuple[int, Row], None, tuple[int, int]]:
    """Give the records that begin and end in lines[at:], `number` being the line number of lines[0].

    Returns the place where an unfinished one begins and the place behind the last line taken; both are the
    end where all is finished.
    """
    reader = csv.reader(chain(islice(lines, at, None), [_END]), delimiter=delimiter)
    begin, last = at, at
    held: Row = []
    try:
        for row in reader:
            if held:
                yield number + last, held
            last, begin, held = begin, at + reader.line_num, row
            if begin - last > MOST_LINES:
                return last, min(begin, len(lines))
    except csv.Error:
        if held:
            yield number + last, held
        return begin, min(at + reader.line_num, len(lines))
    # What is held is the mark of the end: a record of its own, or swallowed by a quote that is still open.
    return len(lines) if held == [_END] else last, len(lines)


def _each_alone(
    lines: list[str], number: int, delimiter: str, on_bad: Callable[[int, str], None]
) -> Iterator[tuple[int, Row]]:
    for at, line in enumerate(lines):
        row = None if not at or line.count('"') % 2 else _alone(line, delimiter)
        if row is None:
            on_bad(number + at, line)
        elif row:
            yield number + at, row


def _alone(line: str, delimiter: str) -> Row | None:
    try:
        return next(csv.reader([line.removesuffix("\n")], delimiter=delimiter), [])
    except csv.Error:
        return None
