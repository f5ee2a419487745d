"""How a judged condition is put, and the few sentences that several rules share."""

from typing import Final

from closeknit.language import N_, _
from closeknit.vitality.evidence import MOST
from closeknit.vitality.findings import Evidence, Judged
from closeknit.vitality.titles import TITLES

LOOKED_FOR: Final = {
    "shared-need": N_("questions and stated needs, by their wording, and whether others took them up."),
    "not-public": N_("forwards, bare addresses and offers against people's own words, and files that others took up."),
    "backbone": N_("people who answer and are answered, stretch after stretch."),
    "mesh": N_("who answers whom, to and fro, without the one in the middle, in turns, beyond chance."),
    "gate": N_("a roster that says who brought in whom. Questions at the door are in no chat."),
    "benefits": N_("red packets, chains that several filled, and deals and gifts on record."),
    "familiarity": N_("who meets whom again on other days, introductions, and meetings on record."),
    "clean-up": N_("notices of removal, and dates of leaving on a roster."),
    "deep-links": N_("pairs who answer each other again and again, without the one in the middle."),
    "rhythm": N_("days on which two people or more wrote, or checked in, week by week."),
    "leaders": N_("announcements, pins and settings by those in charge, and offices on a roster."),
    "profit": N_("transfers in the chat, and payments on record."),
    "growth": N_("notices of invitation, a roster that says who brought in whom, and what became of the invited."),
    "care": N_("polls and questions by those in charge, and how many answered them."),
    "chapters": N_("several rooms with regulars of their own, and circles who keep to each other."),
}
"""What a rule looks for, so that "nothing was seen" can be weighed."""


def judged(
    slug: str, state: str, sentence: str, measures: tuple[str, ...] = (), proof: tuple[Evidence, ...] = (),
    change: str = "", all_shown: bool | None = None,
) -> Judged:  # fmt: skip
    """One condition as found; `slug` in TITLES, `all_shown` by default where fewer than three pieces stand."""
    number, title = TITLES[slug]
    fewer = len(proof) < MOST if all_shown is None else all_shown
    return Judged(
        number, slug, _(title), state, sentence, measures, proof, fewer, change, looked_for=_(LOOKED_FOR[slug])
    )


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
