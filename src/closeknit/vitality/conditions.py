"""The fifteen conditions, judged: which function counts and tells each, and how sure that is.

The rules themselves stand in `rules`, the figures that they compare with in `thresholds`.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from closeknit.language import _
from closeknit.vitality import conditions_of_bonds as bonds
from closeknit.vitality import conditions_of_giving as giving
from closeknit.vitality import conditions_of_supply as supply
from closeknit.vitality import conditions_of_upkeep as upkeep
from closeknit.vitality import counting
from closeknit.vitality.conditions_of_mesh import mesh
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.limits import why_not
from closeknit.vitality.stating import judged, percent, sentences
from closeknit.vitality.subject import Subject
from closeknit.vitality.thresholds import MOSTLY_EXPLICIT, ONE_WAY
from closeknit.vitality.titles import TITLES
from closeknit.vitality.window import MESSAGES

Judge = Callable[[Subject, dict[str, Measured]], Judged]

CONDITIONS: Final[dict[str, Judge]] = {
    "shared-need": supply.shared_need,
    "not-public": supply.not_public,
    "backbone": supply.backbone,
    "mesh": mesh,
    "gate": upkeep.gate,
    "benefits": giving.benefits,
    "familiarity": bonds.familiarity,
    "clean-up": upkeep.clean_up,
    "deep-links": bonds.deep_links,
    "rhythm": bonds.rhythm,
    "leaders": upkeep.leaders,
    "profit": giving.profit,
    "growth": giving.growth,
    "care": upkeep.care,
    "chapters": upkeep.chapters,
}
"""In the order of the project's list."""

SHOWN_BY_A_CHAT: Final = ("shared-need", "not-public", "backbone", "mesh", "familiarity", "deep-links", "rhythm")
"""Those that a chat shows; the word rests on them alone."""

_LINKED: Final = ("shared-need", "backbone", "mesh", "familiarity", "deep-links", "care", "chapters")


def judge_conditions(
    subject: Subject, measures: dict[str, Measured], asked: Collection[str] = TITLES
) -> tuple[Judged, ...]:
    """The conditions that are `asked` for, in the order of the project's list.

    Where the chat allows no judgement, or there is none, a roster and records still show what they show.
    """
    reason = why_not(subject)
    if reason and subject.enrolment is None:
        return tuple(_untold(slug, reason) for slug in asked)
    found = {slug: CONDITIONS[slug](subject, measures) for slug in asked if not reason or slug not in SHOWN_BY_A_CHAT}
    return tuple(
        replace(found[slug], confidence=confidence(subject, found[slug])) if slug in found else _untold(slug, reason)
        for slug in asked
    )


def _untold(slug: str, reason: str) -> Judged:
    return replace(judged(slug, "cannot-tell", reason), all_shown=True, looked_for="")


def confidence(subject: Subject, one: Judged) -> str:
    """How sure a judgement is, in words: how much was seen, and how much of it is inferred; "" where there is none."""
    if one.state == "cannot-tell":
        return ""
    seen, n = subject.pattern, len(subject.said)
    thin = n < MESSAGES or (subject.coverage or 1.0) < 1 / 3
    if one.slug in _LINKED and seen.explicit is not None and seen.explicit < MOSTLY_EXPLICIT:
        told = _("Weak: {share} % of the answers are inferred, and little was seen.") if thin else ""
        told = told or _("Fair: {share} % of the answers are inferred.")
        told = told.format(share=percent(1 - seen.explicit))
    elif thin:
        told = _("Fair: what was seen is certain, but little was seen.")
    else:
        return _("Firm: it was counted, and hardly anything is inferred.")
    if not thin:
        return told
    return sentences(
        told,
        _("It rests on {messages} by {people}.").format(
            messages=counting.messages(n), people=counting.people(len(subject.active))
        ),
    )


def mesh_margin(subject: Subject) -> float:
    """How far the two-way share lies above `ONE_WAY`, −0.03 to 0.97: what the harness ranks channels by."""
    return subject.pattern.two_way - ONE_WAY
