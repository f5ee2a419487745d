"""20 Familiarity yield of gatherings, and who signed up and stayed away."""

import numpy as np

from closeknit.language import N_, _
from closeknit.records.rows import NO_TIME
from closeknit.vitality import on_paper
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import known, rate, too_few, unknown
from closeknit.vitality.subject import Subject

WITHIN = 14 * DAY
_FLOOR = 30
_CROWD = 100  # of more people at one gathering nobody can say who met whom


def familiarity_yield(subject: Subject) -> Measured:
    """Pairs who came to one gathering and exchanged words for the first time within 14 days after / attendances.

    In: recorded meetings, exchanges. Range 0–∞; undefined without meetings on record, or under 30 attendances.
    Gatherings of more than 100 people are left out.
    """
    met = {d.occasion: d.at for d in on_paper.deeds(subject, "meeting") if d.occasion and d.at != NO_TIME}
    came = {k: people for k, people in on_paper.meetings(subject).items() if k in met and len(people) <= _CROWD}
    if not came:
        return unknown(subject, _("no gatherings are on record; an attendance list or a calendar would show them"))
    n = sum(map(len, came.values()))
    if n < _FLOOR:
        return too_few(subject, n, linked=True)
    first = _first_exchange(subject)
    width = len(subject.rows.people)
    fresh = {
        one * width + other
        for occasion, people in came.items()
        for one in people
        for other in people
        if one < other and 0 <= first.get(one * width + other, -1) - met[occasion] <= WITHIN
    }
    return known(subject, len(fresh) / n, n, linked=True)


def _first_exchange(subject: Subject) -> dict[int, int]:
    found, width = subject.exchanges, len(subject.rows.people)
    low, high = np.minimum(found.source, found.target), np.maximum(found.source, found.target)
    key, which = np.unique(low.astype(np.int64) * width + high, return_inverse=True)
    first = np.full(len(key), np.iinfo(np.int64).max)
    np.minimum.at(first, which, subject.at[found.row])
    return dict(zip(key.tolist(), first.tolist()))


def no_show(subject: Subject) -> Measured:
    """Absent without excuse / all who had said yes and were absent or came.

    In: recorded meetings of states `done` and `absent`. Range 0–1; undefined without absences on record, or under 30.
    """
    states = [d.state for d in on_paper.deeds(subject, "meeting")]
    absent = states.count("absent")
    if not absent:
        return unknown(subject, _("no absences are on record; an attendance list would show them"))
    return rate(subject, absent, absent + states.count("done"))


YIELD = Measure(
    20,
    "familiarity-yield",
    N_("Familiarity yield"),
    N_("new pairs of acquaintances for each one who came to a gathering"),
    "index",
    0,
    None,
    "T1",
    N_("the project's own definition"),
    familiarity_yield,
)
NO_SHOW = Measure(
    20,
    "no-show",
    N_("Stayed away"),
    N_("of those who had signed up did not come"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition"),
    no_show,
)
