"""The fabric as a picture and a file need it: how much each pair exchanged, summed by vectors."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeknit.records.rows import NO_TIME
from closeknit.ties.exchanges import Exchanges

Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Threads:
    """One element a directed pair, sorted by `source`, then `target` (indices into the people).

    `weight` sum of the probabilities; `answers` how many; `explicit` how many of them are stated;
    `first` and `last` instants in microseconds, `NO_TIME` where none is known.
    """

    source: Int64s
    target: Int64s
    weight: Floats
    answers: Int64s
    explicit: Int64s
    first: Int64s
    last: Int64s

    def __len__(self) -> int:
        return len(self.source)


def directed(exchanges: Exchanges, people: int) -> Threads:
    """Exchanges summed by who answered whom."""
    key = exchanges.source.astype(np.int64) * max(people, 1) + exchanges.target
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(key) else np.empty(0, np.int64)
    unique = ordered[starts]

    def summed(values: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        return np.add.reduceat(values[order], starts) if len(starts) else values[:0]

    at = exchanges.at[order]
    known = np.where(at == NO_TIME, np.iinfo(np.int64).max, at)
    first = np.minimum.reduceat(known, starts) if len(starts) else unique
    last = np.maximum.reduceat(at, starts) if len(starts) else unique
    return Threads(
        unique // max(people, 1),
        unique % max(people, 1),
        np.asarray(summed(exchanges.probability.astype(np.float64)), np.float64),
        np.diff(np.r_[starts, len(key)]).astype(np.int64),
        np.asarray(summed(exchanges.is_explicit.astype(np.int64)), np.int64),
        np.where(last == NO_TIME, NO_TIME, first),
        last,
    )


def undirected(threads: Threads, people: int) -> tuple[Int64s, Int64s, Floats]:
    """Pairs without direction: the lower index, the higher, and the weight both ways together."""
    low, high = np.minimum(threads.source, threads.target), np.maximum(threads.source, threads.target)
    key, inverse = np.unique(low * max(people, 1) + high, return_inverse=True)
    weight = np.bincount(inverse, weights=threads.weight, minlength=len(key))
    return key // max(people, 1), key % max(people, 1), weight


def smallest_half(counts: npt.NDArray[np.generic]) -> list[int]:
    """The smallest set of places whose counts reach half of all, the earlier first where counts are equal."""
    total = counts.sum()
    if not total:
        return []
    order = np.argsort(-counts.astype(np.float64), kind="stable")
    reached = np.cumsum(counts[order]) * 2 >= total
    return [int(i) for i in order[: int(np.argmax(reached)) + 1]]
