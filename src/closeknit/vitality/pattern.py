"""How exchanges run: do people answer each other both ways, and does that need one person in the middle?

The word rests on this. Concentration (who writes how much) says little: a list to which many announce and
nobody answers is even, and a wall with one author and many commentators is answered all the time.

Three things are asked. *Two-way*: of all messages, which share answers somebody who also answers its author?
*At once*: which share is answered back within `NEAR` turns? Where answers are inferred from who wrote next, some of
that is chance, so the same answers are also given to somebody who spoke a few turns earlier (`SHIFTS`): what then
comes back is what a group of this size, tempo and distribution would show by chance. It is asked of what comes back at
once, for in a small group everybody answers everybody in the long run, by chance too. *Without the middle*: which share
of the two-way exchange touches neither the one person who takes part in most of it, nor the few who give half of all
answers? Whether people also change places, `turns` asks.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from closeknit.vitality import thresholds as least

if TYPE_CHECKING:
    from closeknit.vitality.subject import Subject

Floats = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

NEAR: Final = 10
"""Turns within which an answer comes back at once: one talk, not the next. Our choice."""

SHIFTS: Final = (5, 7, 11, 17)
"""Turns earlier; far enough not to be the same talk's other half, near enough to be the same hour and people."""


LOOKED_AT: Final = 50_000
"""The latest exchanges that are held against chance: enough for a share, and a bound on the cost."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Share of messages that is answered back `at_once`, within `NEAR` turns, and the same `by_chance`: with
    each answer going to somebody who spoke a few turns earlier. Both of the exchanges looked at.
    """

    at_once: float
    by_chance: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """All of the window. Shares are 0–1 and None where nothing is there to divide by.

    `messages` by people; `weight` of all exchanges and `explicit` the share of it that the history states;
    `two_way` share of messages that stand in a two-way exchange;
    `mutual` pairs who answer each other, `mutual_aside` those without the middle; `middle` the organisers or
    whoever takes part in most of the two-way exchange, whichever leaves less of it aside; `aside` the share of it that
    does not touch them; `core` the fewest people who give half of all answers, `beyond_core` the share that touches
    none of them, the last of them counted in part (`_beyond`).
    """

    messages: int
    exchanges: int
    weight: float
    explicit: float | None
    two_way: float
    mutual: int
    mutual_aside: int
    middle: tuple[int, ...]
    aside: float | None
    core: tuple[int, ...]
    beyond_core: float | None


def find_pattern(subject: "Subject") -> Pattern:
    """The pattern of the window's exchanges."""
    found = subject.here
    people = len(subject.rows.people)
    weight = found.probability.astype(np.float64)
    total = float(weight.sum())
    n = len(subject.said)
    if not len(found) or not n:
        return Pattern(n, 0, 0.0, None, 0.0, 0, 0, subject.middle, None, (), None)
    both = both_ways(subject)
    weighed = both if both.any() else weight
    part = np.bincount(found.source, weighed, people) + np.bincount(found.target, weighed, people)
    given = np.bincount(found.source, weight, people)
    # Rounded, so that the order in which equal weights were added cannot settle who is in the middle.
    busiest = (int(np.argmax(np.round(part, 6))),)
    first = np.argsort(-np.round(given, 6), kind="stable")
    summed = np.cumsum(given[first])
    last = int(np.searchsorted(summed, 0.5 * total - 1e-6))
    core = tuple(first[: last + 1].tolist())
    # Whichever leaves less: a star around a member is one as well.
    middle = min(subject.organisers or busiest, busiest, key=lambda group: float(both[~_touches(subject, group)].sum()))
    aside = ~_touches(subject, middle)
    pairs = subject.fabric.pairs
    out = subject.among(middle)
    return Pattern(
        messages=n,
        exchanges=len(found),
        weight=total,
        explicit=float(weight[found.is_explicit].sum()) / total,
        two_way=float(both.sum()) / n,
        mutual=int(pairs.is_mutual.sum()),
        mutual_aside=int((pairs.is_mutual & ~out[pairs.a] & ~out[pairs.b]).sum()),
        middle=middle,
        aside=float(both[aside].sum() / both.sum()) if both.sum() > 0 else None,
        core=core,
        beyond_core=_beyond(
            subject, core, both, (0.5 * total - summed[last - 1]) / given[first[last]] if last else 1.0
        ),
    )


def _beyond(subject: "Subject", core: tuple[int, ...], both: Floats, part: float) -> float | None:
    """Share of the two-way exchange that touches none of the core. Its last member counts for the `part` 0–1 of theirs
    that is needed to reach half of all answers: else the share would leap with every answer that moves the half.
    """
    if not both.any():
        return None
    left = [float(both[~_touches(subject, some)].sum()) for some in (core[:-1], core)]
    return ((1 - part) * left[0] + part * left[1]) / float(both.sum())


def both_ways(subject: "Subject") -> Floats:
    """Weight of each of the window's exchanges as part of a two-way one; 0 for those that only acknowledge.

    收到, a thumb or a sticker, and what "answers" it, show that somebody listens, not that two people talk. What
    sells, is passed on, checks in or is a picture without words answers somebody only where the history says so: else
    it was put out.
    """
    found, words = subject.here, subject.wording
    if not len(found):
        return np.zeros(0)
    receipts = np.zeros(len(subject.rows), np.bool_)
    receipts[words.rows[words.is_receipt]] = True
    weight = found.probability.astype(np.float64)
    weight[receipts[found.row] | receipts[found.answered_row]] = 0.0
    put_out = np.zeros(len(subject.rows), np.bool_)
    put_out[words.rows[words.is_promotion | words.is_passed_on | words.is_check_in | words.is_picture]] = True
    weight[put_out[found.row] & ~found.is_explicit] = 0.0
    return returned(found.source, found.target, weight, len(subject.rows.people))


def returned(source: Int32s, target: Int32s, weight: Floats, people: int) -> Floats:
    """Weight of each exchange times that of the surest one the other way, 0 where there is none."""
    key = source.astype(np.int64) * people + target
    found, inverse = np.unique(key, return_inverse=True)
    best = np.zeros(len(found))
    np.maximum.at(best, inverse, weight)
    back = (found % people) * people + found // people
    place = np.minimum(np.searchsorted(found, back), len(found) - 1)
    return np.asarray(weight * np.where(found[place] == back, best[place], 0.0)[inverse], np.float64)


def _touches(subject: "Subject", people: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    chosen = subject.among(people)
    return np.asarray(chosen[subject.here.source] | chosen[subject.here.target])


def is_chance(subject: "Subject") -> bool:
    """Whether the two-way exchange is no more than adjacency would give in a group of this size and tempo."""
    seen = subject.pattern
    if (seen.explicit or 0.0) >= least.MOSTLY_EXPLICIT:
        return False
    chance = against_chance(subject)
    return chance.at_once < least.BEYOND_CHANCE * chance.by_chance


def against_chance(subject: "Subject") -> Chance:
    """Hold what comes back at once against what would if each answer went to somebody some turns earlier."""
    rows, every = subject.rows, subject.here
    keep = np.zeros(len(every), np.bool_)
    keep[-LOOKED_AT:] = True
    found = every.take(keep)
    if not len(found):
        return Chance(0.0, 0.0)
    weight = found.probability.astype(np.float64)
    spoken = np.flatnonzero(subject.is_said & (rows.person >= 0))
    who = rows.person[spoken]
    fresh = np.r_[True, (who[1:] != who[:-1]) | (rows.channel[spoken][1:] != rows.channel[spoken][:-1])]
    turns = who[fresh]
    turn_of = np.zeros(len(rows), np.int64)
    turn_of[spoken] = np.cumsum(fresh) - 1
    said, answered = turn_of[found.row], turn_of[found.answered_row]
    seen = []
    for shift in SHIFTS:
        target = turns[np.maximum(answered - shift, 0)]
        keep = (answered >= shift) & (target != found.source)
        if keep.sum() >= 3:
            moved = _soon(found.source[keep], target[keep], said[keep], weight[keep], len(rows.people))
            # Those who would answer themselves fall out; the rest stand for them.
            seen.append(moved * len(found) / int(keep.sum()))
    n = max(1, len(subject.said) * len(found) // len(every))
    once = _soon(found.source, found.target, said, weight, len(rows.people))
    return Chance(once / n, (float(np.mean(seen)) if seen else 0.0) / n)


def _soon(source: Int32s, target: Int32s, turn: Int64s, weight: Floats, people: int) -> float:
    """Weight of the exchanges that have one the other way within `NEAR` turns, times that one's."""
    width = np.int64(people)
    pairs, inverse = np.unique(source * width + target, return_inverse=True)
    back = (pairs % width) * width + pairs // width
    place = np.minimum(np.searchsorted(pairs, back), len(pairs) - 1)
    reverse = np.where(pairs[place] == back, place, len(pairs))[inverse]
    span = int(turn.max()) + 2 * NEAR + 2  # so that turns of one pair never reach the next
    order = np.lexsort((turn, inverse))
    key = inverse[order] * span + turn[order]
    wanted = reverse * span + turn
    right = np.searchsorted(key, wanted)
    best = np.zeros(len(source))
    for beside in (right - 1, right):
        inside = (beside >= 0) & (beside < len(key))
        at = np.clip(beside, 0, len(key) - 1)
        near = inside & (np.abs(key[at] - wanted) <= NEAR)
        best = np.maximum(best, np.where(near, weight[order][at], 0.0))
    return float((weight * best).sum())
