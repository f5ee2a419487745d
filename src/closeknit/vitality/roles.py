"""Who is who: those in charge, the backbone by what it does, where members stand, and who is no person.

Each role is told by one rule over deeds of the window, which its sentence states. Nobody is ranked: who stands in a
role is listed by how much of it they did, so that the first are known to be sure.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from closeknit.language import N_, _
from closeknit.records.rows import KIND_CODES, NO_TIME
from closeknit.vitality import on_paper, standing
from closeknit.vitality.findings import Role
from closeknit.vitality.instants import DAY
from closeknit.vitality.newcomers import in_window
from closeknit.vitality.subject import Int64s, Subject
from closeknit.vitality.thresholds import DRIFTED

Floats = npt.NDArray[np.float64]

MOST: Final = 200
"""People listed in a role; `Role.total` says how many there are."""
FEWEST: Final = 3.0
"""Times that somebody did a thing before they are held to carry it. Our choice: once or twice is chance."""
JOINERS: Final = 3
"""People who join a talk for its opener to have hosted it. Our choice: two make a dialogue."""
STEADY_BEFORE: Final = 120
"""Days before the last 60 in which somebody wrote on three days, to be called drifting and not merely gone."""

TITLES: Final = {
    "organisers": N_("Organisers"),
    "content": N_("Bring content"),
    "answers": N_("Answer others"),
    "hosting": N_("Host"),
    "welcoming": N_("Welcome newcomers"),
    "connecting": N_("Connect people"),
    "newcomers": N_("Newcomers"),
    "regulars": N_("Regulars"),
    "drifting": N_("Drifting away"),
    "silent": N_("Silent"),
    "relays": N_("Relays"),
    "bots": N_("Bots"),
    "mass-senders": N_("Mass senders"),
}
_ASIDE: Final = {"relays": "relay", "bots": "bot", "mass-senders": "mass-sender"}


def find_roles(subject: Subject) -> tuple[Role, ...]:
    """Everybody's roles, in the order of `findings.ROLES`; one person may stand in several."""
    drifting, silent = gone_quiet(subject)
    return (
        _organisers(subject),
        *_backbone(subject),
        _listed(
            "newcomers", newest(subject), _("First seen in the window, the latest first."), subject.window.end == 0
        ),
        _listed("regulars", standing.regulars(subject), _("Wrote on three days or more, those who wrote most first.")),
        _listed("drifting", drifting, _("Wrote on several days before and not once in the last 60.")),
        _listed("silent", silent, _("Were seen, or stand on the roster, and did not write in the last 60 days.")),
        *(
            _listed(slug, _set_aside(subject, reason), sentence)
            for (slug, reason), sentence in zip(
                _ASIDE.items(),
                (
                    _("Speak for many people on another network."),
                    _("Programs, as the tool marks them or by how they write."),
                    _("Send the same long text again and again."),
                ),
            )
        ),
    )


def _listed(slug: str, people: Int64s, sentence: str, cannot: bool = False) -> Role:
    why = _("the history gives no times") if cannot else ""
    return Role(slug, _(TITLES[slug]), standing.ints(people[:MOST]), "inferred", sentence, why, len(people))


def _organisers(subject: Subject) -> Role:
    sentence = {
        "told": _("Named as those in charge."),
        "roles": _("They announce, pin and settle: what only those in charge can do."),
        "inferred": _("They call everybody, again and again."),
        "unknown": _("Nothing shows who runs the group; volume does not."),
    }[subject.organisers_ground]
    why = _("name them with --organiser") if not subject.organisers else ""
    ground = subject.organisers_ground if subject.organisers else "inferred"
    title, total = TITLES["organisers"], len(subject.organisers)
    return Role("organisers", _(title), subject.organisers[:MOST], ground, sentence, why, total)


def _backbone(subject: Subject) -> tuple[Role, ...]:
    """Who carries each function: all who did it at least half as often as whoever did it most."""
    rule = _("Three times or more, and half as often as whoever did it most: {what}.")
    told = {
        "content": (content(subject), _("words of their own that others took up")),
        "answers": (answers(subject), _("answers to what others began")),
        "hosting": (hosting(subject), _("talks that three people or more joined, and gatherings they led")),
        "welcoming": (welcoming(subject), _("answers to somebody's first message")),
        "connecting": (connecting(subject), _("people named together who then began to talk")),
    }
    return tuple(_listed(slug, carriers(done), rule.format(what=what)) for slug, (done, what) in told.items())


def carriers(done: Floats) -> Int64s:
    """Who did it `FEWEST` times or more, and at least half as often as whoever did it most; those first."""
    order = np.argsort(-np.round(done, 6), kind="stable")
    enough = done[order] >= max(FEWEST, done.max(initial=0.0) / 2)
    return np.asarray(order[enough], np.int64)


def content(subject: Subject) -> Floats:
    """Of each person: messages of their own that others took up, by their probability."""
    words, rows = subject.wording, subject.rows
    idle = words.is_passed_on | words.is_promotion | words.is_receipt | words.is_greeting
    own = words.rows[~idle & (rows.person[words.rows] >= 0)]
    return np.bincount(rows.person[own], subject.answered[own].astype(np.float64), len(rows.people))


def answers(subject: Subject) -> Floats:
    """Of each person: the weight of their answers in talks that others began."""
    found, person = subject.here, subject.rows.person
    if not len(found):
        return np.zeros(len(subject.rows.people))
    inside = person[subject.begun] != found.source
    return np.bincount(found.source[inside], found.probability[inside].astype(np.float64), len(subject.rows.people))


def hosting(subject: Subject) -> Floats:
    """Of each person: talks they began that `JOINERS` others joined, and gatherings on record that they led."""
    found, rows = subject.here, subject.rows
    people = len(rows.people)
    done = np.zeros(people)
    if len(found):
        begun = subject.begun
        joined = np.unique(begun * np.int64(people) + found.source)
        talk = joined // people
        joined = joined[(joined % people != rows.person[talk]) & (rows.person[talk] >= 0)]
        talks, n = np.unique(joined // people, return_counts=True)
        done += np.bincount(rows.person[talks[n >= JOINERS]], minlength=people)
    for one in on_paper.deeds(subject, "meeting"):
        if one.role == "host" and one.state == "done" and one.source >= 0 and one.at >= subject.window.start:
            done[one.source] += 1
    return done


def welcoming(subject: Subject) -> Floats:
    """Of each person: the weight of their answers to first messages of newcomers."""
    found = subject.here
    came = in_window(subject, subject.arrivals)
    first = np.isin(found.answered_row, came.spoke[came.spoke >= 0])
    return np.bincount(found.source[first], found.probability[first].astype(np.float64), len(subject.rows.people))


def connecting(subject: Subject) -> Floats:
    """Of each person: how often they named two together who then began to talk, and introductions on record."""
    rows = subject.rows.person[subject.signs.introductions]
    done = np.bincount(rows[rows >= 0], minlength=len(subject.rows.people)).astype(np.float64)
    for one in on_paper.deeds(subject, "introduction"):
        if one.state == "done" and one.source >= 0:
            done[one.source] += 1
    return done


def newest(subject: Subject) -> Int64s:
    """Who was first seen in the window, the latest first."""
    came = in_window(subject, subject.arrivals)
    return came.person[np.argsort(-came.first, kind="stable")]


def gone_quiet(subject: Subject) -> tuple[Int64s, Int64s]:
    """Those who wrote steadily and have not for 60 days; and everybody else who has not, the last heard first.

    Those who left by a notice, and programs, are in neither. Both are empty where the history is shorter than that.
    """
    rows, end = subject.rows, subject.window.end
    nobody = np.zeros(0, np.int64)
    if standing.span(subject) < DRIFTED or not end:
        return nobody, nobody
    people = len(rows.people)
    said = subject.is_said & (rows.person >= 0) & (subject.at != NO_TIME) & (subject.at < end)
    last = np.full(people, NO_TIME, np.int64)
    np.maximum.at(last, rows.person[said], subject.at[said])
    before = np.flatnonzero(said & (subject.at >= end - (DRIFTED + STEADY_BEFORE) * DAY))
    days = np.unique(subject.day[before] * people + rows.person[before]) % people
    steady = np.bincount(days, minlength=people) >= standing.REGULAR_DAYS
    there = np.fromiter((not person.is_bot for person in rows.people), np.bool_, people)
    there[rows.person[(rows.kind == KIND_CODES["leave"]) & (rows.person >= 0)]] = False
    quiet = np.flatnonzero(there & (last < end - DRIFTED * DAY))
    quiet = quiet[np.argsort(-last[quiet], kind="stable")]
    return quiet[steady[quiet]], quiet[~steady[quiet]]


def _set_aside(subject: Subject, reason: str) -> Int64s:
    return np.array([one.person for one in subject.set_aside if one.reason == reason], np.int64)
