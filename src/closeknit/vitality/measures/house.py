"""21 Supply–demand fill, 22 tool-loss reach, 23 standards kept: what rosters and the house's own books show."""

from closeknit.language import N_, _
from closeknit.records.rows import NO_TIME
from closeknit.vitality import on_paper
from closeknit.vitality.findings import Measure, Measured
from closeknit.vitality.instants import DAY
from closeknit.vitality.measures.reckoning import rate, unknown
from closeknit.vitality.subject import Subject


def fill(subject: Subject) -> Measured:
    """Needs on record that were met / needs posted at least 30 days before the window's end.

    In: recorded exchanges of kind `need-met`; those that are not `done` were posted and not met. Range 0–1; undefined
    without needs on record, or under 30. A chat's questions are measure 8: a question is not yet a need.
    """
    posted = [d for d in on_paper.deeds(subject, "need-met") if d.at == NO_TIME or d.at < subject.window.end - 30 * DAY]
    if not posted:
        return unknown(subject, _("no needs are on record; a board of offers and needs would show them"))
    return rate(subject, sum(d.state == "done" for d in posted), len(posted))


def reach(subject: Subject) -> Measured:
    """Members with two or more channels of contact that they agreed to / members of the roster.

    In: `contacts`, `consents` of the roster. Consent that was not asked does not count. Range 0–1; undefined without
    a roster with contacts, or under 30 members. What would remain of the contacts without one tool, the drill says.
    """
    listed = on_paper.present(subject)
    if not any(one.channels for one in listed):
        return unknown(
            subject, _("no contacts are on record; a roster with two channels for each member would show them")
        )
    return rate(subject, sum(one.channels >= 2 and one.consents is True for one in listed), len(listed))


def standards(subject: Subject) -> Measured:
    """Breaches open past their grace, days from breach to decision, appeals upheld, returns within 180 days.

    In: breaches, warnings, decisions and appeals, which no chat and no roster holds. Range 0–1; undefined from
    everything that can be read today: removals alone do not say what was breached.
    """
    return unknown(subject, _("breaches, warnings and decisions must be on record; a chat shows removals at most"))


FILL = Measure(
    21,
    "supply-demand-fill",
    N_("Needs met"),
    N_("of the needs on record were met"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition"),
    fill,
)
REACH = Measure(
    22,
    "tool-loss-reach",
    N_("Reach without the tool"),
    N_("of the members can be reached by two channels, as they agreed"),
    "share",
    0,
    1,
    "T0",
    N_("the project's own definition"),
    reach,
)
STANDARDS = Measure(
    23,
    "standards-kept",
    N_("Standards kept"),
    N_("of the breaches were decided within their grace"),
    "share",
    0,
    1,
    "T1",
    N_("the project's own definition"),
    standards,
)
