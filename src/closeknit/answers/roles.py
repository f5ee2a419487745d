"""Who is who around a message: who opens and who answers, who is in a thread, to whom each one spoke last."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from closeknit.answers.beliefs import Beliefs
from closeknit.answers.features import Candidates, logged
from closeknit.answers.joins import in_order

Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

PAIR_ROLES: Final = (
    "opener-likeness", "my-talk-likeness", "newest-to-me", "newest-to-other", "thread-speakers", "my-thread-share",
    "thread-is-mine", "thread-is-authors", "author-openings", "author-answers",
)  # fmt: skip
OWN_ROLES: Final = ("my-openings", "my-answers")
"""What the second pass knows of the people, of a candidate and of the message itself."""

_MINE: Final = 5
"""Messages of its author that a message is taken to go on from."""

_LATELY: Final = 20
"""Messages of a person by which is judged whether they ask or answer."""


def roles(chosen: Candidates, beliefs: Beliefs) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Floats]]:
    """PAIR_ROLES, candidates × messages each, and OWN_ROLES."""
    block, parent = chosen.block, chosen.parent
    opened, answered = opened_and_answered(block.speaker, beliefs.opening)
    opener = beliefs.thread.take(parent)
    starter = block.speaker.take(opener)
    whose = {
        "thread-is-mine": starter == chosen.me, "thread-is-authors": starter == chosen.author,
        "thread-speakers": logged(speakers(block.speaker, beliefs.thread)).take(parent),
        "author-openings": opened.take(parent), "author-answers": answered.take(parent),
    }  # fmt: skip
    own = {"my-openings": opened[chosen.part], "my-answers": answered[chosen.part]}
    return {**whose, **_to_whom(chosen, beliefs), **_my_talk(chosen, beliefs, opener)}, own


def _to_whom(chosen: Candidates, beliefs: Beliefs) -> dict[str, Floats]:
    """Whether the newest message of each candidate's author goes to me, or to somebody else."""
    newest = chosen.newest
    to_me, to_other = np.zeros(newest.shape, np.float32), np.zeros(newest.shape, np.float32)
    for person, probability in zip(beliefs.whom, beliefs.probability):
        whom, sure = person.take(newest), probability.take(newest)
        mine = whom == chosen.me
        to_me += mine * sure
        to_other += (~mine & (whom != chosen.author)) * sure
    return {"newest-to-me": to_me, "newest-to-other": to_other}


def _my_talk(chosen: Candidates, beliefs: Beliefs, opener: Int64s) -> dict[str, Floats]:
    """How each candidate and its thread stand to what its author said in its last messages."""
    block, rows, parent = chosen.block, chosen.rows, chosen.parent
    share, alike = np.zeros(parent.shape, np.float32), np.zeros(parent.shape, np.float32)
    mine = block.before[chosen.part]
    for step in range(_MINE):
        there = np.maximum(mine, 0)
        share += (mine >= 0) & (beliefs.thread.take(there) == opener)
        if step:  # the last one is a feature of the first pass
            distance = np.abs(parent - mine)
            distance[(distance > block.width) | (mine < 0)] = 0
            np.maximum(alike, block.alike(np.maximum(parent, mine), distance), out=alike)
        mine = np.where(mine >= 0, block.before.take(there), -1)
    begun = block.apart(rows, np.where(opener < parent, opener, rows))
    return {
        "my-thread-share": share, "my-talk-likeness": np.sqrt(alike),
        "opener-likeness": np.sqrt(block.alike(rows, begun)),
    }  # fmt: skip


def speakers(speaker: Int32s, thread: Int64s) -> Int64s:
    """How many people have spoken in each message's thread (any numbers ≥ 0), up to it."""
    n = len(speaker)
    new = np.zeros(n, np.int64)
    new[np.unique(thread * (np.int64(speaker.max(initial=0)) + 1) + speaker, return_index=True)[1]] = 1
    order = in_order(thread)
    total, inside = np.cumsum(new[order]), thread[order]
    edge = np.concatenate(([True], inside[1:] != inside[:-1]))
    out = np.empty(n, np.int64)
    out[order] = total - np.maximum.accumulate(np.where(edge, total - 1, 0))
    return out


def opened_and_answered(speaker: Int32s, opening: Floats) -> tuple[Floats, Floats]:
    """How much each message's author opened, and answered, in the messages before it, _LATELY at most: log(1 + sum)
    of what is believed. `opening` is each message's probability of answering nothing."""
    n = len(speaker)
    order = in_order(speaker)
    who, place = speaker[order], np.arange(n)
    edge = np.concatenate(([True], who[1:] != who[:-1]))
    since = np.maximum(np.maximum.accumulate(np.where(edge, place, 0)), place - _LATELY)
    opened, answered = np.empty(n, np.float32), np.empty(n, np.float32)
    total: Doubles = np.concatenate(([0.0], np.cumsum(opening[order], dtype=np.float64)))
    opened[order] = np.maximum(total[place] - total[since], 0)
    answered[order] = np.maximum(place - since - opened[order], 0)
    return logged(opened), logged(answered)
