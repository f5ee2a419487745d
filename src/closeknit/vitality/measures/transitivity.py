"""16 Transitivity."""

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, known, too_few
from closeknit.vitality.subject import Subject


def transitivity(subject: Subject) -> Measured:
    """3 · triangles / triples of the symmetric fabric.

    In: ties. Range 0–1; undefined under 30 triples. Open triples that close are a measure of their own.
    """
    closed, triples = subject.fabric.triangles
    if triples < MIN_EVENTS:
        return too_few(subject, triples, linked=True)
    return known(subject, 3 * closed / triples, triples, linked=True)


TRANSITIVITY = Measure(
    16,
    "transitivity",
    N_("Transitivity"),
    N_("of the chances that two who talk to the same person talk to each other are taken"),
    "share",
    0,
    1,
    "T1",
    N_("Wasserman & Faust, Social Network Analysis, 1994"),
    transitivity,
)
