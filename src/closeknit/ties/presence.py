"""Whether two faces could be one person by when they were there."""

from typing import Final

import numpy as np

from closeknit.records.rows import NO_TIME
from closeknit.ties.faces import Faces

LATER: Final = 60 * 24 * 60
"""Minutes of silence after which a new name is no longer taken for an old one's: two months, our choice."""


def awake_together(faces: Faces, one: int, other: int) -> bool:
    """Whether both wrote within one minute: once where they share a chat, else in a twentieth of the lesser's."""
    mine, theirs = faces.awake(one), faces.awake(other)
    both = len(np.intersect1d(mine, theirs, assume_unique=True))
    if faces.share_a_chat(one, other):
        return both > 0
    return both >= 3 and both * 20 >= min(len(mine), len(theirs))


def gap(faces: Faces, one: int, other: int) -> int:
    """Minutes between a message of one and the nearest of the other."""
    mine, theirs = faces.awake(one), faces.awake(other)
    if not len(mine) or not len(theirs):
        return LATER + 1
    after = np.searchsorted(theirs, mine)
    ahead = np.abs(theirs[np.minimum(after, len(theirs) - 1)] - mine)
    behind = np.abs(mine - theirs[np.maximum(after - 1, 0)])
    return int(np.minimum(ahead, behind).min())


def after_each_other(faces: Faces, one: int, other: int) -> bool:
    """Whether one fell silent before the other first wrote, not long after."""
    spans = []
    for face in (one, other):
        minutes = faces.awake(face)
        if not len(minutes) or minutes[0] == NO_TIME:
            return False
        spans.append((int(minutes[0]), int(minutes[-1])))
    (_first, end), (start, _last) = sorted(spans)
    return end < start <= end + LATER


def take_turns(faces: Faces, one: int, other: int) -> bool:
    """Whether both write much in one chat, among the same people, and never in the same minute."""
    if not faces.share_a_chat(one, other) or min(faces.sent[one], faces.sent[other]) < 10:
        return False
    if len(np.intersect1d(faces.awake(one), faces.awake(other), assume_unique=True)):
        return False
    return len((faces.circle(one) & faces.circle(other)) - {one, other}) >= 3
