"""A stretch of a talk with all that the features need to know of it: texts read once, likeness as planes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from closeknit.answers.likeness import planes, scale
from closeknit.answers.marks import marks
from closeknit.answers.names import Named, NameTable, find_named
from closeknit.answers.symbols import symbols
from closeknit.answers.talk import Talk
from closeknit.answers.words import tokens

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

WINDOW = 100
"""Messages before a message that it may answer."""

AHEAD = 16
"""Messages after a message that may tell what it answered."""


@dataclass(frozen=True)
class Block:
    """Messages `low` … `high` of a talk, counted from 0 here.

    `first`, `before`, `after` are positions in the block (before: −1 where there is none in it; after: its length);
    `speaker`, `seconds`, `tempo`, `spoken` as in `Talk`, `tempo` 1 where nothing is timed; `called`, `begun`, `inner`
    as in `Named`; `marks` as in `marks.MARKS`, a row each; `shared`, `heaviest` planes of likeness and `weight` of each
    text; `ahead` whether what follows may be looked at.
    """

    low: int
    first: Int64s
    speaker: Int32s
    seconds: Doubles
    tempo: Floats
    spoken: Floats
    before: Int64s
    after: Int64s
    called: Int32s
    begun: Int32s
    inner: Int32s
    calls_stranger: Bools
    marks: Floats
    shared: Floats
    heaviest: Floats
    weight: Floats
    ahead: bool

    def __len__(self) -> int:
        return len(self.speaker)

    @property
    def width(self) -> int:
        """Distances that are looked at."""
        return len(self.shared) - 1

    @cached_property
    def room(self) -> Int64s:
        """How many messages before each one it may answer."""
        return np.asarray(np.minimum(np.arange(len(self)) - self.first, self.width), np.int64)

    @cached_property
    def target(self) -> Int32s:
        """The person each message calls at its start, with or without a mark; −1 for none."""
        return np.where(self.called >= 0, self.called, self.begun)

    @cached_property
    def scale(self) -> Floats:
        """As `likeness.scale`."""
        return scale(self.weight)

    @cached_property
    def likeness(self) -> Floats:
        """The plane of likeness: what is shared, by the scale of both messages."""
        plane = self.shared * self.scale
        for distance in range(1, len(plane)):
            plane[distance, distance:] *= self.scale[:-distance]
        return plane

    @cached_property
    def timed(self) -> Bools:
        """Whose seconds are known."""
        return ~np.isnan(self.seconds)

    @cached_property
    def turns(self) -> Int64s:
        """Changes of speaker so far."""
        turn = np.ones(len(self), np.int64)
        turn[1:] = self.speaker[1:] != self.speaker[:-1]
        return np.asarray(np.cumsum(turn), np.int64)

    @cached_property
    def naming(self) -> Floats:
        """How usual it is to call by name: the share of messages that do among the 200 before."""
        total = np.concatenate(([0.0], np.cumsum(self.called >= 0)))
        place = np.arange(len(self))
        low = np.maximum(self.first, place - 200)
        return ((total[place + 1] - total[low]) / (place + 1 - low)).astype(np.float32)

    def gap(self, later: Int64s, sooner: Int64s) -> Floats:
        """Seconds between two messages, 0 where either has no time."""
        gap = (self.seconds.take(later) - self.seconds.take(sooner)).astype(np.float32)
        return np.maximum(gap if self.timed.all() else np.nan_to_num(gap), 0)

    def apart(self, later: Int64s, sooner: Int64s) -> Int64s:
        """How far two messages are apart; 0 where `sooner` is not before, or out of the window."""
        distance = later - sooner
        # Seen as a number without a sign, what is below zero is far too large.
        return np.where(distance.view(np.uint64) <= self.width, distance, 0)

    def look_up(self, plane: Floats, row: Int64s, distance: Int64s) -> Floats:
        """A plane's values at rows and distances within the window."""
        return plane.reshape(-1).take(distance * len(self) + row)

    def alike(self, row: Int64s, distance: Int64s) -> Floats:
        """Likeness of messages and those so far before them; 0 where a distance is 0."""
        return self.look_up(self.likeness, row, distance)


def make_block(talk: Talk, table: NameTable, low: int, high: int, width: int = WINDOW) -> Block:
    """Read the messages `low` … `high`."""
    part = slice(low, high)
    n = high - low
    first = np.maximum(talk.first[part] - low, 0)
    speaker = talk.speaker[part]
    texts = symbols(talk.read(low, high))
    named = _with_tags(find_named(texts, table, talk.first[part], speaker), talk, low, high)
    found = tokens(texts)
    shared, heaviest, weight = planes(found, n, width)
    before, after = (chain[part] - low for chain in talk.faces)
    seconds = talk.seconds[part]
    origin = seconds[~np.isnan(seconds)][:1]
    return Block(
        low, first, speaker, seconds - (origin[0] if len(origin) else 0),
        np.nan_to_num(talk.tempo[part], nan=1.0).astype(np.float32), talk.spoken[part].astype(np.float32),
        np.where(before < 0, -1, before), np.where((after < 0) | (after >= n), n, after),
        named.called, named.begun, named.inner, named.calls_stranger, np.ascontiguousarray(marks(texts, found).T),
        shared, heaviest, weight, talk.ahead,
    )  # fmt: skip


def _with_tags(named: Named, talk: Talk, low: int, high: int) -> Named:
    """The people named in the texts and those whom the tool's own @ names: the first as called, the next inside."""
    here = np.flatnonzero((talk.tagged >= low) & (talk.tagged < high))
    message, person = talk.tagged[here] - low, talk.tagged_speaker[here].astype(np.int32)
    other = talk.speaker[talk.tagged[here]] != person
    message, person = message[other][::-1], person[other][::-1]
    free = named.called[message] < 0
    named.called[message[free]] = person[free]
    rest = named.called[message] != person
    named.inner[message[rest], 0] = person[rest]
    return named
