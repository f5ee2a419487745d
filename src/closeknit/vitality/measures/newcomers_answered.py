"""5 Newcomer answered rate."""

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, no_times, rate, unknown
from closeknit.vitality.newcomers import in_window
from closeknit.vitality.subject import Subject


def newcomers_answered(subject: Subject) -> Measured:
    """Newcomers whose first message another person answered within 48 h / newcomers who spoke.

    In: arrivals, exchanges. An inferred answer counts with its probability. Those who came in the last 48 h
    are left out. Range 0–1; undefined without times or under 30 newcomers.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    found = in_window(subject, subject.arrivals)
    found = found.take(found.spoke >= 0)
    found = found.take(subject.at[found.spoke] < subject.window.end - 2 * DAY)
    answered = subject.answered_within(2)[found.spoke]
    return rate(subject, float(answered.sum()), len(found), linked=True)


ANSWERED = Measure(
    5,
    "newcomers-answered",
    N_("Newcomers answered"),
    N_("of the newcomers who spoke were answered within two days"),
    "share",
    0,
    1,
    "T2",
    N_("Joyce & Kraut 2006: 61 % of newcomers were answered"),
    newcomers_answered,
)
