"""The head of a WhatsApp line: which of its many layouts a file has, and a pattern for exactly that one.

Every phone writes the time in its own way; a file keeps to one. So the layout is learned by shape from the
start of the file, in no language: what encloses the stamp (`[…]`, `… - ` or the old `…: `), whether date or
time comes first, and what stands between the numbers. A line of another layout inside a file is a chat
pasted into a message, not an entry.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

MARKS: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Direction marks that WhatsApp strews in; they are no part of names or words."""

_M = f"[{MARKS}]"
_SEPARATOR = rf"(?:{_M}?[./\-‐–年月년월] ?{_M}?)"
_DATE = rf"\d{{1,4}}{_SEPARATOR}\d{{1,2}}{_SEPARATOR}\d{{1,4}}"
_COLON = r"(?:[:.٫]| ?h ?|[時时点시] ?)"
_TIME = rf"\d{{1,2}}{_COLON}\d{{2}}(?:[:.分분] ?\d{{2}})?"
_GAP = r"[^\d\n\[\]<>:@]{1,24}"
_BEFORE = r"(?:[^\W\d_]{1,8}[.\s\u202f\u00a0]{0,2})?"
_AFTER = r"(?:[\s\u202f\u00a0]?[^\W\d_][^\d\n\[\]<>:@]{0,14}?)?"
_NAME = rf"(?:([^:\n]{{1,120}}(?::[^\s:{MARKS}][^:\n]{{0,120}}){{0,3}}):(?:[ \u00a0]|(?=[\n{MARKS}])|\Z))?"

_ANY = re.compile(
    rf"^{_M}*(?P<open>\[?)(?:(?P<date>{_DATE})(?P<gap>{_GAP})(?P<time>{_TIME})(?P<after>{_AFTER})"
    rf"|(?P<time2>{_BEFORE}{_TIME})(?P<after2>{_AFTER})(?P<gap2>[,،\s]{{1,3}}){_M}*(?P<date2>{_DATE}){_M}*)"
    rf"(?P<close>\] ?| [-–—] |: ){_M}*{_NAME}",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Layout:
    """How the lines of one file begin.

    `pattern` has four groups: the whole stamp, what the groups `date` and `clock` point at (the clock with the
    words around it), and in group 4 the name, None where the line has none.
    """

    pattern: re.Pattern[str]
    date: int
    clock: int
    stamps: re.Pattern[str]
    """`pattern` without the name: all that is needed to read the dates alone."""


def learn_layout(head: str) -> tuple[Layout, list[re.Match[str]]] | None:
    """The commonest layout in the start of a file and the heads that have it; None where no line has one.

    The groups of these matches are not those of `Layout.pattern`: the name is the last one.
    """
    found = list(_ANY.finditer(head))
    if not found:
        return None
    shapes = Counter(_shape(match) for match in found)
    shape = shapes.most_common(1)[0][0]
    heads = [match for match in found if _shape(match) == shape]
    return _layout(shape, heads), heads


_Shape = tuple[bool, str, bool, str, str]


def _shape(match: re.Match[str]) -> _Shape:
    """Bracketed, closing sign, time first, sign in the date, sign in the time."""
    time_first = match["date"] is None
    date, time = (match["date2"], match["time2"]) if time_first else (match["date"], match["time"])
    in_date = re.search(r"[./\-‐–年년]", date)
    in_time = re.search(_COLON, time)
    assert in_date is not None
    assert in_time is not None
    return bool(match["open"]), match["close"].strip(), time_first, in_date[0], in_time[0].strip()


def _layout(shape: _Shape, heads: list[re.Match[str]]) -> Layout:
    """The pattern of a shape, without what does not occur in `heads`: it is tried on every line."""
    bracketed, close, time_first, in_date, in_time = shape
    marks = f"{_M}?" if any(mark in head[0].partition(close)[0] for head in heads for mark in MARKS) else ""
    between = "[年月年년월]" if in_date in "年년" else re.escape(in_date)
    separator = f"{marks}{between} ?{marks}"
    rest_of_date = rf"\d{{0,3}}{separator}\d{{1,2}}{separator}\d{{1,4}}"
    rest_of_time = rf"\d? ?{re.escape(in_time)} ?\d{{2}}(?:[:.分분] ?\d{{2}})?"
    after = _AFTER if any(head["after"] or head["after2"] for head in heads) else ""
    gaps = {head["gap"] for head in heads}
    gap = _GAP
    if len(gaps) == 1 and not time_first and not any(sign.isalpha() for sign in heads[0]["gap"]):
        gap = f"{re.escape(heads[0]['gap'])} ?"
    # A pattern that begins with ^ is tried at every character; one that begins with a sign, and looks back
    # from there for the start of the line, only where that sign stands: three times as fast.
    start, digit = (rf"\[(?<![^\n{MARKS}]\[)", r"\d") if bracketed else ("", rf"\d(?<![^\n{MARKS}]\d)")
    if time_first:
        before = _BEFORE if bracketed else ""
        stamp = rf"({before}{digit}{rest_of_time}{after})[,،\s]{{1,3}}{_M}*(\d{rest_of_date}){_M}*"
    else:
        stamp = rf"({digit}{rest_of_date})({gap}\d{rest_of_time}{after})"
    ending = r"\] ?" if close == "]" else f" {re.escape(close)} " if close != ":" else ": "
    stamps = rf"{start}({stamp}){ending}{_M}*"
    return Layout(re.compile(stamps + _NAME), *((3, 2) if time_first else (2, 3)), re.compile(stamps))
