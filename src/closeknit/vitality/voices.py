"""Who has the word: one voice, or many."""

import numpy as np

from closeknit.vitality.subject import Subject
from closeknit.vitality.thresholds import ONE_VOICE


def one_voice(subject: Subject) -> tuple[tuple[int, ...], float]:
    """Who says most (the organisers, or the busiest person) and their share of the messages of substance."""
    words = subject.wording
    whole = words.rows[~words.is_receipt & ~words.is_greeting]
    whole = whole[subject.rows.person[whole] >= 0]
    if not len(whole):
        return (), 0.0
    counts = np.bincount(subject.rows.person[whole], minlength=len(subject.rows.people))
    busiest = (int(np.argmax(counts)),)
    best = max((subject.organisers or busiest, busiest), key=lambda group: int(counts[list(group)].sum()))
    return best, float(counts[list(best)].sum() / len(whole))


def who_has_the_word(subject: Subject) -> tuple[int, ...]:
    """The organisers; where they are unknown, one who says two fifths of it or more; else nobody."""
    voice, share = one_voice(subject)
    return subject.organisers or (voice if share >= 2 * ONE_VOICE / 3 else ())
