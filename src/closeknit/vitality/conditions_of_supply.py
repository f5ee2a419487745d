"""Conditions 1–3: a shared need, something not found in public, and the backbone that keeps supplying both."""

import numpy as np

from closeknit.language import _, ngettext
from closeknit.vitality import counting, rules, standing
from closeknit.vitality import evidence as shown
from closeknit.vitality import thresholds as least
from closeknit.vitality.findings import Judged, Measured
from closeknit.vitality.measures.backbone import backbone as steady_people
from closeknit.vitality.measures.backbone import blocks_are_fourths
from closeknit.vitality.measures.unanswered import questions
from closeknit.vitality.stating import judged, sentences, steady
from closeknit.vitality.subject import Subject

Measures = dict[str, Measured]


def shared_need(subject: Subject, measures: Measures) -> Judged:
    """1. Several people ask, enough is asked, and it is answered. Rests on `unanswered`."""
    asked = questions(subject)
    askers = np.unique(subject.rows.person[asked])
    askers = askers[askers >= 0]
    open_share = measures["unanswered"].value
    read = len(subject.wording.rows)
    if not (subject.wording.length > 0).any():
        return judged(
            "shared-need", "cannot-tell", _("No words are in this export, so nothing shows what people ask for.")
        )
    found = _("{people} asked or needed something, {times} in {messages}.").format(
        people=counting.people(len(askers)), times=counting.times(len(asked)), messages=counting.messages(read)
    )
    if not len(asked):
        found = _("Nobody asked or needed anything in {messages}.").format(messages=counting.messages(read))
    state = rules.shared_need(len(asked), read, len(askers), open_share)
    end = {
        "missing": _("A need that is shared would be asked about; here hardly anybody asks."),
        "partly": _("Most of it was left lying, so it is not plain that the need is shared."),
        "holds": _("At least half of it was taken up by others.") if open_share is not None else "",
    }[state]
    if state == "partly" and len(askers) < least.NEED_PEOPLE:
        end = _("That is the need of few.")
    taken = subject.answered[asked] >= 0.5
    proof = shown.together(
        shown.messages(subject, asked[taken], against=state == "missing"),
        shown.messages(subject, asked[~taken], against=state == "holds"),
    )
    change = _("Whether the need is common to all is said by people, not by a chat: ask for it at the door.")
    return judged("shared-need", state, sentences(found, end), ("unanswered",), proof, change, len(asked) <= len(proof))


def not_public(subject: Subject, measures: Measures) -> Judged:
    """2. Own words outweigh what is passed on or sells. Rests on `forwarded-share` and the wording."""
    words = subject.wording
    is_foreign = words.is_passed_on | words.is_promotion
    passed = words.rows[is_foreign]
    n = len(words.rows)
    share = 1 - len(passed) / n
    found = _(
        "{own} of {messages} are people's own; the rest, {passed}, was passed on from elsewhere or sells something."
    ).format(own=f"{n - len(passed):,}", messages=counting.messages(n), passed=f"{len(passed):,}")
    if not len(passed):
        all_own = _("All {messages} are people's own: none was passed on from elsewhere, and none sells.")
        found = all_own.format(messages=counting.messages(n))
    own = words.rows[~is_foreign & ~words.is_receipt & ~words.is_greeting & (words.length > 0)]
    if not (words.length > 0).any():
        return judged(
            "not-public", "cannot-tell", _("No words are in this export, so nothing shows what is people's own.")
        )
    answered = own[subject.answered[own] >= 0.5]
    state = rules.not_public(share, bool(len(answered)))
    telling = np.intersect1d(answered, words.rows[~words.is_brief])  # a word or two is one's own, and shows nothing
    telling = telling if len(telling) else answered
    files = subject.signs.files
    taken = files[subject.answered[files] >= 0.5]
    if len(files):
        found = sentences(
            found,
            ngettext(
                "{n} file was shared, {taken} of them taken up by others.",
                "{n} files were shared, {taken} of them taken up by others.",
                len(files),
            ).format(n=len(files), taken=len(taken)),
        )
    proof = shown.together(
        shown.messages(subject, telling, against=state == "missing"),
        shown.messages(subject, passed, against=state == "holds"),
    )
    change = _(
        "A chat shows what is people's own, not whether it can be had elsewhere; many exports do not mark forwards."
    )
    return judged("not-public", state, found, ("forwarded-share",), proof, change)


def backbone(subject: Subject, measures: Measures) -> Judged:
    """3. Three people or more give and draw answers in three of four stretches, and the group lives of it.

    Rests on `answered-openings`, `absence-factor-answers` and `backbone-ratio`.
    """
    slugs = ("answered-openings", "absence-factor-answers", "backbone-ratio")
    core, givers = steady_people(subject), len(subject.pattern.core)
    opened = subject.openings
    taken = float(subject.answered[opened].mean()) if len(opened) else 0.0
    state = rules.backbone(standing.span(subject) / 7, len(core), givers, taken)
    if state == "cannot-tell":
        sentence = _("The history is shorter than twelve weeks, too short to see who keeps supplying.")
        return judged("backbone", state, sentence, slugs, change=_("A longer export would settle it."))
    is_long = blocks_are_fourths(subject)
    if not len(core):
        sentence = (
            _("Nobody both answered others and was taken up by them in three of the four parts of this time.")
            if is_long
            else _("Nobody both answered others and was taken up by them in three of the last four months.")
        )
        proof = shown.people(
            subject, subject.active[:3].tolist(), _("These wrote most, but not steadily in both ways."), against=True
        )
        return judged("backbone", state, sentence, slugs, proof, steady())
    told = (
        ngettext(
            "{names} gave answers and drew them in at least three of the four parts of this time.",
            "{n} people gave answers and drew them in at least three of the four parts of this time: {names}.",
            len(core),
        )
        if is_long
        else ngettext(
            "{names} gave answers and drew them in at least three of the last four months.",
            "{n} people gave answers and drew them in at least three of the last four months: {names}.",
            len(core),
        )
    )
    sentence = told.format(n=len(core), names=standing.named(subject, core))
    if taken < least.TAKEN_UP:
        left = _("But of {n} things that people began others took up {taken}: what is given finds few takers.")
        sentence = sentences(sentence, left.format(n=len(opened), taken=round(taken * len(opened))))
    elif givers < least.ANSWERERS:
        sentence = sentences(sentence, _("But one person gives half of all answers."))
    by_core = subject.among(core.tolist())[subject.here.source]
    proof = shown.exchanges(subject, by_core, against=state == "missing")
    return judged("backbone", state, sentence, slugs, proof, steady())
