"""Examinations of next to nothing: what a report must survive."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from closeknit.answers.links import Links
from closeknit.records.builder import MessageBuilder
from closeknit.records.instant import micros
from closeknit.records.options import ReadOptions
from closeknit.records.rows import NO_TIME, make_rows
from closeknit.ties.exchanges import from_links
from closeknit.vitality.findings import Examination, Judged, Measured, Verdict
from closeknit.vitality.subject import Subject, Window

ZONE = ZoneInfo("UTC")
AT = micros(datetime(2026, 3, 1, 12, tzinfo=UTC))
DAY = 86_400_000_000


def of(rows: list[tuple[int | None, str | None, str | None]], title: str = "x", lang: str = "en") -> Examination:
    """An examination of (time, author, text) rows that found nothing."""
    builder = MessageBuilder("pasted", "in.txt", ReadOptions(ZONE), wall=False)
    builder.channel(title)
    for time, author, text in rows:
        builder.add(time=time, author=author, text=text)
    history = builder.finish()
    made = make_rows(history.messages)
    known = made.at[made.at != NO_TIME]
    window = (
        Window(int(known.min()) // DAY * DAY, int(known.max()) // DAY * DAY + DAY, "all")
        if len(known)
        else Window(0, 0, "all")
    )
    links = Links.none()
    inside = np.ones(len(made), np.bool_)
    subject = Subject(made, links, from_links(made, links), window, inside, (), "unknown", (), ZONE)
    nothing = Judged(4, "mesh", "mesh", "cannot-tell", "", ("mesh-share",))
    measures = {"mesh-share": Measured(None, 0)}
    return Examination(title, history, subject, measures, (nothing,), Verdict("cannot-tell", "", ()), (), (), lang)


def _far() -> Examination:
    """Times near the end of what a calendar holds."""
    found = of([(AT, "a", "x"), (AT + DAY, "b", "y")])
    rows = found.subject.rows
    at = rows.at.copy()
    at[0] = micros(datetime(9998, 1, 1, tzinfo=UTC))
    return replace(found, subject=replace(found.subject, rows=replace(rows, at=at)))


TINY = {
    "nothing": lambda: of([]),
    "one message": lambda: of([(AT, "a", "hi")]),
    "one author": lambda: of([(AT + i * DAY, "a", "hi") for i in range(40)]),
    "two people": lambda: of([(AT + i * DAY, "ab"[i % 2], "hi") for i in range(40)]),
    "no times": lambda: of([(None, "a", "hi"), (None, "b", "ho")]),
    "no authors": lambda: of([(AT, None, "hi"), (AT + 9 * DAY, None, None)]),
    "a long life": lambda: of([(AT + i * 20 * DAY, "abc"[i % 3], "hi") for i in range(400)]),
    "far beyond": _far,
    "in chinese": lambda: of([(AT, "甲", "你好")], "群", "zh-Hant"),
}
