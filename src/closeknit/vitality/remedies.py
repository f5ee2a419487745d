"""What to do this week: three deeds at most, each with names and the rows that caused it.

Ordered by what they need and what they mend: what one person can do in an hour first. A remedy is a proposal,
worded as one; the next examination shows whether it worked.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality import standing
from closeknit.vitality.findings import Judged, Remedy, Verdict
from closeknit.vitality.measures.unanswered import questions
from closeknit.vitality.newcomers import arrivals, in_window
from closeknit.vitality.subject import DAY, Int64s, Subject

MOST: Final = 3
_NAMES: Final = 5

Deed = Callable[[Subject], Remedy | None]


def prescribe(subject: Subject, conditions: tuple[Judged, ...], verdict: Verdict) -> tuple[Remedy, ...]:
    """Up to three deeds for conditions that do not hold; none where nothing can be told."""
    if verdict.word == "cannot-tell":
        return ()
    wanting = {one.slug for one in conditions if one.state in {"missing", "partly"}}
    found: list[Remedy] = []
    for deed in DEEDS:
        made = deed(subject)
        if made is not None and (made.condition in wanting or not found):
            found.append(made)
        if len(found) == MOST:
            break
    return tuple(found)


def answer_newcomers(subject: Subject) -> Remedy | None:
    """Newcomers of the last 30 days whose first message nobody answered, the latest first."""
    found = in_window(subject, arrivals(subject))
    found = found.take((found.spoke >= 0) & (found.first >= subject.window.end - 30 * DAY))
    ignored = found.take(subject.answered[np.maximum(found.spoke, 0)] < 0.5)
    order = np.argsort(-ignored.first, kind="stable")[:_NAMES]
    people, rows = ignored.person[order], ignored.spoke[order]
    if not len(people):
        return None
    return Remedy(
        "answer-newcomers",
        _("Answer {names}").format(names=_names(subject, people)),
        _(
            "They wrote for the first time in the last month, and nobody answered. One sentence to each, with a "
            "question, is enough."
        ),
        "familiarity",
        _ints(people),
        _ints(rows),
        _(
            "Welcome, {names}! What brought you here, and what would you like to find?"
        ).format(names=_names(subject, people)),
    )  # fmt: skip


def answer_questions(subject: Subject) -> Remedy | None:
    """The latest questions of the window that nobody answered, one a person."""
    asked = _still_open(subject)
    people = subject.rows.person[asked].astype(np.int64)
    if not len(asked):
        return None
    helper = _helpers(subject, people)
    ask = (
        _(" Ask {helper}, who answers most, to take one.").format(helper=_names(subject, helper)) if len(helper) else ""
    )
    return Remedy(
        "answer-questions",
        _("Take up what {names} asked").format(names=_names(subject, people)),
        _("These questions were left lying.") + ask,
        "shared-need",
        _ints(np.r_[people, helper]),
        _ints(asked),
        _("{names} asked something that nobody has answered yet. Who knows, or knows somebody who does?").format(
            names=_names(subject, people)
        ),
    )


def ask_host(subject: Subject) -> Remedy | None:
    """Whoever, outside the middle, answers most different people: a host in all but name."""
    pairs = subject.fabric
    out = subject.among(subject.pattern.middle)
    helped = np.bincount(pairs.source[~out[pairs.source]], minlength=len(subject.rows.people))
    if helped.max(initial=0) < 3:
        return None
    host = np.array([int(np.argmax(helped))])
    rows = subject.here.row[subject.here.source == host[0]][-3:]
    return Remedy(
        "ask-host",
        _("Ask {name} to host").format(name=_names(subject, host)),
        _(
            "{name} answered {n} different people without being in charge. An evening a week in {name}'s hands "
            "is a backbone's beginning."
        ).format(
            name=_names(subject, host), n=int(helped.max())
        ),
        "backbone",
        _ints(host),
        _ints(rows),
        _("{name}, you help so many here. Would you host one evening next week, on a question of your choice?").format(
            name=_names(subject, host)
        ),
    )  # fmt: skip


def introduce(subject: Subject) -> Remedy | None:
    """Two regulars who both talk to the same third person and not to each other."""
    pairs = subject.fabric.pairs
    regulars = subject.among(standing.regulars(subject).tolist())
    keep = pairs.is_mutual & regulars[pairs.a] & regulars[pairs.b]
    degree = np.bincount(np.r_[pairs.a[keep], pairs.b[keep]], minlength=len(subject.rows.people))
    if degree.max(initial=0) < 2:
        return None
    third = int(np.argmax(degree))
    friends = np.unique(np.r_[pairs.b[keep & (pairs.a == third)], pairs.a[keep & (pairs.b == third)]])
    friends = friends[np.argsort(-subject.counts[friends], kind="stable")][:20]
    width = len(subject.rows.people)
    tied = set((pairs.a.astype(np.int64) * width + pairs.b).tolist())
    for i, one in enumerate(friends.tolist()):
        for other in friends[i + 1 :].tolist():
            if min(one, other) * width + max(one, other) not in tied:
                return _introduction(subject, third, np.array([one, other]))
    return None


def _introduction(subject: Subject, third: int, two: Int64s) -> Remedy:
    a, b = (subject.rows.people[i].name for i in two.tolist())
    name = subject.rows.people[third].name
    rows = [int(subject.said[subject.rows.person[subject.said] == i][-1]) for i in two.tolist()]
    return Remedy(
        "introduce",
        _("Introduce {a} to {b}").format(a=a, b=b),
        _(
            "Both talk with {name} and come often, but never to each other. {name} could say in two lines what "
            "they share."
        ).format(name=name),
        "mesh",
        (*_ints(two), third),
        tuple(rows),
        _("{a}, {b}: you two should know each other. What are you each working on this week?").format(a=a, b=b),
    )  # fmt: skip


def open_evening(subject: Subject) -> Remedy | None:
    """A fixed hour, on the weekday on which people talk anyway."""
    weeks, of, _quiet = standing.weeks_of_talk(subject)
    if not of:
        return None
    proof = standing.rhythm_evidence(subject, against=False)
    rows = tuple(row for piece in proof for row in piece.rows)
    when = standing.busiest_weekday(subject)
    return Remedy(
        "open-evening",
        _("Set one hour a week, on {weekday}").format(weekday=when),
        _(
            "People talked in {weeks} of {of} weeks, most on a {weekday}. An hour with a host and a question "
            "makes it one to count on."
        ).format(
            weeks=weeks, of=of, weekday=when
        ),
        "rhythm",
        (),
        rows,
        _(
            "From this week on: {weekday}, 20:00, one question, one hour. This week's question is: what do you "
            "need help with?"
        ).format(
            weekday=when
        ),
    )  # fmt: skip


def hand_over(subject: Subject) -> Remedy | None:
    """Those who have the word step back and let a member speak: for a star and for one voice."""
    from closeknit.vitality.verdict import one_voice

    voice, share = one_voice(subject)
    others = np.setdiff1d(subject.active, np.array(voice))
    if share < 0.3 or not len(others):
        return None
    others = others[np.argsort(-subject.counts[others], kind="stable")][:3]
    rows = [int(subject.said[subject.rows.person[subject.said] == i][-1]) for i in others.tolist()]
    return Remedy(
        "hand-over",
        _("{names} ask, instead of tell").format(names=standing.named(subject, np.array(voice))),
        _("They say {share} % of it. Three posts fewer this week, and one question each to {others} by name.").format(
            share=round(100 * share), others=_names(subject, others)
        ),
        "mesh",
        (*voice, *_ints(others)),
        tuple(rows),
        _("{others}: how do you do it? I would like to hear it from you rather than from me.").format(
            others=_names(subject, others)
        ),
    )


DEEDS: Final[tuple[Deed, ...]] = (answer_newcomers, answer_questions, hand_over, introduce, ask_host, open_evening)
"""In the order in which they are proposed: an hour's work for one first, what needs others later."""

TITLES: Final = {
    "answer-newcomers": N_("Answer the newcomers"),
    "answer-questions": N_("Take up what was asked"),
    "hand-over": N_("Hand over the word"),
    "introduce": N_("Introduce two people"),
    "ask-host": N_("Ask somebody to host"),
    "open-evening": N_("Set a fixed hour"),
}
"""What each deed is called where no names can be shown."""


def _still_open(subject: Subject) -> Int64s:
    asked = questions(subject)
    asked = asked[(subject.answered[asked] < 0.5) & (subject.rows.person[asked] >= 0)]
    asked = asked[subject.answers[asked] < 0.5][::-1]
    _people, first = np.unique(subject.rows.person[asked], return_index=True)
    return np.asarray(asked[np.sort(first)][:_NAMES], np.int64)


def _helpers(subject: Subject, apart: Int64s) -> Int64s:
    given = np.bincount(subject.here.source, minlength=len(subject.rows.people))
    given[apart] = 0
    return np.array([int(np.argmax(given))]) if given.max(initial=0) >= 3 else np.zeros(0, np.int64)


def _names(subject: Subject, people: Int64s) -> str:
    return _(", ").join(subject.rows.people[i].name for i in people.tolist())


def _ints(array: Int64s) -> tuple[int, ...]:
    return tuple(int(i) for i in array)
