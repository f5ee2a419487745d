"""Deeds of binding: a table for regulars who meet nobody again, a second contact, a second in charge, the invited."""

import numpy as np

from closeknit.language import _
from closeknit.vitality import standing
from closeknit.vitality.conditions_of_giving import invited
from closeknit.vitality.findings import Remedy
from closeknit.vitality.measures.sole_control import sole_control
from closeknit.vitality.standing import ints, names
from closeknit.vitality.subject import Int64s, Subject


def set_table(subject: Subject) -> Remedy | None:
    """Three regulars, outside the middle, who meet nobody again, brought to one table."""
    aside = subject.among(subject.pattern.middle)
    lone = np.setdiff1d(standing.regulars(subject), standing.acquainted(subject))
    lone = lone[~aside[lone]]
    people = lone[np.argsort(-subject.counts[lone], kind="stable")][:3]
    if len(people) < 2:
        return None
    return Remedy(
        "set-table",
        _("Bring {names} to one table").format(names=names(subject, people)),
        _("They come often and meet nobody again. A call, a walk or a meal of three does what a hundred lines do not."),
        "familiarity",
        ints(people),
        _last_rows(subject, people),
        _("{names}: shall we talk for half an hour this week, just us? What suits you?").format(
            names=names(subject, people)
        ),
    )  # fmt: skip


def swap_contacts(subject: Subject) -> Remedy | None:
    """The closest pair, outside the middle where there is one, asked for a second way to reach each other."""
    a, b = standing.deep_pairs(subject)
    if not len(a):
        return None
    pairs = subject.fabric.pairs
    out = subject.among(subject.pattern.middle)
    aside = ~out[a] & ~out[b]
    if aside.any():
        a, b = a[aside], b[aside]
    weight = dict(zip(zip(pairs.a.tolist(), pairs.b.tolist()), pairs.weight.tolist()))
    best = max(zip(a.tolist(), b.tolist()), key=lambda pair: (round(weight[pair], 6), -pair[0], -pair[1]))
    people = np.array(best, np.int64)
    return Remedy(
        "swap-contacts",
        _("Ask {names} for a second way to reach each other").format(names=names(subject, people)),
        _(
            "They are close here. If this tool were gone tomorrow, would they still find each other? Begin with them; "
            "others follow."
        ),
        "deep-links",
        ints(people),
        _last_rows(subject, people),
        _(
            "{names}, if this group were gone tomorrow: how would you reach each other? Write it down for each other."
        ).format(names=names(subject, people)),
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
    return Remedy(
        "second-in-charge",
        _("Ask {names} to share the charge").format(names=names(subject, people)),
        _("One alone is in charge here. Groups with one alone fared worse; {names} already answers many.").format(
            names=names(subject, people)
        ),
        "leaders",
        ints(people),
        _last_rows(subject, people),
        _(
            "{names}, you help so many here. Would you share the charge of this group with me, for a month to begin "
            "with?"
        ).format(names=names(subject, people)),
    )  # fmt: skip


def write_to_invited(subject: Subject) -> Remedy | None:
    """Those whom members brought in and who did not stay, the latest first: asked what they had hoped for."""
    people, stayed, _alone = invited(subject)
    gone = np.setdiff1d(people, stayed)
    if not len(gone):
        return None
    first = dict(zip(subject.arrivals.person.tolist(), subject.arrivals.first.tolist()))
    gone = np.array(sorted(gone.tolist(), key=lambda i: -first.get(i, 0))[:5], np.int64)
    return Remedy(
        "write-to-invited",
        _("Ask {names} what they had hoped for").format(names=names(subject, gone)),
        _("Somebody here brought them in, and they did not stay. Let the one who brought them ask, in private."),
        "growth",
        ints(gone),
        _last_rows(subject, gone),
        _("{names}, what had you hoped to find here, and what was missing?").format(names=names(subject, gone)),
    )  # fmt: skip


def _last_rows(subject: Subject, people: Int64s) -> tuple[int, ...]:
    """The last message of the window of each, where they wrote any."""
    who = subject.rows.person[subject.said]
    return tuple(int(subject.said[who == i][-1]) for i in people.tolist() if (who == i).any())
