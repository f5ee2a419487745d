"""Small invented histories, written down as one sees them, and made into what the measures look at.

A line is `MM-DD hh:mm Name: words`; `Name ^2: words` answers the line two lines above; `Name joined` and
`Name left` are notices; `Name [sticker]` sends one. Years and seconds are left out: all of it happens in 2026.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from closeknit.answers.links import GROUNDS, INFERRED, Links
from closeknit.records.builder import MessageBuilder
from closeknit.records.options import ReadOptions
from closeknit.records.rows import Rows, make_rows
from closeknit.vitality.subject import Subject
from closeknit.vitality.subject_making import make_subject

_LINE = re.compile(
    r"(?P<day>\d\d-\d\d) (?P<time>\d\d:\d\d) (?P<name>[^:\[^]+?)"
    r"(?: \^(?P<up>\d+))?(?:: (?P<text>.*)| \[(?P<kind>\w+)\])?$"
)
_QUICK = 30 * 60 * 1_000_000


def table(lines: str | Iterable[str], *, times: bool = True, bots: Sequence[str] = ()) -> pa.Table:
    """The message table of a story."""
    builder = MessageBuilder("story", "story.txt", ReadOptions(), wall=False, precision="minute")
    builder.channel("story")
    split = lines.strip().splitlines() if isinstance(lines, str) else list(lines)
    for number, line in enumerate(split):
        found = _LINE.match(line.strip())
        assert found is not None, line
        when = datetime.strptime(f"2026-{found['day']} {found['time']}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        name, kind, event = found["name"].strip(), found["kind"] or "text", None
        if found["text"] is None and found["kind"] is None:
            name, _space, what = name.rpartition(" ")
            kind = event = {"joined": "join", "left": "leave"}[what]
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
) -> Subject:
    """What is examined, of a story."""
    rows = make_rows(table(lines, times=times, bots=bots))
    return make_subject(rows, link(rows, infer=infer), zone=ZoneInfo(zone), organisers=organisers)


def days(start: str, count: int, step: int = 1) -> list[str]:
    """`MM-DD` of so many days from a day of 2026, every `step`th."""
    first = date.fromisoformat(f"2026-{start}")
    return [(first + timedelta(days=step * i)).isoformat()[5:] for i in range(count)]


assert GROUNDS[INFERRED] == "inferred"
