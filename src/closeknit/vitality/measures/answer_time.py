"""7 Time to first human answer."""

import numpy as np

from closeknit.language import N_
from closeknit.records.rows import NO_TIME
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, has_times, known, no_times, too_few, unknown
from closeknit.vitality.subject import Subject


def time_to_answer(subject: Subject) -> Measured:
    """Median hours from an opening or question to the first answer by another person.

    In: exchanges of at least even probability, `at`. Over what was answered only: how much was not is
    measure 8. Range 0–∞; undefined without times or under 30 answered.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    found = subject.here
    keep = (found.probability >= 0.5) & (subject.at[found.answered_row] != NO_TIME)
    keep &= subject.answers[found.answered_row] < 0.5
    asked, at = found.answered_row[keep], subject.at[found.row[keep]]
    if not len(asked):
        return too_few(subject, 0, linked=True)
    order = np.lexsort((at, asked))
    first = np.r_[True, asked[order][1:] != asked[order][:-1]]
    wait = (at[order][first] - subject.at[asked[order][first]]) / 3_600_000_000
    if len(wait) < MIN_EVENTS:
        return too_few(subject, len(wait), linked=True)
    return known(subject, float(np.median(wait)), len(wait), linked=True)


ANSWER_TIME = Measure(
    7,
    "answer-time",
    N_("Time to the first answer"),
    N_("until half of what was answered had its first answer"),
    "hours",
    0,
    None,
    "T2",
    N_("the project's own definition"),
    time_to_answer,
)
