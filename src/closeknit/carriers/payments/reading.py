"""The rows of one statement as recorded deals and gifts."""

import re
from typing import Any, Final

from closeknit.carriers.payments.columns import GIFTS, IN, NEITHER, OUT, UNDONE, is_bill, owner_of
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.recorder import Recorder
from closeknit.sources.delimited import Row
from closeknit.sources.tables import Header, Sheet, cell, folded
from closeknit.text.amounts import currency_of, read_amount
from closeknit.text.moments import Moment, Moments, learn_order
from closeknit.text.scripts import fold

_BLANKS: Final = re.compile(r"\s+")
_RULE: Final = re.compile(r"[-=—_*# ]{5,}.*")
_NOBODY: Final = folded("/ - – — 无 没有 none n/a na")
_TOTALS: Final = folded("合计 总计 小计 total totals subtotal 期初余额 期末余额 openingbalance closingbalance")
_LONGEST: Final = 200


class Reader:
    """Reads one sheet whose header is known."""

    def __init__(self, sheet: Sheet, header: Header, options: ReadOptions) -> None:
        sample = sheet.sample()
        above = sample[: header.at]
        self._sheet = sheet
        self._header = header
        self._at = header.columns
        self._recorder = Recorder("payments", sheet.path, options)
        self._owner = options.me or owner_of(above)
        heads = [header.cells[i] for i in (self._at.get(role) for role in ("amount", "in", "out")) if i is not None]
        self._currency = "CNY" if is_bill(sample) else currency_of(" ".join(heads))
        times = [cell(row, self._at["time"]) for row in sample[header.at + 1 :]]
        order, certain = learn_order(times)
        if not certain:
            self._recorder.issue(header.at + 1, "day-or-month", next(filter(None, times), ""))
        self._moments = Moments(order, None, options.year)

    def read(self) -> History:
        """The history of the sheet."""

        def bad(line: int, words: str) -> None:
            self._recorder.issue(line, "bad-row", words, lost=True)

        for place, (line, row) in enumerate(self._sheet.rows(bad)):
            if place > self._header.at:
                self._take(line, row)
        return self._recorder.finish()

    def _value(self, row: Row, role: str) -> str:
        value = _BLANKS.sub(" ", cell(row, self._at.get(role))).strip(" '`")
        return "" if fold(value) in _NOBODY else value[:_LONGEST]

    def _take(self, line: int, row: Row) -> None:
        filled = [value.strip() for value in row if value.strip()]
        if not filled or _RULE.fullmatch(filled[0]) or fold(filled[0].replace(" ", "")) in _TOTALS:
            return
        written = self._value(row, "time")
        when = self._moments.read(written)
        money = self._money(row)
        if money is None:
            # Lines below the table, such as sums in words, have neither a time nor an amount.
            if isinstance(when, Moment):
                self._recorder.issue(line, "bad-amount", " ".join(filled), lost=True)
            return
        amount, currency, leaves = money
        if amount == 0:
            return
        sides = self._sides(row, leaves)
        if sides is None:
            return
        if not sides.get("source") and not sides.get("target"):
            self._recorder.issue(line, "no-author", " ".join(filled), lost=True)
            return
        if not isinstance(when, Moment):
            self._recorder.issue(line, when, written)
        goods, note = self._value(row, "goods"), self._value(row, "note")
        said = f"{self._value(row, 'kind')} {goods} {note}"
        undone = UNDONE.search(fold(self._value(row, "status")))
        self._recorder.add(
            "gift" if GIFTS.search(fold(said)) else "deal",
            state="cancelled" if undone else "done",
            time=when.micros if isinstance(when, Moment) else None,
            precision=when.precision if isinstance(when, Moment) else "day",
            instant=isinstance(when, Moment) and when.instant,
            id=self._value(row, "id"),
            occasion=goods,
            note=note,
            amount=amount,
            currency=currency,
            **sides,
        )

    def _money(self, row: Row) -> tuple[int, str, bool | None] | None:
        """Amount, never negative, currency, and whether it leaves the account (None: not said)."""
        told = currency_of(self._value(row, "currency")) or self._currency
        for role, leaves in (("out", True), ("in", False)):
            found = read_amount(self._value(row, role), told)
            if found and found[0]:
                return abs(found[0]), found[1], leaves if found[0] > 0 else not leaves
        found = read_amount(self._value(row, "amount"), told)
        if found is None:
            return (0, told or "", None) if {"in", "out"} & self._at.keys() and self._value(row, "balance") else None
        signed = found[0] < 0 or cell(row, self._at["amount"]).lstrip().startswith("+")
        return abs(found[0]), found[1], found[0] < 0 if signed else None

    def _sides(self, row: Row, leaves: bool | None) -> dict[str, Any] | None:
        """Who paid and who received; None where the bill says that no money changed hands.

        Without a word on the direction, an amount of a statement that has signs elsewhere comes in.
        """
        payer, payee = self._value(row, "payer"), self._value(row, "payee")
        if {"payer", "payee"} & self._at.keys():
            return {
                "source": payer or (self._owner if payee else None),
                "target": payee or (self._owner if payer else None),
            }
        direction = fold(self._value(row, "direction").replace(" ", ""))
        written = fold(cell(row, self._at.get("direction")).replace(" ", ""))
        if written in NEITHER and written:
            return None
        if direction in OUT or direction in IN:
            leaves = direction in OUT
        party = self._value(row, "party") or (self._value(row, "goods") if "party" not in self._at else "")
        other, ident = ("source", "target")[bool(leaves)], self._value(row, "party_id")
        mine = ("target", "source")[bool(leaves)]
        # Half of an address behind stars is nobody's in particular.
        return {other: party, f"{other}_id": None if "*" in ident else ident, mine: self._owner if party else None}
