"""What is examined: the rows, who answers whom in them, who runs the group, and which part is judged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from closeknit.answers.links import Links
from closeknit.records.enrolment import Enrolment
from closeknit.records.instant import to_wall
from closeknit.records.rows import NO_TIME, Rows
from closeknit.ties.exchanges import Exchanges, from_recorded, together
from closeknit.ties.fabric import Fabric, weave
from closeknit.vitality.instants import DAY, filled
from closeknit.vitality.thresholds import SURER
from closeknit.vitality.uptake import Uptake

if TYPE_CHECKING:
    from closeknit.vitality.circles import Circles
    from closeknit.vitality.newcomers import Arrivals
    from closeknit.vitality.pattern import Pattern
    from closeknit.vitality.signs import Signs
    from closeknit.vitality.turns import Turns
    from closeknit.vitality.wording import Wording

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

PERIODS = 3
"""Stretches of the group's own past that are compared: the least of which a median is one (the ground rules)."""

COMPARED = ("days", "told")
"""Bases of windows that have a like in the past: one stretched to hold 200 messages has none."""

_OF_ROWS = ("at", "day", "is_said", "arrivals")
_OF_HISTORY = ("at", "day", "is_said", "uptake")
_OF_WINDOW = ("said", "counts", "active", "coverage", "wording", "recorded", "session_days")
"""What subjects have in common that differ only in their links, or only in their window."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part that is judged: `start` ≤ instants < `end`, microseconds UTC, whole days of the community's zone;
    `basis` is the rule that made it: "days", "messages", "told" (--since, --until), "all" (little, or no times).
    """

    start: int
    end: int
    basis: str

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.end - self.start) / DAY


@dataclass(frozen=True, slots=True)
class SetAside:
    """An author who is not counted as a person: `reason` is "bot", "relay" or "mass-sender"."""

    person: int
    reason: str
    messages: int


@dataclass(frozen=True)
class Subject:
    """Everything that a measure may look at. Arrays are parallel to `rows`, exchanges to `exchanges`; `in_window` marks
    rows inside `window`. `organisers` are indices into `rows.people`, with the ground on which they are held for such
    ("told", "roles", "inferred", "unknown"); rows of those set aside are not human in `rows`; `organisers_absent` were
    told but do not occur. `enrolment` is what a roster and records say of the same people, None where there are none;
    where only states are asked for, not `with_evidence`, no rows are chosen to show.
    """

    rows: Rows
    links: Links
    exchanges: Exchanges
    window: Window
    in_window: Bools
    organisers: tuple[int, ...]
    organisers_ground: str
    set_aside: tuple[SetAside, ...]
    zone: ZoneInfo
    organisers_absent: tuple[str, ...] = ()
    enrolment: Enrolment | None = None
    with_evidence: bool = True

    @cached_property
    def at(self) -> Int64s:
        """Instant of each row, those without a time taking the one before them (`NO_TIME` where none is)."""
        return filled(self.rows)

    @cached_property
    def day(self) -> Int64s:
        """Day number on the community's wall clock of each row (`NO_TIME` where unknown)."""
        out = np.full(len(self.rows), NO_TIME, np.int64)
        known = self.at != NO_TIME
        out[known] = to_wall(self.at[known], self.zone) // DAY
        return out

    @cached_property
    def is_said(self) -> Bools:
        """Rows that a person sent, anywhere in the history."""
        return self.rows.is_human

    @cached_property
    def said(self) -> Int64s:
        """Rows of the window that a person sent."""
        return np.flatnonzero(self.is_said & self.in_window)

    @cached_property
    def counts(self) -> Int64s:
        """Messages of each person in the window."""
        who = self.rows.person[self.said]
        return np.bincount(who[who >= 0], minlength=len(self.rows.people)).astype(np.int64)

    @cached_property
    def active(self) -> Int64s:
        """People who wrote in the window, those who wrote most first, then by first appearance."""
        there = np.flatnonzero(self.counts)
        return there[np.argsort(-self.counts[there], kind="stable")]

    @cached_property
    def middle(self) -> tuple[int, ...]:
        """The organisers; where they are unknown, the one who wrote most stands in for them."""
        return self.organisers or tuple(self.active[:1].tolist())

    @cached_property
    def has_stand_in(self) -> bool:
        """Whether `middle` is only the busiest person."""
        return not self.organisers

    @cached_property
    def session_days(self) -> Int64s:
        """Days of the window on which at least two people wrote, in order."""
        here = self.said[self.rows.person[self.said] >= 0]
        width = max(1, len(self.rows.people))
        pairs = np.unique(self.day[here] * width + self.rows.person[here])
        days, people = np.unique(pairs // width, return_counts=True)
        return np.asarray(days[people >= 2], np.int64)

    @cached_property
    def coverage(self) -> float | None:
        """Share of the window's days that have any row, None without times."""
        days = self.day[self.in_window & self.rows.has_time]
        if not len(days) or self.window.days <= 0:
            return None
        return min(1.0, len(np.unique(days)) / round(self.window.days))

    @cached_property
    def here(self) -> Exchanges:
        """The exchanges whose answering message stands in the window."""
        return self.exchanges.take(self.in_window[self.exchanges.row] & (self.exchanges.row >= 0))

    @cached_property
    def recorded(self) -> Exchanges | None:
        """What a record other than the chat says that people gave each other or did together; None without one."""
        return from_recorded(self.enrolment) if self.enrolment and len(self.enrolment.exchanges) else None

    @cached_property
    def fabric(self) -> Fabric:
        """The ties that the window's exchanges make, those that were recorded elsewhere too."""
        if self.recorded is None:
            return weave(self.here, len(self.rows.people))
        inside = (self.recorded.at >= self.window.start) & (self.recorded.at < self.window.end)
        return weave(together(self.here, self.recorded.take(inside)), len(self.rows.people))

    @cached_property
    def pattern(self) -> "Pattern":
        """How the window's exchanges run: one way or both, through one person or around them."""
        from closeknit.vitality.pattern import find_pattern

        return find_pattern(self)

    @cached_property
    def is_chance(self) -> bool:
        """Whether the two-way exchange is no more than adjacency would give (`pattern.is_chance`)."""
        from closeknit.vitality.pattern import is_chance

        return is_chance(self)

    @cached_property
    def turns(self) -> "Turns":
        """Whether people change places in the window's talks, or some begin and others take up."""
        from closeknit.vitality.turns import find_turns

        return find_turns(self)

    @cached_property
    def begun(self) -> Int64s:
        """Of each exchange of the window, the row that began the talk in which it stands (`turns.beginnings`)."""
        from closeknit.vitality.turns import beginnings

        return beginnings(self)[self.here.row].astype(np.int64)

    @cached_property
    def signs(self) -> "Signs":
        """What the kinds of rows and notices show, whatever the language: packets, chains, removals."""
        from closeknit.vitality.signs import find_signs

        return find_signs(self)

    @cached_property
    def circles(self) -> "Circles":
        """Who keeps to whom in the window."""
        from closeknit.vitality.circles import find_circles

        return find_circles(self)

    @cached_property
    def wording(self) -> "Wording":
        """What kind of thing each of the window's messages says: a question, a sign of receipt, an offer."""
        from closeknit.vitality.wording import read_wording

        return read_wording(self)

    @cached_property
    def arrivals(self) -> "Arrivals":
        """Everyone who arrived, anywhere in the history up to the end of the window."""
        from closeknit.vitality.newcomers import arrivals

        return arrivals(self)

    @cached_property
    def uptake(self) -> Uptake:
        """How surely each row was answered, and answers one."""
        return Uptake(self.exchanges, self.at)

    @property
    def answered(self) -> Singles:
        """Probability 0–1 that another person answered each row, at any time."""
        return self.uptake.within(None)

    def answered_within(self, days: float) -> Singles:
        """Probability 0–1 that another person answered each row within so many days of it."""
        return self.uptake.within(days)

    @property
    def answers(self) -> Singles:
        """Probability 0–1 that each row answers another person."""
        return self.uptake.answers

    @cached_property
    def openings(self) -> Int64s:
        """Rows of the window that people sent and that rather not answer anybody."""
        return self.said[self.answers[self.said] < 0.5]

    @cached_property
    def earlier(self) -> tuple["Subject", ...]:
        """The group's own past: up to `PERIODS` stretches before the window, each as long as it, latest first. None
        where there are no times, or the window is not `COMPARED`.
        """
        length = self.window.end - self.window.start
        if length <= 0 or self.window.basis not in COMPARED:
            return ()
        start = int(self.at[self.is_said & (self.at != NO_TIME)].min(initial=self.window.start))
        found = []
        for back in range(1, PERIODS + 1):
            low, high = self.window.start - back * length, self.window.end - back * length
            if low < start - DAY:
                break
            found.append(self.during(Window(low, high, "told")))
        return tuple(found)

    def during(self, window: Window) -> "Subject":
        """The same history, judged in another window."""
        inside = (self.at >= window.start) & (self.at < window.end)
        return self._sharing(replace(self, window=window, in_window=inside), _OF_HISTORY)

    def sure(self, probability: float) -> "Subject":
        """The same, counting only answers of at least this probability."""
        exchanges = self.exchanges.take(self.exchanges.probability >= probability)
        links = self.links.take(self.links.probability >= probability)
        return self._sharing(replace(self, links=links, exchanges=exchanges), (*_OF_ROWS, *_OF_WINDOW))

    @cached_property
    def surer(self) -> "Subject":
        """The window's answers of at least `SURER` alone, on which confident words must rest too. It is kept, and so
        holds nothing of what lies outside the window."""
        inside = replace(self, links=self.links.take(self.in_window[self.links.child]), exchanges=self.here)
        return self._sharing(inside, (*_OF_ROWS, *_OF_WINDOW)).sure(SURER)

    def _sharing(self, made: "Subject", names: tuple[str, ...]) -> "Subject":
        """`made`, knowing already what it has in common with this one."""
        vars(made).update({name: getattr(self, name) for name in names})
        return made

    def among(self, people: Sequence[int]) -> Bools:
        """A mask over all people, with one more element, False, for person -1."""
        mask = np.zeros(len(self.rows.people) + 1, np.bool_)
        mask[list(people)] = True
        mask[-1] = False
        return mask
