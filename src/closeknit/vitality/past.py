"""The group's own past by volume and by exchange: has it fallen far below what it once was?

Compared are the last twelve weeks before the last message with the median of the four-week blocks before
them in which anybody to speak of wrote; three such blocks at least (the ground rules). Whether that past was talk is
asked of its fullest twelve weeks. Volume, not structure, tells life from death: on the validation channels structure
adds nothing to it.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from closeknit.records.rows import NO_TIME
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import Int64s, Subject, Window

BLOCK: Final = 28 * DAY
RECENT: Final = 3  # blocks: a holiday or an exam season does not fill twelve weeks
FAR_BELOW: Final = 0.1
"""A tenth of its own past. Our choice."""
GRIDS: Final = 4
"""The blocks are laid four times, a week apart, so that it does not hang on the day with which they begin."""
LIVED: Final = 20  # messages in a block for it to be one in which the group lived (the floor of the ground rules)


@dataclass(frozen=True, slots=True)
class Past:
    """`now` messages in the last twelve weeks, `then` the median of the lived blocks of four weeks before (None where
    there are under three). `then_two_way` is the two-way share in the fullest twelve weeks before, whether it was more
    than a broadcast; None where the group has not fallen.
    """

    now: int
    then: float | None
    then_two_way: float | None

    @property
    def has_fallen(self) -> bool:
        """Whether the group is far below its own past."""
        return self.then is not None and self.now <= FAR_BELOW * RECENT * self.then


def find_past(subject: Subject) -> Past:
    """Compare the last twelve weeks with the group's own past, the window's end being today."""
    back = subject.at[subject.is_said & (subject.at != NO_TIME) & (subject.at < subject.window.end)]
    if not len(back) or subject.window.days <= 0:
        return Past(len(subject.said), None, None)
    np.subtract(subject.window.end - 1, back, out=back)  # in place: a whole history is a lot of numbers
    np.floor_divide(back, BLOCK // GRIDS, out=back)
    weeks = np.bincount(back)
    recent = RECENT * GRIDS
    before = weeks[recent:]
    # The oldest week is cut off by the beginning of the history.
    blocks = np.convolve(before[:-1], np.ones(GRIDS, np.int64), "valid") if len(before) > GRIDS else before[:0]
    lived = blocks[blocks >= LIVED]
    then = float(np.median(lived)) if len(lived) >= 3 * GRIDS else None
    found = Past(int(weeks[:recent].sum()), then, None)
    return replace(found, then_two_way=_two_way(subject, before)) if found.has_fallen else found


def _two_way(subject: Subject, before: Int64s) -> float:
    """The two-way share in the fullest twelve weeks before the last twelve of which it is known who answers whom."""
    length = RECENT * GRIDS
    if reach := subject.links.reach:
        before = before[: (subject.window.end - reach.start) // (BLOCK // GRIDS) - length]
    # In weeks before the last twelve.
    fullest = int(np.argmax(np.convolve(before, np.ones(length, np.int64))[length - 1 :]))
    end = subject.window.end - (length + fullest) * BLOCK // GRIDS
    return subject.during(Window(end - RECENT * BLOCK, end, "told")).pattern.two_way
