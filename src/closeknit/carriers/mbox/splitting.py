"""Cuts an mbox into mails at its separators, and at nothing that only looks like one."""

import re
from collections.abc import Iterator
from typing import Final

from closeknit.sources import Source

LONGEST_MAIL: Final = 64 << 20
"""Bytes of one mail; what stands behind them, an attachment, is passed over."""
_LINE: Final = re.compile(rb"^From ([^\n]{3,400})\n(?=>?From |[!-9;-~]{1,76}:)", re.MULTILINE)
_WEEKDAY: Final = re.compile(rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[, ]", re.IGNORECASE)
_CLOCK: Final = re.compile(rb"\b\d{1,2}:\d\d")
_YEAR: Final = re.compile(rb"\b(?:19|20)\d\d\b")
_HEADER: Final = re.compile(rb"^(?:Message-ID|Date|Received)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_END_OF_HEAD: Final = re.compile(rb"\n\r?\n")
_AHEAD: Final = 8192
"""Bytes behind a separator that must be in hand to judge it."""
_BOM: Final = b"\xef\xbb\xbf"


def first_mail(head: bytes) -> bool:
    """Whether the bytes begin with a mail behind a separator; empty lines may stand before it."""
    start = head.removeprefix(_BOM).lstrip(b"\r\n")
    found = _LINE.match(start)
    return found is not None and _is_separator(start, found)


def _is_separator(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether a line `From …` that a header follows parts two mails: it has a date, or an address and more headers.

    Sentences begin with "From" too, and some go on with a colon.
    """
    line = found[1]
    if _CLOCK.search(line) and _YEAR.search(line) and _WEEKDAY.search(line):
        return True
    if b"@" not in line.split(None, 1)[0] if line.strip() else True:
        return False
    end = _END_OF_HEAD.search(data, found.end(), found.end() + _AHEAD)
    return _HEADER.search(data[found.end() : end.start() if end else found.end() + _AHEAD]) is not None


def mails_of(source: Source) -> Iterator[tuple[bytes, int]]:
    """(mail, line number of its separator) of each mail, the separator first. Memory is that of one mail."""
    held = b""
    line, since = 1, 0
    is_first = True
    chunks = source.chunks()
    while True:
        chunk = next(chunks, None)
        if chunk is not None:
            held += chunk.removeprefix(_BOM) if is_first else chunk
            is_first = False
        known = len(held) if chunk is None else len(held) - _AHEAD
        starts = [m.start() for m in _LINE.finditer(held, since) if m.start() < known and _is_separator(held, m)]
        begin = 0
        for start in starts:
            if start > begin:
                yield held[begin:start], line
                line += held.count(b"\n", begin, start)
            begin = start
        held = held[begin:]
        since = max(5 if held.startswith(b"From ") else 0, min(len(held), known - begin))
        since = held.rfind(b"\n", 0, since) + 1 if since > 5 else since
        if chunk is None:
            if held:
                yield held, line
            return
        if len(held) > LONGEST_MAIL:
            held, line, since = _shortened(held, line)


def _shortened(held: bytes, line: int) -> tuple[bytes, int, int]:
    """A mail that is too long, without its middle; its last bytes stay, for a separator may begin in them."""
    keep, tail = LONGEST_MAIL // 2, _AHEAD * 2
    cut = held.rfind(b"\n", keep, len(held) - tail) + 1 or len(held) - tail
    line += held.count(b"\n", keep, cut)
    return held[:keep] + held[cut:], line, keep
