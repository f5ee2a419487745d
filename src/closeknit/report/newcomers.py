"""Newcomers' curve: how long those who came keep talking, where there are enough of them.

The curve is `vitality.newcomers.survival`; here it is drawn, and in two where the answer to the first message
tells two large groups apart.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from closeknit.language import _
from closeknit.report.charts import WIDTH, Chart, draw, line, scale, steps, text
from closeknit.report.typography import clauses, columns, number, percent, sentences, written_day
from closeknit.vitality.newcomers import in_reach, survival

if TYPE_CHECKING:
    from closeknit.vitality.subject import Subject

FEWEST: Final = 30
_HOURS_48: Final = 2.0  # days
_SIGN: Final = 7.5  # units that a half-width sign of a label takes on the smallest phone
Points = list[tuple[float, float]]


def chart(subject: "Subject") -> tuple[Chart | None, int]:
    """The curve, or None under 30 newcomers or where none was followed to an end, and how many there were.

    Two curves, by whether another person answered the first message within 48 hours, where both have 30; of a long
    history those who came since answers were inferred.
    """
    came = subject.arrivals
    came = came.take(came.spoke >= 0)
    n = len(came)
    if n < FEWEST:
        return None, n
    known = in_reach(subject, came)
    answered = subject.answered_within(_HOURS_48)[known.spoke] >= 0.5
    split = min(int(answered.sum()), int((~answered).sum())) >= FEWEST
    if split:
        came, n = known, len(known)
    groups = [(answered, "c-line", _("answered")), (~answered, "c-then", _("not answered"))]
    if not split:
        groups = [(np.ones(n, np.bool_), "c-line", _("everybody"))]
    found = [(survival(subject, came.take(mask)), kind, name) for mask, kind, name in groups]
    if all(share[-1] == 1 for (_days, share, _n), _kind, _name in found):
        return None, n
    reach = float(min(365.0, max(90.0, *(days[-1] for (days, _share, _n), _kind, _name in found))))
    parts = scale([0, 50, 100], 14, 170, 34)
    for day in (30, 90, 180, 365):
        if day <= reach:
            x = _x(day, reach)
            parts.append(text(x, 188, str(day), anchor="end" if x > WIDTH - 20 else "middle"))
    parts.append(text(352, 208, _("days since they came"), anchor="end"))
    told: list[str] = []
    curves: list[tuple[Points, str, str]] = []
    for (days, share, people), kind, name in found:
        there = days <= reach
        end = float(share[there][-1]) if there.any() else 1.0
        points = [(_x(0, reach), 14.0), *((_x(t, reach), 170 - 156 * s) for t, s in zip(days[there], share[there]))]
        parts.append(line(kind, steps(points, WIDTH - 8)))
        curves.append((points, kind, _("{name} ({n} people)").format(name=name, n=number(people))))
        told.append(_("{name}: {share} after {days} days").format(name=name, share=percent(end), days=round(reach)))
    label = sentences((_("Share of newcomers who still write."), clauses(told)))
    inferred = _("rests on inferred answers too") if split and not subject.exchanges.is_explicit.all() else ""
    linked = subject.links.reach if split else None
    since = written_day(linked.start, subject.zone) if linked else ""
    return Chart(draw(214, label, [*parts, *_labels(curves)]), _caption(n, split, since), inferred), n


def _x(day: float, reach: float) -> float:
    return 34 + (WIDTH - 42) * day / reach


def _labels(curves: list[tuple[Points, str, str]]) -> list[str]:
    """Each curve's name beside it: the upper one's above it and to the right, the lower one's, where the two
    are farthest apart, below it and to the left, for both fall to the right.
    """
    parts = []
    for points, kind, words in curves:
        role = "c-then-text c-halo" if kind == "c-then" else "c-strong c-halo"
        wide = _SIGN * columns(words)
        others = [other for other, _kind, _words in curves if other is not points]
        under = {x: sum(_height(points, x) - _height(other, x) for other in others) for x in range(40, 350, 6)}
        if sum(under.values()) > 0:
            x = max((x for x in under if wide + 40 <= x), key=lambda place: under[place], default=346)
            parts.append(text(x - 4, min(_height(points, x) + 17, 165), words, anchor="end", role=role))
        else:
            parts.append(text(352, max(_height(points, 352 - wide) - 8, 12), words, anchor="end", role=role))
    return parts


def _height(points: Points, x: float) -> float:
    """Where a falling curve stands at `x`."""
    return [y for place, y in points if place <= x][-1]


def _caption(n: int, split: bool, since: str) -> str:
    told = _("Of the {n} newcomers who wrote, the percentage who still write.")
    if since:
        told = _("Of the {n} newcomers since {day} who wrote, the percentage who still write.")
    return sentences(
        (
            told.format(n=number(n), day=since),
            _("Sixty days without a message count as gone; those who came too lately are censored."),
            _("Answered: their first message, within 48 hours, by another person.") if split else "",
            _("Who is answered may have been livelier from the start: this is no cause.") if split else "",
        )
    )
