"""How a judged condition is put: its number and title, and the few sentences that several rules share."""

from typing import Final

from closeknit.language import N_, _
from closeknit.vitality.evidence import MOST
from closeknit.vitality.findings import Evidence, Judged

TITLES: Final = (
    (1, "shared-need", N_("A shared need")),
    (2, "not-public", N_("Something not found in public")),
    (3, "backbone", N_("A backbone that keeps supplying")),
    (4, "mesh", N_("A half-decentralised mesh")),
    (7, "familiarity", N_("Growing familiarity")),
    (9, "deep-links", N_("Deep links")),
    (10, "rhythm", N_("Rhythm")),
)


def judged(
    place: int, state: str, sentence: str, measures: tuple[str, ...] = (), proof: tuple[Evidence, ...] = (),
    change: str = "", all_shown: bool | None = None,
) -> Judged:  # fmt: skip
    """One condition as found; `place` in TITLES, `all_shown` by default where fewer than three pieces stand."""
    number, slug, title = TITLES[place]
    fewer = len(proof) < MOST if all_shown is None else all_shown
    return Judged(number, slug, _(title), state, sentence, measures, proof, fewer, change)


def cannot(number: int, slug: str, title: str, reason: str) -> Judged:
    """A condition of which nothing can be said, and why."""
    return Judged(number, slug, _(title), "cannot-tell", reason, (), (), True, "")


def percent(share: float) -> int:
    """A share as a whole number of hundredths."""
    return round(100 * share)


def steady() -> str:
    """What would change the judgement on the backbone."""
    return _("Three people or more who answer and are answered, week after week, would make it.")


def again() -> str:
    """What would change the judgement on familiarity."""
    return _("People who meet the same people again, here or in a room, would change it.")


def sentences(*parts: str) -> str:
    """Several sentences as one text, with a space between them where the language writes one."""
    text = ""
    for part in filter(None, parts):
        text = _("{first} {second}").format(first=text, second=part) if text else part
    return text
