"""The events of a calendar as recorded meetings that people agreed to."""

import re
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from closeknit.carriers.icalendar.lines import Property
from closeknit.carriers.icalendar.recurrence import occurrences
from closeknit.records.history import History
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions
from closeknit.records.recorder import Recorder
from closeknit.sources import Source
from closeknit.sources.tables import stem

_WHEN: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_STATES: Final = {
    "ACCEPTED": "agreed",
    "DECLINED": "declined",
    "TENTATIVE": "invited",
    "NEEDS-ACTION": "invited",
    "DELEGATED": "declined",
    "COMPLETED": "agreed",
}
_THINGS: Final = frozenset({"ROOM", "RESOURCE"})
_WINDOWS: Final = {
    "china standard time": "Asia/Shanghai",
    "taipei standard time": "Asia/Taipei",
    "tokyo standard time": "Asia/Tokyo",
    "korea standard time": "Asia/Seoul",
    "singapore standard time": "Asia/Singapore",
    "w. europe standard time": "Europe/Berlin",
    "romance standard time": "Europe/Paris",
    "gmt standard time": "Europe/London",
    "eastern standard time": "America/New_York",
    "central standard time": "America/Chicago",
    "mountain standard time": "America/Denver",
    "pacific standard time": "America/Los_Angeles",
    "aus eastern standard time": "Australia/Sydney",
    "india standard time": "Asia/Kolkata",
    "se asia standard time": "Asia/Bangkok",
    "utc": "UTC",
}
"""Outlook's names of zones: Unicode CLDR, windowsZones.xml, those of most people who write here."""
_MOST_PEOPLE: Final = 5_000


class Reader:
    """Takes the components of one calendar."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.events = 0
        self._recorder = Recorder("icalendar", source.path, options)
        self._zone: ZoneInfo | None = None
        self._name = stem(source)
        self._zones: dict[str, ZoneInfo | None] = {}

    def bad(self, line: int, words: str) -> None:
        """Note a line that is none of a calendar's."""
        self._recorder.issue(line, "bad-row", words, lost=True)

    def finish(self) -> History:
        """What was read."""
        return self._recorder.finish()

    def take(self, component: str, line: int, properties: list[Property]) -> None:
        """Add one component."""
        first: dict[str, Property] = {}
        for prop in properties:
            first.setdefault(prop.name, prop)
        if component == "VCALENDAR":
            if "X-WR-TIMEZONE" in first:
                self._zone = self._named(line, first["X-WR-TIMEZONE"].value)
            return
        if component == "CUT-OFF":
            self._recorder.issue(line, "cut-off", first["SUMMARY"].text if "SUMMARY" in first else "")
        self.events += 1
        start = self._moment(line, first.get("DTSTART"))
        if start is None:
            self._recorder.issue(line, "bad-time", first["DTSTART"].value if "DTSTART" in first else "", lost=True)
            return
        days = [start]
        if "RRULE" in first:
            days, whole = occurrences(start, first["RRULE"].value, self._left_out(line, properties))
            if not whole:
                self._recorder.issue(line, "open-ended", first["RRULE"].value)
        for day in days:
            self._event(line, first, properties, day)

    def _left_out(self, line: int, properties: list[Property]) -> frozenset[date]:
        moments = [
            self._moment(line, Property(p.name, p.parameters, word))
            for p in properties
            if p.name == "EXDATE"
            for word in p.value.split(",")
        ]
        return frozenset(m.date() if isinstance(m, datetime) else m for m in moments if m is not None)

    def _event(self, line: int, first: dict[str, Property], properties: list[Property], when: date) -> None:
        summary = first["SUMMARY"].text if "SUMMARY" in first else ""
        uid = first["UID"].value.strip() if "UID" in first else f"{self._name}/{line}"
        off = "STATUS" in first and first["STATUS"].value.strip().upper() == "CANCELLED"
        timed = isinstance(when, datetime)
        stamp = when if isinstance(when, datetime) else datetime.combine(when, time())
        shared: dict[str, Any] = {
            "time": micros(stamp),
            "precision": "second" if timed else "day",
            "instant": stamp.tzinfo is not None,
            "occasion_id": f"{uid}/{stamp.date().isoformat()}",
            "occasion": summary or self._name,
        }
        seen: set[str] = set()
        people = [p for p in properties if p.name in {"ORGANIZER", "ATTENDEE"}][:_MOST_PEOPLE]
        for person in sorted(people, key=lambda p: p.name == "ATTENDEE"):
            if person.parameters.get("CUTYPE", "").upper() in _THINGS:
                continue
            name, address = _who(person)
            key = (address or name).lower()
            if not key or key in seen:
                continue
            seen.add(key)
            hosts = person.name == "ORGANIZER"
            said = person.parameters.get("PARTSTAT", "NEEDS-ACTION").upper()
            state = "agreed" if hosts else _STATES.get(said, "invited")
            self._recorder.add(
                "meeting",
                state="cancelled" if off else state,
                source=name or address,
                source_id=address,
                role="host" if hosts else None,
                **shared,
            )
        if not seen:
            self._recorder.issue(line, "no-author", summary)

    def _moment(self, line: int, prop: Property | None) -> date | None:
        """A day, or a time on the wall or with its zone."""
        found = _WHEN.fullmatch(prop.value.strip()) if prop else None
        if prop is None or found is None:
            return None
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
            if found[4] is None:
                return day
            clock = time(int(found[4]), int(found[5]), min(59, int(found[6] or 0)))
        except ValueError:
            return None
        zone: ZoneInfo | None = self._zone
        if found[7]:
            zone = ZoneInfo("UTC")
        elif "TZID" in prop.parameters:
            zone = self._named(line, prop.parameters["TZID"])
        return datetime.combine(day, clock, zone)

    def _named(self, line: int, name: str) -> ZoneInfo | None:
        """The zone of that name; None, and an issue, where nobody knows it: its times are taken for local ones."""
        plain = name.strip().strip('"/')
        if plain not in self._zones:
            self._zones[plain] = _zone(plain)
            if self._zones[plain] is None:
                self._recorder.issue(line, "bad-zone", plain)
        return self._zones[plain]


def _zone(name: str) -> ZoneInfo | None:
    tail = "/".join(name.split("/")[-2:])  # /freeassociation.sourceforge.net/Asia/Taipei
    for candidate in (_WINDOWS.get(name.lower(), name), tail):
        try:
            return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def _who(person: Property) -> tuple[str, str]:
    """The name and the address of somebody; a name that is only the address is none."""
    address = person.value.strip()
    address = address[7:] if address[:7].lower() == "mailto:" else address
    if "@" not in address or len(address) > 200:
        address = ""
    name = " ".join(person.parameters.get("CN", "").split())[:200]
    return ("" if name.lower() == address.lower() else name), address
