"""Calendars (.ics, RFC 5545): gatherings that were planned, who called them, and who said that they would come.

Google Calendar, Outlook, Apple Calendar, Meetup, Luma, Nextcloud and most others write it. An invitation that was
accepted is no attendance: `agreed`, never `done`. The format is small, and what is wanted of it smaller; it is read
by hand because the libraries for it stop at a bad line, and people's files have many. Checked against RFC 5545 and
7986, 2026-11.
"""

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.icalendar.lines import components
from closeknit.errors import UnknownFormat
from closeknit.language import N_, _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source


def sniff(source: Source) -> int:
    """Certain, where the file begins as a calendar does; likely, where it begins with one of its events."""
    if source.is_folder or not source.head_text:
        return NO
    head = source.head_text.lstrip()[:20].upper()
    if head.startswith("BEGIN:VCALENDAR"):
        return CERTAIN
    return LIKELY if head.startswith("BEGIN:VEVENT") else NO


def read(source: Source, options: ReadOptions) -> History:
    """Read every event. Raises UnknownFormat where there is none."""
    from closeknit.carriers.icalendar.reading import Reader

    reader = Reader(source, options)
    for name, line, properties in components(source, reader.bad):
        reader.take(name, line, properties)
    if not reader.events:
        raise UnknownFormat(
            _("{path} holds no event of a calendar.").format(path=source.path),
            _("Export the calendar again, with its past events."),
        )
    return reader.finish()


CARRIER = Carrier(
    name="icalendar",
    title="Calendar · 行事曆 (.ics)",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Google Calendar on a computer: Settings, Import and export, Export. It gives an archive with one .ics "
            "a calendar."
        ),
        N_(
            "Apple Calendar on a Mac: choose the calendar, File, Export. Outlook: File, Save calendar, with full "
            "details."
        ),
        N_("With only a phone: most calendars can share one event as an .ics file; Meetup and Luma mail one for each."),
        N_("Guests are in the file only where the calendar is the one of whoever called the gathering."),
    ),
    gives={"ICS": ("ids", "author-ids", "zone", "exchanges")},
)
