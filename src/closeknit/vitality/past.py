"""The group's own past by volume and by exchange: has it fallen far below what it once was?

Compared is the 90 days before the last message with the median of the 90-day periods before it in which
anybody to speak of wrote; three such periods at least (PRACTICE). Volume, not structure, tells life from
death: on the validation channels structure adds nothing to it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from closeknit.records.rows import NO_TIME
from closeknit.vitality.subject import DAY, Subject, Window

PERIOD: Final = 90 * DAY
FAR_BELOW: Final = 0.1
"""A tenth of its own past. Our choice: far enough that neither a holiday nor an exam season makes it."""

LIVED: Final = 20  # messages in a period for it to be one in which the group lived (PRACTICE's floor)


@dataclass(frozen=True, slots=True)
class Past:
    """`now` messages in the last 90 days, `then` the median of `periods` earlier ones (None under three).

    `then_two_way` is the two-way share in the fullest of them: whether it was more than a broadcast.
    """

    now: int
    then: float | None
    periods: int
    then_two_way: float | None

    @property
    def has_fallen(self) -> bool:
        """Whether the group is far below its own past."""
        return self.then is not None and self.now <= FAR_BELOW * self.then


def find_past(subject: Subject) -> Past:
    """Compare the last 90 days with the group's own past, the window's end being today."""
    said = np.flatnonzero(subject.is_said & (subject.at != NO_TIME) & (subject.at < subject.window.end))
    if not len(said) or subject.window.days <= 0:
        return Past(len(subject.said), None, 0, None)
    back = (subject.window.end - 1 - subject.at[said]) // PERIOD
    counts = np.bincount(back)
    # The oldest period is cut off by the beginning of the history; it says nothing.
    older = counts[1:-1]
    lived = np.flatnonzero(older >= LIVED) + 1
    if len(lived) < 3:
        return Past(int(counts[0]), None, len(lived), None)
    fullest = int(lived[np.argmax(counts[lived])])
    end = subject.window.end - fullest * PERIOD
    then = subject.during(Window(end - PERIOD, end, "told"))
    return Past(int(counts[0]), float(np.median(counts[lived])), len(lived), then.pattern.two_way)
