"""CSV rows with their line numbers, in chunks, whatever the separator that a spreadsheet left."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Final

from closeknit.sources import Source

LONGEST_FIELD: Final = 16 << 20
CHUNK: Final = 20_000

Rows = list[tuple[int, list[str]]]


def header_of(source: Source) -> tuple[list[str], str]:
    """The names in the first line, lower case, and the separator; ([], ",") where the line is no header."""
    first = source.head_text.lstrip("\n").partition("\n")[0][:2000]
    best: list[str] = []
    separator = ","
    for sign in ",\t;":
        names = [name.strip().strip('"').strip().lower() for name in first.split(sign)]
        if len(names) > len(best):
            best, separator = names, sign
    return (best, separator) if len(best) > 1 else ([], ",")


def csv_chunks(source: Source, separator: str, on_bad: Callable[[int, str], None]) -> Iterator[Rows]:
    """The rows after the header as (line, fields); blank lines are skipped, what is no CSV goes to `on_bad`."""
    if csv.field_size_limit() < LONGEST_FIELD:
        csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(_lines(source), delimiter=separator)
    rows: Rows = []
    is_header = True
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader, None)
        except csv.Error as error:
            on_bad(line, str(error))
            continue
        if fields is None:
            break
        if is_header:
            is_header = not any(fields)
        elif any(fields):
            rows.append((line, fields))
        if len(rows) >= CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


def _lines(source: Source) -> Iterator[str]:
    for block in source.text_blocks():
        yield from io.StringIO(block, newline="\n")
