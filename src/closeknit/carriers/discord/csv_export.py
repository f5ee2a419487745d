"""DiscordChatExporter's CSVs: today's with commas and ISO times, that of 2019 with semicolons and local times.

Neither has message ids, replies or types: joins and pins are known by the English sentence that the exporter
writes for them.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache, partial
from itertools import accumulate, chain, islice, zip_longest
from typing import Any, Final

from closeknit.carriers.discord.exporter import NOBODY, SENTENCES, channel_of, kind_and_event
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import PIECE
from closeknit.sources.stamps import read_alike

HEADER: Final = re.compile(r'"?AuthorID"?([,;])"?Author"?\1"?Date"?\1"?Content"?(?=[,;\r\n]|$)')

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)
_MONTHS: Final = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_NAMED = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{2,4}) (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AaPp][Mm])?")
_NUMBERED = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),? (\d{1,2}):(\d{2})(?::(\d{2}))?[ \u202f]?([AaPp][Mm])?")
_REACTION = re.compile(r"([^,()][^()]{0,80}?) \((\d{1,9})\)(?:,|$)")
_CHUNK: Final = 4096
_NAMES: Final[Sequence[str]] = ("authorid", "author", "date", "content", "attachments", "reactions")
_LEAST: Final = 4


def read_csv(source: Source, options: ReadOptions) -> History:
    """The history of one file; its times are instants where the first one has an offset, else wall times."""
    builder = MessageBuilder("discord", source.path, options, wall=True, precision="minute")
    builder.channel(*channel_of(source.name))
    header = HEADER.match(source.head_text)
    delimiter = header[1] if header else ","
    month_first = _month_first(source.head_text)
    table = _Table(builder, delimiter, month_first)
    for lines in _chunks(source, delimiter, builder):
        table.take(lines)
    return builder.finish()


def _chunks(source: Source, delimiter: str, builder: MessageBuilder) -> Iterator["_Lines"]:
    """Rows, and where they stand; one that is no CSV is told and left out."""
    blocks = (block if block.endswith("\n") else f"{block}\n" for block in source.text_blocks(PIECE))
    reader = csv.reader(chain.from_iterable(io.StringIO(block, newline="\n") for block in blocks), delimiter=delimiter)
    is_over = False
    while not is_over:
        before, rows = reader.line_num, list[list[str]]()
        try:
            rows.extend(islice(reader, _CHUNK))
            is_over = len(rows) < _CHUNK
        except csv.Error as error:  # the rows before it are taken
            builder.issue(reader.line_num, "bad-row", str(error), lost=True)
        if rows:
            yield _Lines(rows, before, reader.line_num)


class _Lines:
    """Rows that stand in the lines behind `before` up to `after`; where each ends is counted only where it is asked."""

    def __init__(self, rows: list[list[str]], before: int, after: int) -> None:
        self.rows = rows
        self.before = before
        self.after = after
        self.places: Sequence[int] = range(len(rows))
        """The rows that are used."""

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate((1 + sum(cell.count("\n") for cell in row) for row in self.rows), initial=self.before))

    def last(self, row: int) -> int:
        """The number of a row's last line; a quote that stays open takes no line behind the last."""
        return min(self._ends[row + 1], self.after)


class _Table:
    """Turns rows into messages, by columns."""

    def __init__(self, builder: MessageBuilder, delimiter: str, month_first: bool) -> None:
        self.builder = builder
        self.place: dict[str, int] = {}
        """Where each column stands; empty until the header was read."""
        self.delimiter = delimiter
        self.month_first = month_first
        self.absolute: bool | None = None

    def take(self, lines: _Lines) -> None:
        """Add some rows; those of fewer than four cells are none."""
        if not self.place:
            lines = self.header(lines)
        rows = lines.rows
        if rows and min(map(len, rows)) < _LEAST:
            for at, row in enumerate(rows):
                if len(row) < _LEAST and any(row):
                    self.builder.issue(lines.last(at), "bad-row", self.delimiter.join(row), lost=True)
            lines.places = [at for at, row in enumerate(rows) if len(row) >= _LEAST]
            rows = [rows[at] for at in lines.places]
        if not rows:
            return
        column = self.columns(rows)
        texts, attached = column["content"], column["attachments"]
        written = [stamp.strip() for stamp in column["date"]]
        sparse: dict[str, dict[int, Any]] = {"kind": {}, "event": {}, "reactions": {}}
        times = self.times(lines, written)
        for at, text in enumerate(texts):
            if not text or text in SENTENCES or attached[at]:
                kind, event = kind_and_event(text, attached[at])
                sparse["kind"][at] = kind
                if event:
                    sparse["event"][at] = event
        for at, given in enumerate(column["reactions"]):
            if given and (found := _reactions(given)):
                sparse["reactions"][at] = found
        authors: Sequence[str | None] = column["author"]
        idents: Sequence[str | None] = column["authorid"]
        if NOBODY in idents:
            authors = [None if ident == NOBODY else name for name, ident in zip(authors, idents, strict=True)]
            idents = [None if ident == NOBODY else ident for ident in idents]
        dense: dict[str, Any] = {"time": times, "author": authors, "author_id": idents, "text": texts}
        if not self.absolute:
            dense["time_text"] = written
        self.builder.extend(dense, sparse)

    def header(self, lines: _Lines) -> _Lines:
        """Read the first row that is one; the rows behind it."""
        head = next((at for at, row in enumerate(lines.rows) if row), None)
        if head is None:
            return _Lines([], lines.after, lines.after)
        self.place = {name.strip().strip('"').lower(): n for n, name in enumerate(lines.rows[head])}
        until = _Lines(lines.rows[: head + 1], lines.before, lines.after).last(head)
        return _Lines(lines.rows[head + 1 :], until, lines.after)

    def columns(self, rows: Sequence[list[str]]) -> dict[str, Sequence[str]]:
        """The cells below each name, blank where there are none."""
        wanted = {self.place[name]: name for name in _NAMES if name in self.place}
        across = islice(zip_longest(*rows, fillvalue=""), max(wanted, default=-1) + 1)
        found = {wanted[at]: cells for at, cells in enumerate(across) if at in wanted}
        blank = ("",) * len(rows)
        return {name: found.get(name, blank) for name in _NAMES}

    def times(self, lines: _Lines, written: list[str]) -> list[int | None]:
        """Microseconds of the instants, or on the wall clock; those that cannot be read are told."""
        if self.absolute is None:
            self.absolute = _instant(written[0]) is not None
            self.builder.clock(wall=not self.absolute, precision="millisecond" if self.absolute else "minute")
        alike = read_alike(written) if self.absolute else None
        if alike is not None and alike.instant:
            return alike.micros.tolist()  # type: ignore[no-any-return]
        read = _instant if self.absolute else partial(_wall, month_first=self.month_first)
        times = list(map(read, written))
        for row, time in enumerate(times):
            if time is None:
                self.builder.issue(lines.last(lines.places[row]), "bad-time", written[row])
        return times


@lru_cache(1 << 12)
def _reactions(given: str) -> Sequence[dict[str, Any]]:
    """One list for all rows that have the same ones: it is not to be changed."""
    return [{"reaction": sign, "count": int(count), "by": []} for sign, count in _REACTION.findall(given)]


def _instant(written: str) -> int | None:
    try:
        return (datetime.fromisoformat(written) - _EPOCH) // _MICRO
    except (ValueError, TypeError, OverflowError):
        return None


def _month_first(head: str) -> bool:
    """Whether numbered dates begin with the month: told by numbers above 12, else by a 12-hour clock."""
    dates: list[Any] = _NUMBERED.findall(head)
    if any(int(date[0]) > 12 for date in dates):
        return False
    return any(int(date[1]) > 12 for date in dates) or any(date[6] for date in dates)


def _wall(written: str, month_first: bool) -> int | None:
    """`12-Jul-19 08:37 AM`, `7/12/2019 8:37 AM`, `12.07.2019 08:37`: microseconds on the wall clock."""
    named, numbered = _NAMED.fullmatch(written), _NUMBERED.fullmatch(written)
    if named:
        day, month, year = int(named[1]), _MONTHS.get(named[2].lower(), 0), int(named[3])
    elif numbered:
        first, second, third = int(numbered[1]), int(numbered[2]), int(numbered[3])
        year, month, day = (
            (first, second, third) if first > 99 else (third, first, second) if month_first else (third, second, first)
        )
    else:
        return None
    match = named or numbered
    assert match is not None
    hour, half = int(match[4]), (match[7] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        when = datetime(
            year + 2000 if year < 100 else year, month, day, hour, int(match[5]), int(match[6] or 0), tzinfo=UTC
        )
    except ValueError:
        return None
    return (when - _EPOCH) // _MICRO
