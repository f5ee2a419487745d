"""24 Forwarded share and answered organiser posts."""

import numpy as np

from closeknit.language import N_, _
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.measures.reckoning import has_times, rate, unknown
from closeknit.vitality.subject import Subject


def forwarded_share(subject: Subject) -> Measured:
    """Forwarded messages, merged forwards, shared cards and bare addresses / messages.

    In: `is_forwarded`, `kind`, wording. Range 0–1; undefined under 30 messages. Many exports do not mark a
    forward: the true share is this or more.
    """
    words = subject.wording
    return rate(subject, int(words.is_passed_on.sum()), len(words.rows))


def organiser_answered(subject: Subject) -> Measured:
    """Organisers' messages with an answer by another person or a reaction within 48 h / organisers' messages.

    In: exchanges, `reactions`. Range 0–1; undefined where the organisers are unknown, or under 30 messages.
    """
    if not subject.organisers:
        return unknown(subject, _("nothing shows who runs the group; name them with --organiser"))
    rows = subject.said[subject.among(subject.organisers)[subject.rows.person[subject.said]]]
    answered = (subject.answered_within(2) if has_times(subject) else subject.answered)[rows]
    liked = np.asarray(subject.rows.table["reactions"].combine_chunks().is_valid().to_numpy(zero_copy_only=False))[rows]
    return rate(subject, float(np.where(liked, 1.0, answered).sum()), len(rows), linked=True)


FORWARDED = Measure(
    24,
    "forwarded-share",
    N_("Forwarded share"),
    N_("of the messages were passed on from elsewhere, as far as the export says so"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition"),
    forwarded_share,
)
ORGANISER_ANSWERED = Measure(
    24,
    "organiser-answered",
    N_("Organisers' posts answered"),
    N_("of the organisers' messages were answered or reacted to within two days"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition"),
    organiser_answered,
)
