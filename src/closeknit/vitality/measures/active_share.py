"""1 Active share."""

import numpy as np

from closeknit.language import N_
from closeknit.records.rows import NO_TIME
from closeknit.vitality import on_paper
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, no_times, rate, unknown
from closeknit.vitality.subject import Bools, Subject


def active_share(subject: Subject) -> Measured:
    """|A(30 d)| / |R|: those on the roster; without one, everyone ever seen.

    In: the roster; `person`, `at`, `kind` of all rows up to the window's end; A wrote in its last 30 days.
    Without a roster R is everyone seen: who wrote, or joined. Range 0–1; undefined without times, or where
    under 30 people were ever seen. Departure from the project's list: who was only named is not counted as seen.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    if listed := on_paper.present(subject):
        wrote = active_lately(subject)
        return rate(subject, sum(bool(wrote[one.person]) for one in listed), len(listed))
    rows, end = subject.rows, subject.window.end
    before = (rows.person >= 0) & (subject.at != NO_TIME) & (subject.at < end)
    persons = rows.is_human | rows.is_event
    seen = np.unique(rows.person[before & persons])
    bots = np.fromiter((rows.people[i].is_bot for i in seen), np.bool_, len(seen))
    return rate(subject, int(active_lately(subject).sum()), int((~bots).sum()))


def active_lately(subject: Subject) -> Bools:
    """Who wrote in the last 30 days of the window, over all people."""
    end = subject.window.end
    recent = subject.is_said & (subject.rows.person >= 0) & (subject.at >= end - 30 * DAY) & (subject.at < end)
    found = np.zeros(len(subject.rows.people), np.bool_)
    found[subject.rows.person[recent]] = True
    return found


ACTIVE_SHARE = Measure(
    1,
    "active-share",
    N_("Active share"),
    N_("of everyone ever seen wrote in the last 30 days"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition; without a roster, over all ever seen"),
    active_share,
)
