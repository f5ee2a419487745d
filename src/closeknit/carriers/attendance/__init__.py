"""Attendance sheets: who came when, in CSV or a workbook, in any of three layouts.

No tool's format. People down and dates across, with a mark in each cell; dates down and people across; or one
row a person and day, as check-in programs write. Each mark becomes a recorded meeting that the person came to,
excused themselves from, or missed; an empty cell says nothing.
"""

from typing import TYPE_CHECKING

from closeknit.carriers.contract import LIKELY, NO, Carrier
from closeknit.errors import UnknownFormat, UnreadableSource
from closeknit.language import N_, _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.tables import Sheet, read_sheets, sheets

if TYPE_CHECKING:
    from closeknit.carriers.attendance.layouts import Layout


def sniff(source: Source) -> int:
    """Likely, where a sheet has one of the layouts."""
    try:
        return LIKELY if any(_layout(sheet) for sheet in sheets(source)) else NO
    except UnreadableSource:
        return NO


def _layout(sheet: Sheet) -> "Layout | None":
    from closeknit.carriers.attendance.layouts import layout_of

    return layout_of(sheet.sample())


def read(source: Source, options: ReadOptions) -> History:
    """Read every sheet that has one of the layouts. Raises UnknownFormat where none has."""
    from closeknit.carriers.attendance.reading import Reader

    refusal = UnknownFormat(
        _("{path} is not laid out as an attendance sheet.").format(path=source.path),
        _(
            "Write the names down the first column, “name” above them, the dates across, and a mark where "
            "somebody came."
        ),
    )
    return read_sheets(source, _layout, lambda sheet, layout: Reader(sheet, layout, options).read(), refusal)


CARRIER = Carrier(
    name="attendance",
    title="Attendance sheet · 簽到表",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "A table of who came: names down the first column, dates across the first row (or the other way round), "
            "a ✓ or 1 where somebody came, 請假 or “excused” where they said so. Save it as CSV (UTF-8) or .xlsx."
        ),
        N_("A list from a check-in program will do too: one row a person and day, with columns name and date."),
        N_("With only a phone: tick names in a sheet of Google Sheets or WPS and share it as a file."),
        N_("Dates without a year need --year, the year of the first one."),
    ),
    gives={
        "people × dates": ("exchanges",),
        "dates × people": ("exchanges",),
        "one row a person and day": ("exchanges",),
    },
)
