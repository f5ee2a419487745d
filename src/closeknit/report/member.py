"""The version for members: what the group is and what each can do, blaming nobody.

It names nobody whom a finding is about: no list of the silent or the drifting, no share of a single person, no deed
with a name on it, no evidence against anybody. Its figures are those of all together (`COMMON`); its words are its
own, for a sentence about the group may name people.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from closeknit import __version__
from closeknit.language import N_, _, current, using
from closeknit.report import card, change, mesh, weeks
from closeknit.report.figures import Figure
from closeknit.report.html import environment, style
from closeknit.report.names import Names
from closeknit.report.page import Page
from closeknit.report.typography import clauses, is_chinese, listed, sentences
from closeknit.report.verdict import MARKS, WORD_TITLES, head, period

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination, Judged

LONGEST: Final = 300

WORDS: Final = {
    "community": N_("We talk to each other, and what keeps that up is there."),
    "becoming-one": N_("We talk to each other. Something is still missing, and each of us can add to it."),
    "group": N_("We talk here. The net between all of us is still to be woven."),
    "broadcast": N_("Much is put out here. Little goes back and forth yet."),
    "silent": N_("It has become quiet here."),
    "cannot-tell": N_("There is too little here to tell."),
}
STATES: Final = {
    "holds": N_("we have it"),
    "partly": N_("half of it"),
    "missing": N_("still to come"),
}
DEEDS: Final = {
    "answer-newcomers": N_("Say a word to those who are new."),
    "answer-questions": N_("Take up a question that was left lying."),
    "hand-over": N_("Tell how you do it, without waiting to be asked."),
    "write-to-old": N_("Write to somebody whom you miss."),
    "introduce": N_("Introduce two people who do not know each other yet."),
    "ask-need": N_("Say what you need, and what you could give."),
    "ask-host": N_("Take an evening: one question, one hour."),
    "bring-own": N_("Tell something of your own that one cannot look up."),
    "open-evening": N_("Come to the fixed hour, and bring somebody."),
    "set-table": N_("Sit down with somebody whom you know from here."),
    "swap-contacts": N_("Exchange a second way to reach each other."),
    "write-to-invited": N_("Ask somebody whom you brought in how it goes."),
}
"""What a member can do of each deed."""
ORGANISERS: Final = frozenset({"second-in-charge"})
"""Deeds that are the organisers' alone."""
COMMON: Final = frozenset({
    "mesh-share", "reciprocity", "two-way", "transitivity", "connected-share", "unanswered", "answered-openings",
    "newcomers-answered", "newcomers-second-act", "stickiness", "talking-days", "regularity", "retention-30",
    "deep-ties", "deep-members", "forwarded-share",
})  # fmt: skip
"""Measures that say something of all together, and nothing of one person."""
AGAINST: Final = frozenset({"unanswered"})
"""Measures that are the better the lower: alone beside a condition that holds, such a figure reads as its opposite."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in the words for members, with a figure of all together where there is one."""

    title: str
    state: str
    state_title: str
    mark: str
    figure: Figure | None


def render(examination: "Examination", *, names: str = "show") -> str:
    """The members' page in the examination's language; with `names` "hide" the picture bears no names either."""
    with using(examination.language):
        called = Names(examination, names)
        return environment().get_template("member.html").render(_context(examination, called))


def _context(examination: "Examination", names: Names) -> dict[str, Any]:
    sheet, digest = style()
    page = Page(examination, names)
    return {
        "lang": current(), "style": sheet, "style_hash": digest, "version": __version__, "marks": MARKS,
        "colon": "：" if is_chinese() else ": ", "head": head(examination, names), "conditions": _conditions(page),
        "unknown": listed([one.title for one in examination.conditions if one.state == "cannot-tell"]),
        "states": [one.state for one in examination.conditions],
        "why": _(WORDS[examination.verdict.word]), "deeds": deeds(examination),
        "mesh": mesh.chart(examination.subject, names), "weeks": weeks.charts(examination.subject),
        "turns": change.shown(examination, names, blaming=False).turns, "card": card.draw(examination, names),
        "text": text(examination, names),
    }  # fmt: skip


def _conditions(page: Page) -> list[Condition]:
    made = []
    for judged in page.examination.conditions:
        if judged.state == "cannot-tell":
            continue
        shown = first_figure(page, judged)
        made.append(Condition(judged.title, judged.state, _(STATES[judged.state]), MARKS[judged.state], shown))
    return made


def first_figure(page: Page, judged: "Judged") -> Figure | None:
    """The first figure of all together that a condition rests on; none that reads as the opposite of one that holds."""
    left_out = AGAINST if judged.state == "holds" else frozenset()
    slugs = [slug for slug in judged.measures if slug in COMMON - left_out]
    return next((made for slug in slugs if (made := page.figure(slug)) is not None and made.value), None)


def deeds(examination: "Examination") -> list[str]:
    """What each of us can do this week."""
    return [_(DEEDS[remedy.slug]) for remedy in examination.remedies if remedy.slug in DEEDS]


def summary(examination: "Examination", *, names: str = "show") -> str:
    """The text to paste into the group, at most 300 characters, in the examination's language."""
    with using(examination.language):
        return text(examination, Names(examination, names))


def text(examination: "Examination", names: Names) -> str:
    """The same in the language in force: the word, what we have, what is still to come, what each can do."""
    word, when = _(WORD_TITLES[examination.verdict.word]), period(examination)
    first = _("{group}: {word} ({period}).") if when else _("{group}: {word}.")
    told = [first.format(group=names.title, word=word, period=when), _(WORDS[examination.verdict.word])]
    for states, sentence in (
        (("holds",), _("We have: {conditions}.")),
        (("partly", "missing"), _("Still to come: {conditions}.")),
    ):
        titles = [one.title for one in examination.conditions if one.state in states]
        if titles:
            told.append(sentence.format(conditions=listed(titles)))
    ours = [deed.rstrip("。.") for deed in deeds(examination)]
    if ours:
        told.append(_("This week each of us could: {deeds}.").format(deeds=clauses(ours)))
    while len(told) > 2 and len(sentences(told)) > LONGEST:
        told.pop()
    found = sentences(told)
    return found if len(found) <= LONGEST else found[: LONGEST - 1] + "…"
