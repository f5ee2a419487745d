"""Turns the rows of a table into messages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from closeknit.carriers.table.columns import Layout
from closeknit.records.builder import MessageBuilder
from closeknit.records.message import EVENTS
from closeknit.text.chain import is_chain
from closeknit.text.moments import Lack, Moment, Moments, Order
from closeknit.text.placeholders import kind_of_placeholder, kind_of_word
from closeknit.text.scripts import fold

Line = tuple[int, list[str]]
"""Line number and cells."""
When = Moment | Lack | None

_CHUNK: Final = 20_000
_REPLY: Final = frozenset(["引用", "引用回复", "回复", "引用消息", "reply", "quote"])
_WECHAT: Final = {
    "1": "text", "3": "image", "34": "voice", "42": "contact", "43": "video", "47": "sticker", "48": "location",
    "49": "link", "50": "call", "10000": "system", "10002": "recall",
}  # fmt: skip
"""The numbers that tools for WeChat leave in a column of types."""
_FLOAT_ID: Final = re.compile(r"\d+\.0")


class TableRows:
    """Gives the rows of one table to a builder; `channels` collects the chat of each row that was given."""

    def __init__(self, builder: MessageBuilder, layout: Layout, order: Order, delimiter: str | None) -> None:
        self._builder = builder
        self._layout = layout
        self._delimiter = delimiter
        self._moments = Moments(order, builder.options.day, builder.options.year)
        self._width = max(len(layout.header), *(i + 1 for i in layout.columns.values()))
        self._kinds_known: dict[str, str | None] = {}
        self.channels: list[str | None] = []

    def take(self, rows: Iterable[Line]) -> None:
        """Add all rows; those above the header, and the header wherever it returns, are left out."""
        source = islice(rows, self._layout.at + 1, None)
        while chunk := list(islice(source, _CHUNK)):
            self._take(list(self._usable(chunk)))

    def _usable(self, chunk: list[Line]) -> Iterator[Line]:
        header, width = list(self._layout.header), self._width
        for line, row in chunk:
            mended = row if len(row) == width else self._mended(line, row)
            if any(mended) and mended != header:
                yield line, mended

    def _mended(self, line: int, row: list[str]) -> list[str]:
        """A row with too few or too many cells; a delimiter in the last column's words splits no row."""
        width = self._width
        if not any(cell.strip() for cell in row[width:]):
            return row[:width] + [""] * (width - len(row))
        self._builder.issue(line, "bad-row", (self._delimiter or " ").join(row))
        if self._delimiter and self._layout.columns["text"] == width - 1:
            return [*row[: width - 1], self._delimiter.join(row[width - 1 :])]
        return row[:width]

    def _take(self, rows: list[Line]) -> None:
        whens = self._times(rows)
        nameless = self._nameless(rows)
        lost = {i for i in nameless if not isinstance(whens[i], Moment)}
        for i in sorted(lost):
            self._builder.issue(rows[i][0], "bad-row", " ".join(cell for cell in rows[i][1] if cell), lost=True)
        if lost:
            rows = [row for i, row in enumerate(rows) if i not in lost]
            whens = [when for i, when in enumerate(whens) if i not in lost]
        if not rows:
            return
        sparse: dict[str, dict[int, Any]] = {"is_reply": {}}
        dense: dict[str, list[Any]] = {
            "author": self._words(rows, "author"),
            "author_id": [_id(value) for value in self._words(rows, "author_id")],
            "id": self._words(rows, "id"),
            **self._timed(rows, whens, sparse),
        }
        self._add_kinds(rows, dense, sparse)
        for role in ("reply_to", "quoted"):
            if role in self._layout.columns:
                sparse[role] = {i: words for i, words in enumerate(self._words(rows, role)) if words}
                sparse["is_reply"] |= dict.fromkeys(sparse[role], True)
        self._builder.extend(dense, sparse)
        if "channel" in self._layout.columns:
            self.channels += self._words(rows, "channel")

    def _column(self, rows: list[Line], role: str) -> list[str] | None:
        index = self._layout.columns.get(role)
        return None if index is None else [row[index] for _line, row in rows]

    def _words(self, rows: list[Line], role: str) -> list[str | None]:
        """A column without the blanks around, None where nothing is left."""
        column = self._column(rows, role)
        return [None] * len(rows) if column is None else [value.strip() or None for value in column]

    def _nameless(self, rows: list[Line]) -> list[int]:
        names, ids = self._column(rows, "author"), self._column(rows, "author_id")
        if names is None and ids is None:
            return []
        return [
            i
            for i in range(len(rows))
            if not (names is not None and names[i].strip()) and not (ids is not None and ids[i].strip())
        ]

    def _times(self, rows: list[Line]) -> list[When]:
        stamps = self._column(rows, "time")
        if stamps is None:
            return [None] * len(rows)
        clock = self._layout.clock
        if clock is not None:
            stamps = [f"{day} {row[clock]}" for day, (_line, row) in zip(stamps, rows, strict=True)]
        return list(map(self._moments.read, stamps))

    def _timed(self, rows: list[Line], whens: list[When], sparse: dict[str, dict[int, Any]]) -> dict[str, list[Any]]:
        texts: list[str | None] = [None] * len(rows)
        precisions: Counter[str] = Counter()
        instants: dict[int, bool] = {}
        index, clock = self._layout.columns.get("time", 0), self._layout.clock
        for i, when in enumerate(whens):
            if when is None:
                continue
            row = rows[i][1]
            stamp = row[index] if clock is None else f"{row[index]} {row[clock]}"
            if isinstance(when, str):
                self._builder.issue(rows[i][0], when, stamp)
                texts[i] = stamp.strip()[:64] or None
            else:
                precisions[when.precision] += 1
                if when.instant or self._layout.is_utc:
                    instants[i] = True
                else:
                    texts[i] = stamp.strip()
        usual = precisions.most_common(1)[0][0] if precisions else "second"
        wall = len(instants) < precisions.total() or not instants
        self._builder.clock(wall=wall, precision=usual)
        if wall:
            sparse["instant"] = instants
        if len(precisions) > 1:
            moments = {i: when for i, when in enumerate(whens) if isinstance(when, Moment)}
            sparse["precision"] = {i: when.precision for i, when in moments.items() if when.precision != usual}
        return {"time": [when.micros if isinstance(when, Moment) else None for when in whens], "time_text": texts}

    def _add_kinds(self, rows: list[Line], dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]) -> None:
        """Fill `kind` and `text`, and what follows from the kind: an event's name, a reply, no author."""
        told = self._told_kinds(rows)
        kinds: list[str] = []
        texts: list[str | None] = []
        authors, ids = dense["author"], dense["author_id"]
        events = sparse.setdefault("event", {})
        for i, written in enumerate(self._column(rows, "text") or []):
            kind, words = _kind_and_words(told[i], written)
            if told[i] == "reply":
                sparse["is_reply"][i] = True
            if ids[i] is None and authors[i] is not None and kind_of_word(authors[i]) == "system":
                authors[i] = None
                kind = kind if kind in EVENTS else "system"
            if kind in EVENTS:
                events[i] = "recall" if kind == "recall" else "notice"
            elif authors[i] is None and ids[i] is None:
                self._builder.issue(rows[i][0], "no-author", words or "")
            kinds.append(kind)
            texts.append(words)
        dense["kind"], dense["text"] = kinds, texts

    def _told_kinds(self, rows: list[Line]) -> list[str | None]:
        """What the column of types says of each row; `reply` is a text that answers."""
        types, known = self._column(rows, "type"), self._kinds_known
        if types is None:
            return [None] * len(rows)
        for i, told in enumerate(types):
            if told not in known:
                known[told] = self._kind(rows[i][0], told)
        return [known[told] for told in types]

    def _kind(self, line: int, told: str) -> str | None:
        """The kind that a cell of the column of types names, None where it says nothing that is known."""
        word = fold(told).strip()
        if not word:
            return None
        kind = "reply" if word in _REPLY else _WECHAT.get(word) or kind_of_word(word)
        if kind is None:
            self._builder.issue(line, "unknown-value", told)
        return kind


def _kind_and_words(told: str | None, written: str) -> tuple[str, str | None]:
    """The kind of a row and its own words; a placeholder such as [图片] is no words."""
    words = written.replace("\x00", "")
    if not words or words.isspace():
        return told if told not in {None, "text", "reply"} and told else "other", None
    if told in {"text", "reply"}:
        return "text", words
    shown = kind_of_placeholder(words)
    if shown:
        return told or shown, None
    return told or ("chain" if is_chain(words) else "text"), words


def _id(value: str | None) -> str | None:
    """An id; Excel writes 12345 as 12345.0."""
    return value[:-2] if value is not None and _FLOAT_ID.fullmatch(value) else value
