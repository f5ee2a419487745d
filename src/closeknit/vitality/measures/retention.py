"""3 Cohort retention."""

from collections.abc import Callable

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, no_times, rate, unknown
from closeknit.vitality.newcomers import acted_between
from closeknit.vitality.subject import Subject

_COHORT = 365  # days: those who came within a year before can be followed up and still say something of today


def _retention(k: int) -> Callable[[Subject], Measured]:
    def retention(subject: Subject) -> Measured:
        """Arrived in the year before and active in the 30 days from day k on, over all who arrived.

        In: `person`, `at`, `kind`. Arrivals are first sights after the history's first 30 days, at least
        k + 30 days before the window's end so that all could be followed. Range 0–1; undefined without
        times or under 30 arrivals.
        """
        if not has_times(subject):
            return unknown(subject, no_times())
        found = subject.arrivals
        end = subject.window.end
        found = found.take((found.first >= end - _COHORT * DAY) & (found.first < end - (k + 30) * DAY))
        return rate(subject, int(acted_between(subject, found, k, k + 30).sum()), len(found))

    return retention


_SOURCE = N_("the project's own definition; a cohort is those first seen, for exports carry no roster")
RETENTION = (
    Measure(
        3,
        "retention-7",
        N_("Retention after 7 days"),
        N_("of those who came wrote in the month after their first week"),
        "share",
        0,
        1,
        "T1",
        _SOURCE,
        _retention(7),
    ),
    Measure(
        3,
        "retention-30",
        N_("Retention after 30 days"),
        N_("of those who came wrote in their second month"),
        "share",
        0,
        1,
        "T1",
        _SOURCE,
        _retention(30),
    ),
    Measure(
        3,
        "retention-90",
        N_("Retention after 90 days"),
        N_("of those who came wrote in their fourth month"),
        "share",
        0,
        1,
        "T1",
        _SOURCE,
        _retention(90),
    ),
)
