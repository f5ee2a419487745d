"""Eight dimensions between selling at people (微商) and a community that also earns (社群營銷).

Each is placed by what was counted, or called not visible in a chat, with the reason. Nothing is added up over them.
A group *leans* to an end by the threshold that the docstring of each names; it stands *at* the end where twice as much
was counted (half as much, where little counts) and, where answers enter, the history states most of them itself.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality import counting, on_paper, standing
from closeknit.vitality import evidence as shown
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
    """Who is the centre: does the one with the word sell, or are members' needs taken up (where that is known)?

    Selling from `PUSHED` of their messages on; community under a third of that where the need holds, its end where
    nothing sells and the mesh holds too.
    """
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
    place = "between"
    if share >= least.PUSHED:
        place = "far-selling" if share >= 2 * least.PUSHED else "selling"
    elif share < least.PUSHED / 3 and states["shared-need"] == "holds":
        place = "community" if len(sold) or states["mesh"] != "holds" else "far-community"
    return place, sentence, shown.messages(subject, sold)


def motive(subject: Subject) -> Placed:
    """What keeps it going: what members begin and others take up, or what those in charge put out?

    Community from `ASIDE` of it on, its end from halfway to all of it; selling under `TAKEN_UP`, its end under half.
    """
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
    if is_stated(subject) and (share >= (1 + least.ASIDE) / 2 or share < least.TAKEN_UP / 2):
        place = f"far-{place}"
    begun = opened[~middle & (drawn >= 0.5)]
    told = sentence.format(share=percent(share), names=standing.named(subject, np.array(voice)))
    return place, told, shown.messages(subject, begun)


def is_stated(subject: Subject) -> bool:
    """Whether the history states most of its answers itself, so that an end may be said of what rests on them."""
    return (subject.pattern.explicit or 0.0) >= least.MOSTLY_EXPLICIT


def profit(subject: Subject) -> Placed:
    """By which of the ways money comes in: only a ledger says."""
    paid, payers = on_paper.payments(subject)
    if not paid:
        return "not-visible", _("What is earned, and by what, is not in a chat; a ledger by streams would show it."), ()
    sentence = _("On record: {payments} by {people}; for what, only a ledger by streams says.")
    return "not-visible", sentence.format(payments=counting.payments(paid), people=counting.people(payers)), ()


def medium(subject: Subject) -> Placed:
    """Pushed at people, or passed on by members: forwards and offers against people whom members brought in.

    Selling from `PUSHED` of all messages on; community from `FOLLOWED` brought in or `ASKED` introductions on, its end
    with twice either while under a tenth is pushed.
    """
    words = subject.wording
    pushed = words.is_promotion | words.is_passed_on
    share = float(pushed.mean()) if len(words.rows) else 0.0
    came = len(invited(subject).people)
    made = len(subject.signs.introductions)
    told = _("{share} % of the messages push something or pass it on.").format(share=percent(share))
    if came or made:
        brought = _("Others brought in {people}; two were brought together {times}.")
        told = sentences(told, brought.format(people=counting.people(came), times=counting.times(made)))
    if share >= least.PUSHED:
        end = "far-selling" if share >= 2 * least.PUSHED else "selling"
        place = end if came < least.FOLLOWED and not made else "between"
        return place, told, shown.messages(subject, words.rows[pushed])
    if came >= least.FOLLOWED or made >= least.ASKED:
        twice = came >= 2 * least.FOLLOWED or made >= 2 * least.ASKED
        place = "far-community" if twice and share < least.PUSHED / 3 else "community"
        return place, told, shown.messages(subject, subject.signs.introductions)
    return (
        "not-visible",
        _("Neither pushing nor word of mouth is to be seen; what is told outside is not in a chat."),
        (),
    )


def cost(subject: Subject) -> Placed:
    """What effort goes into: asking and gathering people is to be seen, what is spent is not.

    Community from `ASKED` days of asking or so many gatherings on, its end where there are both.
    """
    asked = asked_by_organisers(subject)
    days = len(np.unique(subject.day[asked]))
    met = len(on_paper.meetings(subject))
    if days >= least.ASKED or met >= least.ASKED:
        sentence = _("Those in charge asked people on {days}; gatherings on record: {met}.")
        place = "far-community" if min(days, met) >= least.ASKED else "community"
        return place, sentence.format(days=counting.days(days), met=met), shown.messages(subject, asked)
    return "not-visible", _("What is spent, and on what, is not in a chat."), ()


def effect(subject: Subject) -> Placed:
    """Do people buy again? Only payments on record say: community from `STAYED` of the payers on, selling under
    `STAYED_FEW`; the ends from twice the one on, and where nobody did.
    """
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
    place = f"far-{place}" if share >= 2 * least.STAYED or not again else place
    sentence = _("Of {people} who paid, {again} paid again.")
    return place, sentence.format(people=counting.people(n), again=again), ()


def sustainability(subject: Subject, states: States) -> Placed:
    """Are people bound to each other? By the conditions of familiarity and deep links.

    Community where both hold, its end where most deep ties do without the middle; selling where neither holds and no
    tie does, its end where both are missing.
    """
    both = (states["familiarity"], states["deep-links"])
    a, b = standing.deep_pairs(subject)
    out = subject.among(subject.pattern.middle)
    aside = int((~out[a] & ~out[b]).sum())
    sentence = bound(len(a), aside) if len(a) else unbound()
    place = "between"
    if both == ("holds", "holds"):
        place = "far-community" if is_stated(subject) and aside >= least.ASIDE * len(a) else "community"
    elif "holds" not in both and not aside:
        place = "far-selling" if is_stated(subject) and both == ("missing", "missing") else "selling"
    return place, sentence, standing.deep_evidence(subject)


def future() -> Placed:
    """What lasts is not foretold: structure said nothing about survival on the channels that were checked."""
    return "not-visible", _("What lasts cannot be foretold from a chat. What is missing today stands above."), ()
