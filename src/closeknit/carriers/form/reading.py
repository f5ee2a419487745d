"""The answers to one form as recorded sign-ups."""

import re
import unicodedata
from typing import Any, Final

from closeknit.carriers.form.columns import Form, question
from closeknit.errors import AmbiguousFormat, BadOption
from closeknit.language import _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.recorder import Recorder
from closeknit.sources.delimited import Row
from closeknit.sources.tables import Sheet, cell, folded, key
from closeknit.text.moments import Moment, Moments, learn_order
from closeknit.text.scripts import fold

_NUMBER: Final = re.compile(r"(\d{1,4})\s*(?:个?人|個人|位|份|名|个|個|张|張|people|ppl|pax|persons?)?", re.IGNORECASE)
_NO: Final = re.compile(r"^(?:不|否|无法|没办法|no\b|not\b|can'?t|cannot|declin)")
_PERHAPS: Final = re.compile(r"可能|看情况|待定|不确定|maybe|perhaps|not sure|tentative|可以再说")
_CANCELLED: Final = re.compile(r"取消|退出|已退|cancel|withdraw")
_TOTALS: Final = folded("合计 总计 小计 total totals 人数")
_LONGEST_NAME: Final = 100
_LONGEST_NOTE: Final = 2000


class Reader:
    """Reads one sheet whose columns are known."""

    def __init__(self, sheet: Sheet, form: Form, options: ReadOptions) -> None:
        self._sheet = sheet
        self._form = form
        self._recorder = Recorder("form", sheet.path, options)
        sample = sheet.sample()[form.at + 1 :]
        self._name = self._name_column(options, sample)
        times = [cell(row, form.time) for row in sample] if form.time is not None else []
        order, certain = learn_order(times)
        if not certain:
            self._recorder.issue(form.at + 1, "day-or-month", next(filter(None, times), ""))
        if form.time is None:
            self._recorder.issue(form.at + 1, "no-time")
        self._moments = Moments(order, None, options.year)
        self._answers: dict[tuple[str, str], dict[str, Any]] = {}

    def _name_column(self, options: ReadOptions, sample: list[Row]) -> int:
        form = self._form
        told = options.mapping.get("author")
        if told:
            found = [i for i, head in enumerate(form.cells) if key(question(head)) == key(question(told))]
            if not found:
                raise BadOption(
                    _("There is no column named {name}.").format(name=told),
                    _("The columns are: {names}.").format(names=", ".join(filter(None, form.cells))),
                )
            return found[0]
        filled = [i for i in form.names if any(cell(row, i) for row in sample)] or list(form.names[:1])
        if len(filled) > 1:
            names = [form.cells[i] for i in filled]
            raise AmbiguousFormat(
                _("Several columns could be {role}: {names}.").format(role="author", names=", ".join(names)),
                _("Say which with --carrier form --map author={name}.").format(name=names[0]),
                candidates=names,
            )
        return filled[0]

    def read(self) -> History:
        """The history of the sheet."""

        def bad(line: int, words: str) -> None:
            self._recorder.issue(line, "bad-row", words, lost=True)

        for place, (line, row) in enumerate(self._sheet.rows(bad)):
            if place > self._form.at and any(value.strip() for value in row):
                self._take(line, row)
        for answer in self._answers.values():
            self._recorder.add("sign-up", **answer)
        return self._recorder.finish()

    def _take(self, line: int, row: Row) -> None:
        form = self._form
        name = " ".join(cell(row, self._name).split())
        if fold(name) in _TOTALS:
            return
        if not name or len(name) > _LONGEST_NAME:
            self._recorder.issue(line, "no-author", " ".join(filter(None, row)), lost=True)
            return
        contact = cell(row, form.contact)
        if (name, contact) in self._answers:  # of two answers of one person the later counts
            self._recorder.issue(line, "answered-again", name)
            del self._answers[name, contact]
        self._answers[name, contact] = {
            "state": self._state(row),
            "source": name,
            "source_id": contact,
            "id": cell(row, form.ident),
            "occasion_id": self._sheet.name,
            "occasion": self._sheet.name,
            "quantity": self._quantity(line, row),
            "note": self._note(row),
            **self._time(line, row),
        }

    def _time(self, line: int, row: Row) -> dict[str, Any]:
        words = cell(row, self._form.time)
        if not words:
            return {}
        when = self._moments.read(words)
        if not isinstance(when, Moment):
            self._recorder.issue(line, when, words)
            return {}
        return {"time": when.micros, "precision": when.precision, "instant": when.instant}

    def _quantity(self, line: int, row: Row) -> int | None:
        words = unicodedata.normalize("NFKC", cell(row, self._form.quantity)).strip()
        if not words:
            return None
        found = _NUMBER.fullmatch(words.removesuffix(".0"))
        if not found:
            self._recorder.issue(line, "unknown-value", words)
            return None
        return int(found[1])

    def _state(self, row: Row) -> str:
        """`agreed`, unless the question whether they come says otherwise."""
        words = fold(cell(row, self._form.will))
        if _PERHAPS.search(words):
            return "invited"
        if _CANCELLED.search(words):
            return "withdrawn"
        return "declined" if _NO.match(words) else "agreed"

    def _note(self, row: Row) -> str:
        """The other answers as `question: answer`; contacts and papers are left out."""
        said = [f"{question(self._form.cells[i])}: {value}" for i in self._form.answers if (value := cell(row, i))]
        return "\n".join(said)[:_LONGEST_NOTE]
