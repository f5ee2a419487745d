"""The group's own past by volume and by exchange: has it fallen far below what it once was?

Compared are the last twelve weeks before the last message with the median of the four-week blocks before
them in which anybody to speak of wrote; three such blocks at least (the ground rules). Volume, not structure, tells
life from death: on the validation channels structure adds nothing to it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from closeknit.records.rows import NO_TIME
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import Subject, Window

BLOCK: Final = 28 * DAY
RECENT: Final = 3  # blocks: a holiday or an exam season does not fill twelve weeks
FAR_BELOW: Final = 0.1
"""A tenth of its own past. Our choice."""
LIVED: Final = 20  # messages in a block for it to be one in which the group lived (the floor of the ground rules)


@dataclass(frozen=True, slots=True)
class Past:
    """`now` messages in the last twelve weeks, `then` the median of the `blocks` lived blocks of four weeks before
    (None under three). `then_two_way` is the two-way share in the fullest: whether it was more than a broadcast.
    """

    now: int
    then: float | None
    blocks: int
    then_two_way: float | None

    @property
    def has_fallen(self) -> bool:
        """Whether the group is far below its own past."""
        return self.then is not None and self.now <= FAR_BELOW * RECENT * self.then


def find_past(subject: Subject) -> Past:
    """Compare the last twelve weeks with the group's own past, the window's end being today."""
    back = subject.at[subject.is_said & (subject.at != NO_TIME) & (subject.at < subject.window.end)]
    if not len(back) or subject.window.days <= 0:
        return Past(len(subject.said), None, 0, None)
    np.subtract(subject.window.end - 1, back, out=back)  # in place: a whole history is a lot of numbers
    np.floor_divide(back, BLOCK, out=back)
    counts = np.bincount(back)
    now = int(counts[:RECENT].sum())
    # The oldest block is cut off by the beginning of the history; it says nothing.
    lived = np.flatnonzero(counts[RECENT:-1] >= LIVED) + RECENT
    if len(lived) < 3:
        return Past(now, None, len(lived), None)
    fullest = int(lived[np.argmax(counts[lived])])
    end = subject.window.end - fullest * BLOCK
    then = subject.during(Window(end - BLOCK, end, "told"))
    return Past(now, float(np.median(counts[lived])), len(lived), then.pattern.two_way)
