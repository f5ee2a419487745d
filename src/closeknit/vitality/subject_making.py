"""From rows and links to what is examined: the people, the window and the organisers are settled here."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from closeknit.answers.links import Links
from closeknit.records.rows import Rows
from closeknit.ties.exchanges import from_links
from closeknit.vitality.organisers import find_organisers
from closeknit.vitality.set_aside import set_aside
from closeknit.vitality.subject import Subject
from closeknit.vitality.window import find_window


def make_subject(
    rows: Rows,
    links: Links,
    *,
    zone: ZoneInfo,
    organisers: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> Subject:
    """Settle who is a person, which part is judged, and who runs the group.

    `links` are parallel to `rows`; `organisers` are names or ids as the user types them; `since` and `until`
    are days of `zone`, both included.
    """
    rows, aside = set_aside(rows)
    window, inside = find_window(rows, zone, since=since, until=until)
    found, ground, absent = find_organisers(rows, organisers)
    return Subject(
        rows, links, from_links(rows, links), window, inside, found, ground, aside, zone, organisers_absent=absent
    )
