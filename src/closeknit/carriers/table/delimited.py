"""Which delimiter a table is written with, told by its first lines."""

from closeknit.carriers.table.columns import FIRST_ROWS, find_header
from closeknit.sources import Source
from closeknit.sources.delimited import TOLD, Row, rows_of
from closeknit.sources.source import HEAD
from closeknit.sources.tables import DELIMITERS


def find_delimiter(source: Source) -> str | None:
    """The delimiter under which a header is found, the one that names most columns; None where none does."""
    told = TOLD.match(source.head_text)
    scored = []
    for rank, delimiter in enumerate([told[1]] if told else DELIMITERS):
        there = delimiter in source.head_text  # a header has two names at the least
        header = find_header(head_rows(source, delimiter, FIRST_ROWS)) if there else None
        if header:
            scored.append((header.score, -rank, delimiter))
    return max(scored)[2] if scored else None


def head_rows(source: Source, delimiter: str, most: int = 500) -> list[Row]:
    """The first rows; where the head is cut, without the last one, which may be cut too."""
    rows: list[Row] = []
    for _line, row in rows_of([source.head_text], delimiter, lambda line, words: None):
        rows.append(row)
        if len(rows) >= most:
            return rows
    return rows[:-1] if len(source.head) >= HEAD and len(rows) > 1 else rows
