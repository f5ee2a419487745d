"""The sheets of an Excel workbook (.xlsx, .xlsm) as rows of plain text."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final
from weakref import WeakKeyDictionary

from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.sources.source import Source

Row = list[str]

_LARGEST: Final = 2 << 30
_RATIO: Final = 300
"""Unpacked bytes that are read, and how many times their packed size they may be beyond 100 MB."""
_MOST_CELLS: Final = 60_000_000
"""Cells of the rectangle around everything in a sheet: the reader keeps all of them, empty ones too."""
_PLACE: Final = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]{0,200}?\sr="([A-Z]{0,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet. `rows` gives (number as Excel shows it, cells)."""

    name: str
    data: Any

    def sample(self) -> list[tuple[int, Row]]:
        """The first 500 rows."""
        return list(islice(self.rows(), 500))

    def rows(self) -> Iterator[tuple[int, Row]]:
        """All rows; a cell merged downwards counts for every row that it spans."""
        start_row, start_column = self.data.start or (0, 0)
        spans = sorted(
            (top, bottom, column)
            for (top, column), (bottom, _right) in self.data.merged_cell_ranges or ()
            if bottom > top
        )
        open_spans: list[tuple[int, int, str]] = []
        at = 0
        for number, cells in enumerate(self.data.iter_rows(), start_row):
            row = [""] * start_column + [plain(cell) for cell in cells]
            if spans:
                open_spans = [span for span in open_spans if span[0] >= number]
                for _bottom, column, value in open_spans:
                    if column < len(row) and not row[column]:
                        row[column] = value
                while at < len(spans) and spans[at][0] <= number:
                    _top, bottom, column = spans[at]
                    at += 1
                    if column < len(row) and len(open_spans) < 100:
                        open_spans.append((bottom, column, row[column]))
            yield number + 1, row


def is_workbook(source: Source) -> bool:
    """Whether the name and the first bytes are a workbook's."""
    return source.name.lower().endswith((".xlsx", ".xlsm")) and source.head.startswith(b"PK\x03\x04")


_opened: WeakKeyDictionary[Source, list[Sheet]] = WeakKeyDictionary()


def sheets_of(source: Source) -> list[Sheet]:
    """The visible sheets that hold something, in their order.

    Kept while the source is: `sniff` and `read` both need them. Raises UnreadableSource where the file is
    damaged, locked, or unpacks to far more than it should.
    """
    if source not in _opened:
        _opened[source] = _open(source)
    return _opened[source]


def _open(source: Source) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    data = source.read_bytes()
    _check(source, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            Sheet(sheet.name, found)
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
            for found in [book.get_sheet_by_name(sheet.name)]
            if found.height
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(source, error) from error


def _damaged(source: Source, reason: object) -> UnreadableSource:
    return UnreadableSource(
        _("{path} is damaged or no Excel workbook: {reason}.").format(path=source.path, reason=reason),
        _("Open it in a spreadsheet program, save it as CSV (UTF-8) and try again."),
    )


def _check(source: Source, data: bytes) -> None:
    """Refuse what would unpack without bound, before any memory is asked for it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size > _LARGEST or size > max(100 << 20, len(data) * _RATIO):
                raise UnreadableSource(
                    _("{path} unpacks to far more than a table can hold; it is refused.").format(path=source.path)
                )
            for member in members:
                if member.filename.lower().startswith("xl/worksheets/") and member.filename.lower().endswith(".xml"):
                    with archive.open(member) as stream:
                        cells = _extent(stream, member.file_size)
                    if cells > _MOST_CELLS:
                        raise UnreadableSource(
                            _("{path} has cells so far apart that it cannot be held in memory.").format(
                                path=source.path
                            ),
                            _("Delete what stands far below or to the right of the table, or save it as CSV."),
                        )
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        struct.error,
    ) as error:
        raise _damaged(source, error) from error


def _extent(stream: Any, size: int) -> int:
    """Cells of the rectangle from the first to the last cell that a sheet names."""
    width = rows = read = 0
    tail = b""
    while piece := stream.read(1 << 20):
        read += len(piece)
        if read > size:
            raise zipfile.BadZipFile("size")
        for column, row in set(_PLACE.findall(tail + piece)):
            rows = max(rows, int(row))
            number = 0
            for letter in column:
                number = number * 26 + letter - 64
            width = max(width, number)
        tail = piece[-300:]
    return width * rows


def plain(cell: Any) -> str:
    """A cell as text: whole numbers without point, dates as `2024-01-05 15:04:05`, times of day as `15:04:05`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date | time | timedelta):
        return _time_as_text(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)


def _time_as_text(cell: date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        # Excel keeps fractions of a day: what is written as 09:15:00 may come back some microseconds off.
        rounded = cell + timedelta(microseconds=500) if cell.microsecond else cell
        rounded = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
        return rounded.isoformat(" ", "milliseconds" if rounded.microsecond else "seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds()) % 86_400
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return cell.isoformat("seconds") if isinstance(cell, time) else cell.isoformat()
