"""Pasted text: messages selected and copied in a chat program, from the standard input or a file.

No program documents what it puts on the clipboard, and it changes with every version, so the layouts are those
that such copies were seen in, read with patience: name and time on a line and the words below (WeChat, QQ,
Telegram, Discord, WeChat's chat history by mail), time and name on a line, everything on one line (LINE,
WhatsApp Web), and without a time `name: words` or `name:` with the words below. The layout with the most heads is
taken. Dates may stand on lines of their own. A time of day without any date is read with `--date`, a date without a
year with `--year`.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from closeknit.carriers.contract import NO, POSSIBLE, Carrier
from closeknit.carriers.pasted.layouts import BARE, BARE_BELOW, layouts, with_today
from closeknit.errors import UnknownFormat
from closeknit.language import N_, _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import Entries, cut_entries
from closeknit.sources.stamps import read_numbers_alike
from closeknit.text.chain import BEGINS, is_chain
from closeknit.text.moments import MICRO, Lack, Moment, Moments, learn_order
from closeknit.text.placeholders import kind_of_placeholder, kind_of_word

_MADE_BY_PROGRAMS: Final = ("{", "[{", "[\n", "<")
"""How JSON and pages begin, and nothing that was copied from a chat."""
_DAY: Final = 86_400 * MICRO
_TO_THE_SECOND: Final = re.compile(r"(\d\d):(\d\d):(\d\d)", re.ASCII)
_NUMBERS: Final = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}", re.ASCII)
_THURSDAY: Final = 3
"""The weekday on which the days are counted from, 1 January 1970."""
_ON_WEEKDAY: Final = re.compile("(?:星期|周|週|禮拜|礼拜)([一二三四五六日天])")
_EPOCH: Final = date(1970, 1, 1)
_DENSE: Final = ("time", "time_text", "author", "author_id", "text")
_MOST_PEOPLE: Final = 1 << 14
_ID: Final = re.compile(r"(.*?)[ ]?[(（<](\d{5,11}|[\w.+-]{1,64}@[\w.-]{1,64})[)）>]")
_QUOTE: Final = re.compile(r"「([^：:\n]{1,60})[：:][ ]?(.{0,4000}?)」[ \t]*\n[ \t]*[-—–][-—– ]{3,}\n", re.S)
_IN_REPLY: Final = re.compile(r"\[In reply to ([^\]\n]{1,80})\][ \t]*\n?")


def sniff(source: Source) -> int:
    """Just below possible, where a layout fits: any carrier that knows more goes first."""
    if source.is_folder or not source.head_text or source.head_text.lstrip().startswith(_MADE_BY_PROGRAMS):
        return NO
    layout = _layout_of(source.head_text, pasted=source.is_pasted)
    return NO if layout is None else POSSIBLE - (1 if "when" in layout.groupindex else 5)


def _layout_of(head: str, *, pasted: bool) -> re.Pattern[str] | None:
    """The layout of a text; None where none fits. What was pasted on purpose is believed with less."""
    lines = sum(bool(line.strip()) for line in head.split("\n"))
    known = layouts()
    counted = [[found["name"] for found in layout.finditer(head) if found["name"]] for layout in known]
    most = max(map(len, counted))
    names, layout = next(
        (names, layout) for names, layout in zip(counted, known, strict=True) if len(names) * 5 >= most * 3
    )
    again = len(set(names)) < len(names) or layout in known[:3]
    if layout is known[0] and names:
        timed = with_today(names)
        layout = timed if sum(bool(found["name"]) for found in timed.finditer(head)) > len(names) else layout
    if (most >= 2 and most * 12 >= lines and again) or (most and pasted):
        return layout
    for layout, parts in ((BARE, lines), (BARE_BELOW, sum(bool(part.strip()) for part in head.split("\n\n")))):
        names = [found["name"] for found in layout.finditer(head)]
        different = len(set(names))
        again = different < len(names) if pasted else different * 3 <= len(names) * 2
        if again and different >= 2 and len(names) * 10 >= parts * (6 if pasted else 8):
            return layout
    return None


def read(source: Source, options: ReadOptions) -> History:
    """Read copied messages. Raises UnknownFormat where no layout fits."""
    layout = _layout_of(source.head_text, pasted=True)
    if layout is None:
        raise UnknownFormat(
            _("{path} does not look like messages copied from a chat program.").format(path=source.path),
            _("Each message needs its author: “name time” on a line and the words below, or “name: words”."),
        )
    reader = _Reader(source, options, layout)
    for entries in cut_entries(source, layout):
        reader.take(entries)
    return resolve_names(reader.builder.finish())


class _Reader:
    """Turns heads and the words below them into rows."""

    def __init__(self, source: Source, options: ReadOptions, layout: re.Pattern[str]) -> None:
        self.builder = MessageBuilder("pasted", source.path, options, wall=True)
        self.builder.channel(source.name.rpartition(".")[0] or source.name)
        heads = (
            [found["when"] or "" for found in layout.finditer(source.head_text)] if "when" in layout.groupindex else []
        )
        order, certain = learn_order(heads)
        if not certain:
            self.builder.issue(0, "day-or-month", next(filter(None, heads)))
        if not heads:
            self.builder.issue(0, "no-time")
        self._moments = Moments(order, year=options.year)
        self._clocks = Moments(day=_EPOCH)
        self._day = None if options.day is None else (options.day - _EPOCH).days * _DAY
        self._last = 0
        self._people = _People()
        self._rows: dict[str, list[Any]] = {}
        self._sparse: dict[str, dict[int, Any]] = {}
        self._columns = [layout.groupindex.get(role, 0) - 1 for role in ("day", "name", "when", "text")]

    def take(self, entries: Entries) -> None:
        """Add the entries of one piece of the text, day by day."""
        self._lost(entries.before, entries.line)
        self._rows, self._sparse = {name: [] for name in _DENSE}, {}
        days, names, whens, texts = (entries.groups[at] if at >= 0 else None for at in self._columns)
        begun = [] if days is None else [at for at, day in enumerate(days) if day]
        start = 0
        for end in [*begun, len(entries)]:
            bodies = entries.bodies[start:end]
            if texts is not None:
                bodies = [f"{text}{body}" if text else body for text, body in zip(texts[start:end], bodies)]
            if bodies and names is not None:
                self._said(names[start:end], None if whens is None else whens[start:end], bodies, entries, start)
            if days is not None and end < len(entries):
                self._begin(days[end], entries.bodies[end], entries, end)
            start = end + 1
        if self._rows["text"]:
            self.builder.extend(self._rows, self._sparse)

    def _said(
        self, names: list[str], whens: list[str] | None, bodies: list[str], entries: Entries, start: int
    ) -> None:  # fmt: skip
        """Add what was said, by columns, and then look at what is more than plain words."""
        first = len(self._rows["text"])
        people = list(map(self._people.__getitem__, names))
        texts: list[str | None] = [body.strip("\n").rstrip() for body in bodies]
        times = [None] * len(texts) if whens is None else self._times(whens, first, entries, start)
        for at, ((author, _ident), words) in enumerate(zip(people, texts)):
            if author is None or not words or not words[0].isalnum() or words[0] in BEGINS:  # not plain words
                texts[at] = self._odd(first + at, author, words or "")
        authors, idents = [author for author, _ident in people], [ident for _author, ident in people]
        given: tuple[list[Any], ...] = (times, whens or [None] * len(texts), authors, idents, texts)
        for column, values in zip(self._rows.values(), given):
            column.extend(values)

    def _times(self, whens: list[str], first: int, entries: Entries, start: int) -> list[int | None]:
        """Microseconds of the times; None, and told, where one cannot be read."""
        alike = self._alike(whens)
        if alike is not None:
            return alike
        times: list[int | None] = []
        for at, moment in enumerate(map(self._moments.read, whens)):
            if not isinstance(moment, str) and moment.precision == "second":
                times.append(moment.micros)
            else:
                times.append(self._time(moment, whens[at], first + at, entries, start + at))
        return times

    def _alike(self, whens: Sequence[str]) -> list[int | None] | None:
        """Microseconds of the times, where all are a date in numbers and a clock to the second; else None."""
        days, clocks = [], []
        for when in whens:
            day, _blank, clock = when.partition(" ")
            days.append(day)
            clocks.append(clock)
        shape = _TO_THE_SECOND.fullmatch(clocks[0]) if clocks else None
        numbers = read_numbers_alike(clocks, shape) if shape else None
        if numbers is None or any(found.max() >= limit for found, limit in zip(numbers, (24, 60, 60))):
            return None
        begun = {day: self._moments.read(f"{day} 00:00:00") if _NUMBERS.fullmatch(day) else None for day in set(days)}
        known = {day: at.micros for day, at in begun.items() if isinstance(at, Moment)}
        if len(known) < len(begun):
            return None
        past = ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * MICRO
        return [known[day] + time for day, time in zip(days, past.tolist())]

    def _time(self, moment: Moment | Lack, written: str, row: int, entries: Entries, place: int) -> int | None:
        """Microseconds of a time that is not to the second; None, and told, where it is none."""
        if isinstance(moment, str):
            moment = self._on_the_day(written, moment)
        if isinstance(moment, str):
            self.builder.issue(entries.lines[place], moment, written)
            return None
        if moment.precision != self.builder.precision:
            self._mark(row, precision=moment.precision)
        return moment.micros

    def _begin(self, day: str, body: str, entries: Entries, row: int) -> None:
        """Begin a day; what follows its line belongs to nobody."""
        midnight = self._moments.read(day)
        self._day, self._last = (midnight.micros, 0) if isinstance(midnight, Moment) else (None, 0)
        if body.strip():
            self._lost(body, entries.lines[row])

    def _lost(self, words: str, line: int) -> None:
        for number, row in enumerate(words.split("\n"), line):
            if row.strip():
                self.builder.issue(number, "bad-row", row, lost=True)

    def _mark(self, row: int, **values: Any) -> None:
        for name, value in values.items():
            self._sparse.setdefault(name, {})[row] = value

    def _odd(self, row: int, author: str | None, words: str) -> str | None:
        """Mark what a text is that begins with a sign, or is a program's; its own words."""
        if found := _QUOTE.match(words):
            words = words[found.end() :]
            self._mark(row, is_reply=True, quoted=found[2], quoted_author=found[1])
        elif found := _IN_REPLY.match(words):
            words = words[found.end() :]
            self._mark(row, is_reply=True, quoted_author=found[1])
        if author is None:
            self._mark(row, kind="system", event="notice")
        elif kind := kind_of_placeholder(words):
            self._mark(row, kind=kind)
            return None
        elif not words or is_chain(words):
            self._mark(row, kind="chain" if words else "other")
        return words or None

    def _on_the_day(self, written: str, lack: Lack) -> Moment | Lack:
        """A time of day without a date: on the day that a line before it named, or counted back from it."""
        if lack != "no-date" or self._day is None or not isinstance(clock := self._clocks.read(written), Moment):
            return lack
        back = 0
        if named := _ON_WEEKDAY.search(written):
            back = (self._day // _DAY + _THURSDAY - "一二三四五六日".find(named[1].replace("天", "日"))) % 7
        elif clock.micros >= 0:  # not yesterday's
            if clock.micros + _DAY // 2 < self._last:  # past midnight, and no line says so
                self._day += _DAY
            self._last = clock.micros
        return Moment(self._day - back * _DAY + clock.micros, False, clock.precision)


class _People(dict[str, tuple[str | None, str | None]]):
    """Name as written → (name, id) of a sender; (None, None) where a program speaks."""

    def __missing__(self, written: str) -> tuple[str | None, str | None]:
        if len(self) > _MOST_PEOPLE:
            self.clear()
        name = written.strip()
        found = _ID.fullmatch(name)
        author, ident = (found[1] or found[2], found[2]) if found else (name, None)
        known = self[written] = (None, None) if kind_of_word(author) == "system" else (author, ident)
        return known


CARRIER = Carrier(
    name="pasted",
    title="Pasted text · 貼上的文字",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "For tools without any export: mark messages, copy them, and paste them after `closeknit examine -` "
            "(then Ctrl-D), or into a text file. Each message needs its author; times help much."
        ),
        N_(
            "WeChat has no export of its own. Some versions let you mark several messages in the window of the chat "
            "history and copy them, others send marked messages by mail; the layout differs by version, and no page "
            "of the maker describes it, so look at what the report says was not understood."
        ),
        N_("With only a phone: copy message after message into a note, one line each: name, colon, words."),
        N_("QQ, LINE, Telegram and Discord on a computer: mark several messages and press Ctrl-C."),
        N_(
            "Pasted text has no ids and often no dates: tell them with --date (where it says “yesterday”, the day on "
            "which it was copied) and --year, and prefer a real export."
        ),
    ),
    gives={"text copied from a client": ("replies",)},
)
