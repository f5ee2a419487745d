"""The one door: from a subject to everything that is found about it."""

from typing import NamedTuple

import numpy as np

from closeknit.language import _, ngettext
from closeknit.vitality.catalogue import measure_all
from closeknit.vitality.conditions import judge_conditions
from closeknit.vitality.dimensions import find_dimensions
from closeknit.vitality.failures import find_failures
from closeknit.vitality.findings import Dimension, Failure, Judged, Measured, Remedy, Role, Verdict
from closeknit.vitality.instants import DAY
from closeknit.vitality.limits import program_share
from closeknit.vitality.remedies import prescribe
from closeknit.vitality.roles import find_roles
from closeknit.vitality.subject import Subject
from closeknit.vitality.verdict import find_word
from closeknit.vitality.wording import are_notices


class Judgement(NamedTuple):
    """Values of all measures by slug, the conditions in the order of the project's list, the word, what to do this
    week, and what the reader must know about how it was reached; then where the group stands on the dimensions, who
    is who, which of the reasons for which groups fail were seen, and what may be done later.
    """

    measures: dict[str, Measured]
    conditions: tuple[Judged, ...]
    verdict: Verdict
    remedies: tuple[Remedy, ...]
    notes: tuple[str, ...]
    dimensions: tuple[Dimension, ...] = ()
    roles: tuple[Role, ...] = ()
    failures: tuple[Failure, ...] = ()
    further: tuple[Remedy, ...] = ()


def judge(subject: Subject) -> Judgement:
    """Measure, judge, say the word and prescribe, in the language in force."""
    measures = measure_all(subject)
    conditions = judge_conditions(subject, measures)
    verdict = find_word(subject, conditions)
    remedies, further = prescribe(subject, conditions, verdict)
    return Judgement(
        measures,
        conditions,
        verdict,
        remedies,
        tuple(find_notes(subject)),
        find_dimensions(subject, measures, conditions),
        find_roles(subject),
        find_failures(subject, measures),
        further,
    )


def find_notes(subject: Subject) -> list[str]:
    """How it was reached and what to beware of, a sentence each."""
    notes = []
    if subject.organisers_absent and subject.organisers:
        absent = ", ".join(subject.organisers_absent)
        notes.append(
            _("Nobody in this history is called {names}; the other organisers told were used.").format(names=absent)
        )
    if subject.organisers_ground == "roles":
        notes.append(_("Who runs the group was read from what only those in charge do: announcements and pins."))
    elif subject.organisers_ground == "inferred":
        notes.append(_("Who runs the group was inferred from who calls everybody; --organiser says it for certain."))
    elif subject.has_stand_in and subject.middle:
        notes.append(
            _(
                "Nothing shows who runs the group; whoever takes part in most exchanges stands in for them. "
                "--organiser says it."
            )
        )
    if subject.links.method != "none" and are_notices(subject.wording):
        notes.append(
            _(
                "Hardly any message asks, greets, acknowledges or is a word or two, as talk is; so these are taken for "
                "notices, and answers between them were not inferred."
            )
        )
    aside = {one.reason for one in subject.set_aside}
    if aside:
        n = len(subject.set_aside)
        text = ngettext(
            "{n} sender is no person and was set aside: {share} % of what was sent in the window.",
            "{n} senders are no persons and were set aside: {share} % of what was sent in the window.",
            n,
        )
        notes.append(text.format(n=n, share=round(100 * program_share(subject))))
    if "relay" in aside:
        notes.append(_("A relay speaks for many people here; they were not counted, so this picture is not whole."))
    if gap := longest_gap(subject):
        notes.append(
            _("There is a gap of {days} days in the history; what lies before it may be another life.").format(days=gap)
        )
    return notes


def longest_gap(subject: Subject) -> int:
    """The longest stretch in days without any message in the whole history, where it is over half a year; else 0."""
    days = np.unique(subject.day[subject.is_said & (subject.day > -(10**9))])
    gap = int(np.diff(days).max(initial=0))
    return gap if gap * DAY > 182 * DAY else 0
