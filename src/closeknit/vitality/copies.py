"""The same words again: floods of one text from many accounts, and rooms that repeat another room.

In neither can it be told who speaks to whom. A person who says good morning every day is no flood: only long texts
count, and only where several accounts send them.
"""

from typing import Final

import numpy as np
import pyarrow.compute as pc

from closeknit.vitality.subject import Int64s, Subject

LENGTH: Final = 24  # characters: greetings and 收到 repeat among people too
ACCOUNTS: Final = 3
COPIES: Final = 10
"""Accounts and messages from which one text is a flood. Our choice."""
MIRRORED: Final = 0.5
_ROOMS: Final = 20  # rooms held against the others, the largest first: a bound on the cost
FEWEST: Final = 20
"""Share of a room's long texts, and their least number, that another has too, for a mirror. Our choice."""


def find_copies(subject: Subject) -> tuple[float, tuple[int, int] | None]:
    """The share of the window's messages that belong to floods, and two rooms of which one repeats the other."""
    words, rows = subject.wording, subject.rows
    long = words.rows[(words.length >= LENGTH) & (rows.person[words.rows] >= 0)]
    if len(long) < COPIES:
        return 0.0, None
    text = pc.utf8_slice_codeunits(rows.texts(long), 0, 200)
    code = np.asarray(text.combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False), np.int64)
    repeated = np.bincount(code) > 1
    again = repeated[code]
    if not again.any():
        return 0.0, None
    mirrored = _mirrored(subject, long, code) if len(rows.channels) > 1 else None
    return _flooded(subject, long[again], code[again], len(words.rows)), mirrored


def _flooded(subject: Subject, long: Int64s, code: Int64s, n: int) -> float:
    width = len(subject.rows.people)
    accounts = np.bincount(np.unique(code * width + subject.rows.person[long]) // width)
    copies = np.bincount(code)
    flood = (accounts >= ACCOUNTS) & (copies >= COPIES)
    return float(copies[flood].sum() / n)


def _mirrored(subject: Subject, long: Int64s, code: Int64s) -> tuple[int, int] | None:
    """The first two rooms of which the smaller has half of its long texts in common with the other."""
    rooms = len(subject.rows.channels)
    pairs = np.unique(code * rooms + subject.rows.channel[long])
    text, room = pairs // rooms, pairs % rooms
    size = np.bincount(room, minlength=rooms)
    for other in np.argsort(-size, kind="stable").tolist()[:_ROOMS]:
        shared = np.bincount(room[np.isin(text, text[room == other])], minlength=rooms)
        shared[other] = 0
        like = np.flatnonzero((shared >= FEWEST) & (shared >= MIRRORED * size))
        if len(like):
            return other, int(like[0])
    return None
