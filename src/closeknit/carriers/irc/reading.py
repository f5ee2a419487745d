"""Turns the lines of one log into rows."""

from collections import Counter
from typing import Any, Final

from closeknit.carriers.irc.clock import Clock, Times, log_event
from closeknit.carriers.irc.lines import (
    LINE,
    MODES,
    Event,
    Said,
    is_sign,
    read_prefixed,
    read_rest,
    read_star,
    without_format,
)
from closeknit.records.builder import MessageBuilder
from closeknit.sources import Source
from closeknit.sources.entries import PIECE

_MINUTE: Final = 60_000_000


def read_log(source: Source, builder: MessageBuilder, clock: Clock) -> None:
    """Add every line of a log to the builder."""
    line = 1
    for block in source.text_blocks(PIECE):
        rows = _Rows(builder, clock)
        line = rows.read(without_format(block.removesuffix("\n")), line)
        rows.give()


class _Rows:
    """The rows of one block, by columns; times are read when the block, or a day of it, is complete."""

    def __init__(self, builder: MessageBuilder, clock: Clock) -> None:
        self._builder = builder
        self._clock = clock
        self._speakers: dict[str, str] = {}
        """WeeChat's prefix → nick."""
        self._lines: list[int] = []
        self._stamps: list[str] = []
        self._nicks: list[str | None] = []
        self._texts: list[str] = []
        self._kinds: list[str] = []
        self._times = Times()
        self._events: dict[int, str] = {}
        self._bots: dict[int, bool] = {}

    def read(self, block: str, line: int) -> int:
        """Read all lines; gives the number of the line behind them."""
        lines, stamps, nicks, texts, kinds = self._lines, self._stamps, self._nicks, self._texts, self._kinds
        speakers = self._speakers
        for tabbed, prefix, column, stamp, nick, said, actor, act, rest, bare in LINE.findall(block):
            if nick:
                lines.append(line)
                stamps.append(stamp)
                nicks.append(nick)
                texts.append(said)
                kinds.append("text")
            elif stamp:
                self._stamped(line, stamp, actor, act, rest)
            elif prefix in speakers:
                lines.append(line)
                stamps.append(tabbed)
                nicks.append(speakers[prefix])
                texts.append(column)
                kinds.append("text")
            elif tabbed:
                self._prefixed(line, tabbed, prefix, column)
            elif bare:
                self._bare(line, bare)
            line += 1
        return line

    def give(self) -> None:
        """Hand the rows to the builder, with the clock that most of them share."""
        self._read_times()
        times, stamps = self._times, self._stamps
        count = len(times.micros)
        if not count:
            return
        for row, lack in times.lacks.items():
            self._builder.issue(self._lines[row], lack, stamps[row])
        wall = len(times.instants) + len(times.lacks) < count or not times.instants
        usual, precisions = _usual(times)
        if usual == "minute":  # the seconds of a marker alone would set the clock back to the line below it
            for row in self._events.keys() & precisions.keys():
                micros = times.micros[row]
                if micros is not None and precisions[row] == "second" and self._events[row].startswith("log-"):
                    times.micros[row] = micros - micros % _MINUTE
                    del precisions[row]
        self._builder.clock(wall=wall, precision=usual)
        sparse: dict[str, dict[int, Any]] = {
            "event": self._events,
            "is_bot": self._bots,
            "instant": times.instants if wall else {},
            "precision": precisions,
        }
        dense: dict[str, list[Any]] = {
            "time": times.micros,
            "time_text": [None if row in times.instants else stamp for row, stamp in enumerate(stamps)]
            if times.instants
            else stamps,
            "author": self._clean_nicks(),
            "text": [words if words and not words.isspace() else None for words in self._texts],
            "kind": self._kinds_of_texts(),
        }
        self._builder.extend(dense, sparse)

    def _clean_nicks(self) -> list[str | None]:
        clean = {nick: (nick.strip() or None) if nick else None for nick in set(self._nicks)}
        nicks = [clean[nick] for nick in self._nicks]
        if None in clean.values():
            for row, nick in enumerate(nicks):
                if nick is None and row not in self._events:
                    self._builder.issue(self._lines[row], "no-author", self._texts[row])
        return nicks

    def _kinds_of_texts(self) -> list[str]:
        kinds = self._kinds
        for row, words in enumerate(self._texts):
            if not words or words.isspace():
                kinds[row] = "other" if kinds[row] == "text" else kinds[row]
        return kinds

    def _read_times(self) -> None:
        self._clock.read(self._stamps[len(self._times.micros) :], self._times)

    def _add(self, line: int, stamp: str, nick: str | None, words: str, kind: str = "text") -> None:
        self._lines.append(line)
        self._stamps.append(stamp)
        self._nicks.append(nick)
        self._texts.append(words)
        self._kinds.append(kind)

    def _found(self, line: int, stamp: str, found: Event | Said) -> None:
        if isinstance(found, Event):
            self._events[len(self._kinds)] = found.event
            self._add(line, stamp, found.nick, found.words, found.kind)
            return
        if found.is_bot:
            self._bots[len(self._kinds)] = True
        self._add(line, stamp, found.nick, found.words)

    def _stamped(self, line: int, stamp: str, actor: str, act: str, rest: str) -> None:
        if actor:
            self._found(line, stamp, read_star(actor, act) or Said(actor, act))
        elif happened := log_event(rest):
            self._found(line, stamp, Event("system", happened, None, rest.strip("* ")))
        elif not self._marker(line, rest):
            found = read_rest(rest)
            if found is not None:
                self._found(line, stamp, found)
            elif rest.strip():
                self._builder.issue(line, "bad-row", rest, lost=True)

    def _prefixed(self, line: int, stamp: str, prefix: str, words: str) -> None:
        sign = prefix.strip()
        if sign == "*":
            actor, _space, act = words.partition(" ")
            self._add(line, stamp, actor.lstrip(MODES), act)
        elif is_sign(sign):
            self._found(line, stamp, read_prefixed(words))
        else:
            nick = self._speakers[prefix] = sign.lstrip(MODES) or sign
            self._add(line, stamp, nick, words)

    def _bare(self, line: int, bare: str) -> None:
        if not self._marker(line, bare) and bare.strip() and not bare.startswith("Session Ident:"):
            self._builder.issue(line, "bad-row", bare, lost=True)

    def _marker(self, line: int, words: str) -> bool:
        """Whether the line opens or closes the log or changes the day; the former two are event rows."""
        if not words.startswith(("---", "****", "Session")):
            return False
        self._read_times()
        found = self._clock.marker(words)
        if found is None:
            return False
        event, when = found
        if event:
            self._events[len(self._kinds)] = event
            self._add(line, words, None, words, "system")
            self._times.add(when)
        elif isinstance(when, str):
            self._builder.issue(line, when, words)
        return True


def _usual(times: Times) -> tuple[str, dict[int, Any]]:
    """The precision that most rows have, and the rows that have another."""
    if len(times.precisions) * 2 <= len(times.micros):
        return "second", dict(times.precisions)
    usual = Counter(times.precisions.values()).most_common(1)[0][0]
    found = {row: times.precisions.get(row, "second") for row in range(len(times.micros))}
    return usual, {row: word for row, word in found.items() if word != usual}
