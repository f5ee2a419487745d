"""The seven conditions that a chat can show, each a rule over measures. All rules stand in this one file.

A rule gives `holds`, `partly`, `missing` or `cannot-tell`. Every threshold says where it comes from: a paper,
the project's ground rules, the validation channels, or our choice. None was chosen on the examples. "Our
choice" means that nobody knows the right figure and that this one can be argued with.
"""

from typing import Final

import numpy as np

from closeknit.language import _, ngettext
from closeknit.vitality import evidence as shown
from closeknit.vitality import standing
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.limits import why_not
from closeknit.vitality.measures.backbone import backbone
from closeknit.vitality.measures.unanswered import questions
from closeknit.vitality.stating import TITLES, again, cannot, judged, percent, steady
from closeknit.vitality.subject import Subject

Measures = dict[str, Measured]

NEED_SHARE: Final = 0.03
"""Questions and needs among the messages. Our choice: one in thirty; the validation rooms lie far above it."""
NEED_PEOPLE: Final = 5
"""Different people who ask. Our choice: fewer is one person's need."""
NEED_UNANSWERED: Final = 0.5
"""More than half unanswered: the need is not shared enough to be met. Our choice, above Usenet's 40 % (Burke et
al. 2007)."""

ORIGINAL: Final = 0.75
PASSED_ON: Final = 0.5
"""Own words against passed-on ones. Our choice: three quarters hold, under half is missing."""

BACKBONE: Final = 3
"""People who carry week after week. Our choice; Kraut & Fiore 2014 found sole admins do worse."""
ANSWERERS: Final = 2
"""People who give half of all answers, at least: with one, everything ends with them (CHAOSS absence factor)."""

ONE_WAY: Final = 0.03
"""Two-way share of messages up to which people do not talk to each other: three in a hundred. Our choice; the
broadcast lists of the validation set lie at 0–0.03, its walls at 0–0.02, its talk above 0.05."""
TWO_WAY: Final = 0.10
"""From here on a tenth of all that is said is talk between people. Our choice."""
BEYOND_CHANCE: Final = 1.5
"""How much more comes back at once than by chance, where answers are inferred. Our choice: half as much again."""
MOSTLY_EXPLICIT: Final = 0.5
"""From here on the history states who answers whom, and chance does not enter. Our choice."""
ASIDE: Final = 0.5
"""Half of the two-way exchange does without the middle. Our choice: "most" is the least that one can ask of a mesh."""
BEYOND_CORE: Final = 0.10
"""A tenth of it also does without those who give half of the answers: members answer members. Our choice."""
MUTUAL_PAIRS: Final = 5
"""Pairs aside the middle who answer each other. The pilot: do not form a ratio on four or five exchanges."""

KNOWN: Final = 1 / 3
KNOWN_LITTLE: Final = 0.1
"""Share of the regulars who are acquainted, or who have a deep tie. Our choice: a third holds, under a tenth is
missing."""
REGULARS: Final = 5
"""Regulars under whom familiarity is a list, not a share. Our choice."""

WEEKS: Final = 0.75
WEEKS_FEW: Final = 1 / 3
"""Share of the weeks in which people talked. Our choice: three in four hold, under one in three is missing."""
WEEKS_SEEN: Final = 4
"""Weeks to see a rhythm at all. Our choice."""


def judge_conditions(subject: Subject, measures: Measures) -> tuple[Judged, ...]:
    """The conditions in the order of PRACTICE."""
    if reason := why_not(subject):
        return tuple(cannot(number, slug, title, reason) for number, slug, title in TITLES)
    rules = (shared_need, not_public, has_backbone, is_mesh, familiarity, deep_links, rhythm)
    return tuple(rule(subject, measures) for rule in rules)


def shared_need(subject: Subject, measures: Measures) -> Judged:
    """1. Several people ask, enough is asked, and it is answered. Rests on `unanswered`."""
    asked = questions(subject)
    askers = np.unique(subject.rows.person[asked])
    askers = askers[askers >= 0]
    open_share = measures["unanswered"].value
    read = len(subject.wording.rows)
    if not (subject.wording.length > 0).any():
        return judged(0, "cannot-tell", _("No words are in this export, so nothing shows what people ask for."))
    found = _("{people} people asked or needed something, {n} times in {all} messages.").format(
        people=len(askers), n=len(asked), all=read
    )
    if not len(asked):
        found = _("Nobody asked or needed anything in {all} messages.").format(all=read)
    if len(asked) < NEED_SHARE * read or len(askers) < 2:
        state, end = "missing", _("A need that is shared would be asked about; here hardly anybody asks.")
    elif len(askers) < NEED_PEOPLE:
        state, end = "partly", _("That is the need of few.")
    elif open_share is not None and open_share > NEED_UNANSWERED:
        state, end = "partly", _("Most of it was left lying, so it is not plain that the need is shared.")
    else:
        state, end = "holds", _("Most of it was taken up by others.") if open_share is not None else ""
    taken = subject.answered[asked] >= 0.5
    proof = shown.together(
        shown.messages(subject, asked[taken], against=state == "missing"),
        shown.messages(subject, asked[~taken], against=state == "holds"),
    )
    change = _("Whether the need is common to all is said by people, not by a chat: ask for it at the door.")
    return judged(0, state, f"{found} {end}".strip(), ("unanswered",), proof, change, len(asked) <= len(proof))


def not_public(subject: Subject, measures: Measures) -> Judged:
    """2. Own words outweigh what is passed on or sells. Rests on `forwarded-share` and the wording."""
    words = subject.wording
    is_foreign = words.is_passed_on | words.is_promotion
    passed = words.rows[is_foreign]
    n = len(words.rows)
    share = 1 - len(passed) / n
    found = _(
        "{own} of {all} messages are people's own, {passed} were passed on from elsewhere or sell something."
    ).format(own=n - len(passed), all=n, passed=len(passed))
    own = words.rows[~is_foreign & ~words.is_receipt & ~words.is_greeting & (words.length > 0)]
    if not (words.length > 0).any():
        return judged(1, "cannot-tell", _("No words are in this export, so nothing shows what is people's own."))
    answered = own[subject.answered[own] >= 0.5]
    if share < PASSED_ON:
        state = "missing"
    elif share < ORIGINAL or not len(answered):
        state = "partly"
    else:
        state = "holds"
    proof = shown.together(
        shown.messages(subject, answered, against=state == "missing"),
        shown.messages(subject, passed, against=state == "holds"),
    )
    change = _(
        "A chat shows what is people's own, not whether it can be had elsewhere; many exports do not mark forwards."
    )
    return judged(1, state, found, ("forwarded-share",), proof, change)


def has_backbone(subject: Subject, measures: Measures) -> Judged:
    """3. At least three people give and draw answers in three of four blocks, and answers do not hang on one.

    Rests on `backbone-ratio` and `absence-factor-answers`.
    """
    slugs = ("backbone-ratio", "absence-factor-answers")
    if standing.span(subject) < 84:
        sentence = _("The history is shorter than twelve weeks, too short to see who keeps supplying.")
        return judged(2, "cannot-tell", sentence, slugs, change=_("A longer export would settle it."))
    core = backbone(subject)
    givers = len(subject.pattern.core)
    if not len(core):
        sentence = _("Nobody both answered others and was taken up by them in three of the last four stretches.")
        proof = shown.people(
            subject, subject.active[:3].tolist(), _("These wrote most, but not steadily in both ways."), against=True
        )
        return judged(2, "missing", sentence, slugs, proof, steady())
    names = standing.named(subject, core)
    sentence = ngettext(
        "{names} gave answers and drew them in at least three of the last four stretches.",
        "{n} people gave answers and drew them in at least three of the last four stretches: {names}.",
        len(core),
    ).format(n=len(core), names=names)
    if givers < ANSWERERS:
        sentence += " " + _("But one person gives half of all answers.")
    state = "holds" if len(core) >= BACKBONE and givers >= ANSWERERS else "partly"
    by_core = subject.among(core.tolist())[subject.here.source]
    return judged(2, state, sentence, slugs, shown.exchanges(subject, by_core), steady())


def is_mesh(subject: Subject, measures: Measures) -> Judged:
    """4. People answer each other both ways, beyond chance, and most of it does without the one in the middle.

    Rests on `two-way`, `two-way-aside`, `mesh-share` and `reciprocity`; `mesh_margin` ranks by the same.
    """
    slugs = ("two-way", "two-way-aside", "mesh-share", "reciprocity")
    seen = subject.pattern
    keep = standing.two_way(subject)
    if seen.two_way <= ONE_WAY:
        sentence = _(
            "Of {n} messages {both} stand in an exchange that goes both ways: people do not talk to each other."
        )
        proof = shown.together(shown.exchanges(subject, keep, against=True), standing.one_way_evidence(subject))
        return judged(
            3, "missing", sentence.format(n=seen.messages, both=round(seen.two_way * seen.messages)), slugs, proof,
            _("Exchanges that come back, between more people, would change it."),
        )  # fmt: skip
    aside = seen.aside or 0.0
    middle = standing.named(subject, np.array(seen.middle))
    share = _("{share} % of the messages stand in an exchange that goes both ways").format(share=percent(seen.two_way))
    evidence = shown.exchanges(subject, keep & ~standing.touches(subject, seen.middle))
    if is_chance(subject):
        sentence = _("{share}, but who answers whom is inferred, and chance alone would give nearly as much.")
        change = _("An export that marks replies would settle it.")
        return judged(3, "partly", sentence.format(share=share), slugs, evidence, change)
    if aside < ASIDE or seen.mutual_aside < MUTUAL_PAIRS:
        sentence = _("{share}, but only {aside} % of that does without {middle}: a star, or nearly one.")
        sentence = sentence.format(share=share, aside=percent(aside), middle=middle)
        change = _("Talk between members that does not need the middle would change it.")
        through = shown.exchanges(subject, keep & standing.touches(subject, seen.middle))
        return judged(3, "partly", sentence, slugs, shown.together(through, evidence), change)
    if (seen.beyond_core or 0.0) < BEYOND_CORE:
        sentence = _(
            "{share}, but hardly any of it does without the {n} who give half of all answers: some help, the "
            "others ask."
        )
        sentence = sentence.format(share=share, n=len(seen.core))
        return judged(3, "partly", sentence, slugs, evidence, _("Members who answer members would change it."))
    if seen.two_way < TWO_WAY:
        sentence = _("{share}; it does without {middle}, but it is little.").format(share=share, middle=middle)
        return judged(3, "partly", sentence, slugs, evidence, _("More exchanges that come back would change it."))
    sentence = _("{share}, and {aside} % of that does without {middle}.")
    sentence = sentence.format(share=share, aside=percent(aside), middle=middle)
    change = _("It would fail if the exchange came to run through one person.")
    return judged(3, "holds", sentence, slugs, evidence, change)


def is_chance(subject: Subject) -> bool:
    """Whether the two-way exchange is no more than adjacency would give in a group of this size and tempo."""
    seen = subject.pattern
    if (seen.explicit or 0.0) >= MOSTLY_EXPLICIT:
        return False
    return seen.at_once < BEYOND_CHANCE * seen.by_chance


def mesh_margin(subject: Subject) -> float:
    """How far the two-way share lies above `ONE_WAY`, −0.03 to 0.97: what the harness ranks channels by."""
    return subject.pattern.two_way - ONE_WAY


def familiarity(subject: Subject, measures: Measures) -> Judged:
    """7. Regulars meet the same people again on other days. Rests on `deep-members` and `reciprocity`."""
    regulars = standing.regulars(subject)
    met = standing.acquainted(subject)
    known = np.intersect1d(regulars, met)
    slugs = ("deep-members", "reciprocity", "retention-30")
    if len(regulars) < REGULARS:
        sentence = ngettext(
            "Only {n} person wrote on three days or more, too few to grow familiar.",
            "Only {n} people wrote on three days or more, too few to grow familiar.",
            len(regulars),
        ).format(n=len(regulars))
        proof = shown.people(subject, regulars[:3].tolist(), _("These came back."), against=True)
        return judged(4, "missing", sentence, slugs, proof, again())
    share = len(known) / len(regulars)
    sentence = _(
        "Of {n} people who wrote on three days or more, {known} exchanged words with the same two people or "
        "more on different days."
    )
    state = "holds" if share >= KNOWN else "missing" if share < KNOWN_LITTLE else "partly"
    strangers = np.setdiff1d(regulars, met)
    proof = shown.together(
        shown.exchanges(subject, standing.met_again(subject), against=state == "missing"),
        shown.people(
            subject, strangers[:3].tolist(), _("These come often and meet nobody again."), against=state != "missing"
        ),
    )
    return judged(4, state, sentence.format(n=len(regulars), known=len(known)), slugs, proof, again())


def deep_links(subject: Subject, measures: Measures) -> Judged:
    """9. Ties of several exchanges both ways on several days, not all with the one in the middle.

    Rests on `deep-members` and `deep-ties`.
    """
    slugs = ("deep-members", "deep-ties")
    a, b = standing.deep_pairs(subject)
    out = subject.among(subject.pattern.middle)
    aside = ~out[a] & ~out[b]
    regulars = standing.regulars(subject)
    held = np.intersect1d(regulars, np.union1d(a[aside], b[aside]))
    change = _(
        "A chat shows who is close in this tool; whether they could reach each other without it, only a list of "
        "contacts says."
    )
    if not len(a):
        sentence = _("No two people answered each other three times on more than one day.")
        proof = shown.exchanges(subject, standing.two_way(subject), against=True)
        return judged(5, "missing", sentence, slugs, proof, change)
    sentence = ngettext(
        "{n} pair answered each other again and again, {aside} of them without the one in the middle.",
        "{n} pairs answered each other again and again, {aside} of them without the one in the middle.",
        len(a),
    ).format(n=len(a), aside=int(aside.sum()))
    enough = len(held) >= REGULARS and len(held) >= KNOWN * max(1, len(regulars))
    return judged(5, "holds" if enough else "partly", sentence, slugs, standing.deep_evidence(subject), change)


def rhythm(subject: Subject, measures: Measures) -> Judged:
    """10. People talk in most weeks. Rests on `talking-days` and `regularity`."""
    slugs = ("talking-days", "regularity", "stickiness")
    weeks, of, quiet = standing.weeks_of_talk(subject)
    if of < WEEKS_SEEN:
        sentence = _("The window is shorter than four weeks.")
        return judged(6, "cannot-tell", sentence, slugs, change=_("A longer export would settle it."))
    sentence = _("In {weeks} of {of} weeks two people or more wrote on the same day.").format(weeks=weeks, of=of)
    if quiet:
        sentence += " " + _("The longest silence lasted {days} days.").format(days=quiet)
    state = "holds" if weeks >= WEEKS * of else "missing" if weeks < WEEKS_FEW * of else "partly"
    proof = standing.rhythm_evidence(subject, against=state == "missing")
    return judged(6, state, sentence, slugs, proof, _("A fixed day with a host would make it, or mend it."))
