"""14 Mesh share, and the organisers' share of messages."""

from closeknit.language import N_, _
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, known, rate, too_few, unknown
from closeknit.vitality.subject import Subject


def mesh_share(subject: Subject) -> Measured:
    """Σ w(u→v: u, v ∉ O) / Σ w over the window's exchanges.

    In: exchanges with their probabilities; O the organisers, or, where these are unknown, the one person who
    takes part in most exchanges. Range 0–1; undefined under 30 exchanges.
    """
    found = subject.here
    if len(found) < MIN_EVENTS:
        return too_few(subject, len(found), linked=True)
    middle = subject.among(subject.organisers or subject.pattern.middle)
    weight = found.probability.astype(float)
    aside = ~middle[found.source] & ~middle[found.target]
    return known(subject, float(weight[aside].sum() / weight.sum()), len(found), linked=True)


def organiser_share(subject: Subject) -> Measured:
    """Messages by organisers / messages by people.

    In: `person`; undefined where the organisers are unknown: the busiest person is no stand-in here, for
    then it would only say who is busiest. Range 0–1; undefined under 30 messages.
    """
    if not subject.organisers:
        return unknown(subject, _("nothing shows who runs the group; name them with --organiser"))
    return rate(subject, int(subject.counts[list(subject.organisers)].sum()), len(subject.said))


MESH_SHARE = Measure(
    14,
    "mesh-share",
    N_("Mesh share"),
    N_("of the answers pass between members, without the organisers"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition"),
    mesh_share,
)
ORGANISER_SHARE = Measure(
    14,
    "organiser-share",
    N_("Organisers' share"),
    N_("of the messages are the organisers'"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition"),
    organiser_share,
)
