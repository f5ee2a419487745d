"""What was found beside the conditions, as the page shows it: dimensions as poles, reasons of failure, who is who."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from closeknit.language import N_, _, ngettext
from closeknit.report.names import Piece
from closeknit.report.page import Page, Proof
from closeknit.report.typography import counted, listed, number
from closeknit.vitality import counting

if TYPE_CHECKING:
    from closeknit.vitality.findings import Evidence

SIGHTING_TITLES: Final = {
    "seen": N_("seen"),
    "partly": N_("partly seen"),
    "not-seen": N_("not seen"),
    "cannot-tell": N_("cannot tell"),
}
SIGHTING_MARKS: Final = {"seen": "break", "partly": "part", "not-seen": "knot", "cannot-tell": "dots"}
SIGHTING_STATES: Final = {"seen": "missing", "partly": "partly", "not-seen": "holds", "cannot-tell": "cannot-tell"}
"""The state of conditions whose colour a sighting wears: to see a reason of failure is what to mend."""

_GROUNDS: Final = {
    "told": N_("as told"),
    "roles": N_("by what only those in charge can do"),
    "inferred": N_("inferred from what they do"),
}
_STEPS: Final = {"far-selling": 20, "selling": 55, "between": 100, "community": 145, "far-community": 180}
"""Where on the track a place stands."""

NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Pole:
    """A dimension: its two ends, and where the mark stands on a track of 200 (None: not visible in a chat)."""

    slug: str
    title: str
    selling: str
    community: str
    step: int | None
    label: str
    sentence: list[Piece]
    proofs: list[Proof]
    fold: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A reason for which groups fail, and whether it was seen here."""

    title: str
    state: str
    state_title: str
    mark: str
    sentence: list[Piece]
    proofs: list[Proof]
    fold: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A role and who stands in it: `who` up to `NAMED` names, `count` how many there are."""

    slug: str
    title: str
    count: str
    who: str
    why: str
    sentence: str
    ground: str


def poles(page: Page) -> list[Pole]:
    """The dimensions in order; empty where none was looked at."""
    made = []
    for i, one in enumerate(page.examination.dimensions, 1):
        proofs = _proofs(page, one.evidence, f"p{i}")
        leaning = {
            "far-selling": _("{title}: plainly “{end}”").format(title=one.title, end=one.selling),
            "selling": _("{title}: leans to “{end}”").format(title=one.title, end=one.selling),
            "between": _("{title}: between the two").format(title=one.title),
            "community": _("{title}: leans to “{end}”").format(title=one.title, end=one.community),
            "far-community": _("{title}: plainly “{end}”").format(title=one.title, end=one.community),
        }
        label = leaning.get(one.place) or _("{title}: not visible in a chat").format(title=one.title)
        sentence = page.say(one.sentence, one.evidence)
        made.append(
            Pole(
                one.slug,
                one.title,
                one.selling,
                one.community,
                _STEPS.get(one.place),
                label,
                sentence,
                proofs,
                _fold(len(proofs)),
            )
        )
    return made


def sightings(page: Page) -> list[Sighting]:
    """The reasons of failure: those seen first, then in the order of the project's list."""
    made = []
    for i, one in enumerate(page.examination.failures, 1):
        proofs = _proofs(page, one.evidence, f"f{i}")
        title = _(SIGHTING_TITLES[one.state])
        if one.by_proxy and one.state in {"seen", "partly"}:
            title = _("{state}, by a stand-in for it").format(state=title)
        made.append(
            Sighting(
                one.title,
                SIGHTING_STATES[one.state],
                title,
                SIGHTING_MARKS[one.state],
                page.say(one.sentence, one.evidence),
                proofs,
                _fold(len(proofs)),
            )
        )
    rank = ("missing", "partly", "holds", "cannot-tell")
    return sorted(made, key=lambda one: rank.index(one.state))


def standings(page: Page) -> list[Standing]:
    """Who is who, roles in which nobody stands left to the end."""
    made = []
    for role in page.examination.roles:
        total = max(role.total, len(role.people))
        names = page.names.all_of(role.people[:NAMED])
        if total > NAMED:
            names.append(_("{n} more").format(n=number(total - len(role.people[:NAMED]))))
        count = counting.people(total)
        made.append(
            Standing(
                role.slug,
                role.title,
                count if role.people else "",
                listed(names),
                page.names.sentence(role.why) or ("" if role.people else _("nobody")),
                page.names.sentence(role.sentence),
                _(_GROUNDS.get(role.ground, "")) if role.ground in _GROUNDS else "",
            )
        )
    return made


def _proofs(page: Page, evidence: "tuple[Evidence, ...]", place: str) -> list[Proof]:
    return [page.proof(piece, f"{place}-{i}") for i, piece in enumerate(evidence, 1)]


def _fold(pieces: int) -> str:
    if not pieces:
        return ""
    return ngettext("See one piece of evidence", "See {n} pieces of evidence", pieces).format(n=counted(pieces))
