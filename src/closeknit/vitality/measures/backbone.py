"""10 Backbone ratio."""

import numpy as np

from closeknit.language import N_, _
from closeknit.records.rows import NO_TIME
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import MIN_EVENTS, has_times, known, no_times, too_few, unknown
from closeknit.vitality.subject import Int64s, Subject

_BLOCK = 28 * DAY
_ONE = 0.99  # an answer to be expected, by the sum of probabilities; several doubtful ones may make it


def backbone(subject: Subject) -> Int64s:
    """People with both kinds of contribution, openings taken up and answers, in ≥ 3 of the last 4 four-week blocks.

    Indices into the people. Twelve weeks and more of history are needed, else empty. Where the window is
    longer than 16 weeks (few messages), its fourths are the blocks.
    """
    if not has_times(subject):
        return np.zeros(0, np.int64)
    end = subject.window.end
    length = max(_BLOCK, (end - subject.window.start) // 4)
    rows = subject.rows
    people = len(rows.people)
    found = subject.exchanges
    low = end - 4 * length
    row, asked, weight = found.row, found.answered_row, found.probability.astype(np.float64)
    kept = np.zeros(people, np.int64)
    block_of_answer = (subject.at[row] - low) // length
    block_of_asked = (subject.at[asked] - low) // length
    for block in range(4):
        then = block_of_answer == block
        gave = np.bincount(rows.person[row[then]], weight[then], people)
        then = block_of_asked == block
        drew = np.bincount(rows.person[asked[then]], weight[then], people)
        kept += (gave > _ONE) & (drew > _ONE)
    return np.flatnonzero(kept >= 3)


def blocks_are_fourths(subject: Subject) -> bool:
    """Whether the blocks of `backbone` are the fourths of a long window, and no months."""
    return subject.window.end - subject.window.start > 4 * _BLOCK


def backbone_ratio(subject: Subject) -> Measured:
    """|N| / |P|: the backbone over the other active people.

    In: exchanges, `person`, `at`. N: two kinds of contribution that a chat shows (answers; openings that
    others take up) in three of the last four four-week blocks; further kinds need the house.
    Range 0–∞; undefined without times, under 12 weeks of history, or with under 30 active people.
    """
    if not has_times(subject):
        return unknown(subject, no_times())
    times = subject.at[subject.is_said & (subject.at != NO_TIME)]
    if subject.window.end - times.min(initial=subject.window.end) < 3 * _BLOCK:
        return unknown(subject, _("it takes twelve weeks of history"))
    found = backbone(subject)
    nucleus, others = len(found), len(np.setdiff1d(subject.active, found))
    if nucleus + others < MIN_EVENTS or not others:
        return too_few(subject, nucleus + others, linked=True)
    return known(subject, nucleus / others, nucleus + others, linked=True)


BACKBONE = Measure(
    10,
    "backbone-ratio",
    N_("Backbone to periphery"),
    N_("people of the backbone for each other active person"),
    "index",
    0,
    None,
    "T1",
    N_("Dover et al., Applied Network Science 2018: about 1 : 4, their nucleus defined otherwise"),
    backbone_ratio,
)
