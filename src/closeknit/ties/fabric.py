"""The fabric: who is tied to whom, how strongly, and the shape that all ties make together.

A tie is all exchanges of a pair, weighed by their probability and, where asked, by their age. Everything
here is numpy on arrays of ties; nothing is quadratic in people.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME
from closeknit.ties.exchanges import Exchanges

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_DAY = 86_400_000_000
_BLOCK = 2_000_000  # pairs of neighbours looked at in one go: a bound on memory, not on the result


DEEP_EXCHANGES: Final = 3
DEEP_DAYS: Final = 2
"""A deep tie: three exchanges or more, both ways, on two days or more. Our choice: the least that cannot be
one conversation."""


LIKELY: Final = 0.5
"""Answers to be expected at least of either before it is said of two that they exchanged words: likelier than not.
Two that are inferred at a quarter each would have said it of any two who once wrote after each other. Our choice."""


@dataclass(frozen=True)
class Pairs:
    """The symmetric view: one element a pair of people, `a` < `b` (indices into the people).

    `there` is the weight of a's answers to b, `back` of b's to a; `count` the exchanges both ways and `days`
    the different days they fell on (0 without times).
    """

    a: Int32s
    b: Int32s
    there: Floats
    back: Floats
    count: Int64s
    days: Int64s

    def __len__(self) -> int:
        return len(self.a)

    @property
    def weight(self) -> Floats:
        """Of both directions together."""
        return self.there + self.back

    @property
    def is_mutual(self) -> Bools:
        """Pairs in which each has answered the other."""
        return np.asarray((self.there > 0) & (self.back > 0))

    @property
    def is_again(self) -> Bools:
        """Pairs who exchanged words on different days, each having answered the other likelier than not."""
        return np.asarray((self.there >= LIKELY) & (self.back >= LIKELY) & (self.days >= 2))

    def is_deep(self, *, timed: bool) -> Bools:
        """Which pairs hold a deep tie; without times the days cannot be asked for."""
        both = (self.there >= 1) & (self.back >= 1) & (self.weight >= DEEP_EXCHANGES)
        return np.asarray(both & (self.days >= DEEP_DAYS) if timed else both)


@dataclass(frozen=True)
class Fabric:
    """Directed ties: `source` answered `target` (indices into the people) with a total `weight` in `count`
    exchanges, the last at `last` (microseconds UTC or `NO_TIME`). Sorted by source, then target. `people` is
    how many people there are, tied or not.
    """

    people: int
    source: Int32s
    target: Int32s
    weight: Floats
    count: Int64s
    last: Int64s
    pairs: Pairs

    def __len__(self) -> int:
        return len(self.source)

    @cached_property
    def tied(self) -> Int64s:
        """People with at least one tie."""
        return np.unique(np.concatenate([self.source, self.target])).astype(np.int64)

    @cached_property
    def reciprocity(self) -> float | None:
        """Pairs with both directions over pairs with any, 0–1; None without pairs."""
        return float(self.pairs.is_mutual.mean()) if len(self.pairs) else None

    @cached_property
    def components(self) -> Int64s:
        """Label of each person's component, the smallest index in it; the untied keep their own."""
        return components(self.people, self.pairs.a, self.pairs.b)

    @cached_property
    def triangles(self) -> tuple[int, int]:
        """Closed triangles, and triples (two ties that share a person, closed or not)."""
        degree = np.bincount(np.r_[self.pairs.a, self.pairs.b], minlength=self.people)
        return triangles(self.people, self.pairs.a, self.pairs.b), int((degree * (degree - 1) // 2).sum())

    @cached_property
    def transitivity(self) -> float | None:
        """3 · triangles / triples (Wasserman & Faust 1994, 6.3), 0–1; None without triples."""
        closed, triples = self.triangles
        return 3 * closed / triples if triples else None

    def to_networkx(self, names: list[str] | None = None) -> Any:
        """The directed ties as a networkx DiGraph (networkx must be installed)."""
        import networkx

        graph = networkx.DiGraph()
        label = (lambda i: names[i]) if names is not None else (lambda i: i)
        graph.add_nodes_from(label(i) for i in self.tied.tolist())
        for u, v, w, c in zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), self.count.tolist()):
            graph.add_edge(label(u), label(v), weight=w, count=c)
        return graph


def weave(exchanges: Exchanges, people: int, *, half_life: float | None = None, now: int | None = None) -> Fabric:
    """All exchanges as ties.

    `half_life` in days makes older exchanges weigh less, by 2^(−age / half-life); `now` (microseconds) is
    the age's zero, by default the latest exchange. An exchange without a time does not age.
    """
    weight = exchanges.probability.astype(np.float64)
    timed = exchanges.at != NO_TIME
    if half_life is not None and timed.any():
        zero = int(exchanges.at[timed].max()) if now is None else now
        age = np.where(timed, np.maximum(zero - exchanges.at, 0), 0) / _DAY
        weight = weight * np.exp2(-age / half_life)
    key = exchanges.source.astype(np.int64) * people + exchanges.target
    found, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
    last = np.full(len(found), NO_TIME, np.int64)
    np.maximum.at(last, inverse, exchanges.at)
    total = np.bincount(inverse, weight, len(found))
    source, target = (found // max(people, 1)).astype(np.int32), (found % max(people, 1)).astype(np.int32)
    return Fabric(people, source, target, total, count, last, _pairs(exchanges, weight, people))


def _pairs(exchanges: Exchanges, weight: Floats, people: int) -> Pairs:
    low = np.minimum(exchanges.source, exchanges.target).astype(np.int64)
    high = np.maximum(exchanges.source, exchanges.target).astype(np.int64)
    key, inverse, count = np.unique(low * people + high, return_inverse=True, return_counts=True)
    onward = exchanges.source == low
    n = len(key)
    there = np.bincount(inverse, weight * onward, n)
    back = np.bincount(inverse, weight * ~onward, n)
    timed = exchanges.at != NO_TIME
    days = np.zeros(n, np.int64)
    if timed.any():
        # One key a pair and day; a day is 24 hours UTC here, fine enough to tell one evening from several.
        day = exchanges.at[timed] // _DAY
        span = int(day.max() - day.min()) + 1
        seen = np.unique(inverse[timed].astype(np.int64) * span + (day - day.min()))
        days = np.bincount(seen // span, minlength=n)
    width = max(people, 1)
    return Pairs((key // width).astype(np.int32), (key % width).astype(np.int32), there, back, count, days)


def components(people: int, a: Int32s, b: Int32s) -> Int64s:
    """Connected components by labels that sink to the smallest index; O(ties · log people)."""
    label = np.arange(people, dtype=np.int64)
    while True:
        low = np.minimum(label[a], label[b])
        before = label.copy()
        np.minimum.at(label, label[a], low)
        np.minimum.at(label, label[b], low)
        label = label[label]
        while True:
            jumped = label[label]
            if np.array_equal(jumped, label):
                break
            label = jumped
        if np.array_equal(before, label):
            return label


def triangles(people: int, a: Int32s, b: Int32s) -> int:
    """Number of triangles; every tie is given to its end of lower degree, so that hubs cost little."""
    if len(a) < 3:
        return 0
    degree = np.bincount(np.r_[a, b], minlength=people)
    rank = np.empty(people, np.int64)
    rank[np.lexsort((np.arange(people), degree))] = np.arange(people)
    low, high = np.minimum(rank[a], rank[b]), np.maximum(rank[a], rank[b])
    order = np.lexsort((high, low))
    low, high = low[order], high[order]
    key = low * people + high
    start = np.searchsorted(low, np.arange(people + 1))
    fan = start[high + 1] - start[high]
    total, first = 0, 0
    ends = np.cumsum(fan)
    while first < len(low):
        base = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, base + _BLOCK, side="right")))
        chosen = slice(first, last)
        repeats = fan[chosen]
        offset = np.arange(int(repeats.sum())) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        third = high[np.repeat(start[high[chosen]], repeats) + offset]
        wanted = np.repeat(low[chosen], repeats) * people + third
        place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        total += int((key[place] == wanted).sum())
        first = last
    return total
