"""Deeds of meeting: handing over the word, introductions, hosts, own content, a fixed hour."""

import numpy as np

from closeknit.language import _
from closeknit.vitality import standing
from closeknit.vitality.deeds import deed, last_rows, still_here
from closeknit.vitality.findings import Remedy
from closeknit.vitality.standing import ints, names
from closeknit.vitality.subject import Int64s, Subject
from closeknit.vitality.voices import one_voice


def hand_over(subject: Subject) -> Remedy | None:
    """Those who have the word step back and let a member speak: for a star and for one voice."""
    voice, share = one_voice(subject)
    others = np.setdiff1d(subject.active, np.array(voice))
    others = still_here(subject, others[np.argsort(-subject.counts[others], kind="stable")])[:3]
    if share < 0.3 or not len(others):
        return None
    return Remedy(
        "hand-over",
        _("{names}: ask, instead of telling").format(names=standing.named(subject, np.array(voice))),
        _(
            "{names} said {share} % of it. Post three fewer this week, and ask {others} one question each, by name."
        ).format(
            names=standing.named(subject, np.array(voice)), share=round(100 * share), others=names(subject, others)
        ),
        "mesh",
        (*voice, *ints(others)),
        ints(last_rows(subject, others)),
        _("{others}: how do you do it? I would like to hear it from you rather than from me.").format(
            others=names(subject, others)
        ),
    )


def introduce(subject: Subject) -> Remedy | None:
    """Two regulars who both talk to the same third person and not to each other."""
    pairs = subject.fabric.pairs
    regulars = subject.among(still_here(subject, standing.regulars(subject)).tolist())
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
    return Remedy(
        "introduce",
        _("Introduce {a} to {b}").format(a=a, b=b),
        _(
            "Both talk with {name} and come often, but not to each other in these days. {name} could say in two lines "
            "what they share."
        ).format(name=name),
        "mesh",
        (*ints(two), third),
        ints(last_rows(subject, two)),
        _("{a}, {b}: you two should know each other. What are you each working on this week?").format(a=a, b=b),
    )  # fmt: skip


def ask_host(subject: Subject) -> Remedy | None:
    """Whoever, outside the middle, answers most different people: a host in all but name."""
    pairs = subject.fabric
    out = subject.among(subject.pattern.middle)
    helped = np.bincount(pairs.source[~out[pairs.source]], minlength=len(subject.rows.people))
    host = still_here(subject, np.argsort(-helped, kind="stable"))[:1]
    if not len(host) or helped[host[0]] < 3:
        return None
    rows = subject.here.row[subject.here.source == host[0]][-3:]
    text = _(
        "Apart from the one in the middle nobody answered as many different people as {name}: {n}. An evening a week "
        "in {name}'s hands is a backbone's beginning."
    )
    return deed(
        subject, "ask-host", "backbone", host,
        title=_("Ask {name} to host"),
        text=text,
        paste=_("{name}, you help so many here. Would you host one evening next week, on a question of your choice?"),
        rows=rows, name=names(subject, host), n=str(int(helped[host[0]])),
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
    people = still_here(subject, np.argsort(-counts, kind="stable"))[:2]
    people = people[counts[people] > 0]
    if not len(people):
        return None
    text = _(
        "What they wrote themselves was taken up by others. One such piece a week is worth more than ten forwards."
    )
    paste = _(
        "{names}, would you tell us this week about something that you did yourself, and that one cannot look up?"
    )
    return deed(
        subject, "bring-own", "not-public", people,
        title=_("Ask {names} for something of their own"),
        text=text,
        paste=paste,
        rows=last_rows(subject, people, own),
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
