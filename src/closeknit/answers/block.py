"""A stretch of a talk with all that the features need to know of it: texts read once, structure as bands.

A *band* is an array with a row a message and a column for each of the `WINDOW` messages before it, the nearest
first: band[i, d − 1] is about message i and message i − d.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from closeknit.answers.likeness import bands
from closeknit.answers.marks import marks
from closeknit.answers.names import Named, NameTable, find_named
from closeknit.answers.symbols import LONGEST, symbols
from closeknit.answers.talk import Talk
from closeknit.answers.words import tokens

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

WINDOW = 100
"""Messages before a message that it may answer."""

BRIEF = 80
"""Characters of a text that are read where little time is taken."""

_HEAD = 24

AHEAD = 32
"""Messages after a message that may tell what it answered."""


@dataclass(frozen=True)
class Block:
    """Messages `low` … `high` of a talk, counted from 0 here.

    `first`, `before`, `after` are positions in the block (before: −1 where there is none in it; after: likewise);
    `speaker`, `seconds`, `tempo`, `spoken` as in `Talk`; `called`, `begun`, `inner` as in `Named`; `marks` as in
    `marks.MARKS`; `likeness`, `share`, `heaviest` are bands of likeness, `valid` the band of what may be answered,
    `weight` of each text, `ahead` whether what follows may be looked at.
    """

    low: int
    first: Int64s
    speaker: Int32s
    seconds: Doubles
    tempo: Floats
    spoken: Int64s
    before: Int64s
    after: Int64s
    called: Int32s
    begun: Int32s
    inner: Int32s
    calls_stranger: Bools
    marks: Floats
    valid: Bools
    likeness: Floats
    share: Floats
    heaviest: Floats
    weight: Floats
    ahead: bool

    @cached_property
    def target(self) -> Int32s:
        """The person each message calls at its start, with or without a mark; −1 for none."""
        return np.where(self.called >= 0, self.called, self.begun)

    def __len__(self) -> int:
        return len(self.speaker)


def make_block(talk: Talk, table: NameTable, low: int, high: int, width: int = WINDOW, *, brief: bool = False) -> Block:
    """Read the messages `low` … `high`; `brief`: only the beginning of each text, its words and pairs, and nobody
    named inside it.
    """
    part = slice(low, high)
    n = high - low
    first = np.maximum(talk.first[part] - low, 0)
    speaker = talk.speaker[part]
    words = talk.texts.slice(low, n)
    texts = symbols(words, BRIEF if brief else LONGEST)
    start = symbols(words, _HEAD) if brief else texts
    named = _with_tags(find_named(start, table, talk.first[part], speaker, inside=not brief), talk, low, high)
    found = tokens(texts, fine=brief)
    likeness, share, heaviest, weight = bands(found, n, width)
    valid = np.arange(n)[:, None] - np.arange(1, width + 1) >= first[:, None]
    for band in (likeness, share, heaviest):
        np.multiply(band, valid, out=band)
    before, after = (chain[part] - low for chain in talk.faces)
    seconds = talk.seconds[part]
    origin = seconds[~np.isnan(seconds)][:1]
    return Block(
        low, first, speaker, seconds - (origin[0] if len(origin) else 0),
        talk.tempo[part].astype(np.float32), talk.spoken[part],
        np.where(before < 0, -1, before), np.where((after < 0) | (after >= n), -1, after),
        named.called, named.begun, named.inner, named.calls_stranger, marks(texts, found),
        valid, likeness, share, heaviest, weight, talk.ahead,
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
    if named.inner.shape[1]:
        named.inner[message[rest], 0] = person[rest]
    return named
