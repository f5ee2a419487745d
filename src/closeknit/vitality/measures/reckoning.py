"""What every measure shares: the floor under a rate, coverage, and how much rests on inferred answers."""

from typing import Final

import numpy as np

from closeknit.language import _
from closeknit.vitality.findings import Measured
from closeknit.vitality.subject import Subject

MIN_EVENTS: Final = 30
"""Below it a list is shown, not a rate (the project's ground rules)."""


def rate(subject: Subject, hits: float, n: int, *, linked: bool = False) -> Measured:
    """`hits` of `n` as a share, None under `MIN_EVENTS`; `linked` where answers enter it."""
    if n < MIN_EVENTS:
        return too_few(subject, n, linked=linked)
    return Measured(float(hits) / n, n, subject.coverage, inferred=inferred(subject) if linked else None)


def known(subject: Subject, value: float, n: int, *, linked: bool = False) -> Measured:
    """A value with its n, coverage and inferred share."""
    return Measured(float(value), n, subject.coverage, inferred=inferred(subject) if linked else None)


def too_few(subject: Subject, n: int, *, linked: bool = False) -> Measured:
    """Too little happened for a rate; the list is shown instead."""
    why = _("only {n} to count; a rate needs {floor}").format(n=n, floor=MIN_EVENTS)
    return Measured(None, n, subject.coverage, why, inferred(subject) if linked else None)


def unknown(subject: Subject, why: str) -> Measured:
    """Not measurable from this."""
    return Measured(None, 0, subject.coverage, why)


def inferred(subject: Subject) -> float | None:
    """Share 0–1 of the weight of the window's exchanges that is inferred, None without any."""
    weight = subject.here.probability
    total = float(weight.sum())
    return 1 - float(weight[subject.here.is_explicit].sum()) / total if total > 0 else None


def has_times(subject: Subject) -> bool:
    """Whether the window lies in time at all."""
    return subject.window.end > subject.window.start


def no_times() -> str:
    """Why nothing that needs time can be measured."""
    return _("the history gives no times")


def gini(counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float | None:
    """Gini coefficient of counts, 0 (even) to 1 − 1/n; None without any count above 0."""
    total = int(counts.sum())
    if not total:
        return None
    ordered = np.sort(counts)
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))
