"""17 Connected share, isolates."""

import numpy as np

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import rate
from closeknit.vitality.subject import Subject


def connected_share(subject: Subject) -> Measured:
    """People in the largest component / active people.

    In: ties, `person`. Range 0–1; undefined under 30 active people.
    """
    active = subject.active
    label = subject.fabric.components[active]
    largest = int(np.unique(label, return_counts=True)[1].max(initial=0))
    return rate(subject, largest, len(active), linked=True)


def isolates(subject: Subject) -> Measured:
    """Active people whom nobody answered and who answered nobody / active people.

    In: ties, `person`. Range 0–1; undefined under 30 active people.
    """
    alone = ~np.isin(subject.active, subject.fabric.tied)
    return rate(subject, int(alone.sum()), len(alone), linked=True)


CONNECTED = Measure(
    17,
    "connected-share",
    N_("Connected share"),
    N_("of the active people hang together in one piece"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition"),
    connected_share,
)
ISOLATES = Measure(
    17,
    "isolates",
    N_("Isolates"),
    N_("of the active people exchanged nothing with anyone"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition"),
    isolates,
)
