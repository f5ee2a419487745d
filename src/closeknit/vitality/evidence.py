"""Which rows are shown for a finding: up to three, chosen by one stated rule, so that nobody picks the nicest.

The rule: the candidates of the most certain links first, then the longer text (up to 80 characters, so that a
bare "yes" does not stand for a talk), then the later; from these, one for each person and each week before a
second of either. What speaks against the state given is chosen the same way and marked.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from closeknit.ties.exchanges import Exchanges
from closeknit.vitality.findings import Evidence
from closeknit.vitality.instants import DAY
from closeknit.vitality.subject import Int64s, Subject

MOST: Final = 3
_LOOKED_AT = 400  # candidates read; the rest could only tie with them
_WORDS = 80

Bools = npt.NDArray[np.bool_]


def messages(subject: Subject, rows: Int64s, *, most: int = MOST, against: bool = False) -> tuple[Evidence, ...]:
    """Single messages."""
    if not subject.with_evidence:
        return ()
    rows = _spread(rows)
    order = np.lexsort((-rows, -_lengths(subject, rows)))
    chosen = _diverse(subject, rows[order], most)
    return tuple(Evidence(rows=(int(row),), people=_author(subject, int(row)), against=against) for row in chosen)


def exchanges(subject: Subject, keep: Bools, *, most: int = MOST, against: bool = False) -> tuple[Evidence, ...]:
    """Messages with what they answer, from `subject.here`."""
    if not subject.with_evidence:
        return ()
    found = subject.here.take(keep)
    index = _spread(np.arange(len(found)))
    certain = np.round(found.probability[index].astype(np.float64), 1)
    rows = found.row[index].astype(np.int64)
    order = np.lexsort((-rows, -_lengths(subject, rows), -certain))
    index, rows = index[order], rows[order]
    where = {int(row): int(i) for i, row in reversed(list(zip(index, rows)))}
    chosen = _diverse(subject, rows, most)
    return tuple(pair(found, where[int(row)], against=against) for row in chosen)


def pair(found: Exchanges, index: int, *, against: bool = False) -> Evidence:
    """One answer under what it answers."""
    probability = None if found.is_explicit[index] else float(found.probability[index])
    return Evidence(
        rows=(int(found.answered_row[index]), int(found.row[index])),
        people=(int(found.target[index]), int(found.source[index])),
        against=against,
        probability=probability,
    )


def people(subject: Subject, group: Sequence[int], note: str, *, against: bool = False) -> tuple[Evidence, ...]:
    """One piece that names people, with the sentence about them."""
    return (Evidence(people=tuple(group), note=note, against=against),) if len(group) else ()


def together(*parts: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The first of each part before the second of any, three in all."""
    mixed = [part[i] for i in range(MOST) for part in parts if len(part) > i]
    return tuple(mixed[:MOST])


def _spread(index: Int64s) -> Int64s:
    """At most `_LOOKED_AT` of them, evenly over the window, the last one included."""
    if len(index) <= _LOOKED_AT:
        return index
    return index[np.linspace(0, len(index) - 1, _LOOKED_AT).astype(np.int64)]


def _lengths(subject: Subject, rows: Int64s) -> Int64s:
    text = subject.rows.texts(rows)
    return np.minimum(np.asarray(pc.utf8_length(text).to_numpy(), np.int64), _WORDS)


def _author(subject: Subject, row: int) -> tuple[int, ...]:
    person = int(subject.rows.person[row])
    return (person,) if person >= 0 else ()


def _diverse(subject: Subject, rows: Int64s, most: int) -> list[int]:
    chosen: list[int] = []
    for strict in (True, False):
        for row in rows.tolist():
            if len(chosen) >= most:
                break
            if row in chosen:
                continue
            if strict and any(_alike(subject, row, other) for other in chosen):
                continue
            chosen.append(row)
    return sorted(chosen)


def _alike(subject: Subject, row: int, other: int) -> bool:
    same_person = subject.rows.person[row] == subject.rows.person[other]
    same_week = abs(int(subject.at[row]) - int(subject.at[other])) < 7 * DAY and subject.window.days > 7
    return bool(same_person or same_week)
