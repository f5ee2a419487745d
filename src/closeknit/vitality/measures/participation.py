"""18 Participation Gini and the real 90-9-1."""

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.absence_factor import smallest_half
from closeknit.vitality.measures.reckoning import MIN_EVENTS, gini, known, rate, too_few
from closeknit.vitality.subject import Subject


def participation_gini(subject: Subject) -> Measured:
    """Gini coefficient of messages over active people.

    In: `person`. Range 0 to 1 − 1/n; undefined under 30 messages. Over A only: exports carry no roster.
    """
    if subject.counts.sum() < MIN_EVENTS:
        return too_few(subject, int(subject.counts.sum()))
    value = gini(subject.counts[subject.active])
    return known(subject, value or 0.0, len(subject.active))


def heavy(subject: Subject) -> Measured:
    """The smallest set of people who write half of all messages / active people: the real "1" of 90-9-1.

    In: `person`. Range 0–1; undefined under 30 active people.
    """
    return rate(subject, smallest_half(subject.counts), len(subject.active))


GINI = Measure(
    18,
    "gini",
    N_("Unevenness of voices"),
    N_("Gini coefficient of messages over those who wrote"),
    "index",
    0,
    1,
    "T1",
    N_("Gini 1912; it tells an even list from an uneven one, not a broadcast from a mesh"),
    participation_gini,
)
HEAVY = Measure(
    18,
    "heavy",
    N_("Who makes half"),
    N_("of the active people write half of all messages"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition: the real 90-9-1"),
    heavy,
)
