"""Cuts a text log into entries, each a head line with whatever follows until the next head."""

import re
from collections.abc import Iterator
from typing import Final

from closeknit.sources.source import Source

LONGEST_ENTRY: Final = 16 << 20
"""Characters after which an entry is given as it stands: no message is as long, and memory stays bounded."""


def split_entries(source: Source, header: re.Pattern[str]) -> Iterator[tuple[str, list[re.Match[str]], int]]:
    """The log in pieces of whole entries: (text, matches of `header` in it, line number of its first line).

    `header` is compiled with re.MULTILINE and anchored with ^. The body of matches[i] runs from its end to
    the start of matches[i + 1], or to the end of the text. What stands before the first match of the file is
    given once, in front of the first piece. A file without any match gives one piece with no matches.
    """
    held = ""
    line = 1
    for block in source.text_blocks():
        text = held + block if held else block
        matches = list(header.finditer(text))
        if not matches or (len(matches) == 1 and len(text) < LONGEST_ENTRY):
            if len(text) >= LONGEST_ENTRY:
                yield text, matches, line
                line += text.count("\n")
                held = ""
            else:
                held = text
            continue
        cut = matches[-1].start() if len(matches) > 1 else len(text)
        if len(matches) > 1:
            matches.pop()
        piece = text[:cut]
        yield piece, matches, line
        line += piece.count("\n")
        held = text[cut:]
    if held:
        yield held, list(header.finditer(held)), line


def line_of(text: str, position: int, line: int) -> int:
    """Line number of a position in a piece that begins on `line`."""
    return line + text.count("\n", 0, position)
