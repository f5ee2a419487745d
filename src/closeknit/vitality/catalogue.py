"""Every measure there is, in the order of the project's list, and how all are taken at once."""

from dataclasses import replace
from statistics import median
from typing import Final

from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.absence_factor import ABSENCE, ABSENCE_ANSWERS
from closeknit.vitality.measures.active_share import ACTIVE_SHARE
from closeknit.vitality.measures.answer_time import ANSWER_TIME
from closeknit.vitality.measures.backbone import BACKBONE
from closeknit.vitality.measures.change_places import EQUALS, HELPERS
from closeknit.vitality.measures.closure import CLOSURE
from closeknit.vitality.measures.connected import CONNECTED, ISOLATES
from closeknit.vitality.measures.deep_ties import DEEP_MEMBERS, DEEP_TIES
from closeknit.vitality.measures.forwarded import FORWARDED, ORGANISER_ANSWERED
from closeknit.vitality.measures.gatherings import NO_SHOW, YIELD
from closeknit.vitality.measures.greeting import GREETED
from closeknit.vitality.measures.house import FILL, REACH, STANDARDS
from closeknit.vitality.measures.mesh_share import MESH_SHARE, ORGANISER_SHARE
from closeknit.vitality.measures.mobility import CONTINUITY, MOBILITY
from closeknit.vitality.measures.newcomers_answered import ANSWERED
from closeknit.vitality.measures.on_record import ON_RECORD
from closeknit.vitality.measures.participation import GINI, HEAVY
from closeknit.vitality.measures.promotion import PROMOTION
from closeknit.vitality.measures.reciprocity import RECIPROCITY, TWO_WAY, TWO_WAY_ASIDE
from closeknit.vitality.measures.regularity import REGULARITY, TALKING_DAYS
from closeknit.vitality.measures.retention import RETENTION
from closeknit.vitality.measures.second_act import SECOND_ACT
from closeknit.vitality.measures.sole_control import SOLE_CONTROL
from closeknit.vitality.measures.stickiness import STICKINESS
from closeknit.vitality.measures.survival import SURVIVAL
from closeknit.vitality.measures.transitivity import TRANSITIVITY
from closeknit.vitality.measures.unanswered import OPENINGS, UNANSWERED
from closeknit.vitality.subject import PERIODS, Subject

CATALOGUE: Final[tuple[Measure, ...]] = (
    ACTIVE_SHARE,
    STICKINESS,
    *RETENTION,
    SURVIVAL,
    ANSWERED,
    SECOND_ACT,
    ANSWER_TIME,
    UNANSWERED,
    OPENINGS,
    ABSENCE,
    ABSENCE_ANSWERS,
    *ON_RECORD,
    BACKBONE,
    CONTINUITY,
    MOBILITY,
    SOLE_CONTROL,
    MESH_SHARE,
    ORGANISER_SHARE,
    RECIPROCITY,
    TWO_WAY,
    TWO_WAY_ASIDE,
    TRANSITIVITY,
    CLOSURE,
    CONNECTED,
    ISOLATES,
    GINI,
    HEAVY,
    REGULARITY,
    TALKING_DAYS,
    YIELD,
    NO_SHOW,
    FILL,
    REACH,
    STANDARDS,
    FORWARDED,
    ORGANISER_ANSWERED,
    GREETED,
    PROMOTION,
    DEEP_MEMBERS,
    DEEP_TIES,
    EQUALS,
    HELPERS,
)

LINKED: Final = (ANSWERED, ANSWER_TIME, UNANSWERED, OPENINGS, DEEP_TIES, MESH_SHARE, RECIPROCITY, TWO_WAY)
"""Measures that rest on answers and are also given for links of at least `SURE`."""

REMEMBERED: Final = (STICKINESS, UNANSWERED, OPENINGS, DEEP_TIES, MESH_SHARE, RECIPROCITY, TWO_WAY, GINI, TALKING_DAYS)
"""Measures that are compared with the group's own past."""

SURE: Final = (0.5, 0.7, 0.9)


def measure_all(subject: Subject) -> dict[str, Measured]:
    """Every measure of the catalogue by its slug."""
    found = {measure.slug: measure.compute(subject) for measure in CATALOGUE}
    past = [earlier for earlier in subject.earlier if len(earlier.said)]
    if len(past) >= PERIODS:
        for measure in REMEMBERED:
            values = [then.value for then in map(measure.compute, past) if then.value is not None]
            if len(values) >= PERIODS:
                found[measure.slug] = replace(found[measure.slug], past=float(median(values)))
    if not subject.here.is_explicit.all():
        # One at a time: each holds what it worked out of the whole history.
        surer = [[measure.compute(one).value for measure in LINKED] for one in map(subject.sure, SURE)]
        for measure, *values_if in zip(LINKED, *surer, strict=True):
            found[measure.slug] = replace(found[measure.slug], if_sure=tuple(values_if))
    return found
