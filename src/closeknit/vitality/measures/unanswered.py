"""8 Unanswered share, of questions and of all openings."""

from closeknit.language import N_
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import has_times, rate
from closeknit.vitality.subject import Int64s, Subject


def questions(subject: Subject) -> Int64s:
    """Rows of the window that ask or need something by their wording and do not sell.

    Those of the last 7 days are left out: they may still be answered.
    """
    words = subject.wording
    asked = words.rows[words.is_question & ~words.is_promotion]
    return asked[subject.at[asked] < subject.window.end - 7 * DAY] if has_times(subject) else asked


def unanswered(subject: Subject) -> Measured:
    """Questions and stated needs without an answer by another person after 7 days / all of them.

    In: wording (`wording.QUESTION`), exchanges; an inferred answer counts with its probability. Range 0–1;
    undefined under 30 questions. Without times any later answer counts.
    """
    asked = questions(subject)
    answered = subject.answered_within(7) if has_times(subject) else subject.answered
    return rate(subject, float((1 - answered[asked]).sum()), len(asked), linked=True)


def answered_openings(subject: Subject) -> Measured:
    """Messages that answer nobody and were answered by another person within 7 days / all that answer nobody.

    In: exchanges, `at`. Range 0–1; undefined under 30 openings. Where an audience may comment it is high on
    a wall too: it never decides alone.
    """
    opened = subject.openings
    if has_times(subject):
        opened = opened[subject.at[opened] < subject.window.end - DAY]
    answered = subject.answered_within(7) if has_times(subject) else subject.answered
    return rate(subject, float(answered[opened].sum()), len(opened), linked=True)


UNANSWERED = Measure(
    8,
    "unanswered",
    N_("Unanswered questions"),
    N_("of the questions and needs got no answer in 7 days"),
    "share",
    0,
    1,
    "T2",
    N_("Burke et al. 2007: 40 % of would-be threads on Usenet"),
    unanswered,
)
OPENINGS = Measure(
    8,
    "answered-openings",
    N_("Answered openings"),
    N_("of what somebody began was taken up by another person within 7 days"),
    "share",
    0,
    1,
    "T2",
    N_("the project's own definition: all openings, not questions alone"),
    answered_openings,
)
