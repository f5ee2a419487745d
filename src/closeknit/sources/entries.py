"""Cuts a text log into entries, each a head line with whatever follows until the next head."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from closeknit.sources.source import Source

PIECE: Final = 1 << 18
"""Bytes taken at once: the strings of larger pieces fall out of the processor's cache."""
LONGEST_ENTRY: Final = 16 << 20
"""Characters after which an entry is given as it stands: no message is as long, and memory stays bounded."""


def whole_entries(source: Source, header: re.Pattern[str], size: int = PIECE) -> Iterator[tuple[str, int]]:
    """The log in pieces of whole entries, of about `size` bytes: (text, line number of its first line).

    `header` matches at the start of a line. What stands before the first entry of the file is in the first
    piece; a file without any entry gives one piece.
    """
    held = ""
    line = 1
    for block in source.text_blocks(size):
        text = held + block if held else block
        cut = _last_head(text, header, len(held))
        if cut <= 0 and len(text) < LONGEST_ENTRY:
            held = text
            continue
        piece, held = (text[:cut], text[cut:]) if cut > 0 else (text, "")
        yield piece, line
        line += piece.count("\n")
    if held:
        yield held, line


def _last_head(text: str, header: re.Pattern[str], since: int) -> int:
    """Where the last entry begins, at or after the line that begins at `since`; -1 where none does."""
    end = len(text)
    while end > since:
        start = text.rfind("\n", since, end - 1) + 1 or since
        if header.match(text, start):
            return start
        end = start
    return -1


class Entries:
    """The entries of a piece of a log, by columns.

    `before` is what stands before the first entry, `groups` has a list for each group of the header, and `bodies`
    what follows each head up to the next one, its line end included.
    """

    def __init__(self, text: str, line: int, header: re.Pattern[str]) -> None:
        self.text = text
        self.line = line
        self._header = header
        step = header.groups + 1
        found: list[Any] = header.split(text)
        self.before: str = found[0]
        self.groups: list[list[Any]] = [found[at::step] for at in range(1, step)]
        self.bodies: list[str] = found[step::step]

    def __len__(self) -> int:
        return len(self.bodies)

    @cached_property
    def lines(self) -> list[int]:
        """The line number of each head."""
        line, at, found = self.line, 0, []
        for match in self._header.finditer(self.text):
            line, at = line + self.text.count("\n", at, match.start()), match.start()
            found.append(line)
        return found


def cut_entries(source: Source, header: re.Pattern[str]) -> Iterator[Entries]:
    """The log in pieces of whole entries, cut by columns; see `whole_entries`."""
    for text, line in whole_entries(source, header):
        yield Entries(text, line, header)
