"""Rows of delimited text, streamed; a quote that nobody closes costs one row and not the rest of the file."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Self

from closeknit.carriers.table.columns import find_header
from closeknit.sources import Source
from closeknit.sources.source import HEAD

Row = list[str]

DELIMITERS: Final = ("\t", ";", ",")
LONGEST_LINE: Final = 1 << 20
"""Characters of one line; what is longer is no row of messages."""
MOST_LINES: Final = 2000
"""Lines of one record: after so many, a quote was left open."""
_TOLD: Final = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""Excel's own first line that names the delimiter."""


def find_delimiter(source: Source) -> str | None:
    """The delimiter under which a header is found, the one that names most columns; None where none does."""
    told = _TOLD.match(source.head_text)
    scored = []
    for rank, delimiter in enumerate([told[1]] if told else DELIMITERS):
        header = find_header(head_rows(source, delimiter))
        if header:
            scored.append((header.score, -rank, delimiter))
    return max(scored)[2] if scored else None


def likeliest_delimiter(source: Source) -> str:
    """The delimiter that splits the first lines most evenly; for tables whose columns are given by hand."""
    told = _TOLD.match(source.head_text)
    if told:
        return told[1]

    def evenness(delimiter: str) -> int:
        widths = [len(row) for row in head_rows(source, delimiter)[:50]]
        return max((widths.count(width) for width in widths if width > 1), default=0)

    return max(DELIMITERS, key=evenness)


def head_rows(source: Source, delimiter: str, most: int = 500) -> list[Row]:
    """The first rows; where the head is cut, without the last one, which may be cut too."""
    rows: list[Row] = []
    for _line, row in rows_of([source.head_text], delimiter, lambda line, words: None):
        rows.append(row)
        if len(rows) >= most:
            return rows
    return rows[:-1] if len(source.head) >= HEAD and len(rows) > 1 else rows


def rows_of(blocks: Iterable[str], delimiter: str, on_bad: Callable[[int, str], None]) -> Iterator[tuple[int, Row]]:
    """(line, cells) of each record; `on_bad(line, words)` is told of lines that are none.

    Where a record does not end within `MOST_LINES`, in a cell that Python's csv still takes (131,072
    characters), or before the file does, its first line is bad and the others are read each for itself. So no
    character is read more than twice.
    """
    lines = _Lines(blocks)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Endless):
            first = lines.number - len(lines.taken) + 1
            on_bad(first, lines.taken[0])
            for number, line in enumerate(lines.taken[1:], first + 1):
                alone = _alone(line, delimiter)
                if alone is None:
                    on_bad(number, line)
                elif alone:
                    yield number, alone
            lines.taken = []
            reader = csv.reader(lines, delimiter=delimiter)
            continue
        number = lines.number - len(lines.taken) + 1
        lines.taken = []
        if row and not (number == 1 and len(row) <= 2 and row[0].lower().startswith("sep=")):
            yield number, row


def _alone(line: str, delimiter: str) -> Row | None:
    if line.count('"') % 2 or len(line) > LONGEST_LINE:
        return None
    try:
        return next(csv.reader([line.removesuffix("\n")], delimiter=delimiter), [])
    except csv.Error:
        return None


class _Endless(Exception):
    """A record that does not end."""


class _Lines:
    """The lines with their ends, and those that the record in hand has taken."""

    def __init__(self, blocks: Iterable[str]) -> None:
        self._blocks = iter(blocks)
        self._block: Iterator[str] = iter(())
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _Endless
        line = next(self._block, None)
        while line is None:
            block = next(self._blocks, None)
            if block is None:
                if self.taken:
                    raise _Endless  # a quote is open at the end of the file
                raise StopIteration
            self._block = iter(io.StringIO(block, newline="\n"))
            line = next(self._block, None)
        self.number += 1
        self.taken.append(line)
        if len(line) > LONGEST_LINE:
            raise _Endless
        return line
