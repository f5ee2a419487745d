"""Sub-communities: who keeps to whom, whether that is more than chance, and who stands between.

Circles are groups of people whose exchange stays among themselves (modularity, see `ties.grouping`), looked for in
the whole window and again in each of its halves. Any network falls into groups of some sort, so two things are
asked. *Beyond chance*: how well do the groups found in one half hold the exchanges of the other? The same is asked
of rewired networks, in which every tie keeps its weight in both halves and everybody keeps about as many ties, but
the partners are dealt out anew: pairs stay pairs, and only the circles are gone. What is seen must exceed all of
them. *Stable*: a circle is named only where it was found in both halves too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME
from closeknit.ties.exchanges import Exchanges
from closeknit.ties.grouping import group, modularity
from closeknit.vitality.subject import Subject

Floats = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST: Final = 80
"""People looked at, those with the strongest ties: a bound on the cost. In a larger room the others are not placed."""

FEWEST: Final = 10  # people with ties of both directions; our choice: two circles of five
REWIRED: Final = 19
"""Rewired networks that must all be exceeded: the usual one in twenty (Barnard 1963)."""
BLURRED: Final = 0.3
"""Modularity above which networks are commonly held to have groups (Newman & Girvan 2004). Where chance alone gives
as much, nothing can be told."""
ALIKE: Final = 0.5  # Jaccard's index at which a group of one half is held for the same circle; our choice
SMALLEST: Final = 3
PASSING: Final = 3.0  # weight of exchange between two circles for it to have a bridge: what makes a deep tie

STATES: Final = ("seen", "not-seen", "cannot-tell")


@dataclass(frozen=True, slots=True)
class Circle:
    """People who kept to each other in both halves of the window (indices, those with most exchange in it first);
    `inside` is the share 0–1 of their two-way exchange that stays among them, `weight` that exchange.
    """

    people: tuple[int, ...]
    inside: float
    weight: float


@dataclass(frozen=True, slots=True)
class Bridge:
    """What passes between two circles (numbers in `Circles.circles`): its `weight`, and the fewest `people` who have
    a part in half of it, who carry most first.
    """

    first: int
    second: int
    weight: float
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Circles:
    """`state` of STATES; `held` how well the groups of one half hold the exchanges of the other (modularity, mean of
    both ways), `chance` the most that rewired networks gave; None where there was too little to look at. `people`
    with two-way ties were looked at, `ties` their pairs; `apart` pairs of circles between which next to nothing passes.
    """

    state: str
    people: int
    ties: int
    held: float | None = None
    chance: float | None = None
    circles: tuple[Circle, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    apart: tuple[tuple[int, int], ...] = ()


def find_circles(subject: Subject, *, seed: int = 1) -> Circles:
    """The circles of the window. `seed` deals out the rewired networks; it settles nothing else."""
    ties = two_way_ties(subject.here, first_half(subject), len(subject.rows.people))
    return circles_among(ties, seed=seed)


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs `a`, `b` of people who answered each other, and the weight of their exchanges in either half."""

    a: Int64s
    b: Int64s
    early: Floats
    late: Floats

    def __len__(self) -> int:
        return len(self.a)


def first_half(subject: Subject) -> Bools:
    """Which of the window's exchanges belong to its first half: as many as in the second, cut between two days."""
    found = subject.here
    n = len(found)
    order = np.argsort(found.row, kind="stable")
    at = subject.at[found.row]
    if not n or (at == NO_TIME).any():
        early = np.zeros(n, np.bool_)
        early[order[: n // 2]] = True
        return early
    day = subject.day[found.row]
    days = np.sort(day)
    # Of the two days' edges beside the middle, that which divides more evenly.
    edges = np.array([days[n // 2], days[n // 2] + 1])
    left = np.searchsorted(days, edges)
    return np.asarray(day < edges[int(np.argmin(np.abs(2 * left - n)))])


def two_way_ties(found: Exchanges, early: Bools, people: int) -> Ties:
    """The pairs that answered each other, anywhere among the exchanges `found`."""
    weight = found.probability.astype(np.float64)
    source, target = found.source.astype(np.int64), found.target.astype(np.int64)
    low, high = np.minimum(source, target), np.maximum(source, target)
    key, inverse = np.unique(low * max(people, 1) + high, return_inverse=True)
    there = np.bincount(inverse, weight * (source == low), len(key))
    back = np.bincount(inverse, weight * (source != low), len(key))
    first = np.bincount(inverse, weight * early, len(key))
    keep = (there > 0) & (back > 0)
    a, b = key // max(people, 1), key % max(people, 1)
    return Ties(a[keep], b[keep], first[keep], (there + back - first)[keep])


def circles_among(ties: Ties, *, seed: int = 1) -> Circles:
    """The circles that ties make, whoever the people are."""
    everybody = np.unique(np.r_[ties.a, ties.b])
    if len(everybody) < FEWEST:
        return Circles("cannot-tell", len(everybody), len(ties))
    chosen, a, b, kept = _strongest(ties, everybody)
    n = len(chosen)
    early, late = ties.early[kept], ties.late[kept]
    ends = [(a, b), *_rewired(a, b, early + late, seed)]
    squares = [_square(a, b, early + late, n)]
    squares += [_square(one, other, part, n) for one, other in ends for part in (early, late)]
    every = np.stack(squares)
    del squares
    halves, found = every[1:], group(every)
    whole, label = found[0], found[1:]
    # Each half under the groups of the other half of the same network.
    held = modularity(halves, label[np.arange(len(label)) ^ 1]).reshape(-1, 2).mean(1)
    real, chance = float(held[0]), float(held[1:].max())
    if not real > chance:
        return Circles("cannot-tell" if chance >= BLURRED else "not-seen", n, len(kept), real, chance)
    stable = _stable(whole, label[:2], halves[:2])
    if len(stable) < 2:
        return Circles("not-seen", n, len(kept), real, chance)
    weights = every[0]
    circles = sorted((_circle(members, weights, chosen) for members in stable), key=lambda c: -round(c.weight, 6))
    place = {int(person): i for i, person in enumerate(chosen)}
    members = [np.array([place[p] for p in circle.people]) for circle in circles]
    bridges, apart = _between(members, weights, chosen)
    return Circles("seen", n, len(kept), real, chance, tuple(circles), bridges, apart)


def _strongest(ties: Ties, everybody: Int64s) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """The people looked at, and the ends (numbers among them) and places of the ties between them."""
    a, b = np.searchsorted(everybody, ties.a), np.searchsorted(everybody, ties.b)
    weight = ties.early + ties.late
    strength = np.bincount(np.r_[a, b], np.r_[weight, weight], len(everybody))
    chosen = np.sort(np.argsort(-np.round(strength, 6), kind="stable")[:MOST])
    number = np.full(len(everybody), -1, np.int64)
    number[chosen] = np.arange(len(chosen))
    kept = np.flatnonzero((number[a] >= 0) & (number[b] >= 0))
    return everybody[chosen], number[a[kept]], number[b[kept]], kept


def _rewired(a: Int64s, b: Int64s, weight: Floats, seed: int) -> list[tuple[Int64s, Int64s]]:
    """Networks of the same ties between other partners, dealt out among ties of like weight."""
    luck = np.random.default_rng(seed)
    rank = np.empty(len(a), np.int64)
    rank[np.argsort(-np.round(weight, 6), kind="stable")] = np.arange(len(a))
    like = rank // max(10, len(a) // 10)
    dealt = []
    for _network in range(REWIRED):
        swap = luck.random(len(a)) < 0.5
        one, other = np.where(swap, b, a), np.where(swap, a, b)
        by_class = np.argsort(like, kind="stable")
        mixed = np.lexsort((luck.random(len(a)), like))
        partner = np.empty(len(a), np.int64)
        partner[by_class] = other[mixed]
        dealt.append((one, partner))
    return dealt


def _square(a: Int64s, b: Int64s, weight: Floats, n: int) -> Floats:
    flat = np.bincount(a * n + b, weight, n * n).reshape(n, n)
    np.fill_diagonal(flat, 0.0)  # a rewired tie of somebody with themselves
    return np.asarray(flat + flat.T)


def _stable(whole: Int64s, halves: Int64s, weights: Floats) -> list[Int64s]:
    """The circles of the whole window that stand in both halves: their members who stayed with them."""
    there = weights.sum(2) > 0
    found = []
    for circle in np.unique(whole):
        stays = whole == circle
        for half, active in zip(halves, there):
            mine = (whole == circle) & active
            same = half[mine]
            if len(same) < SMALLEST:
                break
            sizes = np.bincount(same, minlength=len(whole))
            union = np.bincount(half[active], minlength=len(whole)) + int(mine.sum()) - sizes
            match = int(np.argmax(sizes / np.maximum(union, 1)))
            if sizes[match] / union[match] < ALIKE:
                break
            stays &= ~active | (half == match)
        else:
            if stays.sum() >= SMALLEST:
                found.append(np.flatnonzero(stays))
    return found


def _circle(members: Int64s, weights: Floats, people: Int64s) -> Circle:
    among = weights[np.ix_(members, members)].sum(1)
    order = members[np.argsort(-np.round(among, 6), kind="stable")]
    total = float(weights[members].sum())
    return Circle(tuple(people[order].tolist()), float(among.sum()) / total if total else 0.0, float(among.sum()) / 2)


def _between(
    members: list[Int64s], weights: Floats, people: Int64s
) -> tuple[tuple[Bridge, ...], tuple[tuple[int, int], ...]]:
    bridges, apart = [], []
    for i, one in enumerate(members):
        for j in range(i + 1, len(members)):
            passing = weights[np.ix_(one, members[j])]
            total = float(passing.sum())
            if total < PASSING:
                apart.append((i, j))
                continue
            bridges.append(Bridge(i, j, total, tuple(_carriers(passing, people[one], people[members[j]]))))
    return tuple(sorted(bridges, key=lambda bridge: -round(bridge.weight, 6))), tuple(apart)


def _carriers(passing: Floats, one: Int64s, other: Int64s) -> list[int]:
    """The fewest people, taken greedily, who have a part in half of what passes."""
    left, half, found = passing.copy(), passing.sum() / 2, []
    while passing.sum() - left.sum() < half - 1e-9:
        part = np.round(np.r_[left.sum(1), left.sum(0)], 9)
        most = int(np.argmax(part))
        if most < len(one):
            found.append(int(one[most]))
            left[most] = 0.0
        else:
            found.append(int(other[most - len(one)]))
            left[:, most - len(one)] = 0.0
    return found
