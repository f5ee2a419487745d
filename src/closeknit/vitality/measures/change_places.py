"""Whether people change places. Ours, for condition 4: begun and taken up by the same people, many helped by many."""

from closeknit.language import N_, _
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import MIN_EVENTS, known, too_few, unknown
from closeknit.vitality.subject import Subject


def equals(subject: Subject) -> Measured:
    """How evenly those who talk to and fro both begin talks and join others', over the same with roles by lot.

    In: links (the talks), exchanges. About 1 where nobody has a role, 0 where some only begin and others only join;
    by luck it may exceed 1. Range 0–∞; undefined under 30 talks, or where nobody took part in two. `turns.find_turns`
    gives the formula.
    """
    turns = subject.turns
    if turns.talks < MIN_EVENTS:
        return too_few(subject, turns.talks, linked=True)
    if turns.equals is None:
        return unknown(subject, _("nobody took part in two talks"))
    return known(subject, turns.equals, turns.talks, linked=True)


def helpers(subject: Subject) -> Measured:
    """Effective number of people who answer in others' talks / of those who begin talks.

    In: links, exchanges with their probabilities. A talk counts once for each who begins it or answers in it. The
    effective number is (Σw)² / Σw². Range 0–∞; undefined under 30 talks.
    """
    turns = subject.turns
    if turns.talks < MIN_EVENTS or turns.helpers is None:
        return too_few(subject, min(turns.talks, MIN_EVENTS - 1), linked=True)
    return known(subject, turns.helpers, turns.talks, linked=True)


EQUALS = Measure(
    0,
    "equals",
    N_("Changing places"),
    N_("of the evenness that chance would give between beginning and taking up, 1 where nobody has a role"),
    "index",
    0,
    None,
    "T2",
    N_("the project's own definition; luck by the binomial's mean absolute deviation (de Moivre 1730)"),
    equals,
)
HELPERS = Measure(
    0,
    "helpers",
    N_("Helpers to askers"),
    N_("people who help for each one who begins a talk, as effective numbers"),
    "index",
    0,
    None,
    "T2",
    N_("Simpson 1949; Laakso & Taagepera 1979, over helpers and over askers"),
    helpers,
)
