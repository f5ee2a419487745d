"""Deep ties: pairs who answered each other several times on several days. Ours, for conditions 7 and 9."""

import numpy as np

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import known, rate, too_few
from closeknit.vitality.subject import Subject


def deep_members(subject: Subject) -> Measured:
    """Active people with at least one deep tie / active people.

    In: ties of the window. Range 0–1; undefined under 30 active people.
    """
    pairs = subject.fabric.pairs
    deep = pairs.is_deep(timed=subject.window.days > 0)
    people = np.union1d(pairs.a[deep], pairs.b[deep])
    return rate(subject, len(people), len(subject.active), linked=True)


def deep_ties(subject: Subject) -> Measured:
    """Number of pairs with a deep tie in the window.

    In: ties. Range 0–∞; undefined without any exchange.
    """
    pairs = subject.fabric.pairs
    if not len(pairs):
        return too_few(subject, 0, linked=True)
    return known(subject, int(pairs.is_deep(timed=subject.window.days > 0).sum()), len(pairs), linked=True)


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
