"""Tables that people keep, in CSV or in a workbook: their sheets, and which column bears which name.

What a chat's table is belongs to its carrier; here is only what every reader of a table needs.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final
from weakref import WeakKeyDictionary

from closeknit.errors import UnknownFormat
from closeknit.records.history import History
from closeknit.records.issue import Issue
from closeknit.sources.delimited import TOLD, Row, rows_of
from closeknit.sources.source import HEAD, Source
from closeknit.sources.workbooks import is_workbook, sheets_of
from closeknit.text.scripts import fold

DELIMITERS: Final = ("\t", ";", ",")
FIRST_ROWS: Final = 30
"""A header stands among the first rows; above it there may be a title."""
WIDEST: Final = 2000
"""Columns that are looked at; no table of people is wider."""
_BESIDE: Final = re.compile(r"[\s_\-:：*.\"'`?？/／]+|\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|【[^【】]*】")

_OF_PROGRAMS: Final = (".json", ".jsonl", ".ndjson", ".html", ".htm", ".mht", ".mhtml", ".xml")
_OPENING: Final = re.compile(r"\s*[\[{<]|(?i:From|MIME-Version|Content-Type): ")
"""How what is called by such a name begins, if it is what its name says."""

Bad = Callable[[int, str], None]
"""Told of a line that is no row: its number and its words."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `path` as it is shown to the user, `name` of the sheet (the file's where it has one only)."""

    path: str
    name: str
    source: Source
    opened: Callable[[Bad], Iterator[tuple[int, Row]]]

    def rows(self, bad: Bad) -> Iterator[tuple[int, Row]]:
        """(number, cells) of each row, counted from 1."""
        return self.opened(bad)

    def sample(self) -> list[Row]:
        """The first 200 rows; of a text its head only. Kept while the source is: every reader of tables looks."""
        known = _samples.setdefault(self.source, {})
        if self.path not in known:
            known[self.path] = self._sample()
        return known[self.path]

    def _sample(self) -> list[Row]:
        if is_workbook(self.source):
            return [row for _number, row in islice(self.opened(_ignore), 200)]
        text = self.source.head_text
        delimiter = delimiter_of(self.source)
        rows = [row for _number, row in islice(rows_of([text], delimiter, _ignore), 200)]
        return rows[:-1] if len(self.source.head) >= HEAD and 1 < len(rows) < 200 else rows


_samples: WeakKeyDictionary[Source, dict[str, list[Row]]] = WeakKeyDictionary()


def is_no_table(source: Source) -> bool:
    """Whether a file is JSON or a page for certain, by its name and its beginning: no table needs to be looked for."""
    return source.name.lower().endswith(_OF_PROGRAMS) and _OPENING.match(source.head_text) is not None


def sheets(source: Source) -> list[Sheet]:
    """The tables of a file: the visible sheets of a workbook, or the one table of a text. Empty where it is neither.

    Raises UnreadableSource where a workbook is damaged or unpacks to far more than it should.
    """
    if source.is_folder:
        return []
    if is_workbook(source):
        found = sheets_of(source)
        return [_of_workbook(source, sheet.name, len(found) == 1, sheet.rows) for sheet in found]
    if not source.head_text or is_no_table(source):
        return []
    return [Sheet(source.path, stem(source), source, lambda bad: _text_rows(source, bad))]


def read_sheets[L](
    source: Source, layout_of: Callable[[Sheet], L | None], read: Callable[[Sheet, L], History], refusal: UnknownFormat
) -> History:
    """What every sheet gives that has a layout, as one history; the others are told. Raises `refusal` if none has."""
    found = [(sheet, layout_of(sheet)) for sheet in sheets(source)]
    parts = [read(sheet, layout) for sheet, layout in found if layout is not None]
    if not parts:
        raise refusal
    history = History.joined(parts)
    for sheet, layout in found:
        if layout is None:
            history.issues.add(Issue(sheet.path, 0, "unread-file"))
    return history


def _of_workbook(source: Source, name: str, alone: bool, rows: Callable[[], Iterator[tuple[int, Row]]]) -> Sheet:
    return Sheet(f"{source.path}!/{name}", stem(source) if alone else name, source, lambda _bad: rows())


def _text_rows(source: Source, bad: Bad) -> Iterator[tuple[int, Row]]:
    return rows_of(source.text_blocks(), delimiter_of(source), bad)


def delimiter_of(source: Source) -> str:
    """The delimiter that splits the first lines most evenly; a line `sep=;` of Excel's says it itself."""
    told = TOLD.match(source.head_text)
    if told:
        return told[1]
    lines = [line for line in source.head_text.split("\n", 60)[:60] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        same = max((counts.count(n) for n in set(counts) if n), default=0)
        return same, sum(counts)

    return max(DELIMITERS, key=evenness) if lines else ","


def stem(source: Source) -> str:
    """The name of a file without its suffix."""
    return source.name.rpartition(".")[0] or source.name


def _ignore(_line: int, _words: str) -> None:
    pass


def key(cell: str) -> str:
    """A header in the form in which headers are compared: one script, no case, blanks, hyphens or brackets."""
    return _key(cell) if cell and len(cell) < 80 else ""


@lru_cache(1 << 14)
def _key(cell: str) -> str:
    return fold(_BESIDE.sub("", cell))


@dataclass(frozen=True, slots=True)
class Header:
    """A row of names. `at` its place among the rows, `cells` as written, `columns` role → first index."""

    at: int
    cells: tuple[str, ...]
    columns: Mapping[str, int]
    all: Mapping[str, tuple[int, ...]]
    """Every column that bears a name of the role."""


Names = Mapping[str, str]
"""Header (in the form of `key`) → its role."""


def names(aliases: Mapping[str, str]) -> dict[str, str]:
    """From role → words to word → role."""
    return {fold(word): role for role, words in aliases.items() for word in words.split()}


def folded(text: str) -> frozenset[str]:
    """The words of a list, folded for comparing."""
    return frozenset(map(fold, text.split()))


def find_header(rows: Sequence[Row], known: Names, needed: Callable[[frozenset[str]], bool]) -> Header | None:
    """The first row whose names satisfy `needed`; None where none does."""
    for at, row in enumerate(rows[:FIRST_ROWS]):
        found: dict[str, list[int]] = {}
        for index, cell in enumerate(row[:WIDEST]):
            role = known.get(key(cell))
            if role:
                found.setdefault(role, []).append(index)
        if found and needed(frozenset(found)):
            first = {role: places[0] for role, places in found.items()}
            return Header(at, tuple(row), first, {role: tuple(places) for role, places in found.items()})
    return None


def cell(row: Row, index: int | None) -> str:
    """A cell without the blanks around, "" where the row is too short or there is no such column."""
    return row[index].strip() if index is not None and index < len(row) else ""
