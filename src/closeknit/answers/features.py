"""What the model is told of a message and one that it may answer. No feature knows a word.

Counts and gaps are log(1 + x); flags 0 or 1; unknown times give 0, and `timed` says which they are.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import AHEAD, Block
from closeknit.answers.marks import MARKS
from closeknit.answers.scan import Scan

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]

_PAIR = (
    "distance", "adjacent", "gap", "tempo-gap", "own-between", "speakers-since", "same", "latest", "calls-strongly",
    "begins-with", "names-inside", "addresses-other", "addressed-by", "named-by", "elsewhere", "unaddressed-since",
    "called-since", "i-called-since", "likeness", "share", "heaviest", "likeness-rank", "likeness-margin",
    "answers-my-last", "after-my-last", "my-last-likeness", "author-between", "author-share", "author-likeness",
    "author-newcomer", "author-spoken", "pause-before", "follows-own", "continued", "author-next", "author-next-calls",
    "author-next-first", "neighbour-likeness", "turns", "reverse-share", "likeness-here", "same-adjacent",
)  # fmt: skip
_OF_PARENT = tuple(f"parent-{name}" for name in MARKS)
_OF_MESSAGE = (
    *(f"my-{name}" for name in MARKS), "i-call", "i-begin", "i-name", "i-call-stranger", "newcomer", "spoken",
    "own-pause", "own-distance", "pause", "pause-seconds", "continues", "crowd", "best-likeness", "tempo",
    "naming-here", "timed", "called-is-here", "next-own", "room",
)  # fmt: skip
PAIR = (*_PAIR, *_OF_PARENT, "opening", "none-of-these")
"""Features of a choice; the last two mark the choices of answering nothing, and of answering none of these."""

OPENING = -2
"""Place of the choice of answering nothing; after it, that of answering a message that is no candidate."""

OWN = _OF_MESSAGE
"""Features of the message itself, the same for all its choices."""


@dataclass(frozen=True)
class Candidates:
    """For rows of a block, the likeliest `K` of what they may answer.

    `distance` (rows × K, 1 … WINDOW; 0 where there are fewer), the nearest first; column after column in memory, so
    that whatever is computed from it runs along the rows.
    """

    rows: Int64s
    distance: Int64s

    @property
    def there(self) -> Bools:
        """Which candidates there are."""
        return np.asarray(self.distance > 0)

    @property
    def parent(self) -> Int64s:
        """Position in the block of each candidate; of the message itself where there is none."""
        return np.asarray(self.rows[:, None] - self.distance)


@dataclass(frozen=True)
class Features:
    """What is known of some messages' choices: `pair`, rows × (K + 2) × features of each choice, the last two of which
    are to answer nothing and to answer none of these; `own`, rows × features of the message itself.
    """

    pair: Floats
    own: Floats

    def __getitem__(self, rows: slice) -> "Features":
        return Features(self.pair[rows], self.own[rows])


def features(block: Block, look: Scan, chosen: Candidates, following: "Following") -> Features:
    """PAIR and OWN of the rows."""
    rows, parent, there = chosen.rows, chosen.parent, chosen.there
    n, k = parent.shape
    out = planes(n, k + 2, len(PAIR))
    pair = out[:, :k]
    for name, values in _pair(block, look, chosen, following).items():
        np.multiply(values, there, out=pair[:, :, _AT[name]])
    for mark in range(len(MARKS)):
        np.multiply(block.marks[:, mark][parent], there, out=pair[:, :, _PARENT_AT + mark])
    out[:, k, _AT["opening"]] = 1
    out[:, k + 1, _AT["none-of-these"]] = 1
    own = np.empty((n, len(OWN)), np.float32)
    own[:, : len(MARKS)] = block.marks[rows]
    for name, column in _message(block, look, rows, following).items():
        own[:, _OWN_AT[name]] = column
    return Features(out, own)


_AT = {name: place for place, name in enumerate(PAIR)}
_OWN_AT = {name: place for place, name in enumerate(OWN)}
_PARENT_AT = _AT[_OF_PARENT[0]]


def _pair(block: Block, look: Scan, chosen: Candidates, following: "Following") -> dict[str, npt.NDArray[np.generic]]:
    rows, parent, there, distance = chosen.rows, chosen.parent, chosen.there, chosen.distance
    local = (np.arange(len(rows))[:, None], np.maximum(distance - 1, 0))
    here = rows[:, None]
    me, author = block.speaker[rows][:, None], block.speaker[parent]
    target = block.target
    aim, aimed = target[rows][:, None], target[parent]
    gap, timed = _gap(block, here, parent)
    tempo = np.nan_to_num(block.tempo[rows], nan=1.0)[:, None]
    likeness = look_up(block.likeness, rows, distance)
    heaviest = look_up(block.heaviest, rows, distance)
    share = look_up(block.share, rows, distance)
    heavier = block.weight[rows][:, None] / np.maximum(block.weight[parent], 1e-3)
    between = (author[:, :, None] == author[:, None, :]) & there[:, None, :] & there[:, :, None]
    nearer = distance[:, None, :] < distance[:, :, None]
    called = (target[parent][:, None, :] == author[:, :, None]) & nearer
    mine = block.speaker[parent] == me
    last = block.before[rows][:, None]
    to_last = np.where((last >= 0) & (parent > last) & (last >= block.first[here]), parent - last, 0)
    from_last = np.where((last >= 0) & (parent < last), last - parent, 0)
    beside_last = look_up(block.likeness, parent, to_last)
    beside_last += look_up(block.likeness, np.broadcast_to(last, parent.shape), from_last)
    next_author = following.next_of(block, author, here)
    soon = np.minimum(np.where(block.after[here] < 0, len(block), block.after[here]), here + AHEAD + 1)
    best = np.sort(likeness, axis=1)
    others = np.where(likeness >= best[:, -1:], best[:, -2:-1] if likeness.shape[1] > 1 else 0, best[:, -1:])
    before, after = block.before[parent], block.after[parent]
    pause, _ = _gap(block, parent, np.maximum(parent - 1, block.first[parent]))
    near_before = look_up(block.likeness, rows, np.where((before >= 0) & there, here - before, 0))
    near_after = look_up(block.likeness, rows, np.where((after >= 0) & (after < here) & there, here - after, 0))
    turns = following.turns[here] - following.turns[parent]
    calls = block.called[rows][:, None] == author
    begins = block.begun[rows][:, None] == author
    inside = (block.inner[rows][:, None, :] == author[:, :, None]).any(axis=2)
    return {
        "distance": np.log1p(distance), "adjacent": distance == 1,
        "gap": np.log1p(gap), "tempo-gap": np.log1p(gap / tempo) * timed,
        "own-between": np.log1p(look.own_between[local]), "speakers-since": np.log1p(look.speakers_since[local]),
        "same": author == me, "latest": look.latest[local],
        "calls-strongly": calls, "begins-with": begins, "names-inside": inside,
        "addresses-other": (aim >= 0) & ~calls & ~begins,
        "addressed-by": aimed == me, "named-by": (block.inner[parent] == me[:, :, None]).any(axis=2),
        "elsewhere": (aimed >= 0) & (aimed != me),
        "unaddressed-since": np.log1p(look.unaddressed[local]),
        "called-since": np.log1p((called & ~mine[:, None, :]).sum(axis=2)),
        "i-called-since": (called & mine[:, None, :]).any(axis=2),
        "likeness": np.sqrt(likeness), "share": share, "heaviest": heaviest,
        "likeness-rank": np.log1p((likeness[:, None, :] > likeness[:, :, None]).sum(axis=2)),
        "likeness-margin": likeness - others,
        "answers-my-last": (to_last > 0) & (aimed == me),
        "after-my-last": to_last > 0,
        "my-last-likeness": np.sqrt(beside_last),
        "author-between": np.log1p((between & nearer).sum(axis=2)),
        "author-share": between.sum(axis=2) / np.maximum(there.sum(axis=1), 1)[:, None],
        "author-likeness": np.sqrt((between * likeness[:, None, :]).sum(axis=2)),
        "author-newcomer": block.spoken[parent] == 0, "author-spoken": np.log1p(block.spoken[parent]),
        "pause-before": np.log1p(pause / tempo) * timed,
        "follows-own": (before >= 0) & (before == parent - 1), "continued": (after >= 0) & (after == parent + 1),
        "author-next": np.log1p(np.where(next_author >= 0, np.minimum(next_author - here, 4 * AHEAD), 4 * AHEAD)),
        "author-next-calls": (next_author >= 0) & (target[next_author] == me),
        "author-next-first": (next_author >= 0) & (next_author < soon),
        "neighbour-likeness": np.sqrt(np.maximum(near_before * (author == block.speaker[before]), near_after)),
        "turns": np.log1p(np.maximum(turns, 0)),
        "reverse-share": share * np.minimum(heavier, 4),
        "likeness-here": likeness * (distance <= 5),
        "same-adjacent": (distance == 1) & (author == me),
    }  # fmt: skip


def _message(block: Block, look: Scan, rows: Int64s, following: "Following") -> dict[str, npt.NDArray[np.generic]]:
    last = block.before[rows]
    gap, _ = _gap(block, rows, np.maximum(last, 0))
    pause, timed = _gap(block, rows, np.maximum(rows - 1, block.first[rows]))
    tempo = np.nan_to_num(block.tempo[rows], nan=1.0)
    target = block.target
    after = block.after[rows] if block.ahead else np.full(len(rows), -1)
    return {
        "i-call": block.called[rows] >= 0, "i-begin": block.begun[rows] >= 0,
        "i-name": (block.inner[rows] >= 0).any(axis=1),
        "i-call-stranger": block.calls_stranger[rows],
        "newcomer": block.spoken[rows] == 0, "spoken": np.log1p(block.spoken[rows]),
        "own-pause": np.where(last >= 0, np.log1p(gap / tempo), 0) * timed,
        "own-distance": np.log1p(np.where(last >= 0, rows - last, 400)),
        "pause": np.log1p(pause / tempo) * timed, "pause-seconds": np.log1p(pause),
        "continues": (last >= 0) & (last == rows - 1),
        "crowd": np.log1p(look.latest[:, :15].sum(axis=1)),
        "best-likeness": np.sqrt(block.likeness[rows].max(axis=1)),
        "tempo": np.log1p(np.nan_to_num(block.tempo[rows])), "naming-here": following.naming[rows], "timed": timed,
        "called-is-here": (look.calls.any(axis=1)) & (target[rows] >= 0),
        "next-own": np.log1p(np.where(after >= 0, np.minimum(after - rows, 4 * AHEAD), 4 * AHEAD)),
        "room": np.log1p(look.valid.sum(axis=1)),
    }  # fmt: skip


def planes(rows: int, choices: int, features: int) -> Floats:
    """Zeros of this shape, laid out feature by feature and choice by choice, so that all is done in long sweeps."""
    return np.zeros((features, choices, rows), np.float32).transpose(2, 1, 0)


def look_up(band: Floats, rows: Int64s, distance: Int64s) -> Floats:
    """A band's values at rows (one a row, or one a cell) and distances; 0 where a distance is 0 or too great."""
    width = band.shape[1]
    known = (distance > 0) & (distance <= width)
    at = rows[:, None] if rows.ndim < distance.ndim else rows
    return np.asarray(band[at, np.where(known, distance - 1, 0)] * known, np.float32)


def _gap(block: Block, later: Int64s, sooner: Int64s) -> tuple[Floats, Bools]:
    gap = block.seconds[later] - block.seconds[sooner]
    timed = ~np.isnan(gap)
    return np.maximum(np.where(timed, gap, 0), 0).astype(np.float32), timed


@dataclass(frozen=True)
class Following:
    """What comes after, and along the way: who speaks next, turns so far, how usual it is to call by name."""

    order: Int64s
    key: Int64s
    turns: Int64s
    naming: Floats

    def next_of(self, block: Block, speaker: npt.NDArray[np.int32], position: Int64s) -> Int64s:
        """The first message after a position by a speaker, −1 where the block has none in the channel."""
        if not block.ahead:
            return np.full(np.broadcast_shapes(speaker.shape, position.shape), -1)
        n = len(block)
        rank = np.searchsorted(self.key, speaker.astype(np.int64) * n + position, "right")
        found = self.order[np.minimum(rank, n - 1)]
        good = (rank < n) & (block.speaker[found] == speaker) & (block.first[found] == block.first[position])
        return np.where(good, found, -1)


def following(block: Block) -> Following:
    """Prepare a block for questions about what follows."""
    n = len(block)
    place = np.arange(n)
    key = block.speaker.astype(np.int64) * n + place
    order = np.argsort(key)
    turn = np.ones(n, np.int64)
    turn[1:] = block.speaker[1:] != block.speaker[:-1]
    calls = np.concatenate(([0.0], np.cumsum(block.called >= 0)))
    low, high = np.maximum(block.first, place - 200), place + 1
    share = (calls[high] - calls[low]) / np.maximum(high - low, 1)
    return Following(order, key[order], np.cumsum(turn), share.astype(np.float32))
