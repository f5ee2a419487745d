"""Tables of messages: CSV, TSV and Excel workbooks, by whatever names their columns bear.

Anybody's own table, and the exports of tools that have no carrier here: one row a message, a header among the
first rows that names the words and the author or the time. More definite carriers go first, for this one only
says that it could be. Which column is what is told by its header, by its values where two headers fit, and by
`--map`; two that fit equally well are refused with their names.
"""

from closeknit.carriers.contract import NO, POSSIBLE, Carrier
from closeknit.carriers.table.columns import Layout, find_header, lay_out
from closeknit.carriers.table.delimited import find_delimiter, head_rows
from closeknit.carriers.table.finishing import finished
from closeknit.carriers.table.reading import Line, TableRows
from closeknit.errors import UnknownFormat, UnreadableSource
from closeknit.language import N_, _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.issue import Issue
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.delimited import rows_of
from closeknit.sources.entries import PIECE
from closeknit.sources.tables import delimiter_of, is_no_table
from closeknit.sources.workbooks import Sheet, is_workbook, sheets_of
from closeknit.text.days import Order
from closeknit.text.moments import learn_order


def sniff(source: Source) -> int:
    """Possible, where a header names the words and the author or the time."""
    if source.is_folder:
        return NO
    if is_workbook(source):
        try:
            found = any(find_header([row for _n, row in sheet.sample()]) for sheet in sheets_of(source))
        except UnreadableSource:
            return NO
        return POSSIBLE if found else NO
    return POSSIBLE if source.head_text and not is_no_table(source) and find_delimiter(source) else NO


def read(source: Source, options: ReadOptions) -> History:
    """Read a table, or every sheet of a workbook that is one.

    Raises UnknownFormat where no header is found, AmbiguousFormat where two columns fit one role equally
    well, BadOption where `options.mapping` names what there is not.
    """
    return _read_workbook(source, options) if is_workbook(source) else _read_text(source, options)


def _read_text(source: Source, options: ReadOptions) -> History:
    delimiter = find_delimiter(source) or delimiter_of(source)
    sample = head_rows(source, delimiter)
    layout = lay_out(sample, options.mapping)
    if layout is None or "text" not in layout.columns:
        raise _no_header(source)
    builder = MessageBuilder("csv", source.path, options, wall=True)
    builder.channel(_stem(source))
    table = TableRows(builder, layout, _order(builder, layout, sample), delimiter)

    def bad(line: int, words: str) -> None:
        builder.issue(line, "bad-row", words, lost=True)

    table.take(rows_of(source.text_blocks(PIECE), delimiter, bad))
    return finished(builder, table)


def _read_workbook(source: Source, options: ReadOptions) -> History:
    fitting: list[tuple[Sheet, Layout, list[Line]]] = []
    others: list[Sheet] = []
    for sheet in sheets_of(source):
        sample = sheet.sample()
        layout = lay_out([row for _n, row in sample], options.mapping) if _can_be_laid_out(sample, options) else None
        if layout is None or "text" not in layout.columns:
            others.append(sheet)
        else:
            fitting.append((sheet, layout, sample))
    if not fitting:
        raise _no_header(source)
    parts = []
    for sheet, layout, sample in fitting:
        builder = MessageBuilder("csv", f"{source.path}!/{sheet.name}", options, wall=True)
        builder.channel(_stem(source) if len(fitting) == 1 else sheet.name)
        table = TableRows(builder, layout, _order(builder, layout, [row for _n, row in sample]), None)
        table.take(sheet.rows())
        parts.append(finished(builder, table))
    joined = History.joined(parts)
    for sheet in others:
        joined.issues.add(Issue(f"{source.path}!/{sheet.name}", 0, "unread-file"))
    return History(joined.messages, joined.issues, (source.path,))


def _can_be_laid_out(sample: list[Line], options: ReadOptions) -> bool:
    """Whether a sheet can be laid out at all."""
    return bool(options.mapping) or find_header([row for _n, row in sample]) is not None


def _order(builder: MessageBuilder, layout: Layout, sample: list[list[str]]) -> Order:
    index = layout.columns.get("time")
    if index is None:
        builder.issue(0, "no-time")
        return "dmy"
    values = [row[index] for row in sample[layout.at + 1 :] if index < len(row)]
    order, certain = learn_order(values)
    if not certain:
        builder.issue(0, "day-or-month", values[0] if values else "")
    return order


def _stem(source: Source) -> str:
    return source.name.rpartition(".")[0] or source.name


def _no_header(source: Source) -> UnknownFormat:
    return UnknownFormat(
        _("{path} has no row that names its columns.").format(path=source.path),
        _(
            "Name them in the first row, for example 时间, 昵称, 内容 or time, author, text; "
            "or say which is which: --map time=COLUMN --map author=COLUMN --map text=COLUMN."
        ),
    )


CARRIER = Carrier(
    name="csv",
    title="CSV, Excel",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Any table with one message a row and a first row that names the columns: time, author and text, "
            "in the usual words of most languages. Save it as CSV (UTF-8) or .xlsx; old .xls files must be saved anew."
        ),
        N_(
            "With only a phone: many tools can send a table to a mail address or a cloud folder; a sheet made by "
            "hand in Google Sheets, WPS or Excel will do as well."
        ),
        N_(
            "If the columns have other names, say which is which: --map time='posted on' --map author=who "
            "--map text=what. A column can be told by its number too."
        ),
        N_("Opening and saving a CSV in Excel spoils long numbers and seconds: give the file as it was exported."),
    ),
    gives={"CSV, TSV, XLSX": ("ids", "author-ids", "zone", "replies", "events")},
)
