"""What the first pass found around a message: who was talking to whom, in which thread, and who was answered.

The second pass adds these features to those of the first. They speak of the links of *other* messages: what the
history states of them, else the first pass's probabilities.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.beliefs import Beliefs
from closeknit.answers.block import AHEAD
from closeknit.answers.features import NONE, OPENING, PAIR, Candidates, Features, logged, within
from closeknit.answers.likeness import earlier
from closeknit.answers.roles import OWN_ROLES, PAIR_ROLES, roles
from closeknit.answers.scan import before

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

PAIR_STRUCTURE: Final = (
    "first", "first-log", "first-rank", "first-margin", "opens", "answers-me", "answered-by-others", "answered-by-me",
    "in-my-thread", "thread-size", "thread-since", "thread-newest", "i-in-thread", "depth", "threads-since",
    "thread-likeness", "thread-best", "grandparent-likeness", "answers-me-surely", "i-to-author", "author-to-me",
    "author-answers-next", "author-answers-ahead", "answered-later", "my-last-to-author", "author-is-with-me",
    "author-first", "thread-first", *PAIR_ROLES,
)  # fmt: skip
OWN_STRUCTURE: Final = (
    "my-opening", "my-none", "my-last-opens", "answered-ahead", "best-first", "told-nearby", *OWN_ROLES
)  # fmt: skip
"""What the second pass adds to `features.PAIR` and `features.OWN`."""

LEAST: Final = {"first-log": float(np.log(1e-4)), "first-margin": -1.0}
"""What those of PAIR_STRUCTURE are at least that may be below zero."""

_LIKENESS: Final = PAIR.index("likeness")
_AT: Final = {name: len(PAIR) + place for place, name in enumerate(PAIR_STRUCTURE)}


@dataclass(frozen=True)
class Around:
    """Some messages' candidates, the first pass's probabilities of them ((candidates + 2) × messages), and how often
    the author answered each candidate's author lately, and was answered (candidates × messages each)."""

    chosen: Candidates
    scores: Floats
    given: Floats
    taken: Floats


def fill_structure(around: Around, beliefs: Beliefs, into: Features) -> None:
    """Write PAIR_STRUCTURE and OWN_STRUCTURE behind the features that stand in `into`."""
    chosen, scores = around.chosen, around.scores
    arriving = _arriving(beliefs.first, chosen.rows)
    people, person = roles(chosen, beliefs)
    for part in (
        _first(chosen, scores), _answering(chosen, beliefs), _threads(chosen, scores, beliefs, into.pair),
        _later(chosen, beliefs, arriving),
        {"i-to-author": logged(around.given), "author-to-me": logged(around.taken)}, people,
    ):  # fmt: skip
        for name, values in part.items():
            into.pair[:, _AT[name]] = values
    if not chosen.there.all():
        into.pair[:, len(PAIR) :] *= chosen.there[:, None]
    last = chosen.block.before[chosen.part]
    mine = {
        "my-opening": scores[OPENING], "my-none": scores[NONE],
        "my-last-opens": np.where(last >= 0, beliefs.opening.take(np.maximum(last, 0)), 0),
        "answered-ahead": logged(arriving.sum(axis=0)), "best-first": scores[:OPENING].max(axis=0),
        "told-nearby": logged(_sum_before(beliefs.told, chosen.rows, 100)),
        **person,
    }  # fmt: skip
    for place, name in enumerate(OWN_STRUCTURE, len(into.own) - len(OWN_STRUCTURE)):
        into.own[place] = mine[name]


def _first(chosen: Candidates, scores: Floats) -> dict[str, npt.NDArray[Any]]:
    """What the first pass says of the candidates themselves."""
    p = scores[:OPENING]
    best = p.max(axis=0)
    rival = np.where(p >= best, (p * (p < best)).max(axis=0), best)
    return {
        "first": p, "first-log": np.log(p + np.float32(1e-4)), "first-margin": p - rival,
        "first-rank": logged((p > p[:, None]).sum(axis=1, dtype=np.uint8)),
    }  # fmt: skip


def _answering(chosen: Candidates, beliefs: Beliefs) -> dict[str, npt.NDArray[Any]]:
    """Whom the candidates answer, and who answered them."""
    block, rows, parent, distance = chosen.block, chosen.rows, chosen.parent, chosen.distance
    me, author = chosen.me, chosen.author
    to_me = np.zeros(parent.shape, np.float32)
    for whom, probability in zip(beliefs.whom, beliefs.probability):
        to_me += (whom.take(parent) == me) * probability.take(parent)
    last = block.before[chosen.part]
    by_me = np.zeros(parent.shape, np.float32)
    mine = last
    for _step in range(3):
        by_me += block.look_up(beliefs.held, np.maximum(mine, 0), block.apart(mine, parent))
        mine = np.where(mine >= 0, block.before.take(np.maximum(mine, 0)), -1)
    answered = block.look_up(beliefs.answered, parent, np.maximum(distance - 1, 0))
    there = np.maximum(last, 0)
    to_author = np.zeros(parent.shape, np.float32)
    for whom, probability in zip(beliefs.whom, beliefs.probability):
        to_author += (whom.take(there) == author) * probability.take(there)
    grandparent = beliefs.parent.take(parent)
    further = block.apart(rows, np.where(grandparent < parent, grandparent, rows))
    return {
        "opens": beliefs.opening.take(parent), "answers-me": to_me, "answered-by-me": by_me,
        "answered-by-others": logged(np.maximum(answered - by_me, 0)),
        "answers-me-surely": (grandparent < parent) & (block.speaker.take(grandparent) == me),
        "my-last-to-author": to_author * (last >= 0),
        "grandparent-likeness": np.sqrt(block.alike(rows, further)),
        "author-is-with-me": (chosen.akin * to_me).max(axis=1),
    }  # fmt: skip


def _threads(chosen: Candidates, scores: Floats, beliefs: Beliefs, pair: Floats) -> dict[str, npt.NDArray[Any]]:
    """The threads that the candidates belong to."""
    block, parent = chosen.block, chosen.parent
    thread = beliefs.thread.take(parent)
    together = (thread[:, None] == thread) & chosen.there
    p = scores[:OPENING]
    likeness = np.square(pair[:, _LIKENESS])
    in_mine, in_last = np.zeros(parent.shape, np.bool_), np.zeros(parent.shape, np.bool_)
    mine = block.before[chosen.part]
    for step in range(3):
        in_mine |= (mine >= 0) & (beliefs.thread.take(np.maximum(mine, 0)) == thread)
        if step == 0:
            in_last = in_mine.copy()
        mine = np.where(mine >= 0, block.before.take(np.maximum(mine, 0)), -1)
    newest, since = _recency(beliefs.following, chosen)
    alike = together * likeness
    return {
        "in-my-thread": in_last, "i-in-thread": in_mine, "depth": logged(beliefs.depth).take(parent),
        "thread-size": logged(beliefs.rank).take(parent), "thread-newest": newest, "threads-since": logged(since),
        "thread-since": logged((together & chosen.nearer).sum(axis=1, dtype=np.uint8)),
        "thread-likeness": np.sqrt(alike.sum(axis=1)), "thread-best": alike.max(axis=1),
        "author-first": (chosen.akin * p).sum(axis=1),
        "thread-first": (together * p).sum(axis=1),
    }  # fmt: skip


def _later(chosen: Candidates, beliefs: Beliefs, arriving: Floats) -> dict[str, npt.NDArray[Any]]:
    """Whether those who come after answer the candidates, and their authors this message."""
    block, rows, parent, distance = chosen.block, chosen.rows, chosen.parent, chosen.distance
    author, n = chosen.author, len(block)
    reach = np.minimum(distance + AHEAD, block.width)
    after_me = block.look_up(beliefs.answered_first, parent, reach)
    after_me -= block.look_up(beliefs.answered_first, parent, distance)
    follower = chosen.follower
    following = np.minimum(follower, n - 1)
    from_author = np.zeros(parent.shape, np.float32)
    for after in range(1, AHEAD + 1):
        if (believed := arriving[after - 1]).any():
            from_author += (author == block.speaker.take(rows + after, mode="clip")) * believed
    return {
        "answered-later": logged(np.maximum(after_me, 0)),
        "author-answers-next": block.look_up(beliefs.first, following, block.apart(following, rows) * (follower < n)),
        "author-answers-ahead": from_author,
    }  # fmt: skip


def _arriving(first: Floats, rows: Int64s) -> Floats:
    """[t − 1, i]: belief that the message t after a row answers it, for the next AHEAD messages."""
    out = np.zeros((AHEAD, len(rows)), np.float32)
    for after in range(1, AHEAD + 1):
        inside = rows[: np.searchsorted(rows, first.shape[1] - after)]
        out[after - 1, : len(inside)] = first[after, within(inside + after)]
    return out


def _recency(following: Int64s, chosen: Candidates) -> tuple[Bools, npt.NDArray[np.uint8]]:
    """Whether each candidate is its thread's newest message, and how many other threads have a newer one."""
    block = chosen.block
    low, high = int(chosen.rows[0]), int(chosen.rows[-1]) + 1
    newest = earlier(following.astype(np.int32), low, high, block.width, 0) >= np.arange(low, high, dtype=np.int32)
    newest &= np.arange(1, block.width + 1)[:, None] <= block.room[low:high]
    cell = np.maximum(chosen.distance - 1, 0) * (high - low) + (chosen.rows - low)
    return newest.reshape(-1).take(cell), before(newest).reshape(-1).take(cell)


def _sum_before(flag: Bools, rows: Int64s, span: int) -> Int64s:
    total = np.concatenate(([0], np.cumsum(flag)))
    return np.asarray(total[rows] - total[np.maximum(rows - span, 0)])
