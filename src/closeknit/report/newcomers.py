"""Who came and how long they kept talking: the survival curve of newcomers, where there are enough of them.

Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958): at each time t at
which d of the n still observed stop, the curve is multiplied by 1 − d/n. Here a newcomer stops with the last
message when 60 days without one have passed since (PRACTICE.md, measure 4); others are censored. Most exports
carry no roster, so that joining is the first sight of a person.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from closeknit.language import _
from closeknit.records.rows import NO_TIME
from closeknit.report.charts import WIDTH, Chart, draw, line, scale, steps, text
from closeknit.report.typography import clauses, number, percent, sentences

if TYPE_CHECKING:
    from closeknit.vitality.subject import Subject

FEWEST: Final = 30
SILENT_DAYS: Final = 60
SETTLING_DAYS: Final = 30
"""Days after the history's beginning in which a first sight need not be a newcomer."""

_DAY = 86_400_000_000
_HOURS_48 = 2 * _DAY
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """One element a newcomer who wrote: `days` from first sight to last message, `stopped` whether 60 days
    of silence followed, `answered` whether their first message was answered within 48 hours.
    """

    days: Floats
    stopped: Bools
    answered: Bools
    inferred: bool


def find(subject: "Subject") -> Newcomers:
    """Everybody first seen after the first 30 days, who wrote and is not set aside."""
    rows, people = subject.rows, len(subject.rows.people)
    known = (rows.person >= 0) & rows.has_time
    never = 2**62  # microseconds; far enough, and 48 hours more do not overflow
    seen = np.full(people, never)
    np.minimum.at(seen, rows.person[known], rows.at[known])
    spoke = known & rows.is_human
    first, last = np.full(people, never), np.full(people, NO_TIME)
    np.minimum.at(first, rows.person[spoke], rows.at[spoke])
    np.maximum.at(last, rows.person[spoke], rows.at[spoke])
    if not spoke.any():
        return Newcomers(np.empty(0), np.empty(0, np.bool_), np.empty(0, np.bool_), False)
    begin, end = int(rows.at[known].min()), int(rows.at[known].max())
    came = (last != NO_TIME) & (seen >= begin + SETTLING_DAYS * _DAY)
    given = subject.exchanges
    greeted = (given.at >= first[given.target]) & (given.at <= first[given.target] + _HOURS_48)
    greeted &= (given.probability >= 0.5) & (given.answered_row >= 0)
    greeted &= rows.at[given.answered_row] == first[given.target]
    answered = np.zeros(people, np.bool_)
    answered[given.target[greeted]] = True
    days = (last[came] - seen[came]) / _DAY
    stopped = end - last[came] >= SILENT_DAYS * _DAY
    return Newcomers(days, stopped, answered[came], bool((~given.is_explicit[greeted]).any()))


def kaplan_meier(days: Floats, stopped: Bools) -> tuple[Floats, Floats]:
    """Times at which somebody stops, and the share 0–1 who go on after each.

    >>> kaplan_meier(np.array([1.0, 2.0, 2.0, 5.0]), np.array([True, True, False, True]))
    (array([1., 2., 5.]), array([0.75, 0.5 , 0.  ]))
    """
    times = np.unique(days[stopped])
    ordered, ends = np.sort(days), np.sort(days[stopped])
    at_risk = len(days) - np.searchsorted(ordered, times, "left")
    stops = np.searchsorted(ends, times, "right") - np.searchsorted(ends, times, "left")
    return times, np.cumprod(1 - stops / np.maximum(at_risk, 1))


def chart(subject: "Subject") -> tuple[Chart | None, int]:
    """The curve, or None under 30 newcomers, and how many there were. Two curves, by whether the first
    message was answered, where both groups have 30.
    """
    came = find(subject)
    n = len(came.days)
    if n < FEWEST or not came.stopped.any():
        return None, n
    reach = float(min(365.0, max(90.0, came.days.max())))
    parts = scale([0, 50, 100], 14, 170, 34)
    for day in (30, 90, 180, 365):
        if day <= reach:
            x = _x(day, reach)
            parts.append(text(x, 188, str(day), anchor="end" if x > WIDTH - 20 else "middle"))
    parts.append(text(352, 208, _("days since they came"), anchor="end"))
    yes, no = came.answered, ~came.answered
    split = min(int(yes.sum()), int(no.sum())) >= FEWEST
    groups = [(yes, "c-line", _("first message answered")), (no, "c-then", _("not answered"))]
    told: list[str] = []
    curves: list[tuple[Points, str, str]] = []
    for mask, kind, name in groups if split else [(yes | no, "c-line", _("everybody"))]:
        times, share = kaplan_meier(came.days[mask], came.stopped[mask])
        there = times <= reach
        end = float(share[there][-1]) if there.any() else 1.0
        points = [(_x(0, reach), 14.0), *((_x(t, reach), 170 - 156 * s) for t, s in zip(times[there], share[there]))]
        parts.append(line(kind, steps(points, WIDTH - 8)))
        curves.append((points, kind, _("{name} ({n} people)").format(name=name, n=number(int(mask.sum())))))
        told.append(_("{name}: {share} after {days} days").format(name=name, share=percent(end), days=round(reach)))
    label = sentences((_("Share of newcomers who still write."), clauses(told)))
    return Chart(draw(214, label, [*parts, *_labels(curves)]), _caption(n, split), _inferred(came, split)), n


def _x(day: float, reach: float) -> float:
    return 34 + (WIDTH - 42) * day / reach


def _labels(curves: list[tuple[Points, str, str]]) -> list[str]:
    """Each curve's name at the curve, where they are farthest apart: the upper one's above and to the right,
    the lower one's below and to the left, for both fall to the right.
    """
    wide = range(110, 217, 6)
    x = max(wide, key=lambda x: abs(_height(curves[0][0], x) - _height(curves[-1][0], x))) if len(curves) > 1 else 120
    upper = min(curves, key=lambda curve: _height(curve[0], x))
    parts = []
    for curve in curves:
        points, kind, words = curve
        role = "c-then-text c-halo" if kind == "c-then" else "c-strong c-halo"
        y = _height(points, x)
        above = curve is upper
        parts.append(
            text(x + 6, max(y - 8, 12), words, role=role)
            if above
            else text(x - 4, min(y + 17, 165), words, anchor="end", role=role)
        )
    return parts


def _height(points: Points, x: float) -> float:
    """Where a falling curve stands at `x`."""
    return [y for place, y in points if place <= x][-1]


def _caption(n: int, split: bool) -> str:
    return sentences(
        (
            _("Of the {n} newcomers who wrote, the percentage who still write.").format(n=number(n)),
            _("Sixty days without a message count as gone; those who came too lately are censored."),
            _("Who is answered may have been livelier from the start: this is no cause.") if split else "",
        )
    )


def _inferred(came: Newcomers, split: bool) -> str:
    return _("rests on inferred answers too") if split and came.inferred else ""
