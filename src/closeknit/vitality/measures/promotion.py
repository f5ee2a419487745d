"""26 Promotion share."""

from closeknit.language import N_, _
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import rate, unknown
from closeknit.vitality.subject import Subject


def promotion_share(subject: Subject) -> Measured:
    """Organisers' messages that sell by their wording / organisers' messages.

    In: wording (`wording.PROMOTION`). Range 0–1; undefined where the organisers are unknown, or under 30.
    """
    if not subject.organisers:
        return unknown(subject, _("nothing shows who runs the group; name them with --organiser"))
    words = subject.wording
    theirs = subject.among(subject.organisers)[subject.rows.person[words.rows]]
    return rate(subject, int(words.is_promotion[theirs].sum()), int(theirs.sum()))


PROMOTION = Measure(
    26,
    "promotion-share",
    N_("Promotion share"),
    N_("of the organisers' messages sell something, by their wording"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition"),
    promotion_share,
)
