"""9 Absence factor for hosting, admissions and money: who would be missed where the chat does not show it."""

from collections import Counter

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality import on_paper
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.absence_factor import smallest_half
from closeknit.vitality.measures.reckoning import MIN_EVENTS, known, too_few, unknown
from closeknit.vitality.subject import Subject


def hosting(subject: Subject) -> Measured:
    """Smallest k who led half of the gatherings on record.

    In: recorded meetings that took place, `role` host. Range 1–n; undefined without hosts on record, or under 30
    gatherings.
    """
    led = Counter(d.source for d in on_paper.deeds(subject, "meeting") if d.role == "host" and d.state == "done")
    return _half(
        subject, led, _("no record says who led a gathering; a calendar or an attendance list with hosts would")
    )


def admissions(subject: Subject) -> Measured:
    """Smallest k who brought in half of the members of the roster.

    In: `invited_by` of the roster. Range 1–n; undefined without it, or under 30 who were brought in.
    """
    led = Counter(one.invited_by for one in on_paper.members(subject) if one.invited_by)
    return _half(subject, led, _("no roster says who brought in whom; a column for it would"))


def money(subject: Subject) -> Measured:
    """Smallest k who made half of the payments on record, by their number.

    In: recorded deals that took place. Range 1–n; undefined without any, or under 30 payments. By number, for amounts
    of several currencies do not add up.
    """
    led = Counter(d.source for d in on_paper.deeds(subject, "deal") if d.state == "done" and d.source >= 0)
    return _half(subject, led, _("no payments are on record; an account's export would show them"))


def _half(subject: Subject, counts: Counter[int] | Counter[str], why: str) -> Measured:
    n = sum(counts.values())
    if not n:
        return unknown(subject, why)
    if n < MIN_EVENTS:
        return too_few(subject, n)
    return known(subject, smallest_half(np.array(sorted(counts.values()), np.int64)), n)


_SOURCE = N_("CHAOSS, contributor absence factor, over what is on record")
ON_RECORD = (
    Measure(
        9,
        "absence-factor-hosting",
        N_("Absence factor, hosting"),
        N_("people would have to fall away for half of the gatherings to have no host"),
        "count",
        1,
        None,
        "T1",
        _SOURCE,
        hosting,
    ),
    Measure(
        9,
        "absence-factor-admissions",
        N_("Absence factor, admissions"),
        N_("people would have to fall away for half of those who come to have nobody who brings them"),
        "count",
        1,
        None,
        "T1",
        _SOURCE,
        admissions,
    ),
    Measure(
        9,
        "absence-factor-money",
        N_("Absence factor, money"),
        N_("people would have to fall away for half of the payments to be gone"),
        "count",
        1,
        None,
        "T1",
        _SOURCE,
        money,
    ),
)
