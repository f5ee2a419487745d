"""Why groups fail, named where it is seen: each a rule over what was counted, with the sentence and the rows.

Who mutes a group stands in no history; it is looked for by a stand-in, and marked so.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality import counting, standing
from closeknit.vitality import evidence as shown
from closeknit.vitality import thresholds as least
from closeknit.vitality.findings import Evidence, Failure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.limits import why_not
from closeknit.vitality.newcomers import Arrivals, acted_between
from closeknit.vitality.stating import percent
from closeknit.vitality.subject import Subject
from closeknit.vitality.voices import one_voice, who_has_the_word

Measures = dict[str, Measured]

TITLES: Final = {
    "joined-blindly": N_("Joined without knowing what it is"),
    "greeted-then-silent": N_("A greeting, then silence"),
    "muted": N_("Muted"),
    "made-to-sell": N_("Made to sell"),
    "forwards-unread": N_("Forwards that nobody reads"),
    "one-voice": N_("One person speaks"),
}


def find_failures(subject: Subject, measures: Measures) -> tuple[Failure, ...]:
    """Each of the reasons, in the order of `TITLES`; none can be told where no word can be said."""
    if reason := why_not(subject):
        return tuple(_failure(slug, "cannot-tell", reason, by_proxy=slug == "muted") for slug in TITLES)
    rules: tuple[Callable[[Subject, Measures], Failure], ...] = (
        joined_blindly, greeted, muted, made_to_sell, forwards_unread, one_speaks,
    )  # fmt: skip
    return tuple(rule(subject, measures) for rule in rules)


def _failure(
    slug: str, state: str, sentence: str, proof: tuple[Evidence, ...] = (), *, by_proxy: bool = False
) -> Failure:
    return Failure(slug, _(TITLES[slug]), state, sentence, by_proxy, proof)


def _state(share: float, seen: float, partly: float) -> str:
    return "seen" if share >= seen else "partly" if share >= partly else "not-seen"


def joined_blindly(subject: Subject, measures: Measures) -> Failure:
    """Of those who joined 30 days ago or more, most never wrote. Reading in silence looks the same."""
    joined, silent = standing.never_spoke(subject)
    if joined < least.FOLLOWED:
        sentence = _("Too few were seen to join, {n}, to say what became of them.").format(n=joined)
        sentence = sentence if joined else _("Nothing in this history shows who joined.")
        return _failure("joined-blindly", "cannot-tell", sentence)
    sentence = _("Of {n} who joined, {silent} had not written a word after 30 days; some of them may read.")
    state = _state(silent / joined, least.NEVER_SPOKE, least.NEVER_SPOKE / 2)
    return _failure("joined-blindly", state, sentence.format(n=joined, silent=silent))


def greeted(subject: Subject, measures: Measures) -> Failure:
    """Of those who joined and spoke, most were heard in their first two days and never again."""
    came = subject.arrivals
    came = came.take(came.spoke >= 0)
    came = came.take((came.first >= subject.window.start - 30 * DAY) & (came.first < subject.window.end - 30 * DAY))
    found = came.take(came.joined == came.first)
    once = acted_between(subject, found, 0, 2) & ~acted_between(subject, found, 2, np.inf)
    if len(found) < least.FOLLOWED:
        return _first_words(subject, came)
    sentence = _("Of {n} who joined and spoke, {once} were heard in their first two days and never again.")
    proof = shown.messages(subject, found.spoke[once])
    state = _state(float(once.mean()), 0.5, 0.25)
    return _failure("greeted-then-silent", state, sentence.format(n=len(found), once=int(once.sum())), proof)


def _first_words(subject: Subject, came: Arrivals) -> Failure:
    """By proxy, where no notice says who joined: the first words of most were left lying, and they wrote no more. Who
    was answered and went had what they came for.
    """
    if len(came) < least.FOLLOWED:
        sentence = _("Too few wrote here for the first time, {n}, to say whether they went on.").format(n=len(came))
        return _failure("greeted-then-silent", "cannot-tell", sentence)
    lost = (subject.answered_within(2)[came.spoke] < 0.5) & ~acted_between(subject, came, 2, np.inf)
    sentence = _(
        "Of {n} who wrote here for the first time, {lost} got no answer and were not heard after two days. Of {unseen} "
        "of them nothing shows when they joined; they may have been there long."
    )
    state = _state(float(lost.mean()), 0.5, 0.25)
    proof = shown.messages(subject, came.spoke[lost])
    told = sentence.format(n=len(came), lost=int(lost.sum()), unseen=int((came.joined != came.first).sum()))
    return _failure("greeted-then-silent", state, told, proof, by_proxy=True)


def muted(subject: Subject, measures: Measures) -> Failure:
    """By proxy: hardly anything that is begun is touched, and hardly anybody of those ever seen writes."""
    opened = subject.openings
    active = measures["active-share"].value
    if not len(opened) or active is None:
        sentence = _("Nobody's mute switch is in a history, and the signs for it are too few here.")
        return _failure("muted", "cannot-tell", sentence, by_proxy=True)
    reacted = subject.rows.table["reactions"].combine_chunks().is_valid().to_numpy(zero_copy_only=False)[opened]
    lying = float(np.where(reacted, 0.0, 1 - subject.answered[opened]).mean())
    signs = (lying >= 1 - least.TAKEN_UP) + (active < least.KNOWN_LITTLE)
    sentence = _(
        "{lying} % of what was begun was neither answered nor reacted to, and {active} % of those ever seen wrote in "
        "the last 30 days. That is a stand-in: nobody's mute switch is in a history."
    ).format(lying=percent(lying), active=percent(active))
    return _failure("muted", ("not-seen", "partly", "seen")[signs], sentence, by_proxy=True)


def made_to_sell(subject: Subject, measures: Measures) -> Failure:
    """Much of what those say who have the word sells something, by its wording; where nobody has, much of all."""
    words = subject.wording
    voice = who_has_the_word(subject)
    theirs = subject.among(voice)[subject.rows.person[words.rows]] if voice else np.ones(len(words.rows), np.bool_)
    if theirs.sum() < 20 or not (words.length > 0).any():
        sentence = _("Those in charge wrote too little to say whether they sell.")
        return _failure("made-to-sell", "cannot-tell", sentence)
    sold = words.rows[theirs & words.is_promotion]
    share = len(sold) / int(theirs.sum())
    by = _("Of {messages} by {names}, {sold} sell something, by their wording.")
    by = by if voice else _("Of all {messages} {sold} sell something, by their wording.")
    sentence = by.format(
        messages=counting.messages(int(theirs.sum())),
        names=standing.named(subject, np.array(voice)),
        sold=f"{len(sold):,}",
    )
    return _failure(
        "made-to-sell", _state(share, least.PUSHED, least.PUSHED / 3), sentence, shown.messages(subject, sold)
    )


def forwards_unread(subject: Subject, measures: Measures) -> Failure:
    """Much is passed on, and hardly any of it is answered or reacted to."""
    words = subject.wording
    passed = words.rows[words.is_passed_on]
    sent = counting.messages(len(words.rows))
    if len(passed) < least.FORWARDS * len(words.rows) or len(passed) < 20:
        sentence = _("{passed} of {messages} were passed on, as far as the export says.")
        return _failure("forwards-unread", "not-seen", sentence.format(messages=sent, passed=f"{len(passed):,}"))
    reacted = subject.rows.table["reactions"].combine_chunks().is_valid().to_numpy(zero_copy_only=False)[passed]
    read = float(np.where(reacted, 1.0, subject.answered[passed]).mean())
    sentence = _("{passed} of {messages} were passed on; {read} % of these were answered or reacted to.").format(
        messages=sent, passed=f"{len(passed):,}", read=percent(read)
    )
    state = "seen" if read < least.UNREAD else "partly" if read < 2 * least.UNREAD else "not-seen"
    untouched = passed[(subject.answered[passed] < 0.5) & ~reacted]
    return _failure("forwards-unread", state, sentence, shown.messages(subject, untouched))


def one_speaks(subject: Subject, measures: Measures) -> Failure:
    """One person, or those in charge, say most of what is more than a sign of receipt."""
    voice, share = one_voice(subject)
    sentence = _("{names} said {share} % of all that is more than a word or two.").format(
        names=standing.named(subject, np.array(voice)) if voice else "–", share=percent(share)
    )
    proof = shown.people(subject, voice[:3], _("Most of it comes from here."))
    return _failure("one-voice", _state(share, least.ONE_VOICE, 2 * least.ONE_VOICE / 3), sentence, proof)
