"""Do people change places: does whoever begins talk also take up what others began, and the other way round?

At a help desk askers and helpers answer each other all day, but the askers only begin and the helpers only take up.
A pair shows this where it talks again and again; in a large room few do. So it is asked of people: of the talks in
which somebody took part with others, how many did they begin? Where nobody has a role, that share is the same for
all, but for luck; the luck is reckoned (binomial), and what is seen is held against it.
"""

from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from closeknit.vitality.pattern import both_ways

if TYPE_CHECKING:
    from closeknit.vitality.subject import Subject

Floats = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Turns:
    """`talks` that somebody began and others joined.

    `equals`: how evenly those who talk to and fro with each other both begin and join, over the same with roles
    given by lot: about 1 where nobody has a role, 0 where some only begin and the others only join; None where
    there is nothing to hold it against. `weighed`: the two-way exchange, in messages, that could show it; little of
    it is where nearly everybody takes part in one talk only. `helpers`: the effective number of people who answer in
    others' talks over that of those who begin them, a talk counting once for each of both; None without talks.
    """

    talks: int
    equals: float | None
    weighed: float
    helpers: float | None


def find_turns(subject: "Subject") -> Turns:
    """Who begins and who joins the talks of the window.

    Of a person who began o and joined j of n = o + j talks, with p the share begun over all people, the evenness is
    min(o / p, j / (1 − p)) / n: 1 at everybody's mix, 0 for who only does one. Its mean by luck is
    1 − MAD(n, p) / (2n) · (1/p + 1/(1 − p)), MAD the mean absolute deviation of a binomial. `equals` is the sum of
    the products of both ends' evenness over the two-way exchanges, by their weight, over that of the means.
    """
    found, person, people = subject.here, subject.rows.person, len(subject.rows.people)
    begun = subject.begun
    opener = person[begun]
    inside = (begun != found.row) & (opener >= 0)  # an answer too doubtful to belong to a talk stands for none
    talk, own = np.r_[begun[inside], begun[inside]], np.r_[opener[inside], opener[inside]]
    part = np.r_[found.source[inside], found.target[inside]].astype(np.int64)
    other = part != own
    talks = np.unique(talk[other])
    opened = np.bincount(person[talks], minlength=people)
    joined = np.bincount(np.unique(talk[other] * people + part[other]) % max(people, 1), minlength=people)
    if not len(talks):
        return Turns(0, None, 0.0, None)
    share = float(opened.sum() / (opened.sum() + joined.sum()))
    seen, luck = _evenness(opened, joined, share)
    weight = both_ways(subject)
    weighed = float((weight * luck[found.source] * luck[found.target]).sum())
    even = float((weight * seen[found.source] * seen[found.target]).sum())
    helping = inside & (opener != found.source)
    helped = _talks_helped(begun[helping], found.source[helping], found.probability[helping], people)
    helpers = effective_number(helped) / effective_number(opened.astype(np.float64)) if helped.sum() else None
    return Turns(len(talks), even / weighed if weighed else None, weighed, helpers)


def _talks_helped(talk: Int64s, source: Int32s, probability: Singles, people: int) -> Floats:
    """In how many talks of others each person answered, each by their surest answer in it.

    By talks, as those are counted who begin them: by messages, one long dialogue would outweigh all who help else.
    """
    which, inverse = np.unique(talk * people + source, return_inverse=True)
    best = np.zeros(len(which))
    np.maximum.at(best, inverse, probability)
    return np.bincount(which % max(people, 1), best, people)


def _evenness(opened: Int64s, joined: Int64s, share: float) -> tuple[Floats, Floats]:
    """How evenly each person begins and joins, and the mean of that by luck; 0 for who took part in no talk."""
    n = opened + joined
    floor = np.maximum(n, 1)
    seen = np.minimum(opened / share, joined / (1 - share)) / floor
    sizes, which = np.unique(n, return_inverse=True)
    means = np.array([_by_luck(size, share) for size in sizes.tolist()])
    return seen, means[which]


def _by_luck(n: int, p: float) -> float:
    if not n:
        return 0.0
    m = int(n * p)
    # De Moivre's mean absolute deviation: 2 (1 − p)^(n − m) p^(m + 1) (m + 1) C(n, m + 1).
    ways = lgamma(n + 1) - lgamma(m + 2) - lgamma(n - m)
    spread = 2 * exp((n - m) * log1p(-p) + (m + 1) * log(p) + log(m + 1) + ways)
    return max(0.0, 1 - spread / (2 * n) * (1 / p + 1 / (1 - p)))


def beginnings(subject: "Subject") -> npt.NDArray[np.int32]:
    """The row that began the talk each row stands in, itself where it rather answers nothing; over all rows.

    Followed is the surest parent, one's own earlier words included, of each row of the window that answers
    anything with at least even probability.
    """
    links, rows = subject.links, len(subject.rows)
    missed = np.bincount(links.child, np.log1p(-np.minimum(links.probability.astype(np.float64), 1 - 1e-9)), rows)
    keep = np.flatnonzero((missed[links.child] <= np.log(0.5)) & subject.in_window[links.child])
    keep = keep[np.argsort(links.probability[keep], kind="stable")]  # the surest is written last and stays
    root = np.arange(rows, dtype=np.int32)  # no table has two thousand million rows
    root[links.child[keep]] = links.parent[keep]
    while True:
        further = root[root]
        if np.array_equal(further, root):
            return root
        root = further


def effective_number(weight: Floats) -> float:
    """(Σw)² / Σw², 1 to the number of positive weights (Simpson 1949; Laakso & Taagepera 1979)."""
    return float(weight.sum() ** 2 / (weight**2).sum())
