"""Eight dimensions between selling at people (微商) and a community that also earns (社群營銷).

Each is placed by what was counted, or called not visible in a chat, with the reason. Nothing is added up over them.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality import evidence as shown
from closeknit.vitality import on_paper, standing
from closeknit.vitality import thresholds as least
from closeknit.vitality.conditions_of_bonds import bound, unbound
from closeknit.vitality.conditions_of_giving import invited
from closeknit.vitality.conditions_of_upkeep import asked_by_organisers
from closeknit.vitality.findings import Dimension, Evidence, Judged, Measured
from closeknit.vitality.limits import why_not
from closeknit.vitality.stating import percent, sentences
from closeknit.vitality.subject import Subject
from closeknit.vitality.voices import one_voice, who_has_the_word

POLES: Final = {
    "logic": (
        N_("Logic"),
        N_("The seller is the centre: draw fans, sell, recruit."),
        N_("Members are the centre; what does them good is sold, and profit follows."),
    ),
    "motive": (
        N_("Motive force"),
        N_("Rewards and honours for pushing; it ends when the goods do not move."),
        N_("Activities, and what members make for each other, keep it going."),
    ),
    "profit": (
        N_("Way of profit"),
        N_("Goods, and recruiting agents."),
        N_("Service fees, channel income, membership fees, product margin, alliances."),
    ),
    "medium": (
        N_("Medium"),
        N_("Viral pushing at walls and groups."),
        N_("Also members' own word of mouth, precise reach and own media."),
    ),
    "cost": (
        N_("Cost"),
        N_("Fans, promotion, stock, rewards."),
        N_("Running the group, activities, care for members, knowing them, finding out what they need."),
    ),
    "effect": (
        N_("Effect"),
        N_("Few buy, few buy again, only those on top earn."),
        N_("Many buy, the cost is shared over those who stay, people buy again."),
    ),
    "sustainability": (
        N_("Sustainability"),
        N_("Products come and go."),
        N_("People of one kind, bound by feeling."),
    ),
    "future": (N_("Future"), N_("It must turn towards community."), N_("It lasts.")),
}
"""Of each dimension its title and what either end looks like."""

_NEED: Final = {
    "holds": N_("A shared need is taken up."),
    "partly": N_("A shared need is taken up in part."),
    "missing": N_("No shared need is taken up."),
    "cannot-tell": "",
}

States = dict[str, str]
Placed = tuple[str, str, tuple[Evidence, ...]]


def find_dimensions(
    subject: Subject, measures: dict[str, Measured], conditions: tuple[Judged, ...]
) -> tuple[Dimension, ...]:
    """The group's place on each, in the order of `POLES`."""
    states = {one.slug: one.state for one in conditions}
    reason = why_not(subject)
    placers: dict[str, Callable[[], Placed]] = {
        "logic": lambda: logic(subject, states, measures["unanswered"].value is not None),
        "motive": lambda: motive(subject),
        "profit": lambda: profit(subject),
        "medium": lambda: medium(subject),
        "cost": lambda: cost(subject),
        "effect": lambda: effect(subject),
        "sustainability": lambda: sustainability(subject, states),
        "future": future,
    }
    found = []
    for slug, place in placers.items():
        where, sentence, proof = ("not-visible", reason, ()) if reason else place()
        title, selling, community = POLES[slug]
        found.append(Dimension(slug, _(title), _(selling), _(community), where, sentence, proof))
    return tuple(found)


def logic(subject: Subject, states: States, is_known: bool) -> Placed:
    """Who is the centre: does the one with the word sell, or are members' needs taken up (where that is known)?"""
    words = subject.wording
    voice = who_has_the_word(subject)
    theirs = subject.among(voice)[subject.rows.person[words.rows]] if voice else np.ones(len(words.rows), np.bool_)
    if not theirs.any() or not (words.length > 0).any():
        return "not-visible", _("Those in charge wrote nothing that could be read."), ()
    sold = words.rows[theirs & words.is_promotion]
    share = len(sold) / int(theirs.sum())
    said = _("Of the messages by {names} {share} % sell something, by their wording.")
    if not voice:
        said = _("Nobody has the word; of all messages {share} % sell something, by their wording.")
    said = said.format(share=percent(share), names=standing.named(subject, np.array(voice)))
    need = _NEED[states["shared-need"]]
    sentence = sentences(said, _(need) if need and is_known else "")
    if share >= least.PUSHED:
        place = "selling"
    else:
        place = "community" if share < least.PUSHED / 3 and states["shared-need"] == "holds" else "between"
    return place, sentence, shown.messages(subject, sold)


def motive(subject: Subject) -> Placed:
    """What keeps it going: what members begin and others take up, or what those in charge put out?"""
    opened = subject.openings
    opened = opened[subject.rows.person[opened] >= 0]
    voice = subject.organisers or one_voice(subject)[0]
    middle = subject.among(voice)[subject.rows.person[opened]]
    drawn = subject.answered[opened].astype(np.float64)
    if drawn.sum() < least.EXCHANGES:
        return (
            "not-visible",
            _("Hardly anything that was begun was taken up, so nothing shows what keeps it going."),
            (),
        )
    share = float(drawn[~middle].sum() / drawn.sum())
    sentence = _("Of what was begun and taken up by others, {share} % was begun by others than {names}.")
    place = "community" if share >= least.ASIDE else "selling" if share < least.TAKEN_UP else "between"
    begun = opened[~middle & (drawn >= 0.5)]
    told = sentence.format(share=percent(share), names=standing.named(subject, np.array(voice)))
    return place, told, shown.messages(subject, begun)


def profit(subject: Subject) -> Placed:
    """By which of the ways money comes in: only a ledger says."""
    paid, payers = on_paper.payments(subject)
    if not paid:
        return "not-visible", _("What is earned, and by what, is not in a chat; a ledger by streams would show it."), ()
    sentence = _("{n} payments by {payers} people are on record; for what, only a ledger by streams says.")
    return "not-visible", sentence.format(n=paid, payers=payers), ()


def medium(subject: Subject) -> Placed:
    """Pushed at people, or passed on by members: forwards and offers against people whom members brought in."""
    words = subject.wording
    pushed = words.is_promotion | words.is_passed_on
    share = float(pushed.mean()) if len(words.rows) else 0.0
    came = len(invited(subject)[0])
    made = len(subject.signs.introductions)
    told = _("{share} % of the messages push something or pass it on.").format(share=percent(share))
    if came or made:
        brought = _("{came} people were brought in by others, and {made} times two were brought together.")
        told = sentences(told, brought.format(came=came, made=made))
    if share >= least.PUSHED:
        return (
            "selling" if came < least.FOLLOWED and not made else "between",
            told,
            shown.messages(subject, words.rows[pushed]),
        )
    if came >= least.FOLLOWED or made >= least.ASKED:
        return "community", told, shown.messages(subject, subject.signs.introductions)
    return (
        "not-visible",
        _("Neither pushing nor word of mouth is to be seen; what is told outside is not in a chat."),
        (),
    )


def cost(subject: Subject) -> Placed:
    """What effort goes into: asking and gathering people is to be seen, what is spent is not."""
    asked = asked_by_organisers(subject)
    days = len(np.unique(subject.day[asked]))
    met = len(on_paper.meetings(subject))
    if days >= least.ASKED or met >= least.ASKED:
        sentence = _("Those in charge asked people on {days} days, and {met} gatherings are on record.")
        return "community", sentence.format(days=days, met=met), shown.messages(subject, asked)
    return "not-visible", _("What is spent, and on what, is not in a chat."), ()


def effect(subject: Subject) -> Placed:
    """Do people buy again? Only payments on record say."""
    payers = [one.source for one in on_paper.deeds(subject, "deal") if one.state == "done" and one.source >= 0]
    each = np.bincount(payers) if payers else np.zeros(0, np.int64)
    n = int((each > 0).sum())
    if n < least.FOLLOWED:
        return (
            "not-visible",
            _("Who bought, and who bought again, is not in a chat; payments on record would show it."),
            (),
        )
    again = int((each >= 2).sum())
    share = again / n
    place = "community" if share >= least.STAYED else "selling" if share < least.STAYED_FEW else "between"
    return place, _("Of {n} people who paid, {again} paid again.").format(n=n, again=again), ()


def sustainability(subject: Subject, states: States) -> Placed:
    """Are people bound to each other? By the conditions of familiarity and deep links."""
    both = (states["familiarity"], states["deep-links"])
    a, b = standing.deep_pairs(subject)
    out = subject.among(subject.pattern.middle)
    aside = int((~out[a] & ~out[b]).sum())
    sentence = bound(len(a), aside) if len(a) else unbound()
    if both == ("holds", "holds"):
        return "community", sentence, standing.deep_evidence(subject)
    place = "selling" if "holds" not in both and not aside else "between"
    return place, sentence, standing.deep_evidence(subject)


def future() -> Placed:
    """What lasts is not foretold: structure said nothing about survival on the channels that were checked."""
    return "not-visible", _("What lasts cannot be foretold from a chat. What is missing today stands above."), ()
