"""9 Contributor absence factor, for messages and for answers."""

import numpy as np

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, known, too_few
from closeknit.vitality.subject import Floats, Int64s, Subject


def smallest_half(counts: Int64s | Floats) -> int:
    """The smallest k whose counts reach half of the total; 0 where there is none.

    CHAOSS' worked example, 1000 433 343 332 202 90 42 33, gives 2.
    """
    ordered = np.sort(counts)[::-1]
    total = ordered.sum()
    return int(np.searchsorted(np.cumsum(ordered), total / 2) + 1) if total else 0


def absence_factor(subject: Subject) -> Measured:
    """Smallest k whose messages reach 50 %.

    In: `person`. Range 1–n; undefined under 30 messages.
    """
    if subject.counts.sum() < MIN_EVENTS:
        return too_few(subject, int(subject.counts.sum()))
    return known(subject, smallest_half(subject.counts), int(subject.counts.sum()))


def absence_factor_answers(subject: Subject) -> Measured:
    """Smallest k whose answers to others reach 50 % of their weight.

    In: exchanges. Range 1–n; undefined under 30 exchanges.
    """
    if subject.pattern.exchanges < MIN_EVENTS:
        return too_few(subject, subject.pattern.exchanges, linked=True)
    return known(subject, len(subject.pattern.core), subject.pattern.exchanges, linked=True)


ABSENCE = Measure(
    9,
    "absence-factor",
    N_("Absence factor, messages"),
    N_("people would have to fall away for half of the messages to be gone"),
    "count",
    1,
    None,
    "T1",
    N_("CHAOSS, contributor absence factor"),
    absence_factor,
)
ABSENCE_ANSWERS = Measure(
    9,
    "absence-factor-answers",
    N_("Absence factor, answers"),
    N_("people would have to fall away for half of the answers to be gone"),
    "count",
    1,
    None,
    "T1",
    N_("CHAOSS, contributor absence factor, over answers"),
    absence_factor_answers,
)
