"""The word, by one rule on one page (docs/explanation/how-the-word-is-decided.md says the same in prose).

1. *cannot tell* where the ground rules' floors are not reached (`limits.why_not`), or where only marked
   answers were counted and hardly any are marked.
2. *silent* where the last twelve weeks hold a tenth or less of the group's own past and that past was talk; or
   where most of what is said is greeting and receipt, and nobody talks to anybody.
3. *broadcast* where the mesh is missing and the talk runs one way: nobody takes up what is said, or one voice (or a
   few as one) says nearly all, or those who answer never come back. Or where one voice says nearly all, and of the
   surer answers next to none goes to and fro, or little and with that voice alone.
4. *community* where the mesh holds and rhythm is not missing, none of backbone, familiarity and deep links is missing
   or unknown and two of them hold, and of need and content at most one is missing.
5. *becoming one* where the mesh holds, but not all of that.
6. *group* otherwise: people talk, but the mesh is not there; or it is, and in most weeks, or for sixty days now, nobody
   talks; or it is, and hardly any regular ever met anybody again; or most of what is written is check-ins of several.

The confident words, community, becoming one and broadcast, are not said where programs sent most of it.
"""

from typing import Final

import numpy as np

from closeknit.language import _
from closeknit.records.rows import NO_TIME
from closeknit.vitality import counting, standing
from closeknit.vitality.conditions import SHOWN_BY_A_CHAT
from closeknit.vitality.findings import Judged, Verdict
from closeknit.vitality.limits import program_share, why_not
from closeknit.vitality.past import Past, find_past
from closeknit.vitality.stating import sentences
from closeknit.vitality.subject import Subject
from closeknit.vitality.thresholds import (
    ANSWERING,
    BEYOND_CORE,
    DRIFTED,
    EMPTY,
    KNOWN_LITTLE,
    ONE_VOICE,
    ONE_WAY,
    PASSERS_BY,
    PROGRAMS,
    REGULARS,
    RITUAL,
    TAKEN_UP,
    TWO_WAY,
)
from closeknit.vitality.voices import one_voice

_SUSTAINING: Final = ("backbone", "familiarity", "deep-links")
_FEEDING: Final = ("shared-need", "not-public")


def find_word(subject: Subject, conditions: tuple[Judged, ...]) -> Verdict:
    """The word that the conditions imply, why, and which of them decided it."""
    if reason := why_not(subject):
        return Verdict("cannot-tell", reason, ())
    if is_unmarked(subject):
        return Verdict("cannot-tell", unmarked(), ("mesh",))
    mesh = next(one for one in conditions if one.slug == "mesh")
    return _silent(subject, mesh) or _unless_programs(subject, _of_talk(subject, mesh, conditions))


def _silent(subject: Subject, mesh: Judged) -> Verdict | None:
    past = find_past(subject)
    if past.has_fallen and (past.then_two_way or 0.0) > ONE_WAY:
        return Verdict("silent", _fallen(past), ("mesh", "rhythm"))
    if mesh.state == "missing" and is_empty(subject):
        because = _("Most of what is said is greeting and receipt, and nobody answers anybody.")
        return Verdict("silent", because, ("mesh",))
    return None


def _of_talk(subject: Subject, mesh: Judged, conditions: tuple[Judged, ...]) -> Verdict:
    if mesh.state == "holds":
        return _ebbed(subject, conditions) or _strangers(subject, conditions) or _meshed(conditions)
    if ritual := how_ritual(subject):
        return Verdict("group", ritual, ("mesh", "rhythm"))
    one_way = how_one_way(subject) if mesh.state == "missing" else how_one_voiced(subject)
    if one_way:
        return Verdict("broadcast", one_way, ("mesh", "backbone"))  # whether what is begun is taken up is the latter's
    return Verdict(
        "group", _("People talk here, but the mesh is not there. {why}").format(why=mesh.sentence), ("mesh",)
    )


def _ebbed(subject: Subject, conditions: tuple[Judged, ...]) -> Verdict | None:
    """People talked to each other, in few of the weeks: what was a mesh, or now and then is one, is not alive today."""
    rhythm = next(one for one in conditions if one.slug == "rhythm")
    if rhythm.state == "missing":
        because = _("People talk to each other here when they talk, but in most weeks nobody does. {why}")
        return Verdict("group", because.format(why=rhythm.sentence), ("mesh", "rhythm"))
    quiet = int(subject.day[subject.said].max() - subject.session_days.max(initial=NO_TIME))
    if quiet >= DRIFTED:
        because = _("People talked to each other here, but for {days} days no two have written on one day.")
        return Verdict("group", because.format(days=quiet), ("mesh", "rhythm"))
    return None


def _strangers(subject: Subject, conditions: tuple[Judged, ...]) -> Verdict | None:
    """People answer each other, but hardly anybody who comes often meets anybody again, as where goods change hands."""
    found = {one.slug: one for one in conditions}
    met, regulars = found["familiarity"], standing.regulars(subject)
    if met.state != "missing" or found["deep-links"].state == "holds" or len(regulars) < REGULARS:
        return None
    if len(np.intersect1d(regulars, standing.ever_acquainted(subject))) >= KNOWN_LITTLE * len(regulars):
        return None  # a large, slow group shows in a quarter little of who knows whom
    because = _("People answer each other here, and stay strangers. {why}").format(why=met.sentence)
    return Verdict("group", because, ("mesh", "familiarity"))


def _meshed(conditions: tuple[Judged, ...]) -> Verdict:
    states = {one.slug: one.state for one in conditions}
    sustained = [states[slug] for slug in _SUSTAINING]
    seen = [one for one in conditions if one.slug in SHOWN_BY_A_CHAT]
    missing = [one for one in seen if one.state in {"missing", "cannot-tell"}]
    hungry = sum(states[slug] == "missing" for slug in _FEEDING)
    steady = not {"missing", "cannot-tell"} & set(sustained) and sustained.count("holds") >= 2
    if steady and hungry <= 1:
        held = [
            one for slug in ("mesh", *_SUSTAINING) for one in conditions if (one.slug, one.state) == (slug, "holds")
        ]
        why = sentences(*(one.sentence for one in held[:2]))  # the third stands under its own title
        because = _("Members talk to each other, and what keeps that up is there. {why}").format(why=why)
        return Verdict("community", because, tuple(one.slug for one in held[:3]))
    wanting = [one for one in missing if one.slug in _SUSTAINING] or missing
    wanting = wanting or [one for one in seen if one.state == "partly"]
    why = sentences(*(one.sentence for one in wanting[:2]))
    because = _(
        "Members talk to each other, but something decisive is not there, or not to be seen, yet. {why}"
    ).format(why=why)
    return Verdict("becoming-one", because, ("mesh", *(one.slug for one in wanting[:2])))


def how_ritual(subject: Subject) -> str:
    """The sentence where most of what is written reports a habit that several keep, "" where it does not."""
    n = len(subject.signs.check_ins)
    if n < RITUAL * len(subject.said):
        return ""
    return _(
        "{n} of {messages} are check-ins: people keep a habit side by side, and do not talk to each other about it."
    ).format(n=f"{n:,}", messages=counting.messages(len(subject.said)))


def how_one_way(subject: Subject) -> str:
    """The sentence in which way the talk runs one way, "" where it does not."""
    said = subject.said
    n = len(said)
    opened = subject.openings
    taken = float(subject.answered[opened].mean()) if len(opened) else 1.0
    answering = float(subject.answers[said].mean())
    # Where nothing marks an answer, that nobody answers is a guess, and more is asked of it.
    floor = ANSWERING if subject.here.is_explicit.any() else ANSWERING / 2
    if taken < TAKEN_UP and answering < floor:
        answers = round(answering * n)
        told = _("Of {messages} {answers} answer anybody: what is said is put out and seldom taken up.")
        if not answers:
            told = _("Of {messages} none answers anybody: what is said is only put out.")
        return told.format(messages=counting.messages(n), answers=f"{answers:,}")
    if voiced := _of_one_voice(subject):
        return voiced
    once = float((subject.counts[subject.active] == 1).mean())
    if once >= PASSERS_BY:
        return _("{once} of {people} wrote once and never again: they comment on what is put out, and pass by.").format(
            once=f"{int((subject.counts[subject.active] == 1).sum()):,}", people=counting.people(len(subject.active))
        )
    return ""


def how_one_voiced(subject: Subject) -> str:
    """The same where a little comes back, but to the one voice alone: a counter, not talk among people. Counted are the
    surer links: among many short calls a model finds answers that nobody gave.
    """
    voiced = _of_one_voice(subject)
    if not voiced:
        return ""
    seen = subject.surer.pattern
    if seen.two_way <= ONE_WAY:
        return voiced
    if seen.two_way < TWO_WAY and (seen.aside or 0.0) < BEYOND_CORE:
        return _of_one_voice(subject, seen.middle)
    return ""


def _of_one_voice(subject: Subject, middle: tuple[int, ...] = ()) -> str:
    """What the one voice says of it all; beside it, through whom the little goes that goes to and fro."""
    voice, share = one_voice(subject)
    if share < ONE_VOICE:
        return ""
    told = (
        _(
            "{names} said {share} % of all that is more than a word or two, and the little that goes to and fro goes "
            "by {middle}."
        )
        if middle
        else _("{names} said {share} % of all that is more than a word or two, and hardly anything goes to and fro.")
    )
    names, through = (standing.named(subject, np.array(some, np.int64)) for some in (voice, middle))
    return told.format(names=names, share=round(100 * share), middle=through)


def is_unmarked(subject: Subject) -> bool:
    """Whether only marked answers were counted, and so few are marked that silence and talk look the same."""
    return subject.links.method == "none" and float(subject.answers[subject.said].mean()) < ANSWERING


def unmarked() -> str:
    """The sentence for a history that hardly marks its answers, read without inference."""
    return _(
        "Only answers that the history marks itself were counted, and it marks hardly any. Let the rest be inferred."
    )


def is_empty(subject: Subject) -> bool:
    """Whether greetings, receipts and wordless signs are most of what is said, by nobody in particular."""
    words = subject.wording
    nothing = words.is_greeting | words.is_receipt
    return bool(nothing.mean() >= EMPTY) and one_voice(subject)[1] < ONE_VOICE


def _unless_programs(subject: Subject, verdict: Verdict) -> Verdict:
    share = program_share(subject)
    if share <= PROGRAMS or verdict.word == "group":
        return verdict
    reason = _(
        "{share} % of what was sent comes from programs; the people behind or beside them are too few for a word."
    )
    return Verdict("cannot-tell", reason.format(share=round(100 * share)), verdict.decided_by)


def _fallen(past: Past) -> str:
    return _(
        "People talked here once: {messages} in an ordinary four weeks. In the last twelve weeks there were {now}."
    ).format(messages=counting.messages(round(past.then or 0)), now=f"{past.now:,}")
