"""What the first pass says of the messages of a block, and the threads and answers that follow from it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import Block
from closeknit.answers.features import OPENING, Candidates
from closeknit.answers.joins import in_order

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

LIKELIEST: Final = 3
"""Parents of a message that its neighbours hear of."""


@dataclass(frozen=True)
class Beliefs:
    """What is held of each message of a block.

    `first` by the model's first pass alone, `held` with what the history states put in its place (planes of
    probabilities); `parents` and `probability` (LIKELIEST × messages) are the likeliest of `held`, a message itself
    standing for none, and `whom` are their authors; `opening` (with it); by the likeliest link of each: `parent`
    (itself where it opens), `thread`, the message that opened its thread, `depth` in it, `rank`, how many of the thread
    stand before it, and `following`, the next of the thread. `answered` and `answered_first` [t, j]: how many answers
    j has from the t messages after it, as `held` and as `first` believe.
    """

    first: Floats
    held: Floats
    whom: Int32s
    parents: Int64s
    probability: Floats
    opening: Floats
    parent: Int64s
    thread: Int64s
    depth: Int64s
    rank: Int64s
    following: Int64s
    told: Bools
    answered: Floats
    answered_first: Floats


def believe(block: Block, chosen: Candidates, scores: Floats, told: Int64s, *, settled: bool = False) -> Beliefs:
    """Beliefs from a pass's candidates and probabilities ((candidates + 2) × messages); `told` is each message's
    stated parent in the block, −1 where none. With `settled` the messages that have one were not looked at: what is
    stated stands for the first pass's word too."""
    n, width = len(block), block.width
    place = np.arange(n)
    first = held = np.zeros((width + 1, n), np.float32)
    opening = np.ones(n, np.float32)
    parents, probability = np.tile(place, (LIKELIEST, 1)), np.zeros((LIKELIEST, n), np.float32)
    rows = chosen.part
    first.reshape(-1)[chosen.distance * n + chosen.rows] = scores[:OPENING]
    opening[rows] = scores[OPENING]
    best, likely = likeliest(scores[:OPENING], LIKELIEST)
    parents[: len(best), rows] = np.take_along_axis(chosen.parent, best, axis=0)
    probability[: len(best), rows] = likely
    first[0] = 0
    is_told = told >= 0
    if is_told.any():
        near = np.flatnonzero(is_told & (place - told <= width))
        held = first if settled else first * ~is_told
        held[near - told[near], near] = 1
        opening[is_told] = 0
        parents[:, is_told], probability[:, is_told] = place[is_told], 0
        parents[0, near], probability[0, near] = told[near], 1
    parent = np.where(probability[0] > opening, parents[0], place)
    thread, depth = parent.copy(), (parent != place).astype(np.int64)
    while True:
        above = thread.take(thread)
        if (above == thread).all():
            break
        depth += depth.take(thread)
        thread = above
    rank, following = _along(thread)
    answered = answers(held)
    answered_first = answered if first is held else answers(first)
    if not block.ahead:
        first, answered_first = np.zeros_like(first), np.zeros_like(answered)
    return Beliefs(
        first, held, block.speaker.take(parents), parents, probability, opening, parent, thread, depth, rank, following,
        is_told, answered, answered_first,
    )  # fmt: skip


def likeliest(probability: Floats, size: int) -> tuple[Int64s, Floats]:
    """Places and values of the `size` largest of each column, the largest first, the first of equal ones."""
    left = probability.copy()
    rows, n = left.shape
    size = min(size, rows)
    column, behind = np.arange(n), np.arange(rows, 0, -1, dtype=np.int8)[:, None]
    place, value = np.empty((size, n), np.int64), np.empty((size, n), np.float32)
    for rank in range(size):
        left.max(axis=0, out=value[rank])
        place[rank] = rows - ((left == value[rank]) * behind).max(axis=0)
        left[place[rank], column] = -1
    return place, value


def answers(held: Floats) -> Floats:
    """[t, j]: how many answers j has, as far as is believed, from the t messages after it; t = 0 … window."""
    distances, n = held.shape
    out = np.zeros((distances, n), np.float32)
    for after in range(1, distances):
        reached = max(n - after, 0)
        np.add(out[after - 1, :reached], held[after, after:], out=out[after, :reached])
        out[after, reached:] = out[after - 1, reached:]
    return out


def _along(thread: Int64s) -> tuple[Int64s, Int64s]:
    """How many of its thread stand before each message, and the next of its thread (past the end for none)."""
    n = len(thread)
    order = in_order(thread)
    new = np.ones(n, np.bool_)
    new[1:] = thread[order][1:] != thread[order][:-1]
    place = np.arange(n)
    rank, following = np.empty(n, np.int64), np.full(n, n, np.int64)
    rank[order] = place - np.maximum.accumulate(np.where(new, place, 0))
    same = np.flatnonzero(~new)
    following[order[same - 1]] = order[same]
    return rank, following
