"""Deep ties: pairs who answered each other several times on several days. Ours, for conditions 7 and 9."""

from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.language import N_
from closeknit.ties.fabric import Pairs
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import known, rate, too_few
from closeknit.vitality.subject import Subject

EXCHANGES: Final = 3
DAYS: Final = 2
"""A deep tie: three exchanges or more, both ways, on two days or more. Our choice: the least that cannot be
one conversation."""


def is_deep(pairs: Pairs, *, timed: bool) -> npt.NDArray[np.bool_]:
    """Which pairs hold a deep tie; without times the days cannot be asked for."""
    both = (pairs.there >= 1) & (pairs.back >= 1) & (pairs.weight >= EXCHANGES)
    return np.asarray(both & (pairs.days >= DAYS) if timed else both)


def deep_members(subject: Subject) -> Measured:
    """Active people with at least one deep tie / active people.

    In: ties of the window. Range 0–1; undefined under 30 active people.
    """
    pairs = subject.fabric.pairs
    deep = is_deep(pairs, timed=subject.window.days > 0)
    people = np.union1d(pairs.a[deep], pairs.b[deep])
    return rate(subject, len(people), len(subject.active), linked=True)


def deep_ties(subject: Subject) -> Measured:
    """Number of pairs with a deep tie in the window.

    In: ties. Range 0–∞; undefined without any exchange.
    """
    pairs = subject.fabric.pairs
    if not len(pairs):
        return too_few(subject, 0, linked=True)
    return known(subject, int(is_deep(pairs, timed=subject.window.days > 0).sum()), len(pairs), linked=True)


DEEP_MEMBERS = Measure(
    0,
    "deep-members",
    N_("Members with a deep tie"),
    N_("of the active people have answered someone, and been answered, again and again"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition: three exchanges both ways on two days"),
    deep_members,
)
DEEP_TIES = Measure(
    0,
    "deep-ties",
    N_("Deep ties"),
    N_("pairs answered each other three times or more on several days"),
    "count",
    0,
    None,
    "T2",
    N_("the project's own definition: three exchanges both ways on two days"),
    deep_ties,
)
