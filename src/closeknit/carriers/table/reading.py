"""Turns the rows of a table into messages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from closeknit.carriers.table.columns import Layout
from closeknit.records.builder import MessageBuilder
from closeknit.records.message import EVENTS, KINDS
from closeknit.sources.stamps import Alike, read_alike
from closeknit.text.chain import BEGINS, is_chain
from closeknit.text.days import Order
from closeknit.text.moments import LONGEST, Lack, Moment, Moments
from closeknit.text.placeholders import kind_of_placeholder, kind_of_word
from closeknit.text.scripts import fold

Line = tuple[int, list[str]]
"""Line number and cells."""

_CHUNK: Final = 5_000
_REPLY: Final = frozenset(["引用", "引用回复", "回复", "引用消息", "reply", "quote"])
_WECHAT: Final = {
    "1": "text", "3": "image", "34": "voice", "42": "contact", "43": "video", "47": "sticker", "48": "location",
    "49": "link", "50": "call", "10000": "system", "10002": "recall",
}  # fmt: skip
"""The numbers that tools for WeChat leave in a column of types."""
_PLAIN: Final = frozenset([None, "text"])
_FLOAT_ID: Final = re.compile(r"\d+\.0")
_SLUGS: Final = frozenset([*KINDS, *EVENTS])
_GUARDED: Final = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")


class TableRows:
    """Gives the rows of one table to a builder; `channels` collects the chat of each row that was given."""

    def __init__(self, builder: MessageBuilder, layout: Layout, order: Order, delimiter: str | None) -> None:
        self._builder = builder
        self._layout = layout
        self._delimiter = delimiter
        self._moments = Moments(order, builder.options.day, builder.options.year)
        self._width = max(len(layout.header), *(i + 1 for i in layout.columns.values()))
        self._kinds_known: dict[str, str | None] = {}
        self._is_utc = layout.is_utc
        self.channels: list[str | None] = []

    def take(self, rows: Iterable[Line]) -> None:
        """Add all rows; those above the header, and the header wherever it returns, are left out."""
        source = islice(rows, self._layout.at + 1, None)
        while chunk := list(islice(source, _CHUNK)):
            self._take(chunk if self._is_even(chunk) else list(self._usable(chunk)))

    def _is_even(self, chunk: list[Line]) -> bool:
        """Whether all rows are as wide as the table, none is blank and none the header."""
        rows = [row for _line, row in chunk]
        return set(map(len, rows)) == {self._width} and all(map(any, rows)) and list(self._layout.header) not in rows

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
        """Add rows that are all as wide as the table."""
        if not rows:
            return
        lines, cells = zip(*rows, strict=True)
        chunk = _Chunk(lines, list(zip(*cells, strict=True)), self._layout)
        alike = read_alike(chunk.stamps)
        whens = [] if alike else list(map(self._moments.read, chunk.stamps))
        lost = set() if alike else {i for i in chunk.nameless() if not whens or isinstance(whens[i], str)}
        if lost:
            for i in sorted(lost):
                self._builder.issue(rows[i][0], "bad-row", " ".join(cell for cell in rows[i][1] if cell), lost=True)
            self._take([row for i, row in enumerate(rows) if i not in lost])
            return
        sparse: dict[str, dict[int, Any]] = {"is_reply": {}}
        dense: dict[str, list[Any]] = {
            "author": chunk.words("author"),
            "author_id": list(map(_id, chunk.words("author_id"))),
            "id": chunk.words("id"),
            **(self._alike(chunk, alike) if alike else self._timed(chunk, whens, sparse)),
        }
        self._add_kinds(chunk, dense, sparse)
        for role in ("reply_to", "quoted", "inviter"):
            if role in self._layout.columns:
                sparse[role] = {i: words for i, words in enumerate(chunk.words(role)) if words}
        for role in ("reply_to", "quoted"):
            sparse["is_reply"] |= dict.fromkeys(sparse.get(role, ()), True)
        self._builder.extend(dense, sparse)
        if "channel" in self._layout.columns:
            self.channels += chunk.words("channel")

    def _alike(self, chunk: "_Chunk", alike: Alike) -> dict[str, list[Any]]:
        """The columns of times that are written one like the other."""
        wall = not (alike.instant or self._is_utc)
        self._builder.clock(wall=wall, precision=alike.precision)
        return {"time": alike.micros.tolist(), "time_text": list(chunk.stamps) if wall else [None] * len(chunk)}

    def _timed(
        self, chunk: "_Chunk", whens: list[Moment | Lack], sparse: dict[str, dict[int, Any]]
    ) -> dict[str, list[Any]]:
        """The columns of times; tells the builder which clock most rows share, and `sparse` of the others."""
        stamps = chunk.stamps
        bad = {i: when for i, when in enumerate(whens) if isinstance(when, str)}
        for i, lack in bad.items():
            self._builder.issue(chunk.lines[i], lack, stamps[i])
        moments = {i: when for i, when in enumerate(whens) if not isinstance(when, str)}
        precisions = Counter(when[2] for when in moments.values())
        usual = precisions.most_common(1)[0][0] if precisions else "second"
        instants = dict.fromkeys(moments, True)
        if not self._is_utc:
            instants = {i: True for i, when in moments.items() if when[1]}
        wall = len(instants) < len(moments) or not instants
        self._builder.clock(wall=wall, precision=usual)
        if wall:
            sparse["instant"] = instants
        if len(precisions) > 1:
            sparse["precision"] = {i: when[2] for i, when in moments.items() if when[2] != usual}
        return {
            "time": [None if i in bad else when[0] for i, when in enumerate(whens)] if whens else [None] * len(chunk),
            "time_text": [None if i in instants else stamp.strip()[:LONGEST] or None for i, stamp in enumerate(stamps)]
            if whens
            else [None] * len(chunk),
        }

    def _add_kinds(self, chunk: "_Chunk", dense: dict[str, list[Any]], sparse: dict[str, dict[int, Any]]) -> None:
        """Fill `kind` and `text`, and what follows from the kind: an event's name, a reply, no author."""
        told = self._told_kinds(chunk)
        written = chunk.column("text")
        texts: list[str | None] = list(written)
        kinds, events = sparse.setdefault("kind", {}), sparse.setdefault("event", {})
        happened = chunk.words("event")
        authors, ids = dense["author"], dense["author_id"]
        programs = {name for name in set(authors) if name is not None and kind_of_word(name) == "system"}
        odd: Iterable[int] = range(len(chunk))
        if "\x00" not in "".join(written):
            plain = zip(written, told, authors)
            odd = [
                i for i, (words, kind, author) in enumerate(plain)
                if not words[:1].isalnum() or words[0] in BEGINS  # not plain words
                or kind not in _PLAIN or author is None or author in programs
            ]  # fmt: skip
        for i in odd:
            kind, texts[i] = _kind_and_words(told[i], written[i])
            if told[i] == "reply":
                sparse["is_reply"][i] = True
            if authors[i] in programs and ids[i] is None:
                authors[i] = None
                kind = kind if kind in EVENTS else "system"
            if kind in EVENTS:
                events[i] = happened[i] or ("recall" if kind == "recall" else "notice")
            elif authors[i] is None and ids[i] is None:
                self._builder.issue(chunk.lines[i], "no-author", texts[i] or "")
            kinds[i] = kind
        dense["text"] = texts

    def _told_kinds(self, chunk: "_Chunk") -> Sequence[str | None]:
        """What the column of types says of each row; `reply` is a text that answers."""
        if "type" not in self._layout.columns:
            return (None,) * len(chunk)
        types, known = chunk.column("type"), self._kinds_known
        for i, told in enumerate(types):
            if told not in known:
                known[told] = self._kind(chunk.lines[i], told)
        return [known[told] for told in types]

    def _kind(self, line: int, told: str) -> str | None:
        """The kind that a cell of the column of types names, None where it says nothing that is known."""
        word = fold(told).strip()
        if not word:
            return None
        if word in _SLUGS:
            return word
        kind = "reply" if word in _REPLY else _WECHAT.get(word) or kind_of_word(word)
        if kind is None:
            self._builder.issue(line, "unknown-value", told)
        return kind


class _Chunk:
    """Some rows by columns."""

    def __init__(self, lines: Sequence[int], columns: list[tuple[str, ...]], layout: Layout) -> None:
        self.lines = lines
        self._columns = columns
        self._layout = layout
        self.stamps = self._stamps()
        """What stands for the time, date and time of day put together; empty where the table has no times."""

    def __len__(self) -> int:
        return len(self.lines)

    def _stamps(self) -> Sequence[str]:
        if "time" not in self._layout.columns:
            return ()
        if self._layout.clock is None:
            return self.column("time")
        return [f"{day} {clock}" for day, clock in zip(self.column("time"), self._columns[self._layout.clock])]

    def column(self, role: str) -> Sequence[str]:
        """The cells of a role, blank where the table has none."""
        index = self._layout.columns.get(role)
        if index is None:
            return ("",) * len(self)
        if self._layout.is_ours:
            return [cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell for cell in self._columns[index]]
        return self._columns[index]

    def words(self, role: str) -> list[str | None]:
        """The cells without the blanks around, None where nothing is left."""
        if role not in self._layout.columns:
            return [None] * len(self)
        return [value.strip() or None for value in self.column(role)]

    def nameless(self) -> list[int]:
        """Rows without a name or an id, where the table has a column of either."""
        if not {"author", "author_id"} & self._layout.columns.keys():
            return []
        both = zip(self.column("author"), self.column("author_id"), strict=True)
        return [i for i, (name, ident) in enumerate(both) if not name.strip() and not ident.strip()]


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
    return value[:-2] if value is not None and value.endswith(".0") and _FLOAT_ID.fullmatch(value) else value
