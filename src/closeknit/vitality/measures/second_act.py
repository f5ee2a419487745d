"""6 Newcomer second act."""

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, no_times, rate, unknown
from closeknit.vitality.newcomers import acted_between
from closeknit.vitality.subject import Subject


def second_act(subject: Subject) -> Measured:
    """Newcomers who wrote again on a later day within 30 days of their first message / newcomers who spoke.

    In: arrivals, `person`, `at`. "Again" begins a day after the first sight, so that one sitting of several
    lines is one act. Those of the last 30 days are left out, so the cohort lies up to 30 days before the
    window. Range 0–1; undefined without times or under 30 newcomers.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    found = subject.arrivals
    low, high = subject.window.start - 30 * DAY, subject.window.end - 30 * DAY
    found = found.take((found.spoke >= 0) & (found.first >= low) & (found.first < high))
    return rate(subject, int(acted_between(subject, found, 1, 31).sum()), len(found))


SECOND_ACT = Measure(
    6,
    "newcomers-second-act",
    N_("Newcomers who come back"),
    N_("of the newcomers who spoke wrote again within 30 days"),
    "share",
    0,
    1,
    "T1",
    N_("Joyce & Kraut 2006: 44 % of the unanswered, 56 % of the answered"),
    second_act,
)
