"""25 Greet-then-silence."""

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, no_times, rate, unknown
from closeknit.vitality.newcomers import acted_between
from closeknit.vitality.subject import Subject


def greet_then_silence(subject: Subject) -> Measured:
    """Of those who joined, spoke within 48 h and had 30 days to go on: the share never heard again.

    In: join notices, `person`, `at`. The project's list divides by all who joined; here it is by those who joined,
    for only they can be seen, and who never spoke at all counts among them but not as greeting. Range 0–1;
    undefined without times, join notices, or with under 30 joins.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    found = subject.arrivals
    joined = found.take(found.joined == found.first)
    if not len(joined):
        return unknown(subject, _("the history shows no join notices"))
    joined = joined.take(
        (joined.first >= subject.window.start - 30 * DAY) & (joined.first < subject.window.end - 30 * DAY)
    )
    early = acted_between(subject, joined, 0, 2)
    later = acted_between(subject, joined, 2, np.inf)
    return rate(subject, int((early & ~later).sum()), len(joined))


GREETED = Measure(
    25,
    "greet-then-silence",
    N_("Greeting, then silence"),
    N_("of those who joined spoke in the first two days and never again"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition"),
    greet_then_silence,
)
