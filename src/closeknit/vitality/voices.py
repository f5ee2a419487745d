"""Who has the word: one voice, a few, or many.

Counted are messages of substance: neither greetings nor receipts, and more than a word or two. At a wall the many call
out short lines — 好看, 還有嗎, +1 — and by number they would have the word.
"""

import numpy as np

from closeknit.vitality.subject import Int64s, Subject
from closeknit.vitality.thresholds import FEW_OF, FEW_VOICES, ONE_VOICE


def one_voice(subject: Subject) -> tuple[tuple[int, ...], float]:
    """Who says most and their share 0–1 of the messages of substance: the organisers, or the busiest person. Where
    neither says `ONE_VOICE` of it, the few busiest who do, if they are few enough among those who write.
    """
    counts = _of_substance(subject)
    whole = int(counts.sum())
    if not whole:
        return (), 0.0
    busiest = np.argsort(-counts, kind="stable")
    best = max(
        (subject.organisers or (), tuple(busiest[:1].tolist())), key=lambda group: int(counts[list(group)].sum())
    )
    share = float(counts[list(best)].sum() / whole)
    if share < ONE_VOICE:
        few = min(FEW_VOICES, len(subject.active) // FEW_OF)
        reached = np.flatnonzero(np.cumsum(counts[busiest[:few]]) >= ONE_VOICE * whole)
        if len(reached):
            best = tuple(busiest[: int(reached[0]) + 1].tolist())
            share = float(counts[list(best)].sum() / whole)
    return best, share


def _of_substance(subject: Subject) -> Int64s:
    """Messages of substance of each person in the window."""
    words = subject.wording
    rows = words.rows[~words.is_receipt & ~words.is_greeting & ~words.is_brief]
    who = subject.rows.person[rows]
    return np.bincount(who[who >= 0], minlength=len(subject.rows.people)).astype(np.int64)


def who_has_the_word(subject: Subject) -> tuple[int, ...]:
    """The organisers; where they are unknown, those who say two fifths of it or more; else nobody."""
    voice, share = one_voice(subject)
    return subject.organisers or (voice if share >= 2 * ONE_VOICE / 3 else ())
