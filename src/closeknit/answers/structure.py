"""What the first pass found around a message: who was talking to whom, in which thread, and who was answered.

The second pass adds these features to those of the first. They speak of the links of *other* messages: what the
history states of them, else the first pass's probabilities.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.answers.block import AHEAD, Block
from closeknit.answers.features import OPENING, Candidates, Following, look_up
from closeknit.answers.likeness import earlier

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

_PAIR = (
    "first", "first-log", "first-rank", "first-margin", "opens", "answers-me", "answered-by-others", "answered-by-me",
    "in-my-thread", "thread-size", "thread-since", "thread-newest", "i-in-thread", "depth", "threads-since",
    "thread-likeness", "thread-best", "grandparent-likeness", "answers-me-surely", "i-to-author", "author-to-me",
    "author-answers-next", "author-answers-ahead", "answered-later", "my-last-to-author", "author-is-with-me",
    "author-first", "thread-first",
)  # fmt: skip
_OF_MESSAGE = ("my-opening", "my-last-opens", "answered-ahead", "best-first", "told-nearby")
PAIR_STRUCTURE = _PAIR
OWN_STRUCTURE = _OF_MESSAGE
"""What the second pass adds to `features.PAIR` and `features.OWN`."""

_AT = {name: place for place, name in enumerate(PAIR_STRUCTURE)}


@dataclass(frozen=True)
class Beliefs:
    """What is held of each message of a block.

    `first` by the model's first pass alone, `held` with what the history states put in its place (bands of
    probabilities); `distance` and `probability` are the likeliest of `held`; `opening` (with it); by the likeliest
    link of each: `parent` (itself where it opens), `thread`, the message that opened its thread, `depth` in it,
    `rank`, how many of the thread stand before it, and `following`, the next of the thread. `answered` and
    `answered_first` [j, t]: how many answers j has from the t messages after it, as `held` and as `first` believe.
    """

    distance: Int64s
    probability: Floats
    first: Floats
    held: Floats
    opening: Floats
    parent: Int64s
    thread: Int64s
    depth: Int64s
    rank: Int64s
    following: Int64s
    told: Bools
    answered: Floats
    answered_first: Floats


def believe(block: Block, chosen: Candidates, scores: Floats, told: Int64s) -> Beliefs:
    """Beliefs from the first pass's probabilities (rows × (K + 2)) over a contiguous range of the block;
    `told` is each message's stated parent in the block, −1 where none."""
    n, width = block.valid.shape
    rows = chosen.rows
    spread = np.zeros((n, width + 1), np.float32)
    at = np.where(chosen.there, chosen.distance - 1, width)
    np.put_along_axis(spread[rows[0] : rows[-1] + 1], at, scores[:, :OPENING] * chosen.there, axis=1)
    first = np.ascontiguousarray(spread[:, :width])
    opening = np.ones(n, np.float32)
    opening[rows] = scores[:, OPENING]
    held = first.copy()
    stated = np.flatnonzero((told >= 0) & (np.arange(n) - told <= width))
    held[stated] = 0
    held[stated, stated - told[stated] - 1] = 1
    opening[told >= 0] = 0
    k = min(6, chosen.distance.shape[1])
    best = np.argsort(-scores[:, :OPENING], axis=1)[:, :k]
    distance, probability = np.zeros((n, k), np.int64), np.zeros((n, k), np.float32)
    distance[rows] = np.take_along_axis(chosen.distance, best, 1)
    probability[rows] = np.take_along_axis(scores[:, :OPENING], best, 1)
    distance[told >= 0], probability[told >= 0] = 0, 0
    distance[stated, 0], probability[stated, 0] = stated - told[stated], 1
    place = np.arange(n)
    parent = np.where((probability[:, 0] > opening) & (distance[:, 0] > 0), place - distance[:, 0], place)
    thread, depth = parent.copy(), (parent != place).astype(np.int64)
    for _round in range(max(n, 2).bit_length()):
        depth += depth[thread]
        thread = thread[thread]
    rank, following = _along(thread)
    answered = _answered(held)
    answered_first = _answered(first) if stated.size and block.ahead else answered
    if not block.ahead:
        first, answered_first = np.zeros_like(first), np.zeros_like(answered)
    return Beliefs(
        distance, probability, first, held, opening, parent, thread, depth, rank, following, told >= 0,
        answered, answered_first,
    )  # fmt: skip


def shortlist(chosen: Candidates, scores: Floats, size: int) -> tuple[Candidates, Int64s]:
    """The `size` likeliest candidates after the first pass, nearest first, and where they stood among all."""
    size = min(size, chosen.distance.shape[1])
    kept = np.argpartition(-scores[:, :OPENING] * chosen.there, size - 1, axis=1)[:, :size]
    kept = np.sort(kept, axis=1)
    return Candidates(chosen.rows, np.asfortranarray(np.take_along_axis(chosen.distance, kept, 1))), kept


def structure(
    block: Block, ahead: Following, chosen: Candidates, first: Floats, beliefs: Beliefs, bonds: tuple[Floats, Floats],
    pair: Floats,
) -> Floats:  # fmt: skip
    """Fill `pair`, rows × (K + 2) × PAIR_STRUCTURE, for the candidates `chosen` of contiguous rows, with the first
    pass's probabilities `first` of them (rows × (K + 2)), and give OWN_STRUCTURE of the rows; `bonds`: how often, in
    all before, the author answered each candidate's author, and was answered (rows × K each).
    """
    k = chosen.distance.shape[1]
    for name, values in _pair(block, ahead, chosen, first, beliefs, bonds).items():
        np.multiply(values, chosen.there, out=pair[:, :k, _AT[name]])
    rows = chosen.rows
    last = block.before[rows]
    mine = {
        "my-opening": first[:, OPENING],
        "my-last-opens": np.where(last >= 0, beliefs.opening[last], 0),
        "answered-ahead": np.log1p(_arriving(beliefs.first, rows).sum(axis=1)),
        "best-first": first[:, :OPENING].max(axis=1),
        "told-nearby": np.log1p(_sum_before(beliefs.told, rows, 100)),
    }
    return np.stack([mine[name].astype(np.float32) for name in OWN_STRUCTURE], axis=1)


def _pair(
    block: Block, ahead: Following, chosen: Candidates, first: Floats, beliefs: Beliefs, bonds: tuple[Floats, Floats]
) -> dict[str, npt.NDArray[np.generic]]:
    rows, parent, there, distance = chosen.rows, chosen.parent, chosen.there, chosen.distance
    here = rows[:, None]
    me, author = block.speaker[rows][:, None], block.speaker[parent]
    p = first[:, :OPENING]
    best = np.sort(p, axis=1)
    rival = np.where(p >= best[:, -1:], best[:, -2:-1] if p.shape[1] > 1 else 0, best[:, -1:])
    aims = block.speaker[np.maximum(parent[:, :, None] - beliefs.distance[parent], 0)]
    answers_me = ((aims == me[:, :, None]) * beliefs.probability[parent]).sum(axis=2)
    own = np.where(block.before[rows] >= 0, block.before[rows], -1)
    own2 = np.where(own >= 0, block.before[own], -1)
    own3 = np.where(own2 >= 0, block.before[own2], -1)
    by_me = sum((_at(beliefs.held, mine[:, None], parent) for mine in (own, own2, own3)), np.float32(0))
    answered = beliefs.answered[parent, np.maximum(distance - 1, 0)]
    later = np.minimum(distance + AHEAD, beliefs.answered.shape[1] - 1)
    after_me = beliefs.answered_first[parent, later] - beliefs.answered_first[parent, np.minimum(distance, later)]
    thread = beliefs.thread[parent]
    newest, since = _recency(beliefs.following, rows, distance, block)
    in_thread = sum(
        ((mine >= 0)[:, None] & (beliefs.thread[mine][:, None] == thread) for mine in (own, own2, own3)), np.int64(0)
    )
    together = (thread[:, :, None] == thread[:, None, :]) & there[:, None, :]
    same_author = (author[:, :, None] == author[:, None, :]) & there[:, None, :]
    likeness = look_up(block.likeness, rows, distance)
    grand = np.where(there & (beliefs.parent[parent] < parent), here - beliefs.parent[parent], 0)
    my_aims = block.speaker[np.maximum(own[:, None] - beliefs.distance[own], 0)]
    to_author = ((my_aims[:, None, :] == author[:, :, None]) * beliefs.probability[own][:, None, :]).sum(axis=2)
    arriving = _arriving(beliefs.first, rows)
    who = block.speaker[np.minimum(here + np.arange(1, AHEAD + 1), len(block) - 1)]
    from_author = (who[:, None, :] == author[:, :, None]) * arriving[:, None, :]
    follower = ahead.next_of(block, author, here)
    next_answers = _at(beliefs.first, np.where(follower >= 0, follower, -1), np.broadcast_to(here, parent.shape))
    within = thread[:, :, None] == thread[:, None, :]
    between = within & (distance[:, None, :] < distance[:, :, None]) & there[:, None, :]
    return {
        "first": p, "first-log": np.log(p + 1e-4),
        "first-rank": np.log1p((p[:, None, :] > p[:, :, None]).sum(axis=2)),
        "first-margin": p - rival, "opens": beliefs.opening[parent], "answers-me": answers_me,
        "answered-by-others": np.log1p(np.maximum(answered - by_me, 0)), "answered-by-me": by_me,
        "in-my-thread": (own >= 0)[:, None] & (beliefs.thread[own][:, None] == thread),
        "thread-size": np.log1p(beliefs.rank[parent]), "thread-since": np.log1p(between.sum(axis=2)),
        "thread-newest": newest, "i-in-thread": in_thread > 0, "depth": np.log1p(beliefs.depth[parent]),
        "threads-since": np.log1p(since), "thread-likeness": np.sqrt((together * likeness[:, None, :]).sum(axis=2)),
        "thread-best": (together * likeness[:, None, :]).max(axis=2),
        "grandparent-likeness": np.sqrt(look_up(block.likeness, rows, grand)),
        "answers-me-surely": (beliefs.parent[parent] < parent) & (block.speaker[beliefs.parent[parent]] == me),
        "i-to-author": np.log1p(bonds[0]), "author-to-me": np.log1p(bonds[1]),
        "author-answers-next": next_answers, "author-answers-ahead": from_author.sum(axis=2),
        "answered-later": np.log1p(np.maximum(after_me, 0)),
        "my-last-to-author": to_author * (own >= 0)[:, None],
        "author-is-with-me": (same_author * answers_me[:, None, :]).max(axis=2),
        "author-first": (same_author * p[:, None, :]).sum(axis=2),
        "thread-first": (together * p[:, None, :]).sum(axis=2),
    }  # fmt: skip


def _at(band: Floats, child: Int64s, parent: Int64s) -> Floats:
    """Belief that `child` answers `parent`; 0 where the child is −1 or the parent out of reach."""
    distance = np.where(child >= 0, child - parent, 0)
    known = (distance > 0) & (distance <= band.shape[1])
    return np.asarray(band[np.maximum(child, 0), np.where(known, distance - 1, 0)] * known, np.float32)


def _forward(band: Floats) -> Floats:
    """The band turned round: [j, t − 1] is the belief that message j + t answers j."""
    n, width = band.shape
    padded = np.zeros((n + width, width), np.float32)
    padded[:n] = band
    row, column = padded.strides
    return np.lib.stride_tricks.as_strided(padded[1:], (n, width), (row, row + column), writeable=False)


def _answered(band: Floats) -> Floats:
    """[j, t]: how many answers j has, as far as is believed, from the t messages after it; t = 0 … window."""
    n, width = band.shape
    out = np.zeros((n, width + 1), np.float32)
    np.cumsum(_forward(band), axis=1, out=out[:, 1:])
    return out


def _arriving(band: Floats, rows: Int64s) -> Floats:
    """[i, t − 1]: belief that message i + t answers i, for the next AHEAD messages."""
    return np.asarray(_forward(band)[rows[0] : rows[-1] + 1, :AHEAD])


def _along(thread: Int64s) -> tuple[Int64s, Int64s]:
    """How many of its thread stand before each message, and the next of its thread (past the end for none)."""
    n = len(thread)
    order = np.argsort(thread, kind="stable")
    new = np.ones(n, np.bool_)
    new[1:] = thread[order][1:] != thread[order][:-1]
    place = np.arange(n)
    rank, following = np.empty(n, np.int64), np.full(n, n, np.int64)
    rank[order] = place - np.maximum.accumulate(np.where(new, place, 0))
    same = np.flatnonzero(~new)
    following[order[same - 1]] = order[same]
    return rank, following


def _recency(following: Int64s, rows: Int64s, distance: Int64s, block: Block) -> tuple[Bools, Int64s]:
    """Whether each candidate is its thread's newest message, and how many other threads have a newer one."""
    part = slice(int(rows[0]), int(rows[-1]) + 1)
    newest = (earlier(following, block.valid.shape[1], 0)[part] >= rows[:, None]) & block.valid[part]
    count = np.cumsum(newest, axis=1, dtype=np.int16) - newest
    local = (np.arange(len(rows))[:, None], np.maximum(distance - 1, 0))
    return newest[local], count[local].astype(np.int64)


def _sum_before(flag: Bools, rows: Int64s, span: int) -> Int64s:
    total = np.concatenate(([0], np.cumsum(flag)))
    return np.asarray(total[rows] - total[np.maximum(rows - span, 0)])
