"""The entries of a text log one by one: head, body, line."""

import re
from collections.abc import Iterator

from closeknit.sources import Source
from closeknit.sources.entries import split_entries


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
