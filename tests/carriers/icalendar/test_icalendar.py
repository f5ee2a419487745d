"""Calendars as programs and people leave them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import SAMPLES

from closeknit.carriers.contract import CERTAIN
from closeknit.carriers.icalendar import CARRIER
from closeknit.carriers.icalendar.recurrence import MOST, occurrences
from closeknit.errors import UnknownFormat
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import open_source
from closeknit.sources.source import of_bytes

TAIPEI = ReadOptions(zone=ZoneInfo("Asia/Taipei"))


def read(*lines: str) -> History:
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR"])
    return CARRIER.read(of_bytes("c.ics", "c.ics", text.encode()), TAIPEI)


def test_the_sample_recurs_three_times_and_one_was_cancelled() -> None:
    source = open_source(SAMPLES / "icalendar/synthetic_google.ics")
    assert CARRIER.sniff(source) == CERTAIN
    rows = CARRIER.read(source, ReadOptions()).exchanges.to_pylist()
    assert len(rows) == 3 * 3 + 2
    assert [(row["source"], row["state"], row["role"]) for row in rows[:3]] == [
        ("程青", "agreed", "host"),
        ("阿嵐", "agreed", None),
        ("zhou@example.org", "declined", None),
    ]
    assert rows[0]["occasion"] == "讀書會, 第三季"
    assert rows[0]["at"].isoformat() == "2026-03-05T11:00:00+00:00"
    assert {row["state"] for row in rows[-2:]} == {"cancelled"}
    assert rows[-1]["time_precision"] == "day"


def test_nobody_who_only_said_yes_has_met_anybody() -> None:
    from closeknit.records.enrolment import enrol
    from closeknit.records.rows import make_rows
    from closeknit.ties.exchanges import from_recorded

    history = CARRIER.read(open_source(SAMPLES / "icalendar/synthetic_google.ics"), ReadOptions())
    assert not len(from_recorded(enrol(make_rows(history.messages), history)[1]))


@pytest.mark.parametrize(
    ("start", "instant", "zone"),
    [
        ("DTSTART:20240305T110000Z", "2024-03-05T11:00:00+00:00", "written"),
        ("DTSTART;TZID=Taipei Standard Time:20240305T190000", "2024-03-05T11:00:00+00:00", "written"),
        ("DTSTART;TZID=/softwarestudio.org/Asia/Taipei:20240305T190000", "2024-03-05T11:00:00+00:00", "written"),
        ("DTSTART;TZID=Nowhere/At All:20240305T190000", "2024-03-05T11:00:00+00:00", "assumed"),
        ("DTSTART:20240305T190000", "2024-03-05T11:00:00+00:00", "assumed"),
    ],
)
def test_zones_good_and_bad(start: str, instant: str, zone: str) -> None:
    found = read(start, "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ann:mailto:ann@example.org")
    (row,) = found.exchanges.to_pylist()
    assert (row["at"].isoformat(), row["zone"]) == (instant, zone)
    assert found.issues.counts["bad-zone"] == ("Nowhere" in start)


def test_rules_that_end_are_walked_and_others_give_the_first_day() -> None:
    monday = date(2024, 3, 4)
    days, whole = occurrences(monday, "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20240315T000000Z", frozenset({date(2024, 3, 7)}))
    assert (days, whole) == ([monday, date(2024, 3, 11), date(2024, 3, 14)], True)
    assert occurrences(date(2024, 1, 31), "FREQ=MONTHLY;COUNT=3", frozenset())[0] == [
        date(2024, 1, 31),
        date(2024, 3, 31),
        date(2024, 5, 31),
    ]
    for rule in ("FREQ=WEEKLY", "FREQ=YEARLY;COUNT=3;BYSETPOS=1", "FREQ=WEEKLY;COUNT=x", "nonsense"):
        assert occurrences(monday, rule, frozenset()) == ([monday], False)
    assert len(occurrences(monday, "FREQ=DAILY;COUNT=999999999", frozenset())[0]) == MOST


def test_damage_is_told() -> None:
    found = read("DTSTART:99999999T990000", "SUMMARY:Never")
    assert dict(found.issues.counts) == {"bad-time": 1}
    found = read("DTSTART:20240305", "what is this", "ORGANIZER;CN=Ann:mailto:ann@example.org", "RRULE:FREQ=DAILY")
    assert dict(found.issues.counts) == {"bad-row": 1, "open-ended": 1}
    cut = of_bytes("c.ics", "c.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240305\nORGANIZER:mailto:a@b.c\n")
    assert CARRIER.read(cut, TAIPEI).issues.counts["cut-off"] == 1
    with pytest.raises(UnknownFormat):
        CARRIER.read(of_bytes("c.ics", "c.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"), TAIPEI)
