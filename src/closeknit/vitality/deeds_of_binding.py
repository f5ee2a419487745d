"""Deeds of binding: a table for regulars who hardly meet, a second contact, a second in charge, the invited."""

import numpy as np

from closeknit.language import _
from closeknit.vitality import standing
from closeknit.vitality.conditions_of_giving import invited
from closeknit.vitality.deeds import deed, still_here
from closeknit.vitality.findings import Remedy
from closeknit.vitality.measures.sole_control import sole_control
from closeknit.vitality.subject import Subject


def set_table(subject: Subject) -> Remedy | None:
    """Three regulars, outside the middle, who meet one person again at most, brought to one table; nobody where who
    knows whom is not seen.
    """
    if subject.is_chance:
        return None
    aside = subject.among(subject.pattern.middle)
    lone = np.setdiff1d(standing.regulars(subject), standing.acquainted(subject))
    lone = still_here(subject, lone[~aside[lone]])
    people = lone[np.argsort(-subject.counts[lone], kind="stable")][:3]
    if len(people) < 2:
        return None
    text = _(
        "They come often and meet one person again at most. A call, a walk or a meal of three does what a hundred "
        "lines do not."
    )
    return deed(
        subject, "set-table", "familiarity", people,
        title=_("Bring {names} to one table"),
        text=text,
        paste=_("{names}: shall we talk for half an hour this week, just us? What suits you?"),
    )  # fmt: skip


def swap_contacts(subject: Subject) -> Remedy | None:
    """The closest pair, outside the middle where there is one, asked for a second way to reach each other."""
    a, b = standing.deep_pairs(subject)
    if not len(a) or subject.is_chance:
        return None
    pairs = subject.fabric.pairs
    out = subject.among(subject.pattern.middle)
    aside = ~out[a] & ~out[b]
    if aside.any():
        a, b = a[aside], b[aside]
    weight = dict(zip(zip(pairs.a.tolist(), pairs.b.tolist()), pairs.weight.tolist()))
    best = max(zip(a.tolist(), b.tolist()), key=lambda pair: (round(weight[pair], 6), -pair[0], -pair[1]))
    people = np.array(best, np.int64)
    text = _(
        "They are close here. If this tool were gone tomorrow, would they still find each other? Begin with them; "
        "others follow."
    )
    paste = _(
        "{names}, if this group were gone tomorrow: how would you reach each other? Write it down for each other."
    )
    return deed(
        subject, "swap-contacts", "deep-links", people,
        title=_("Ask {names} for a second way to reach each other"),
        text=text,
        paste=paste,
    )  # fmt: skip


def second_in_charge(subject: Subject) -> Remedy | None:
    """Where one alone is in charge: whoever, beside them, answers most, asked to share it."""
    if len(subject.organisers) != 1 or not sole_control(subject).value:
        return None
    given = np.bincount(subject.here.source, subject.here.probability, len(subject.rows.people))
    given[list(subject.organisers)] = 0
    if given.max(initial=0) < 3:
        return None
    people = np.array([int(np.argmax(np.round(given, 6)))])
    paste = _(
        "{names}, you help so many here. Would you share the charge of this group with me, for a month to begin with?"
    )
    return deed(
        subject, "second-in-charge", "leaders", people,
        title=_("Ask {names} to share the charge"),
        text=_("One alone is in charge here. Groups with one alone fared worse; {names} already answers many."),
        paste=paste,
    )  # fmt: skip


def write_to_invited(subject: Subject) -> Remedy | None:
    """Those whom members brought in and who did not stay, the latest first: asked what they had hoped for."""
    people, stayed, *_rest = invited(subject)
    gone = np.setdiff1d(people, stayed)
    if not len(gone):
        return None
    first = dict(zip(subject.arrivals.person.tolist(), subject.arrivals.first.tolist()))
    gone = np.array(sorted(gone.tolist(), key=lambda i: -first.get(i, 0))[:5], np.int64)
    return deed(
        subject, "write-to-invited", "growth", gone,
        title=_("Ask {names} what they had hoped for"),
        text=_("Somebody here brought them in, and they did not stay. Let the one who brought them ask, in private."),
        paste=_("{names}, what had you hoped to find here, and what was missing?"),
    )  # fmt: skip
