"""How near a call is: would the word have been another one, had a twentieth of the messages not been there?

A word is a line drawn through figures that go over into each other, and some groups stand on it. The window is read
again without a twentieth of its messages, twenty times over, so that each message is left out once; which go together
is as if drawn by lot, and the same each time. (Every twentieth in a row would be a loss more even than any that
happens, and tells of fewer close calls.) Who answers whom is not asked anew: what answered a lost message answers
nobody. Which words came out says how near it was.
"""

from collections import Counter
from dataclasses import replace
from typing import Final

import numpy as np

from closeknit.ties.exchanges import Int32s
from closeknit.vitality.conditions import SHOWN_BY_A_CHAT, judge_conditions
from closeknit.vitality.judging import Judgement
from closeknit.vitality.subject import Bools, Int64s, Subject
from closeknit.vitality.verdict import find_word

READINGS: Final = 20
READ_AT_MOST: Final = 20_000
"""Messages of the window over which it is not asked: so many show what they show, and reading them again costs."""


def other_words(subject: Subject, found: Judgement) -> Counter[str]:
    """The words other than the one found that came out of `READINGS` readings, and how often each."""
    if len(subject.said) > READ_AT_MOST or not len(subject.said):
        return Counter()
    parts = (thinned(subject, reading) for reading in range(READINGS))
    words = Counter(find_word(part, judge_conditions(part, found.measures, SHOWN_BY_A_CHAT)).word for part in parts)
    del words[found.verdict.word]
    return words


def thinned(subject: Subject, reading: int) -> Subject:
    """The same history without the messages by people that the `reading` (0 to `READINGS` − 1) leaves out."""
    kept = np.ones(len(subject.rows), np.bool_)
    said = np.flatnonzero(subject.is_said)
    kept[said[_lots(len(said)) == reading]] = False
    had, exchanges = subject.links, subject.exchanges
    links = had.take(kept[had.child] & kept[had.parent])
    stand = _stands(kept, exchanges.row) & _stands(kept, exchanges.answered_row)
    made = replace(subject, links=links, exchanges=exchanges.take(stand), with_evidence=False)
    # Floods, mirrors and what each message says do not hang on a twentieth of them.
    known = {"at": subject.at, "day": subject.day, "signs": subject.signs, "is_said": subject.is_said & kept}
    vars(made).update(known, wording=subject.wording.take(kept[subject.wording.rows]))
    return made


def _lots(n: int) -> Int64s:
    """In which reading each of `n` messages is left out: SplitMix64 (Steele, Lea & Flood 2014) of 1 to n, by remainder;
    the same on every machine and with every version of a library.
    """
    with np.errstate(over="ignore"):
        mixed = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) % np.uint64(READINGS)).astype(np.int64)


def _stands(kept: Bools, rows: Int32s) -> Bools:
    """Whether each row was kept; row −1 stands for what no message tells, and stays."""
    return np.asarray(kept[rows] | (rows < 0))
