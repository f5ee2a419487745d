"""The picture of the fabric: at most sixty people, those who carry half of the answers within, the others on
the rim. The layout follows from the ties alone, without luck, so that the same group is drawn the same way.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from closeknit.language import _
from closeknit.report.charts import Chart, draw, line, rect, shown, text
from closeknit.report.typography import columns, number, percent, sentences
from closeknit.vitality.measures.backbone import backbone

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.subject import Subject

MOST: Final = 60
CORE: Final = 10
TIES: Final = 160
_CENTRE_X, _CENTRE_Y, _INNER, _RIM = 180.0, 178.0, 76.0, 160.0

Place = tuple[float, float]
Tie = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Who and what is drawn: `core` and `rim` are people, `ties` pairs with their weight, the strongest first.

    `steady` whether those within are a backbone over weeks, not only those who give half of the answers;
    `known` whether it is known who organises, drawn or not.
    """

    core: list[int]
    rim: list[int]
    ties: list[Tie]
    organisers: frozenset[int]
    pairs: int
    mutual: int
    steady: bool = False
    known: bool = True


def choose(subject: "Subject") -> Drawn:
    """The people with the strongest ties in the window; within are the organisers and the backbone, or, where
    nobody has been that for long enough, those who give half of all answers.
    """
    pairs, people = subject.fabric.pairs, len(subject.rows.people)
    strength = np.bincount(np.r_[pairs.a, pairs.b], np.r_[pairs.weight, pairs.weight], people)
    order = [int(i) for i in np.argsort(-np.round(strength, 6), kind="stable")[:MOST] if strength[i] > 0]
    there = set(order)
    organisers = frozenset(subject.organisers) & there
    steady = set(backbone(subject).tolist())
    inner = steady or set(subject.pattern.core)
    core = [*sorted(organisers), *[i for i in order if i in inner and i not in organisers][:CORE]]
    keep = np.isin(pairs.a, order) & np.isin(pairs.b, order)
    ties = zip(pairs.a[keep].tolist(), pairs.b[keep].tolist(), pairs.weight[keep].tolist())
    return Drawn(
        sorted(core),
        sorted(there - set(core)),
        _strongest(sorted(ties, key=lambda tie: (-round(tie[2], 6), *tie[:2]))),
        organisers,
        len(pairs),
        int(pairs.is_mutual.sum()),
        bool(steady),
        bool(subject.organisers),
    )


def _strongest(ties: list[Tie]) -> list[Tie]:
    """The strongest ties, and everybody's strongest one."""
    kept = ties[:TIES]
    held = {person for a, b, _weight in kept for person in (a, b)}
    for a, b, weight in ties[TIES:]:
        if a not in held or b not in held:
            kept.append((a, b, weight))
            held |= {a, b}
    return kept


def lay_out(drawn: Drawn) -> dict[int, Place]:
    """Where each person stands. On each ring, neighbours by ties are moved beside each other by a few rounds
    of putting everybody at the mean direction of those they are tied to.
    """
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for a, b, weight in drawn.ties:
        near[a].append((b, weight))
        near[b].append((a, weight))
    angle = {p: 2 * math.pi * i / max(len(drawn.core), 1) for i, p in enumerate(drawn.core)}
    angle |= {p: 2 * math.pi * i / max(len(drawn.rim), 1) for i, p in enumerate(drawn.rim)}
    for turn in range(8):
        for ring in (drawn.rim, drawn.core) if turn else (drawn.rim,):
            wished = {p: _mean_angle(((angle[q], w) for q, w in near[p] if q in angle), angle[p]) for p in ring}
            ordered = sorted(ring, key=lambda p: (round(wished[p], 6), p))
            slots = {p: 2 * math.pi * i / len(ring) for i, p in enumerate(ordered)}
            turned = _mean_angle(((wished[p] - slots[p], 1.0) for p in ring), 0.0)
            angle |= {p: slots[p] + turned for p in ring}
    places = {p: _at(angle[p], _INNER if len(drawn.core) > 1 else 0.0) for p in drawn.core}
    by_angle = sorted(drawn.rim, key=lambda p: angle[p])
    places |= {p: _at(angle[p], _RIM - 9 * (i % 2)) for i, p in enumerate(by_angle)}
    return places


def _mean_angle(directions: "Iterable[tuple[float, float]]", own: float) -> float:
    x, y = 0.05 * math.cos(own), 0.05 * math.sin(own)
    for direction, weight in directions:
        x += weight * math.cos(direction)
        y += weight * math.sin(direction)
    return math.atan2(y, x) % (2 * math.pi)


def _at(angle: float, radius: float) -> Place:
    return _CENTRE_X + radius * math.sin(angle), _CENTRE_Y - radius * math.cos(angle)


def remaining(drawn: Drawn) -> tuple[int, int]:
    """How many stay when the organisers are taken out of the picture, and how many of these stay connected."""
    stay = [p for p in (*drawn.core, *drawn.rim) if p not in drawn.organisers]
    root = {p: p for p in stay}

    def find(p: int) -> int:
        while root[p] != p:
            root[p] = root[root[p]]
            p = root[p]
        return p

    for a, b, _weight in drawn.ties:
        if a in root and b in root:
            root[find(a)] = find(b)
    sizes: dict[int, int] = defaultdict(int)
    for p in stay:
        sizes[find(p)] += 1
    return len(stay), max(sizes.values(), default=0)


def chart(subject: "Subject", names: "Names") -> Chart | None:
    """The picture with its caption, or None where fewer than three people exchanged anything."""
    drawn = choose(subject)
    if len(drawn.core) + len(drawn.rim) < 3:
        return None
    places = lay_out(drawn)
    parts = [*_ties(drawn, places), *_people(drawn, places, names)]
    caption = sentences(
        (
            _left(drawn),
            _("Drawn: {people} people with the strongest ties.").format(people=len(places)),
            _("Full circles are the backbone: they kept giving answers and drawing them.")
            if drawn.steady
            else _("Full circles are those who give half of all answers."),
            _("Of all {pairs} pairs who exchanged anything, {mutual} answered each other.").format(
                pairs=number(drawn.pairs), mutual=number(drawn.mutual)
            ),
        )
    )
    weight = subject.here.probability.astype(np.float64)
    share = float(weight[~subject.here.is_explicit].sum() / weight.sum())
    inferred = _("{share} inferred").format(share=percent(share)) if share > 0 else ""
    return Chart(draw(356, finding(drawn), parts), caption, inferred)


def finding(drawn: Drawn) -> str:
    """What the picture shows, in words: above all what remains without the organisers."""
    within = _("People within: {core}; on the rim: {rim}.").format(core=len(drawn.core), rim=len(drawn.rim))
    return sentences((within, _left(drawn)))


def _left(drawn: Drawn) -> str:
    stay, together = remaining(drawn)
    if drawn.known and not drawn.organisers:
        return _("The organisers exchanged too little to stand in this picture.")
    if not drawn.organisers:
        return _("It is not known who organises; all ties are drawn alike.")
    if together == stay:
        return _("Without the organisers' ties, all of the other {stay} are still connected.").format(stay=stay)
    return _("Without the organisers' ties, {together} of the other {stay} are still connected.").format(
        together=together, stay=stay
    )


def _ties(drawn: Drawn, places: dict[int, Place]) -> list[str]:
    free = [w for a, b, w in drawn.ties if not {a, b} & drawn.organisers]
    strong = sorted(free)[-max(1, len(free) // 3)] if free else 0.0
    drawn_first: dict[str, list[str]] = {"t-org": [], "t-far": [], "t-near": []}
    for a, b, weight in drawn.ties:
        kind = "t-org" if {a, b} & drawn.organisers else "t-near" if weight >= strong and weight > 1 else "t-far"
        (x1, y1), (x2, y2) = places[a], places[b]
        bend_x = (x1 + x2) / 2 + (_CENTRE_X - (x1 + x2) / 2) * 0.18
        bend_y = (y1 + y2) / 2 + (_CENTRE_Y - (y1 + y2) / 2) * 0.18
        path = f"M{shown(x1)} {shown(y1)}Q{shown(bend_x)} {shown(bend_y)} {shown(x2)} {shown(y2)}"
        drawn_first[kind].append(line(kind, path))
    return [part for parts in drawn_first.values() for part in parts]


def _people(drawn: Drawn, places: dict[int, Place], names: "Names") -> list[str]:
    parts, labels = [], []
    few = not drawn.core or len(places) <= 16
    for p in (*drawn.core, *drawn.rim):
        x, y = places[p]
        inner = p in drawn.core
        if p in drawn.organisers:
            parts.append(rect("p-org", x - 6, y - 6, 12, 12))
        else:
            kind, radius = ("p-core", 6.5) if inner else ("p-out", 3.5)
            parts.append(f'<circle class="{kind}" cx="{shown(x)}" cy="{shown(y)}" r="{radius}"/>')
        if inner or few:
            labels.append(_label(x, y, short(names.of(p))))
    return [*parts, *labels]


def _label(x: float, y: float, name: str) -> str:
    """A name beside its person, outward, so that the names of neighbours keep apart."""
    role = "c-strong c-halo"
    if abs(x - _CENTRE_X) < 8:
        return text(x, y - 11 if y < _CENTRE_Y else y + 20, name, anchor="middle", role=role)
    wide = 7.5 * columns(name)
    if x < _CENTRE_X:
        return text(max(x - 10, wide), y + 4, name, anchor="end", role=role)
    return text(min(x + 10, 360 - wide), y + 4, name, role=role)


def short(name: str, most: float = 10) -> str:
    """A name that fits into the picture: `most` halves of a 漢字; a bold Latin letter is wider than one half."""
    out, used = "", 0.0
    for sign in name:
        used += 2 if columns(sign) == 2 else 1.2
        if used > most:
            return out.rstrip() + "…"
        out += sign
    return out
