"""The seven conditions that a chat can show, each a rule over measures. All rules stand in this one file.

A rule gives `holds`, `partly`, `missing` or `cannot-tell`. The figures that it compares with stand in
`thresholds`, each with where it comes from.
"""

import numpy as np

from closeknit.language import _, ngettext
from closeknit.vitality import evidence as shown
from closeknit.vitality import standing
from closeknit.vitality import thresholds as least
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.limits import why_not
from closeknit.vitality.measures.backbone import backbone
from closeknit.vitality.measures.unanswered import questions
from closeknit.vitality.pattern import against_chance
from closeknit.vitality.stating import TITLES, again, cannot, judged, percent, sentences, steady
from closeknit.vitality.subject import Subject

Measures = dict[str, Measured]


def judge_conditions(subject: Subject, measures: Measures) -> tuple[Judged, ...]:
    """The conditions in the order of the project's list."""
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
    if len(asked) < least.NEED_SHARE * read or len(askers) < 2:
        state, end = "missing", _("A need that is shared would be asked about; here hardly anybody asks.")
    elif len(askers) < least.NEED_PEOPLE:
        state, end = "partly", _("That is the need of few.")
    elif open_share is not None and open_share > least.NEED_UNANSWERED:
        state, end = "partly", _("Most of it was left lying, so it is not plain that the need is shared.")
    else:
        state, end = "holds", _("Most of it was taken up by others.") if open_share is not None else ""
    taken = subject.answered[asked] >= 0.5
    proof = shown.together(
        shown.messages(subject, asked[taken], against=state == "missing"),
        shown.messages(subject, asked[~taken], against=state == "holds"),
    )
    change = _("Whether the need is common to all is said by people, not by a chat: ask for it at the door.")
    return judged(0, state, sentences(found, end), ("unanswered",), proof, change, len(asked) <= len(proof))


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
    if share < least.PASSED_ON:
        state = "missing"
    elif share < least.ORIGINAL or not len(answered):
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
    core, givers = backbone(subject), len(subject.pattern.core)
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
    if givers < least.ANSWERERS:
        sentence = sentences(sentence, _("But one person gives half of all answers."))
    state = "holds" if len(core) >= least.BACKBONE and givers >= least.ANSWERERS else "partly"
    by_core = subject.among(core.tolist())[subject.here.source]
    return judged(2, state, sentence, slugs, shown.exchanges(subject, by_core), steady())


def is_mesh(subject: Subject, measures: Measures) -> Judged:
    """4. People answer each other both ways, beyond chance, most of it without the one in the middle, and in turns.

    Rests on `two-way`, `two-way-aside`, `mesh-share` and `reciprocity`; `mesh_margin` ranks by the same.
    """
    slugs = ("two-way", "two-way-aside", "mesh-share", "reciprocity")
    seen = subject.pattern
    both_ways = standing.two_way(subject)
    few = seen.weight < least.EXCHANGES and seen.weight < least.ANSWERING * seen.messages
    if few or seen.two_way <= least.ONE_WAY:
        one_way = _(
            "Of {n} messages {both} stand in an exchange that goes both ways: people do not talk to each other."
        )
        sentence = _("In {n} messages there are hardly any answers, too few for talk.") if few else one_way
        sentence = sentence.format(n=seen.messages, both=round(seen.two_way * seen.messages))
        proof = shown.together(shown.exchanges(subject, both_ways, against=True), standing.one_way_evidence(subject))
        change = _("Exchanges that come back, between more people, would change it.")
        return judged(3, "missing", sentence, slugs, proof, change)
    told = {
        "share": _("{share} % of the messages stand in an exchange that goes both ways").format(
            share=percent(seen.two_way)
        ),
        "aside": percent(seen.aside or 0.0),
        "middle": standing.named(subject, np.array(seen.middle)),
    }
    through = standing.touches(subject, seen.middle)
    proof = shown.exchanges(subject, both_ways & ~through)
    # It must hold with the surer links alone as well: no confident word may hang on doubtful ones.
    surer = _mesh_faults(subject.sure(least.SURER))[:-1] if (seen.explicit or 0.0) < 1 else ()
    for is_so, sentence, change in (*_mesh_faults(subject), *surer):
        if is_so:
            both = shown.together(shown.exchanges(subject, both_ways & through), proof)
            return judged(3, "partly", sentence.format(**told), slugs, both, change)
    sentence = _("{share}, and {aside} % of that does without {middle}.").format(**told)
    return judged(
        3, "holds", sentence, slugs, proof, _("It would fail if the exchange came to run through one person.")
    )


def _mesh_faults(subject: Subject) -> tuple[tuple[bool, str, str], ...]:
    """What keeps talk from being a mesh, the gravest first: whether it is so, the sentence, what would change it."""
    seen = subject.pattern
    return (
        (
            is_chance(subject),
            _("{share}, but who answers whom is inferred, and chance alone would give nearly as much."),
            _("An export that marks replies would settle it."),
        ),
        (
            (seen.aside or 0.0) < least.ASIDE,
            _("{share}, but only {aside} % of that does without {middle}: a star, or nearly one."),
            _("Talk between members that does not need the middle would change it."),
        ),
        (
            (seen.beyond_core or 0.0) < least.BEYOND_CORE,
            _(
                "{share}, but hardly any of it does without the few who give half of all answers: some help, "
                "the others ask."
            ),
            _("Members who answer members would change it."),
        ),
        (
            is_one_sided(subject),
            _("{share}, but those who ask and those who help seldom change places."),
            _("People who take up what others begin, and begin something themselves, would change it."),
        ),
        (
            subject.turns.weighed < least.MUTUAL_PAIRS,
            _("{share}, but nearly everybody took part in one talk only, so nothing shows that people change places."),
            _("A longer window, or people who come back to talk, would show it."),
        ),
        (
            seen.two_way < least.TWO_WAY or seen.mutual_aside < least.MUTUAL_PAIRS,
            _("{share}, and {aside} % of that does without {middle}, but it is little, or between few."),
            _("More exchanges that come back, between more people, would change it."),
        ),
    )


def is_one_sided(subject: Subject) -> bool:
    """Whether some begin and others take up: far from what there would be without roles, or many answered by few."""
    turns = subject.turns
    if turns.equals is None or turns.helpers is None:
        return True
    return turns.equals < least.EQUALS or turns.helpers < least.HELPERS + turns.talks**-0.5


def is_chance(subject: Subject) -> bool:
    """Whether the two-way exchange is no more than adjacency would give in a group of this size and tempo."""
    seen = subject.pattern
    if (seen.explicit or 0.0) >= least.MOSTLY_EXPLICIT:
        return False
    chance = against_chance(subject)
    return chance.at_once < least.BEYOND_CHANCE * chance.by_chance


def mesh_margin(subject: Subject) -> float:
    """How far the two-way share lies above `ONE_WAY`, −0.03 to 0.97: what the harness ranks channels by."""
    return subject.pattern.two_way - least.ONE_WAY


def familiarity(subject: Subject, measures: Measures) -> Judged:
    """7. Regulars meet the same people again on other days. Rests on `deep-members` and `reciprocity`."""
    regulars = standing.regulars(subject)
    met = standing.acquainted(subject)
    known = np.intersect1d(regulars, met)
    slugs = ("deep-members", "reciprocity", "retention-30")
    if len(regulars) < least.REGULARS:
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
    state = "holds" if share >= least.KNOWN else "missing" if share < least.KNOWN_LITTLE else "partly"
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
    enough = len(held) >= least.REGULARS and len(held) >= least.KNOWN * max(1, len(regulars))
    return judged(5, "holds" if enough else "partly", sentence, slugs, standing.deep_evidence(subject), change)


def rhythm(subject: Subject, measures: Measures) -> Judged:
    """10. People talk in most weeks. Rests on `talking-days` and `regularity`."""
    slugs = ("talking-days", "regularity", "stickiness")
    weeks, of, quiet = standing.weeks_of_talk(subject)
    if of < least.WEEKS_SEEN:
        too_short = _("The window is shorter than four weeks.")
        return judged(6, "cannot-tell", too_short, slugs, change=_("A longer export would settle it."))
    sentence = _("In {weeks} of {of} weeks two people or more wrote on the same day.").format(weeks=weeks, of=of)
    if quiet > 7:
        sentence = sentences(sentence, _("The longest silence lasted {days} days.").format(days=quiet))
    state = "holds" if weeks >= least.WEEKS * of else "missing" if weeks < least.WEEKS_FEW * of else "partly"
    proof = standing.rhythm_evidence(subject, against=state == "missing")
    return judged(6, state, sentence, slugs, proof, _("A fixed day with a host would make it, or mend it."))
