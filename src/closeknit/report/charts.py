"""The shapes that every chart is drawn with: SVG as text, by the rules of the look.

A chart is 360 units wide, which is about one pixel a unit on a phone; axes begin at 0; solid is measured and
dashed is partial, inferred or compared. Text is escaped here, numbers are rounded here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from closeknit.report.typography import number

WIDTH: Final = 360


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished picture. `label` says the finding to whom cannot see it; `caption` has n and what is missing;
    `inferred` is the mark where inferred answers entered.
    """

    svg: Markup
    caption: str
    inferred: str = ""


def draw(height: float, label: str, parts: Iterable[str]) -> Markup:
    """The parts as one picture that says `label`."""
    head = f'<svg viewBox="0 0 {WIDTH} {shown(height)}" role="img" aria-label="{escape(label)}">'
    return Markup(head + "".join(parts) + "</svg>")


def shown(value: float) -> str:
    """A coordinate with at most one digit after the point."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, *, anchor: str = "", role: str = "") -> str:
    """Words at a place; `anchor` "middle" or "end"; `role` further classes."""
    place = f' text-anchor="{anchor}"' if anchor else ""
    kind = f"c-text {role}".strip()
    return f'<text class="{kind}" x="{shown(x)}" y="{shown(y)}"{place}>{escape(words)}</text>'


def line(kind: str, path: str) -> str:
    """A path of a class."""
    return f'<path class="{kind}" d="{path}"/>'


def rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle of a class."""
    return f'<rect class="{kind}" x="{shown(x)}" y="{shown(y)}" width="{shown(width)}" height="{shown(height)}"/>'


def ticks(highest: float) -> list[float]:
    """0 and two or three round numbers, the last of them at or above `highest`.

    >>> ticks(44), ticks(3), ticks(1_300)
    ([0.0, 25.0, 50.0], [0.0, 1.0, 2.0, 3.0], [0.0, 500.0, 1000.0, 1500.0])
    """
    step = 1.0
    while True:
        for factor in (1, 2, 2.5, 5):
            width = step * factor
            if width.is_integer() and width * 3 >= highest:
                count = 2 if width * 2 >= highest else 3
                return [width * i for i in range(count + 1)]
        step *= 10


def scale(marks: Sequence[float], top: float, bottom: float, left: float) -> list[str]:
    """Axis, grid lines and their numbers between `top` and `bottom`."""
    parts = []
    for mark in marks:
        y = bottom - (bottom - top) * mark / marks[-1]
        parts.append(line("c-grid" if mark else "c-axis", f"M{shown(left)} {shown(y)}H{WIDTH}"))
        parts.append(text(left - 6, y + 4, number(mark), anchor="end"))
    return parts


def bars(values: Sequence[float], partial: Sequence[bool], names: Sequence[str], label: str) -> Markup:
    """Upright bars, dashed where `partial`; about four of `names` are written below."""
    marks = ticks(max(values, default=0))
    left = 12 + 7 * len(number(marks[-1]))
    top, bottom = 18, 118
    parts = scale(marks, top, bottom, left)
    pitch = (WIDTH - left) / len(values)
    width = min(pitch * 0.64, 22)
    for i, value in enumerate(values):
        tall = (bottom - top) * value / marks[-1]
        if value:
            x = left + pitch * i + (pitch - width) / 2
            parts.append(rect("c-bar-partial" if partial[i] else "c-bar", x, bottom - tall, width, tall))
    for i in spread(len(values), 4):
        parts.append(text(left + pitch * (i + 0.5), bottom + 17, names[i], anchor=_side(i, len(values))))
    return draw(142, label, parts)


def _side(i: int, n: int) -> str:
    """Labels at the ends keep inside the picture where bars are narrow."""
    if n < 12 or 0 < i < n - 1:
        return "middle"
    return "end" if i else "start"


def spread(n: int, most: int) -> list[int]:
    """At most `most` places out of `n`, the same distance apart, the first among them."""
    if n <= most:
        return list(range(n))
    step = -(-(n - 1) // (most - 1))
    return list(range(0, n, step))


def lying_bars(rows: Sequence[tuple[str, float, str]], label: str) -> Markup:
    """Lying bars, one a row: what it is above it, its share 0–1 as length, words after its end."""
    parts = []
    for i, (name, share, words) in enumerate(rows):
        y = 44 * i
        parts.append(text(0, y + 12, name, role="c-strong"))
        parts.append(rect("c-bar", 0, y + 19, max(2.0, 270 * share), 13))
        parts.append(text(max(2.0, 270 * share) + 7, y + 30, words))
        parts.append(line("c-axis", f"M0.5 {y + 16}V{y + 35}"))
    return draw(44 * len(rows) - 4, label, parts)


def steps(points: Sequence[tuple[float, float]], last: float) -> str:
    """The path of a curve that falls in steps through `points` and runs on to x = `last`."""
    path = f"M{shown(points[0][0])} {shown(points[0][1])}"
    for (_x, before), (x, y) in pairwise(points):
        if y != before:
            path += f"H{shown(x)}V{shown(y)}"
    return path + f"H{shown(last)}"
