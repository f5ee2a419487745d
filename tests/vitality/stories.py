"""Small invented histories, written down as one sees them, and made into what the measures look at.

A line is `MM-DD hh:mm Name: words`; `Name ^2: words` answers the line two lines above; `Name joined` and
`Name left` are notices, so are `Name invited` (somebody brought them in; `Name invited by Other` says who) and `Name
removed`; `Name [sticker]` sends one; `@Name` in the words names somebody. Years and seconds are left out: all of it
happens in 2026.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from closeknit.answers.links import GROUNDS, INFERRED, Links
from closeknit.records.builder import MessageBuilder
from closeknit.records.enrolment import enrol
from closeknit.records.exchange import RECORDED
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.records.roster import ROSTER
from closeknit.records.rows import Rows, make_rows
from closeknit.vitality.subject import Subject
from closeknit.vitality.subject_making import make_subject

_LINE = re.compile(
    r"(?P<day>\d\d-\d\d) (?P<time>\d\d:\d\d) (?P<name>[^:\[^]+?)"
    r"(?: \^(?P<up>\d+))?(?:: (?P<text>.*)| \[(?P<kind>\w+)\])?$"
)
_NOTICES = {"joined": ("join", "join"), "left": ("leave", "leave"), "invited": ("join", "invite")}
_NOTICES |= {"removed": ("leave", "remove")}
_QUICK = 30 * 60 * 1_000_000


def table(
    lines: str | Iterable[str], *, times: bool = True, bots: Sequence[str] = (), room: str = "story", year: int = 2026
) -> pa.Table:
    """The message table of a story, told in one room."""
    builder = MessageBuilder("story", "story.txt", ReadOptions(), wall=False, precision="minute")
    builder.channel(room)
    split = lines.strip().splitlines() if isinstance(lines, str) else list(lines)
    for number, line in enumerate(split):
        found = _LINE.match(line.strip())
        assert found is not None, line
        when = datetime.strptime(f"{year}-{found['day']} {found['time']}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        name, kind, event, inviter = found["name"].strip(), found["kind"] or "text", None, ""
        if found["text"] is None and found["kind"] is None:
            name, _by, inviter = name.partition(" by ")
            name, _space, what = name.rpartition(" ")
            kind, event = _NOTICES[what]
        builder.add(
            time=int(when.timestamp()) * 1_000_000 if times else None,
            author=name,
            text=found["text"],
            kind=kind,
            event=event,
            id=str(number),
            reply_to=str(number - int(found["up"])) if found["up"] else None,
            is_reply=bool(found["up"]),
            is_bot=name in bots,
            inviter=inviter or None,
            mentions=re.findall(r"@(\w+)", found["text"] or "") or None,
        )
    return builder.finish().messages


def link(rows: Rows, *, infer: bool = True) -> Links:
    """A stand-in for the model: marked replies, and else the previous other author of the last half hour."""
    n = len(rows)
    ids = {name: row for row, name in enumerate(rows.table["id"].to_pylist())}
    marked = [
        (row, ids[to]) for row, to in enumerate(rows.table["reply_to"].to_pylist()) if to in ids and ids[to] < row
    ]
    found = {child: (parent, 1.0, 0) for child, parent in marked}
    said = np.flatnonzero(~rows.is_event & (rows.person >= 0))
    last: list[int] = []
    for row in said.tolist() if infer else ():
        other = next((r for r in reversed(last[-12:]) if rows.person[r] != rows.person[row]), None)
        if row not in found and other is not None and int(rows.at[row]) - int(rows.at[other]) <= _QUICK:
            found[row] = (other, 0.8, INFERRED)
        last.append(row)
    child = np.array(sorted(found), np.int64)
    assert n >= len(child)
    return Links(
        child,
        np.array([found[c][0] for c in child.tolist()], np.int64),
        np.array([found[c][1] for c in child.tolist()], np.float32),
        np.array([found[c][2] for c in child.tolist()], np.int8),
        "quick" if infer else "none",
    )


def subject(
    lines: str | Iterable[str],
    *,
    organisers: Sequence[str] = (),
    infer: bool = True,
    zone: str = "UTC",
    times: bool = True,
    bots: Sequence[str] = (),
    roster: Sequence[dict[str, object]] = (),
    deeds: Sequence[dict[str, object]] = (),
) -> Subject:
    """What is examined, of a story; `roster` and `deeds` are rows of a list of members and of a record."""
    return examined(table(lines, times=times, bots=bots), organisers, infer, zone, roster, deeds)


def examined(
    messages: pa.Table,
    organisers: Sequence[str] = (),
    infer: bool = True,
    zone: str = "UTC",
    roster: Sequence[dict[str, object]] = (),
    deeds: Sequence[dict[str, object]] = (),
) -> Subject:
    """What is examined, of a message table."""
    rows, enrolment = make_rows(messages), None
    if roster or deeds:
        history = History(messages, roster=_filled(ROSTER, roster), exchanges=_filled(RECORDED, deeds))
        rows, enrolment = enrol(rows, history)
    zone_of = ZoneInfo(zone)
    return make_subject(rows, link(rows, infer=infer), zone=zone_of, organisers=organisers, enrolment=enrolment)


def _filled(schema: pa.Schema, rows: Sequence[dict[str, object]]) -> pa.Table:
    columns = [pa.array([row.get(field.name) for row in rows], _plain(field.type)) for field in schema]
    return pa.table([column.cast(field.type) for column, field in zip(columns, schema)], schema=schema)


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_dictionary(kind) else kind


def member(name: str, **told: object) -> dict[str, object]:
    """A row of a roster; `joined` and `left` are `MM-DD` of 2026, `phone` and `mail` ways to reach them."""
    contacts = [(way, str(told[way])) for way in ("phone", "mail") if way in told]
    days = {f"{what}_on": date.fromisoformat(f"2026-{told[what]}") for what in ("joined", "left") if what in told}
    return {"name": name, "contacts": contacts, **days, **{key: told[key] for key in told if key not in _OWN}}


_OWN = {"phone", "mail", "joined", "left"}


def deed(kind: str, day: str, source: str, target: str | None = None, **told: object) -> dict[str, object]:
    """A row of a record: `kind` of `RECORDED_KINDS` on `MM-DD` of 2026, done unless told otherwise."""
    at = datetime.fromisoformat(f"2026-{day}T12:00:00+00:00")
    return {
        "carrier": "record",
        "kind": kind,
        "state": "done",
        "source": source,
        "target": target,
        "at": at,
        "time_precision": "day",
        "zone": "written",
        **told,
    }


def days(start: str, count: int, step: int = 1) -> list[str]:
    """`MM-DD` of so many days from a day of 2026, every `step`th."""
    first = date.fromisoformat(f"2026-{start}")
    return [(first + timedelta(days=step * i)).isoformat()[5:] for i in range(count)]


assert GROUNDS[INFERRED] == "inferred"
