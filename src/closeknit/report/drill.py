"""The tool-loss drill as the page tells it: a description of what the history shows, never a forecast."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from closeknit.language import N_, _
from closeknit.report.names import one_line
from closeknit.report.typography import bracketed, clauses, ended, listed, number, percent, sentences
from closeknit.report.verdict import carrier_title
from closeknit.vitality.drill import MEETING

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.drill import Drill, Loss, Without
    from closeknit.vitality.findings import Examination

NAMED: Final = 30
_WAYS: Final = {
    "phone": N_("telephone"), "email": N_("e-mail"), "address": N_("address"), MEETING: N_("met in person"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LossShown:
    """One tool or chat gone: what is left in a sentence, how each of those reached would be, and who would be lost."""

    title: str
    sentence: str
    reached: list[tuple[str, str]]
    more: str
    lost: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`outside` says where nothing is known; `losses` one each; `without` what stays without the top three."""

    outside: str
    losses: list[LossShown]
    without: str


def shown(examination: "Examination", names: "Names", *, blaming: bool = True) -> Shown:
    """The drill of an examination in the language in force; without `blaming` nobody is named."""
    found = examination.drill
    outside = ""
    if found.losses and not found.known_outside:
        outside = _("Nothing is known outside {place}: if it vanished today, this history would reach nobody.").format(
            place=listed([_place(found, loss.place, names) for loss in found.losses[:3]])
        )
    losses = [] if outside else [_loss(found, loss, names, blaming) for loss in found.losses]
    return Shown(outside, losses, _without(found.without, names, blaming) if found.without else "")


def _place(found: "Drill", place: str, names: "Names") -> str:
    if found.kind == "tool":
        return carrier_title(place)
    return _("one of the chats") if names.hidden else one_line(place, 40)


def _loss(found: "Drill", loss: "Loss", names: "Names", blaming: bool) -> LossShown:
    place = _place(found, loss.place, names)
    told = _("{n} of {of} people who wrote there could still be reached").format(
        n=number(len(loss.reached)), of=number(loss.people)
    )
    tied = _("{n} of them are tied to each other elsewhere").format(n=number(loss.together)) if loss.together else ""
    rows, more, lost = [], "", ""
    if blaming:
        for one in loss.reached[:NAMED]:
            by = listed([_(_WAYS[p]) if p in _WAYS else _place(found, p, names) for p in one.places])
            through = listed(names.all_of(one.through))
            how = _("through {names}").format(names=through) if through else _("from the roster alone")
            rows.append((names.of(one.person), bracketed(how, by) if by else how))
        rest = len(loss.reached) - NAMED
        more = _("and {n} more").format(n=number(rest)) if rest > 0 else ""
        lost_names = names.all_of(loss.lost[:NAMED])
        if len(loss.lost) > NAMED:
            lost_names.append(_("{n} more").format(n=number(len(loss.lost) - NAMED)))
        lost = _("Of whom nothing else is known: {names}.").format(names=listed(lost_names)) if lost_names else ""
    return LossShown(_("Without {place}").format(place=place), ended(clauses((told, tied))), rows, more, lost)


def _without(found: "Without", names: "Names", blaming: bool) -> str:
    who = listed(names.all_of(sorted(found.people))) if blaming else _("the three who take part in most")
    told = _("Without {names}, {share} of all exchanges in the window would remain").format(
        names=who, share=percent(found.remaining)
    )
    both = (
        _("{share} of those that go both ways").format(share=percent(found.two_way))
        if found.two_way is not None
        else ""
    )
    held = _("{n} of the other {of} people would still be connected").format(
        n=number(found.connected), of=number(found.others)
    )
    deep = (
        _("{n} of {of} deep ties would stay").format(n=number(found.deep), of=number(found.all_deep))
        if found.all_deep
        else ""
    )
    return sentences(
        (
            ended(clauses((told, both, held, deep))),
            _("This describes the window; it does not foretell what they would do."),
        )
    )
