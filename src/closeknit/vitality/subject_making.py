"""From rows and links to what is examined: the people, the window and the organisers are settled here."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from closeknit.answers.links import Links, Reach
from closeknit.records.enrolment import Enrolment
from closeknit.records.rows import NO_TIME, Rows
from closeknit.ties.exchanges import Exchanges, from_links
from closeknit.vitality.instants import filled
from closeknit.vitality.organisers import find_organisers
from closeknit.vitality.set_aside import set_aside
from closeknit.vitality.subject import Subject
from closeknit.vitality.window import BELIEVED, find_reach, find_window
from closeknit.vitality.wording import are_notices

MARKED: Final = 1.0
"""The probability of answers that the history states; no inferred one reaches it."""


def make_subject(
    rows: Rows,
    links: Links | Callable[[Reach | None], Links],
    *,
    zone: ZoneInfo,
    organisers: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    enrolment: Enrolment | None = None,
) -> Subject:
    """Settle who is a person, which part is judged, and who runs the group.

    `links` are parallel to `rows`, or what gives them as soon as is known how far they need reach; `organisers` are
    names or ids as the user types them; `since` and `until` are days of `zone`, both included; `enrolment` says who the
    people of a roster and of records are, its indices being those of `rows.people`. Organisers that nobody told are
    taken from the roster where it names any.
    """
    rows, aside = set_aside(rows)
    window, inside = find_window(rows, zone, since=since, until=until)
    if not isinstance(links, Links):
        links = links(find_reach(rows, window))
    found, ground, absent = find_organisers(rows, organisers)
    if not organisers and enrolment and (listed := _in_charge(enrolment)):
        found, ground = listed, "told"
    made = Subject(
        rows,
        links,
        believed(rows, from_links(rows, links)),
        window,
        inside,
        found,
        ground,
        aside,
        zone,
        organisers_absent=absent,
        enrolment=enrolment,
    )
    return made.sure(MARKED) if are_notices(made.wording) else made


def _in_charge(enrolment: Enrolment) -> tuple[int, ...]:
    """The organisers whom a roster names."""
    roles = enrolment.roster["role"].to_pylist()
    people = {int(i) for i, role in zip(enrolment.members.tolist(), roles) if role == "organiser" and i >= 0}
    return tuple(sorted(people))


def believed(rows: Rows, exchanges: Exchanges) -> Exchanges:
    """The exchanges without the inferred ones that come too late; those without times stay."""
    at = filled(rows)
    asked, answered = at[exchanges.answered_row], at[exchanges.row]
    known = (asked != NO_TIME) & (answered != NO_TIME)
    return exchanges.take(exchanges.is_explicit | ~known | (answered - asked <= BELIEVED))
