"""How near a call is: would the word have been another one, had a twentieth of the messages not been there?

A word is a line drawn through figures that go over into each other, and some groups stand on it. The window is read
again without every twentieth message, twenty times over, so that each message is left out once; nothing is drawn by
lot. Who answers whom is not asked anew: what answered a lost message answers nobody. Which words came out says how near
it was.
"""

from collections import Counter
from dataclasses import replace
from typing import Final

import numpy as np

from closeknit.ties.exchanges import Int32s
from closeknit.vitality.conditions import SHOWN_BY_A_CHAT, judge_conditions
from closeknit.vitality.judging import Judgement
from closeknit.vitality.subject import Bools, Subject
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


def thinned(subject: Subject, first: int) -> Subject:
    """The same history without every twentieth (`READINGS`) message by a person, counted from the `first`."""
    kept = np.ones(len(subject.rows), np.bool_)
    kept[np.flatnonzero(subject.is_said)[first::READINGS]] = False
    had, exchanges = subject.links, subject.exchanges
    links = had.take(kept[had.child] & kept[had.parent])
    stand = _stands(kept, exchanges.row) & _stands(kept, exchanges.answered_row)
    made = replace(subject, links=links, exchanges=exchanges.take(stand))
    # Floods, mirrors and what each message says do not hang on a twentieth of them.
    known = {"at": subject.at, "day": subject.day, "signs": subject.signs, "is_said": subject.is_said & kept}
    vars(made).update(known, wording=subject.wording.take(kept[subject.wording.rows]))
    return made


def _stands(kept: Bools, rows: Int32s) -> Bools:
    """Whether each row was kept; row −1 stands for what no message tells, and stays."""
    return np.asarray(kept[rows] | (rows < 0))
