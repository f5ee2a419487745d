"""The rows of one roster."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import pyarrow as pa

from closeknit.carriers.roster.columns import CONTACTS, ROLE_WORDS
from closeknit.records.history import History
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.options import ReadOptions
from closeknit.records.roster import ROSTER
from closeknit.sources.delimited import Row
from closeknit.sources.tables import Header, Sheet, cell, folded
from closeknit.text.moments import Moment, Moments, learn_order
from closeknit.text.scripts import fold

_DAY: Final = 86_400_000_000
_EPOCH: Final = date(1970, 1, 1)
_TOTALS: Final = folded("合计 总计 小计 总数 人数 total totals sum subtotal")
_APART: Final = re.compile(r"[/／、,，;；|&＋+]+")
_YES: Final = folded("是 同意 可 可以 有 愿意 √ ✓ ✔ ☑ y yes true 1 ok agree agreed")
_NONE: Final = folded("- – — / 无 没有 未填 不详 n/a na none null")
_ODD_NUMBER: Final = re.compile(r"\d+\.0|\d\.\d{3,}e\+\d+", re.IGNORECASE)
_LONGEST_NAME: Final = 200


def read_sheet(sheet: Sheet, header: Header, options: ReadOptions) -> History:
    """The roster of one sheet. A row without a name, an unknown role and an unreadable date are issues."""
    log = IssueLog()
    reader = _Reader(sheet, header, options, log)

    def bad(line: int, words: str) -> None:
        log.add(Issue(sheet.path, line, "bad-row", words[:120], lost=True))

    for place, (line, row) in enumerate(sheet.rows(bad)):
        if place > header.at:
            reader.take(line, row)
    return History.beside(
        issues=log, path=sheet.source.path, roster=pa.Table.from_pylist(reader.members, schema=ROSTER)
    )


class _Reader:
    def __init__(self, sheet: Sheet, header: Header, options: ReadOptions, log: IssueLog) -> None:
        self.members: list[dict[str, Any]] = []
        self._sheet = sheet
        self._at = header.columns
        self._all = header.all
        self._log = log
        self._seen: set[tuple[Any, ...]] = set()
        self._roles: dict[str, set[str]] = {}
        sample = sheet.sample()[header.at + 1 :]
        self._moments = {
            role: self._learnt(role, [cell(row, self._at.get(role)) for row in sample], options)
            for role in ("joined", "left")
        }

    def _learnt(self, role: str, values: Sequence[str], options: ReadOptions) -> Moments:
        order, certain = learn_order(values)
        if not certain:
            self._issue(0, "day-or-month", next(filter(None, values), ""))
        return Moments(order, options.day, options.year)

    def _issue(self, line: int, code: str, detail: str = "", *, lost: bool = False) -> None:
        self._log.add(Issue(self._sheet.path, line, code, detail[:120], lost))

    def take(self, line: int, row: Row) -> None:
        """Add one row of the sheet."""
        if not any(value.strip() for value in row):
            return
        name = self._name(row)
        if not name or fold(name) in _NONE or len(name) > _LONGEST_NAME:
            self._issue(line, "no-author", " ".join(filter(None, row)), lost=True)
            return
        if fold(name) in _TOTALS or fold(next(filter(None, map(str.strip, row)))) in _TOTALS:
            return
        member = {
            "name": name,
            "id": self._value(row, "id") or None,
            "aliases": [v for i in self._all.get("alias", ()) if (v := cell(row, i)) and v != name] or None,
            "invited_by": self._value(row, "invited_by") or None,
            "removed_for": self._value(row, "removed_for") or None,
            "contacts": self._contacts(row) or None,
            "joined_on": self._day(line, row, "joined"),
            "left_on": self._day(line, row, "left"),
            "consents": self._consents(row),
            **self._role(line, row),
        }
        shown = tuple(map(str, member.values()))
        if shown in self._seen:
            self._issue(line, "repeated", name)
            return
        self._seen.add(shown)
        self.members.append(member)

    def _value(self, row: Row, role: str) -> str:
        value = cell(row, self._at.get(role))
        if fold(value) in _NONE:
            return ""
        return value[:-2] if _ODD_NUMBER.fullmatch(value) and value.endswith(".0") else value

    def _name(self, row: Row) -> str:
        name = " ".join(self._value(row, "name").split())
        if not name and "last" in self._at:
            first, last = self._value(row, "first"), self._value(row, "last")
            name = f"{first} {last}".strip() if (first + last).isascii() else last + first
        return name or " ".join(self._value(row, "alias").split())

    def _contacts(self, row: Row) -> list[tuple[str, str]]:
        return [(channel, value) for channel in CONTACTS if (value := self._value(row, channel))]

    def _consents(self, row: Row) -> bool | None:
        value = self._value(row, "consents")
        return fold(value) in _YES if value else None

    def _role(self, line: int, row: Row) -> dict[str, str | None]:
        """The highest of the roles that the words name; words that are not known are kept, and told."""
        words = self._value(row, "role")
        if words not in self._roles:
            parts = (fold(part.replace(" ", "").replace("-", "")) for part in _APART.split(words))
            self._roles[words] = {ROLE_WORDS[part] for part in parts if part in ROLE_WORDS}
        found = self._roles[words]
        if words and not found:
            self._issue(line, "unknown-value", words)
        role = next((role for role in ("organiser", "backbone", "host", "member") if role in found), None)
        return {"role": role, "office": words or None}

    def _day(self, line: int, row: Row, role: str) -> date | None:
        words = self._value(row, role)
        if not words:
            return None
        when = self._moments[role].read(words)
        if isinstance(when, Moment):
            return _EPOCH + timedelta(when.micros // _DAY)
        self._issue(line, when, words)
        return None
