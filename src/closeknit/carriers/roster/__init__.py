"""Rosters: who is a member, in what role, since when, and how to reach them, in CSV or a workbook.

No tool's format: the table that an organiser keeps by hand, or that a form, a club's office or a chat tool
writes. A header in English or Chinese names the columns. One row a member; a row that repeats another word for
word is taken once, and two members of one name stay two.
"""

from closeknit.carriers.contract import LIKELY, NO, Carrier
from closeknit.carriers.roster.columns import header_of
from closeknit.carriers.roster.reading import read_sheet
from closeknit.errors import UnknownFormat, UnreadableSource
from closeknit.language import N_, _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.tables import Header, Sheet, read_sheets, sheets


def _header(sheet: Sheet) -> Header | None:
    return header_of(sheet.sample())


def sniff(source: Source) -> int:
    """Likely, where a header names people and at least one thing that only a roster says of them."""
    try:
        found = any(map(_header, sheets(source)))
    except UnreadableSource:
        return NO
    return LIKELY if found else NO


def read(source: Source, options: ReadOptions) -> History:
    """Read every sheet that is a roster. Raises UnknownFormat where none is."""
    refusal = UnknownFormat(
        _("{path} has no row that names its columns as a roster's.").format(path=source.path),
        _("Name them in the first row, for example 姓名, 身份, 加入日期, 退出日期, 手机 or name, role, joined, left."),
    )
    return read_sheets(source, _header, lambda sheet, header: read_sheet(sheet, header, options), refusal)


CARRIER = Carrier(
    name="roster",
    title="Roster · 名冊",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "A table of the members, one a row, saved as CSV (UTF-8) or .xlsx. The first row names the columns: name, "
            "and what you have of role, joined, left, removal reason, phone, e-mail, WeChat, LINE, invited by, "
            "consent."
        ),
        N_(
            "With only a phone: write the names into a sheet of Google Sheets, WPS or Numbers and share it as a file. "
            "One column of names with the word “name” and one of “role” above it will do."
        ),
        N_("Two members of one name need a number or an address each, or they cannot be told apart."),
    ),
    gives={"CSV, XLSX": ("roster",)},
)
