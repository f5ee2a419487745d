"""11 Backbone continuity and 12 upward mobility: who stays in the middle of things, and who gets there."""

import numpy as np

from closeknit.language import N_, _
from closeknit.records.rows import NO_TIME
from closeknit.vitality import standing
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.backbone import backbone
from closeknit.vitality.measures.reckoning import MIN_EVENTS, has_times, known, no_times, too_few, unknown
from closeknit.vitality.subject import Int64s, Subject, Window

_BACK = 90 * DAY


def continuity(subject: Subject) -> Measured:
    """|N_t ∩ N_(t − 90 d)| / |N_(t − 90 d)|, N the backbone of measure 10.

    In: exchanges, `at`. n are the exchanges by which the earlier backbone was told. Range 0–1; undefined without
    times, under 28 weeks of history, where nobody was backbone then, or under 30 exchanges.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    times = subject.at[subject.is_said & (subject.at != NO_TIME)]
    if subject.window.end - int(times.min(initial=subject.window.end)) < 28 * 7 * DAY:
        return unknown(subject, _("it takes 28 weeks of history"))
    earlier = subject.during(Window(subject.window.start - _BACK, subject.window.end - _BACK, "told"))
    then = backbone(earlier)
    n = len(earlier.here)
    if n < MIN_EVENTS:
        return too_few(subject, n, linked=True)
    if not len(then):
        return unknown(subject, _("nobody was backbone 90 days before"))
    return known(subject, len(np.intersect1d(then, backbone(subject))) / len(then), n, linked=True)


def levels(subject: Subject) -> Int64s:
    """The level of each person in the window: 0 silent, 1 wrote, 2 wrote on three days or more, 3 backbone."""
    level = (subject.counts > 0).astype(np.int64)
    level[standing.regulars(subject)] = 2
    level[backbone(subject)] = 3
    return level


def mobility(subject: Subject) -> Measured:
    """Those up a level since the window before / those who were below the top, minus those down / all who wrote then.

    In: `person`, `at`, exchanges. Over the people who wrote in the window before this one (without a roster, nobody
    else is known to have been there); falling silent is a step down. Range −1–1; undefined without times, without a
    window of the same length before, or under 30 people below the top.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    if not subject.earlier:
        return unknown(subject, _("it takes two windows of history"))
    before, now = levels(subject.earlier[0]), levels(subject)
    there, below = before > 0, (before > 0) & (before < 3)
    if below.sum() < MIN_EVENTS:
        return too_few(subject, int(below.sum()), linked=True)
    up, down = (now > before) & below, (now < before) & there
    return known(subject, float(up.sum() / below.sum() - down.sum() / there.sum()), int(below.sum()), linked=True)


CONTINUITY = Measure(
    11,
    "backbone-continuity",
    N_("Backbone continuity"),
    N_("of those who were backbone 90 days before still are"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition"),
    continuity,
)
MOBILITY = Measure(
    12,
    "upward-mobility",
    N_("Upward mobility"),
    N_("net share that rose a level since the window before"),
    "index",
    -1,
    1,
    "T1",
    N_("Dover et al., Applied Network Science 2018: more mobility, longer life; their levels are defined otherwise"),
    mobility,
)
