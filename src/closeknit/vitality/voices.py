"""Who has the word: one voice, or many."""

import numpy as np

from closeknit.vitality.subject import Subject


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
