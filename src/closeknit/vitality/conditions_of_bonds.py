"""Conditions 7, 9 and 10: growing familiarity, deep links and rhythm."""

import numpy as np

from closeknit.language import _, ngettext
from closeknit.vitality import counting, on_paper, rules, standing
from closeknit.vitality import evidence as shown
from closeknit.vitality import thresholds as least
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.stating import again, judged, sentences
from closeknit.vitality.subject import Subject

Measures = dict[str, Measured]


def familiarity(subject: Subject, measures: Measures) -> Judged:
    """7. Regulars meet the same people again on other days. Rests on `deep-members` and `reciprocity`."""
    regulars = standing.regulars(subject)
    met = standing.acquainted(subject)
    known = np.intersect1d(regulars, met)
    slugs = ("deep-members", "reciprocity", "retention-30")
    meetings = len(on_paper.meetings(subject))
    if len(known) and not meetings and subject.is_chance:
        return by_chance("familiarity", slugs)
    state = rules.familiarity(len(regulars), len(known), meetings, standing.weeks_of_talk(subject)[1])
    if len(regulars) < least.REGULARS and not len(known):
        sentence = ngettext(
            "Only {n} person wrote on three days or more.",
            "Only {n} people wrote on three days or more, and none of them met two others again and again.",
            len(regulars),
        ).format(n=len(regulars))
        if state == "cannot-tell":
            sentence = sentences(sentence, _("The history to be judged covers less than four weeks."))
        proof = shown.people(subject, regulars[:3].tolist(), _("These came back."), against=True)
        return judged("familiarity", state, sentences(sentence, _met(subject, meetings)), slugs, proof, again())
    sentence = _(
        "Of {n} people who wrote on three days or more, {known} exchanged words with the same two people or "
        "more on different days."
    )
    if not len(known):
        sentence = _(
            "Of {n} people who wrote on three days or more, none exchanged words with the same two people or "
            "more on different days."
        )
    sentence = sentence.format(n=len(regulars), known=len(known))
    if len(regulars) < least.REGULARS:
        sentence = sentences(sentence, _("But fewer than five come often."))
    strangers = np.setdiff1d(regulars, met)
    proof = shown.together(
        shown.exchanges(subject, standing.met_again(subject), against=state == "missing"),
        shown.messages(subject, subject.signs.introductions, against=state == "missing"),
        shown.people(
            subject,
            strangers[:3].tolist(),
            _("These come often and meet one person again at most."),
            against=state != "missing",
        ),
    )
    return judged("familiarity", state, sentences(sentence, _met(subject, meetings)), slugs, proof, again())


def _met(subject: Subject, meetings: int) -> str:
    """What is seen of introductions and meetings, "" where nothing is."""
    made, told = len(subject.signs.introductions), []
    if made:
        told.append(
            ngettext(
                "{n} time two were named together who then began to talk.",
                "{n} times two were named together who then began to talk.",
                made,
            ).format(n=made)
        )
    if meetings:
        told.append(ngettext("{n} meeting is on record.", "{n} meetings are on record.", meetings).format(n=meetings))
    return sentences(*told)


def deep_links(subject: Subject, measures: Measures) -> Judged:
    """9. Ties of several exchanges both ways on several days, not all with the one in the middle.

    Rests on `deep-members` and `deep-ties`.
    """
    slugs = ("deep-ties", "deep-members")
    a, b = standing.deep_pairs(subject)
    out = subject.among(subject.pattern.middle)
    aside = ~out[a] & ~out[b]
    regulars = standing.regulars(subject)
    held = np.intersect1d(regulars, np.union1d(a[aside], b[aside]))
    change = _(
        "A chat shows who is close in this tool; whether they could reach each other without it, only a list of "
        "contacts says."
    )
    if len(a) and subject.is_chance:
        return by_chance("deep-links", slugs)
    state = rules.deep_links(len(a), len(regulars), len(held))
    if not len(a):
        sentence = unbound()
        proof = shown.exchanges(subject, standing.two_way(subject), against=True)
        return judged("deep-links", state, sentence, slugs, proof, change)
    return judged("deep-links", state, bound(len(a), int(aside.sum())), slugs, standing.deep_evidence(subject), change)


def by_chance(slug: str, slugs: tuple[str, ...]) -> Judged:
    """Whom inferred answers join, where as many would come of who happens to write after whom."""
    sentence = _(
        "Who answers whom is inferred, and chance alone would give nearly as much: who knows whom is not seen."
    )
    return judged(slug, "cannot-tell", sentence, slugs, change=_("An export that marks replies would settle it."))


def unbound() -> str:
    """The sentence where there is no deep tie."""
    return _("No two people answered each other three times on more than one day.")


def bound(pairs: int, aside: int) -> str:
    """The sentence on so many deep ties, `aside` of them without the one in the middle."""
    if not aside:
        sentence = ngettext(
            "{n} pair answered each other again and again, the one in the middle being half of it.",
            "{n} pairs answered each other again and again, the one in the middle being half of each.",
            pairs,
        )
    else:
        sentence = ngettext(
            "{n} pair answered each other again and again, {aside} of them without the one in the middle.",
            "{n} pairs answered each other again and again, {aside} of them without the one in the middle.",
            pairs,
        )
    return sentence.format(n=pairs, aside=aside)


def rhythm(subject: Subject, measures: Measures) -> Judged:
    """10. People talk in most weeks. Rests on `talking-days` and `regularity`."""
    slugs = ("talking-days", "regularity", "stickiness")
    weeks, of, quiet = standing.weeks_of_talk(subject)
    state = rules.rhythm(weeks, of)
    if state == "cannot-tell":
        too_short = _("The history to be judged covers less than four weeks.")
        return judged("rhythm", state, too_short, slugs, change=_("A longer export would settle it."))
    sentence = _("In {weeks} of {of} weeks two people or more wrote on the same day.").format(weeks=weeks, of=of)
    if quiet > 7:
        sentence = sentences(sentence, _("The longest silence lasted {days} days.").format(days=quiet))
    ritual = subject.signs.check_ins
    if (days := len(np.unique(subject.day[ritual]))) >= least.WEEKS_SEEN:
        people = len(np.unique(subject.rows.person[ritual]))
        told = _("On {days} people checked in together, {people} in all: a ritual.")
        sentence = sentences(sentence, told.format(days=counting.days(days), people=people))
    proof = shown.together(
        standing.rhythm_evidence(subject, against=state == "missing"),
        shown.messages(subject, ritual, against=state == "missing"),
    )
    return judged("rhythm", state, sentence, slugs, proof, _("A fixed day with a host would make it, or mend it."))
