"""Payments: who paid whom, from the bills of WeChat Pay and Alipay, bank statements, and a treasurer's own ledger.

WeChat Pay (微信支付账单明细, CSV in UTF-8 or a workbook) and Alipay (支付宝交易明细, CSV in GB18030) are sent by
mail on request; their columns were read from public importers of bookkeeping programs, 2026-11. A bank statement
or a ledger is any table with a date, an amount and the other party, or the payer and the payee. Amounts are whole
numbers of the smallest unit. Nothing but names, time, amount and purpose is kept.
"""

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.payments.columns import header_of, is_bill
from closeknit.errors import UnknownFormat, UnreadableSource
from closeknit.language import N_, _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.tables import Header, Sheet, read_sheets, sheets


def _header(sheet: Sheet) -> Header | None:
    return header_of(sheet.sample())


def sniff(source: Source) -> int:
    """Certain, where the file calls itself a bill; likely, where its columns are a statement's."""
    try:
        found = [sheet for sheet in sheets(source) if _header(sheet)]
    except UnreadableSource:
        return NO
    if not found:
        return NO
    return CERTAIN if any(is_bill(sheet.sample()) for sheet in found) else LIKELY


def read(source: Source, options: ReadOptions) -> History:
    """Read every sheet that is a statement. Raises UnknownFormat where none is."""
    from closeknit.carriers.payments.reading import Reader

    refusal = UnknownFormat(
        _("{path} has no row that names its columns as a statement's.").format(path=source.path),
        _("Name them in the first row, for example 日期, 付款人, 收款人, 金額 or date, payer, payee, amount."),
    )
    return read_sheets(source, _header, lambda sheet, header: Reader(sheet, header, options).read(), refusal)


CARRIER = Carrier(
    name="payments",
    title="Payments · 帳單",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "WeChat on a phone: Me, Services, Wallet, Bills, then Common questions, Download bill, For personal "
            "reconciliation; the file comes by mail, in an archive whose password comes in the chat. Unpack it first."
        ),
        N_(
            "Alipay on a phone: My, Bills, the three dots, Issue a statement of transactions, For personal "
            "reconciliation; the file comes by mail. Unpack it first."
        ),
        N_("A bank: download the statement as CSV or Excel where you bank online."),
        N_("A ledger kept by hand: a table with the columns date, payer, payee and amount, saved as CSV or .xlsx."),
        N_("Say with --me whose account it is where the file does not. Leave out what is nobody's business."),
    ),
    gives={
        "WeChat Pay CSV, XLSX": ("ids", "exchanges"),
        "Alipay CSV": ("ids", "author-ids", "exchanges"),
        "bank statement CSV, XLSX": ("exchanges",),
        "ledger CSV, XLSX": ("exchanges",),
    },
)
