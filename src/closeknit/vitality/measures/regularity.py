"""19 Regularity: do the days of talk come evenly, in bursts, or at a beat?"""

import numpy as np

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, has_times, known, no_times, too_few, unknown
from closeknit.vitality.standing import days_known
from closeknit.vitality.subject import Subject


def regularity(subject: Subject) -> Measured:
    """B = (σ − μ) / (σ + μ) of the gaps in days between days on which two people or more wrote.

    In: `person`, days of the community's zone. Range −1 (a beat) to 1 (bursts), 0 for chance; undefined
    without times or under 30 gaps. Days, not messages: a chat's messages are bursty by nature.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    gaps = np.diff(subject.session_days)
    if len(gaps) < MIN_EVENTS:
        return too_few(subject, len(gaps))
    spread, mean = float(gaps.std()), float(gaps.mean())
    return known(subject, (spread - mean) / (spread + mean), len(gaps))


def talking_days(subject: Subject) -> Measured:
    """Days on which two people or more wrote / days of the window since the history began.

    In: as above. Range 0–1; undefined without times or under 30 days.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    days = round(days_known(subject))
    if days < MIN_EVENTS:
        return too_few(subject, days)
    return known(subject, len(subject.session_days) / days, days)


REGULARITY = Measure(
    19,
    "regularity",
    N_("Regularity"),
    N_("burstiness of the days of talk: −1 a beat, 0 chance, 1 bursts"),
    "index",
    -1,
    1,
    "T1",
    N_("Goh & Barabási, EPL 2008"),
    regularity,
)
TALKING_DAYS = Measure(
    19,
    "talking-days",
    N_("Days of talk"),
    N_("of the days saw two people or more write"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition: sessions planned are not in a chat"),
    talking_days,
)
