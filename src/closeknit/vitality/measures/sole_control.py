"""13 Sole-control flags."""

from collections import Counter

from closeknit.language import N_, _
from closeknit.vitality import on_paper
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import known, unknown
from closeknit.vitality.subject import Subject


def sole_control(subject: Subject) -> Measured:
    """How many of two flags are up: fewer than two active in charge; one person brought in over half of the members.

    In: the organisers and their messages in the window; `invited_by` of the roster, without which the second flag
    stays down. Range 0–2; undefined where the organisers are unknown. n is the organisers and those whose inviter is
    known. A flag is a count of people, so no floor is set under it.
    """
    if not subject.organisers:
        return unknown(subject, _("nothing shows who runs the group; name them with --organiser"))
    active = sum(bool(subject.counts[i]) for i in subject.organisers)
    given = Counter(one.invited_by for one in on_paper.members(subject) if one.invited_by)
    brought = sum(given.values())
    alone = brought >= 2 and max(given.values()) > brought / 2
    return known(subject, int(active < 2) + int(alone), len(subject.organisers) + brought)


SOLE_CONTROL = Measure(
    13,
    "sole-control",
    N_("Sole control"),
    N_("of two flags are up: fewer than two active in charge, one who brought in over half"),
    "count",
    0,
    2,
    "T0",
    N_("Kraut & Fiore, CSCW 2014: the direction only"),
    sole_control,
)
