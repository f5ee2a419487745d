"""2 Stickiness."""

import numpy as np

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, known, no_times, rate, unknown
from closeknit.vitality.subject import Subject


def stickiness(subject: Subject) -> Measured:
    """Mean daily actives over actives of the month, in the window's last 30 days.

    In: `person`, `at` of messages by people. Range 1/30–1; undefined without times, without 28 days, or with
    under 30 messages. Days without a message count as days with nobody.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    here = subject.said[subject.at[subject.said] >= subject.window.end - 30 * DAY]
    here = here[subject.rows.person[here] >= 0]
    people = len(np.unique(subject.rows.person[here]))
    if subject.window.days < 28 or len(here) < 30 or not people:
        return rate(subject, 0, min(len(here), 29))
    width = len(subject.rows.people)
    pairs = np.unique(subject.day[here] * width + subject.rows.person[here])
    return known(subject, len(pairs) / 30 / people, len(here))


STICKINESS = Measure(
    2,
    "stickiness",
    N_("Stickiness"),
    N_("of the month's active people write on an average day"),
    "share",
    0,
    1,
    "T2",
    N_("the usual ratio: mean daily actives over monthly actives"),
    stickiness,
)
