"""Conversations as the page lists them: each opens and can be read, with every inferred link marked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from closeknit.answers.links import GROUNDS
from closeknit.language import _, ngettext
from closeknit.report.quotes import Quote, Quotes
from closeknit.report.typography import duration, is_chinese, listed, number, percent, sentences
from closeknit.vitality import counting

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.findings import Examination
    from closeknit.vitality.talks import Talk, Talks

LATEST: Final = 24
WIDEST: Final = 8
READ: Final = 24
"""Messages of a conversation that can be read; the whole is in the chat."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A conversation: `summary` when it was and who opened it, `about` people, messages, length and answer; its
    messages, each marked as an answer where it is one; `more` how many are not shown.
    """

    summary: str
    about: str
    quotes: list[Quote]
    more: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What is told of all of them, and the two lists: those with most people, and the latest."""

    sentence: str
    widest: list[Shown]
    latest: list[Shown]


def listing(examination: "Examination", names: "Names", quotes: Quotes) -> Listing | None:
    """The window's conversations, None where there is none of two people."""
    talks = examination.talks
    if not len(talks):
        return None
    widest = sorted(talks.widest(WIDEST)) if len(talks) > LATEST else []
    latest = [number for number in talks.latest(LATEST) if number not in widest]
    return Listing(
        _sentence(talks),
        [_shown(examination, talks, i, names, quotes) for i in widest],
        [_shown(examination, talks, i, names, quotes) for i in latest],
    )


def _sentence(talks: "Talks") -> str:
    told = ngettext(
        "{opened} conversation was opened in the window; {taken} was taken up by somebody else.",
        "{opened} conversations were opened in the window; {taken} were taken up by somebody else.",
        talks.opened,
    )
    parts = [told.format(opened=number(talks.opened), taken=number(talks.taken_up))]
    if talks.opened >= 30:
        parts.append(_("That is {share}.").format(share=percent(talks.taken_up / talks.opened)))
    return sentences(parts)


def _shown(examination: "Examination", talks: "Talks", number_: int, names: "Names", quotes: Quotes) -> Shown:
    talk = talks.talk(number_)
    place = f"t{number_}"
    made = [_quote(examination, talk, row, names, quotes, place) for row in talk.rows[:READ]]
    opener = names.of(talk.opened_by)
    summary = _("{when}, opened by {name}").format(when=made[0].when, name=opener)
    rest = len(talk.rows) - READ
    return Shown(summary, _about(talk, names), made, _("and {n} more").format(n=number(rest)) if rest > 0 else "")


def _about(talk: "Talk", names: "Names") -> str:
    others = [person for person in talk.people if person != talk.opened_by]
    told = names.all_of(others[:4])
    if len(others) > 4:
        told.append(_("{n} more").format(n=number(len(others) - 4)))
    who = listed(told)
    parts = [
        _("with {names}").format(names=who) if who else "",
        counting.messages(len(talk.rows)),
        " ".join(duration(talk.minutes / 60)) if talk.minutes is not None and talk.minutes >= 1 else "",
        "" if talk.answered else _("the opening itself was not answered"),
        "" if talk.sureness >= 0.995 else _("links sure to {value}").format(value=number(talk.sureness, 2)),
    ]
    return ("・" if is_chinese() else ", ").join(part for part in parts if part)


def _quote(examination: "Examination", talk: "Talk", row: int, names: "Names", quotes: Quotes, place: str) -> Quote:
    links = examination.subject.links
    low, high = (int(i) for i in np.searchsorted(links.child, [row, row + 1]))
    inside = [i for i in range(low, high) if int(links.parent[i]) in talk.rows]
    if not inside:
        return quotes.one(row, place)
    best = max(inside, key=lambda i: (links.probability[i], links.parent[i]))
    ground = (GROUNDS[int(links.ground[best])], float(links.probability[best]))
    return quotes.answer(row, place, ground, names.of(int(examination.subject.rows.person[int(links.parent[best])])))
