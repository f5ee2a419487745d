"""The first look at all that a message may answer: a few features of every earlier message in the window."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import Block
from closeknit.answers.likeness import earlier

Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Int64s = npt.NDArray[np.int64]

_STRIP: Final = 2000
"""Messages whose planes of scores the processor's cache holds."""

_FLAGS: Final = ("same", "latest", "calls", "elsewhere", "addresses-me", "same-latest", "calls-latest")
_BITS: Final = np.arange(32)[:, None] >> np.arange(5) & 1
_TABLE: Final = np.concatenate((_BITS, _BITS[:, [0]] * _BITS[:, [1]], _BITS[:, [2]] * _BITS[:, [1]]), axis=1)
"""_FLAGS of each sum of the first five flags, those taken as binary digits."""

SCANNED: Final = (
    *_FLAGS, "distance", "near", "gap", "tempo-gap", "own-between", "speakers-since", "unaddressed-since", "likeness",
    "share", "heaviest",
)  # fmt: skip


@dataclass(frozen=True)
class Scan:
    """Planes over the messages `low` … `high` of a block.

    `valid`: may be answered; `latest`: is its author's last message before; `flags`: the first five of _FLAGS as binary
    digits; `own`, `since`, `unaddressed`: how many messages in between are the message's author's, are their author's
    last, and are by others and call nobody else.
    """

    block: Block
    low: int
    high: int
    valid: Bools
    latest: Bools
    flags: Bytes
    own: Bytes
    since: Bytes
    unaddressed: Bytes

    def scores(self, sieve: Floats) -> Floats:
        """How likely each earlier message is to be answered, by the weights of SCANNED."""
        weight = dict(zip(SCANNED, sieve))
        block, part = self.block, slice(self.low, self.high)
        table = (_TABLE @ sieve[: len(_FLAGS)]).astype(np.float32)
        total = table.take(self.flags)
        total += weight["distance"] * _far(block.width)
        total[0] += weight["near"]
        gap = self._gap()
        step = np.empty_like(gap)
        for name, value in (("gap", gap), ("tempo-gap", gap / block.tempo[part])):
            np.log(np.add(value, 1, out=step), out=step)
            step *= weight[name]
            total += step
        for name, count in (
            ("own-between", self.own), ("speakers-since", self.since), ("unaddressed-since", self.unaddressed)
        ):  # fmt: skip
            np.log(np.add(count, 1, out=step, dtype=np.float32), out=step)
            step *= weight[name]
            total += step
        shared = block.shared[1:, part]
        np.multiply(earlier(block.scale, self.low, self.high, block.width, 0), block.scale[part], out=step)
        step *= weight["likeness"]
        step += weight["share"] / np.maximum(block.weight[part], 1e-6)
        step *= shared
        total += step
        np.multiply(block.heaviest[1:, part], weight["heaviest"], out=step)
        total += step
        return total

    def _strips(self) -> "Iterator[Scan]":
        """The scan in parts that stay near the processor while they are weighed."""
        for start in range(0, self.high - self.low, _STRIP):
            part = slice(start, start + _STRIP)
            yield Scan(
                self.block, self.low + start, min(self.low + start + _STRIP, self.high), self.valid[:, part],
                self.latest[:, part], self.flags[:, part], self.own[:, part], self.since[:, part],
                self.unaddressed[:, part],
            )  # fmt: skip

    def choose(self, sieve: Floats, size: int) -> Int64s:
        """Distances of the `size` likeliest by `scores`, the likeliest first; 0 where there are fewer."""
        return np.concatenate([part._chosen(sieve, size) for part in self._strips()], axis=1)

    def _chosen(self, sieve: Floats, size: int) -> Int64s:
        key = self.scores(sieve)
        np.clip(key, -8000, 8000, out=key)
        key *= 1024
        packed = key.astype(np.int32)
        packed <<= 7
        packed |= np.int32(127) - np.arange(len(packed), dtype=np.int32)[:, None]
        none = np.iinfo(np.int32).min
        np.copyto(packed, none, where=~self.valid)
        n = packed.shape[1]
        place = np.arange(n)
        chosen = np.zeros((min(size, len(packed)), n), np.int64)
        for rank in range(len(chosen)):
            best = packed.max(axis=0)
            distance = 127 - (best & 127).astype(np.int64)
            chosen[rank] = np.where(best == none, 0, distance + 1)
            packed[np.minimum(distance, len(packed) - 1), place] = none
        return chosen

    def features(self) -> Floats:
        """SCANNED of every earlier message: messages × window × features, to fit a sieve."""
        block, part = self.block, slice(self.low, self.high)
        gap, shared = self._gap(), block.shared[1:, part]
        near = np.zeros((block.width, 1), np.float32)
        near[0] = 1
        alike = shared * earlier(block.scale, self.low, self.high, block.width, 0) * block.scale[part]
        columns = [
            *_TABLE.T.astype(np.float32).take(self.flags, axis=1), _far(block.width), near, np.log1p(gap),
            np.log1p(gap / block.tempo[part]), *(np.log1p(c.astype(np.float32)) for c in (self.own, self.since)),
            np.log1p(self.unaddressed.astype(np.float32)), alike, shared / np.maximum(block.weight[part], 1e-6),
            block.heaviest[1:, part],
        ]  # fmt: skip
        return np.stack([np.broadcast_to(c, self.valid.shape).T for c in columns], axis=2).astype(np.float32)

    def _gap(self) -> Floats:
        seconds = self.block.seconds
        start = max(self.low - self.block.width, 0)
        known = seconds[start : self.high][self.block.timed[start : self.high]]
        near = (seconds - (known[0] if len(known) else 0)).astype(np.float32)
        gap = near[self.low : self.high] - earlier(near, self.low, self.high, self.block.width, 0)
        if len(known) < self.high - start:
            np.nan_to_num(gap, copy=False)
        return np.asarray(np.maximum(gap, 0, out=gap), np.float32)


def scan(block: Block, low: int, high: int) -> Scan:
    """Look at everything before each of the messages `low` … `high` of the block."""
    width, part = block.width, slice(low, high)

    def back[T: np.generic](values: npt.NDArray[T], fill: float) -> npt.NDArray[T]:
        return earlier(values, low, high, width, fill)

    valid = np.arange(1, width + 1)[:, None] <= block.room[part]
    me, author, aimed = block.speaker[part], back(block.speaker, -1), back(block.target, -1)
    same = (author == me) & valid
    latest = (back(block.after, 0) >= np.arange(low, high)) & valid
    mine = (aimed == me) & valid
    elsewhere = (aimed >= 0) & ~mine & valid
    flags = same.view(np.uint8) | latest.view(np.uint8) << 1 | elsewhere.view(np.uint8) << 3 | mine.view(np.uint8) << 4
    _mark_called(block, flags, valid, low, high)
    return Scan(
        block, low, high, valid, latest, flags, before(same), before(latest), before(valid & ~elsewhere & ~same)
    )


def before(flag: Bools) -> Bytes:
    """How many of the messages strictly between a message and each earlier one have the flag."""
    marked = flag.view(np.uint8)
    count = np.empty(flag.shape, np.uint8)
    count[:1] = 0
    for distance in range(1, len(flag)):
        np.add(count[distance - 1], marked[distance - 1], out=count[distance])
    return count


def _mark_called(block: Block, flags: Bytes, valid: Bools, low: int, high: int) -> None:
    """Set the bit of those whom a message calls or names, in the few columns of messages that name anybody."""
    part = slice(low, high)
    named = np.concatenate((block.called[None, part], block.begun[None, part], block.inner[part].T))
    some = np.flatnonzero((named >= 0).any(axis=0))
    author = earlier(block.speaker, low, high, block.width, -1)[:, some]
    found = np.zeros(author.shape, np.bool_)
    for one in named[:, some]:
        found |= author == one
    flags[:, some] |= (found & valid[:, some]).view(np.uint8) << 2


def _far(width: int) -> Floats:
    return np.log1p(np.arange(1, width + 1, dtype=np.float32))[:, None]
