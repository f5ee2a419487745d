"""16 Open triples closed within 30 days."""

import numpy as np
import numpy.typing as npt

from closeknit.language import N_
from closeknit.ties.fabric import weave
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, no_times, rate, unknown
from closeknit.vitality.subject import Subject

Int64s = npt.NDArray[np.int64]
_MOST = 4_000_000  # pairs of neighbours looked at: a bound on the cost in rooms where everybody talks to everybody


def closure(subject: Subject) -> Measured:
    """Triples open 30 days before the window's end and closed since / triples open then.

    In: ties of the window. Range 0–1; undefined without times, under 30 open triples, or where there are more than
    four million.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    found, people = subject.here, len(subject.rows.people)
    early = subject.at[found.row] < subject.window.end - 30 * DAY
    before = weave(found.take(early), people)
    after = subject.fabric
    closed, triples = before.triangles
    open_then = triples - 3 * closed
    a, b = after.pairs.a.astype(np.int64), after.pairs.b.astype(np.int64)
    old_a, old_b = before.pairs.a.astype(np.int64), before.pairs.b.astype(np.int64)
    fresh = ~np.isin(a * people + b, old_a * people + old_b)
    if triples > _MOST:
        return rate(subject, 0, 0, linked=True)
    return rate(subject, shared_neighbours(people, old_a, old_b, a[fresh], b[fresh]), open_then, linked=True)


def shared_neighbours(people: int, a: Int64s, b: Int64s, left: Int64s, right: Int64s) -> int:
    """Over all pairs `left`–`right`, how many people are tied (by the pairs `a`–`b`) to both."""
    source, target = np.r_[a, b], np.r_[b, a]
    order = np.lexsort((target, source))
    source, target = source[order], target[order]
    start = np.searchsorted(source, np.arange(people + 1))
    degree = np.diff(start)
    swap = degree[left] > degree[right]
    few, many = np.where(swap, right, left), np.where(swap, left, right)
    fan = degree[few]
    offset = np.arange(int(fan.sum())) - np.repeat(np.cumsum(fan) - fan, fan)
    third = target[np.repeat(start[few], fan) + offset]
    return int(np.isin(np.repeat(many, fan) * people + third, source * people + target).sum())


CLOSURE = Measure(
    16,
    "closure",
    N_("Closure"),
    N_("of the open triples were closed in the last 30 days: who shares an acquaintance met"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition"),
    closure,
)
