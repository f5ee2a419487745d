"""4 Survival curve."""

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, has_times, known, no_times, too_few, unknown
from closeknit.vitality.newcomers import survival
from closeknit.vitality.subject import Subject


def staying(subject: Subject) -> Measured:
    """Kaplan–Meier share still there 90 days after first sight.

    In: `person`, `at`, `kind`; event = 60 days of silence or a leave notice, right-censored. Range 0–1;
    undefined without times, with under 30 arrivals, or where nobody was seen over 90 days.
    `newcomers.survival` gives the whole curve.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    days, share, n = survival(subject)
    if n < MIN_EVENTS:
        return too_few(subject, n)
    if days[-1] < 90:
        return unknown(subject, _("nobody could be followed for 90 days"))
    place = int(np.searchsorted(days, 90, side="right")) - 1
    return known(subject, 1.0 if place < 0 else float(share[place]), n)


SURVIVAL = Measure(
    4,
    "survival-90",
    N_("Still there after 90 days"),
    N_("of those who spoke are estimated to be still there after 90 days"),
    "share",
    0,
    1,
    "T1",
    N_("Kaplan & Meier, JASA 1958; event: 60 days of silence, or left"),
    staying,
)
