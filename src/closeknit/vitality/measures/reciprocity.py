"""15 Reciprocity of pairs, and the two-way share of messages."""

from closeknit.language import N_, _
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, inferred, known, rate, too_few, unknown
from closeknit.vitality.subject import Subject


def reciprocity(subject: Subject) -> Measured:
    """Pairs in which each answered the other / pairs with any answer.

    In: ties. Range 0–1; undefined under 30 pairs. A star whose middle answers everyone scores high: see the
    two-way share without the middle.
    """
    pairs = subject.fabric.pairs
    return rate(subject, int(pairs.is_mutual.sum()), len(pairs), linked=True)


def two_way(subject: Subject) -> Measured:
    """Messages that answer somebody who also answers their author / messages by people.

    In: exchanges, each weighed with its probability times that of the surest answer back. Range 0–1;
    undefined under 30 messages. `pattern.find_pattern` gives what chance would show.
    """
    n = subject.pattern.messages
    if n < MIN_EVENTS:
        return too_few(subject, n, linked=True)
    return Measured(subject.pattern.two_way, n, subject.coverage, inferred=inferred(subject))


def two_way_aside(subject: Subject) -> Measured:
    """The share of the two-way exchange that touches nobody in the middle.

    In: as above; the middle is the organisers, or whoever takes part in most exchanges. Range 0–1; undefined
    under 30 exchanges or without any two-way exchange.
    """
    pattern = subject.pattern
    if pattern.exchanges < MIN_EVENTS:
        return too_few(subject, pattern.exchanges, linked=True)
    if pattern.aside is None:
        return unknown(subject, _("no two people answered each other"))
    return known(subject, pattern.aside, pattern.exchanges, linked=True)


RECIPROCITY = Measure(
    15,
    "reciprocity",
    N_("Reciprocity"),
    N_("of the pairs with any answer answered each other"),
    "share",
    0,
    1,
    "T2",
    N_("Wasserman & Faust, Social Network Analysis, 1994"),
    reciprocity,
)
TWO_WAY = Measure(
    15,
    "two-way",
    N_("Two-way exchange"),
    N_("of the messages stand in an exchange that goes both ways"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition: by messages, so that few pairs cannot swing it"),
    two_way,
)
TWO_WAY_ASIDE = Measure(
    15,
    "two-way-aside",
    N_("Two-way without the middle"),
    N_("of the two-way exchange does without the one in the middle"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition: a star is no mesh"),
    two_way_aside,
)
