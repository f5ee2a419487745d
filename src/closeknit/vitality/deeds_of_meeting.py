"""Deeds of meeting: handing over the word, introductions, hosts, own content, a fixed hour."""

import numpy as np

from closeknit.language import _
from closeknit.vitality import standing
from closeknit.vitality.findings import Remedy
from closeknit.vitality.standing import ints, names
from closeknit.vitality.subject import Int64s, Subject
from closeknit.vitality.voices import one_voice


def hand_over(subject: Subject) -> Remedy | None:
    """Those who have the word step back and let a member speak: for a star and for one voice."""
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
            share=round(100 * share), others=names(subject, others)
        ),
        "mesh",
        (*voice, *ints(others)),
        tuple(rows),
        _("{others}: how do you do it? I would like to hear it from you rather than from me.").format(
            others=names(subject, others)
        ),
    )


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
        (*ints(two), third),
        tuple(rows),
        _("{a}, {b}: you two should know each other. What are you each working on this week?").format(a=a, b=b),
    )  # fmt: skip


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
        _("Ask {name} to host").format(name=names(subject, host)),
        _(
            "{name} answered {n} different people without being in charge. An evening a week in {name}'s hands "
            "is a backbone's beginning."
        ).format(
            name=names(subject, host), n=int(helped.max())
        ),
        "backbone",
        ints(host),
        ints(rows),
        _("{name}, you help so many here. Would you host one evening next week, on a question of your choice?").format(
            name=names(subject, host)
        ),
    )  # fmt: skip


def bring_own(subject: Subject) -> Remedy | None:
    """The members whose own words others took up most, asked for more of it instead of what is passed on."""
    words = subject.wording
    own = words.rows[~words.is_passed_on & ~words.is_promotion & ~words.is_receipt & (words.length >= 20)]
    own = own[(subject.answered[own] >= 0.5) & (subject.rows.person[own] >= 0)]
    own = own[~subject.among(subject.organisers)[subject.rows.person[own]]]
    if not len(own):
        return None
    counts = np.bincount(subject.rows.person[own], minlength=len(subject.rows.people))
    people = np.argsort(-counts, kind="stable")[:2]
    people = people[counts[people] > 0]
    rows = [int(own[subject.rows.person[own] == i][-1]) for i in people.tolist()]
    return Remedy(
        "bring-own",
        _("Ask {names} for something of their own").format(names=names(subject, people)),
        _("What they wrote themselves was taken up by others. One such piece a week is worth more than ten forwards."),
        "not-public",
        ints(people),
        tuple(rows),
        _(
            "{names}, would you tell us this week about something that you did yourself, and that one cannot "
            "look up?"
        ).format(
            names=names(subject, people)
        ),
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
