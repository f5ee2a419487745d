"""Circles as the page and the terminal tell them: who keeps to whom, and who stands between."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from closeknit.language import _, ngettext
from closeknit.report.typography import clauses, ended, listed, number, percent
from closeknit.vitality.circles import MOST, REWIRED

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.findings import Examination

NAMED: Final = 12
BRIDGES: Final = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """What is told: a `sentence` that stands alone; each circle's name, members and share of exchange that stays in
    it; a sentence for each bridge; what it all rests on; `inferred` the mark of inferred answers.
    """

    sentence: str
    circles: list[tuple[str, str, str]]
    bridges: list[str]
    base: str


def shown(examination: "Examination", names: "Names") -> Shown:
    """The circles of an examination in the language in force."""
    found = examination.circles
    rows = [
        (
            _("Circle {n}").format(n=number(i)),
            _named(one.people, names),
            _("{share} of their two-way exchange stays among them").format(share=percent(one.inside)),
        )
        for i, one in enumerate(found.circles, 1)
    ]
    bridges = [
        _("Between circle {a} and circle {b}, half of what passes runs through {names}.").format(
            a=number(bridge.first + 1), b=number(bridge.second + 1), names=_named(bridge.people, names)
        )
        for bridge in found.bridges[:BRIDGES]
    ]
    apart = [f"{number(a + 1)}–{number(b + 1)}" for a, b in found.apart[:BRIDGES]]
    if apart:
        bridges.append(_("Next to nothing passes between these circles: {pairs}.").format(pairs=listed(apart)))
    return Shown(_sentence(examination), rows, bridges, _base(examination))


def _named(people: tuple[int, ...], names: "Names") -> str:
    told = names.all_of(people[:NAMED])
    if len(people) > NAMED:
        told.append(_("{n} more").format(n=number(len(people) - NAMED)))
    return listed(told)


def _sentence(examination: "Examination") -> str:
    found = examination.circles
    if found.state == "seen":
        told = _("{n} circles keep to themselves, in the first half of the window as in the second.")
        return told.format(n=number(len(found.circles)))
    if found.state == "not-seen":
        return _("No circles stand out: who talks with whom is no more divided than chance would divide it.")
    if found.held is None:
        few = ngettext(
            "{n} person exchanged anything both ways; among so few nothing can be told.",
            "{n} people exchanged anything both ways; among so few nothing can be told.",
            found.people,
        )
        return few.format(n=number(found.people))
    return _("Whether there are circles cannot be told: with so few ties, chance alone divides as clearly.")


def _base(examination: "Examination") -> str:
    found = examination.circles
    if found.held is None or found.chance is None:
        return ""
    told = _("{people} people, {ties} pairs").format(people=number(found.people), ties=number(found.ties))
    held = _("groups of one half hold the exchanges of the other with {held}, by chance at most {chance}").format(
        held=number(found.held, 2), chance=number(found.chance, 2)
    )
    how = _("modularity, against {n} rewired networks").format(n=REWIRED)
    most = _("the {n} with the strongest ties").format(n=MOST) if found.people == MOST else ""
    return ended(clauses((told, most, held, how)))
