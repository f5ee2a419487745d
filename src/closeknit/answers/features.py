"""What the model is told of a message and one that it may answer. No feature knows a word.

Counts and gaps are log(1 + x); flags 0 or 1; unknown times give 0, and `timed` says which they are.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import AHEAD, Block
from closeknit.answers.marks import MARKS
from closeknit.answers.scan import Scan

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

_PAIR: Final = (
    "distance", "adjacent", "gap", "tempo-gap", "own-between", "speakers-since", "same", "latest", "calls-strongly",
    "begins-with", "names-inside", "addresses-other", "addressed-by", "named-by", "elsewhere", "unaddressed-since",
    "called-since", "i-called-since", "likeness", "share", "heaviest", "likeness-rank", "likeness-margin",
    "answers-my-last", "after-my-last", "my-last-likeness", "author-between", "author-share", "author-likeness",
    "author-newcomer", "author-spoken", "pause-before", "follows-own", "continued", "author-next", "author-next-calls",
    "author-next-first", "neighbour-likeness", "turns", "reverse-share", "likeness-here", "same-adjacent", "copy",
)  # fmt: skip
PAIR: Final = (*_PAIR, *(f"parent-{name}" for name in MARKS))
"""Features of a candidate."""

LEAST: Final = {"likeness-margin": -np.inf}
"""What those are at least that may be below zero."""

OWN: Final = (
    *(f"my-{name}" for name in MARKS), "i-call", "i-begin", "i-name", "i-call-stranger", "newcomer", "spoken",
    "own-pause", "own-distance", "pause", "pause-seconds", "continues", "crowd", "best-likeness", "tempo",
    "naming-here", "timed", "called-is-here", "next-own", "room", "copied",
)  # fmt: skip
"""Features of the message itself, the same for all its choices."""

SPECIAL: Final = ("opening", "none-of-these")
"""The two choices beside the candidates: to answer nothing, and to answer none of these."""

OPENING, NONE = -2, -1
"""Their places after the candidates."""

_SOON: Final = 4 * AHEAD


@dataclass(frozen=True)
class Candidates:
    """What the messages at `rows` (ascending positions in `block`) may answer: `distance`, candidates × rows, the
    likeliest by the sieve first, 0 where there are fewer.
    """

    block: Block
    rows: Int64s
    distance: Int64s

    @cached_property
    def there(self) -> Bools:
        """Which candidates there are."""
        return np.asarray(self.distance > 0)

    @cached_property
    def parent(self) -> Int64s:
        """Position in the block of each candidate; of the message itself where there is none."""
        return np.asarray(self.rows - self.distance)

    @cached_property
    def part(self) -> slice | Int64s:
        """The rows as what takes them fastest out of an array."""
        return within(self.rows)

    @cached_property
    def me(self) -> Int32s:
        """The author of each message."""
        return self.block.speaker[self.part]

    @cached_property
    def author(self) -> Int32s:
        """The author of each candidate."""
        return self.block.speaker.take(self.parent)

    @cached_property
    def aimed(self) -> Int32s:
        """Whom each candidate calls, −1 for nobody."""
        return self.block.target.take(self.parent)

    @cached_property
    def nearer(self) -> Bools:
        """[a, b, i]: whether of the candidates of message i there is a b, and it stands after a."""
        distance = self.distance.astype(np.int16)
        return np.asarray((distance < distance[:, None]) & self.there)

    @cached_property
    def akin(self) -> Bools:
        """[a, b, i]: whether of the candidates of message i there is a b, and it is by the author of a."""
        return np.asarray((self.author == self.author[:, None]) & self.there)

    @cached_property
    def newest(self) -> Int64s:
        """The last message before the message itself by each candidate's author."""
        found = self.parent.reshape(-1).copy()
        rows = np.broadcast_to(self.rows, self.parent.shape).reshape(-1)
        still = np.arange(len(found))
        while len(still):
            step = self.block.after.take(found.take(still))
            sooner = step < rows.take(still)
            still = still.compress(sooner)
            found[still] = step.compress(sooner)
        return found.reshape(self.parent.shape)

    @cached_property
    def follower(self) -> Int64s:
        """The first message of each candidate's author after the message itself; the block's length for none."""
        if not self.block.ahead:
            return np.full(self.parent.shape, len(self.block))
        found = self.block.after.take(self.newest)
        return np.where(found == self.rows, self.block.after[self.part], found)


@dataclass(frozen=True)
class Features:
    """What is known of some messages' candidates and of the messages themselves: `pair`, candidates × features ×
    messages; `own`, features × messages.
    """

    pair: Floats
    own: Floats


def fill(look: Scan, chosen: Candidates, into: Features) -> None:
    """Write PAIR and OWN of the chosen candidates to the first planes of `into`, zeros for one that there is not."""
    block, pair, marked = chosen.block, into.pair, len(_PAIR)
    for name, values in _pair(look, chosen).items():
        pair[:, _AT[name]] = values
    for number, mark in enumerate(block.marks):
        mark.take(chosen.parent, out=pair[:, marked + number], mode="clip")
    if not chosen.there.all():
        pair[:, : len(PAIR)] *= chosen.there[:, None]
    into.own[: len(MARKS)] = block.marks[:, chosen.part]
    for name, row in _message(look, chosen).items():
        into.own[_OWN_AT[name]] = row
    into.own[_OWN_AT["best-likeness"]] = pair[:, _AT["likeness"]].max(axis=0)
    into.own[_OWN_AT["copied"]] = pair[:, _AT["copy"]].max(axis=0)


_AT: Final = {name: place for place, name in enumerate(PAIR)}
_OWN_AT: Final = {name: place for place, name in enumerate(OWN)}


def _pair(look: Scan, chosen: Candidates) -> dict[str, npt.NDArray[Any]]:
    block, rows, parent, there, distance = chosen.block, chosen.rows, chosen.parent, chosen.there, chosen.distance
    part, me, author, aimed = chosen.part, chosen.me, chosen.author, chosen.aimed
    cell = np.where(there, (distance - 1) * (look.high - look.low) + (rows - look.low), 0)

    def seen(plane: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return plane.reshape(-1).take(cell)

    aim, gap, tempo = block.target[part], block.gap(rows, parent), block.tempo[part]
    flags = seen(look.flags)
    calls, begins = block.called[part] == author, block.begun[part] == author
    turns = block.turns[part] - block.turns.take(parent)
    spoken = logged(block.spoken).take(parent)
    before, after = block.before.take(parent), block.after.take(parent)
    pause = block.gap(parent, np.maximum(parent - 1, block.first.take(parent)))
    return {
        "distance": logged(distance), "adjacent": distance == 1,
        "gap": logged(gap), "tempo-gap": logged(gap / tempo),
        "own-between": logged(seen(look.own)), "speakers-since": logged(seen(look.since)),
        "same": author == me, "latest": flags & 2 > 0,
        "calls-strongly": calls, "begins-with": begins, "names-inside": _any(block.inner[part].T, author),
        "addresses-other": (aim >= 0) & ~calls & ~begins,
        "addressed-by": aimed == me, "named-by": _any(block.inner.T.take(parent, axis=1), me),
        "elsewhere": (aimed >= 0) & (aimed != me),
        "unaddressed-since": logged(seen(look.unaddressed)),
        "author-newcomer": spoken == 0, "author-spoken": spoken,
        "pause-before": logged(pause / tempo),
        "follows-own": (before >= 0) & (before == parent - 1), "continued": after == parent + 1,
        "turns": logged(np.maximum(turns, 0)), "same-adjacent": (distance == 1) & (author == me),
        **_alike(chosen, before, after), **_rivals(chosen), **_my_last(chosen), **_next(chosen),
    }  # fmt: skip


def _alike(chosen: Candidates, before: Int64s, after: Int64s) -> dict[str, npt.NDArray[Any]]:
    """What the texts share, and how that compares with the other candidates."""
    block, rows, distance = chosen.block, chosen.rows, chosen.distance
    shared = block.look_up(block.shared, rows, distance)
    own, its = np.maximum(block.weight[chosen.part], 1e-3), np.maximum(block.weight.take(chosen.parent), 1e-3)
    likeness = shared * block.scale[chosen.part] * block.scale.take(chosen.parent)
    share, reverse = shared / own, shared / its
    best = likeness.max(axis=0)
    second = (likeness * (likeness < best)).max(axis=0)
    others = np.where(likeness >= best, second, best)
    near_before = block.alike(rows, block.apart(rows, np.where(before < 0, rows, before)))
    near_after = block.alike(rows, block.apart(rows, after))
    neighbour = np.maximum(near_before, near_after)
    twice = chosen.akin
    return {
        "likeness": np.sqrt(likeness), "share": share, "heaviest": block.look_up(block.heaviest, rows, distance),
        "likeness-rank": logged((likeness > likeness[:, None]).sum(axis=1, dtype=np.uint8)),
        "likeness-margin": likeness - others, "neighbour-likeness": np.sqrt(neighbour),
        "reverse-share": np.minimum(reverse, 4 * share), "likeness-here": likeness * (distance <= 5),
        "copy": np.maximum(np.minimum(share, reverse) - np.float32(0.5), 0),
        "author-between": logged((twice & chosen.nearer).sum(axis=1, dtype=np.uint8)),
        "author-share": twice.sum(axis=1, dtype=np.uint8) / np.float32(len(distance)),
        "author-likeness": np.sqrt((twice * likeness).sum(axis=1)),
    }  # fmt: skip


def _rivals(chosen: Candidates) -> dict[str, npt.NDArray[Any]]:
    """Who called each candidate's author since."""
    since = (chosen.aimed == chosen.author[:, None]) & chosen.nearer
    mine = chosen.author == chosen.me
    return {
        "called-since": logged((since & ~mine).sum(axis=1, dtype=np.uint8)),
        "i-called-since": (since & mine).any(axis=1),
    }


def _my_last(chosen: Candidates) -> dict[str, npt.NDArray[Any]]:
    """How each candidate stands to what the author said last."""
    block, parent = chosen.block, chosen.parent
    last = block.before[chosen.part]
    later = (parent > last) & (last >= 0)
    distance = np.abs(parent - last)
    distance[(distance > block.width) | (last < 0)] = 0
    beside = block.alike(np.maximum(parent, last), distance)
    return {
        "answers-my-last": later & (chosen.aimed == chosen.me), "after-my-last": later,
        "my-last-likeness": np.sqrt(beside),
    }  # fmt: skip


def _next(chosen: Candidates) -> dict[str, npt.NDArray[Any]]:
    """What each candidate's author does after the message."""
    block, follower, rows, n = chosen.block, chosen.follower, chosen.rows, len(chosen.block)
    some = follower < n
    soon = np.minimum(block.after[chosen.part], rows + AHEAD + 1)
    return {
        "author-next": logged(np.where(some, np.minimum(follower - rows, _SOON), _SOON)),
        "author-next-calls": some & (block.target.take(np.minimum(follower, n - 1)) == chosen.me),
        "author-next-first": some & (follower < soon),
    }


def _message(look: Scan, chosen: Candidates) -> dict[str, npt.NDArray[Any]]:
    block, rows, part = chosen.block, chosen.rows, chosen.part
    inside = within(rows - look.low)
    last, after = block.before[part], block.after[part]
    tempo, timed = block.tempo[part], block.timed[part]
    own_pause = block.gap(rows, np.maximum(last, 0)) / tempo
    pause = block.gap(rows, np.maximum(rows - 1, block.first[part]))
    ahead = (after < len(block)) & block.ahead
    return {
        "i-call": block.called[part] >= 0, "i-begin": block.begun[part] >= 0,
        "i-name": (block.inner[part] >= 0).any(axis=1), "i-call-stranger": block.calls_stranger[part],
        "newcomer": block.spoken[part] == 0, "spoken": logged(block.spoken[part]),
        "own-pause": np.where(last >= 0, logged(own_pause), 0),
        "own-distance": logged(np.where(last >= 0, rows - last, 400)),
        "pause": logged(pause / tempo), "pause-seconds": logged(pause),
        "continues": (last >= 0) & (last == rows - 1),
        "crowd": logged(look.latest[:15, inside].sum(axis=0, dtype=np.uint8)),
        "tempo": np.where(timed, logged(tempo), 0), "naming-here": block.naming[part], "timed": timed,
        "called-is-here": (look.flags[:, inside] & 4).any(axis=0) & (block.target[part] >= 0),
        "next-own": logged(np.where(ahead, np.minimum(after - rows, _SOON), _SOON)),
        "room": logged(block.room[part]),
    }  # fmt: skip


def within(rows: Int64s) -> slice | Int64s:
    """Ascending positions as what takes them fastest out of an array: a slice where they stand side by side."""
    if len(rows) and int(rows[-1]) - int(rows[0]) == len(rows) - 1:
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def logged(values: npt.NDArray[Any]) -> Floats:
    """log(1 + values), in single precision."""
    return np.asarray(np.log(np.add(values, 1, dtype=np.float32)), np.float32)


def _any(people: npt.NDArray[np.int32], person: npt.NDArray[np.int32]) -> Bools:
    """Whether any of some planes of people is the person."""
    found: Bools = people[0] == person
    for one in people[1:]:
        found |= one == person
    return found
