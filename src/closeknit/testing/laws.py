"""What holds for every history, whatever tool it comes from and however odd the file was."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from closeknit.records.exchange import RECORDED, RECORDED_KINDS, STATES
from closeknit.records.history import History
from closeknit.records.issue import CODES
from closeknit.records.message import EVENTS, KINDS, MESSAGE, PRECISIONS, ZONES
from closeknit.records.roster import ROLES, ROSTER

EARLIEST: Final = datetime(1971, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2287, 1, 1, tzinfo=UTC)
_EVENT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def broken_laws(history: History, carrier: str) -> Iterator[str]:
    """Each law that a history breaks, as a sentence with the first row that breaks it."""
    if not history.messages.schema.equals(MESSAGE):
        yield f"the table has not the schema of a message table: {history.messages.schema}"
        return
    others = (("roster", ROSTER), ("exchanges", RECORDED), ("inner", MESSAGE))
    odd = [name for name, schema in others if not getattr(history, name).schema.equals(schema)]
    if odd:
        yield f"the tables {odd} have not their schemas"
        return
    unknown = set(history.issues.counts) - set(CODES)
    if unknown:
        yield f"issues with unknown codes: {sorted(unknown)}"
    broken: dict[str, int] = {}
    for number, row in enumerate(history.messages.to_pylist()):
        for law in _row_laws(row, carrier):
            broken.setdefault(law, number)
    for name, laws in (("roster", _member_laws), ("exchanges", _recorded_laws)):
        for number, row in enumerate(getattr(history, name).to_pylist()):
            for law in laws(row, carrier):
                broken.setdefault(f"{name}: {law}", number)
    for law, number in broken.items():
        yield f"row {number}: {law}"


def _row_laws(row: dict[str, Any], carrier: str) -> Iterator[str]:
    if row["carrier"] != carrier:
        yield f"the column carrier says {row['carrier']!r}"
    is_event = row["kind"] in EVENTS
    if not is_event and row["kind"] not in KINDS:
        yield f"{row['kind']!r} is no kind"
    if is_event != (row["event"] is not None):
        yield f"event is {row['event']!r} on a row of kind {row['kind']}"
    if row["event"] is not None and not _EVENT.fullmatch(row["event"]):
        yield f"{row['event']!r} is no slug"
    if row["inviter"] is not None and not is_event:
        yield "an inviter on a row that is no event"
    yield from _time_laws(row)
    yield from _word_laws(row)
    if row["reply_to"] is not None and not row["is_reply"]:
        yield "reply_to is given and is_reply is false"
    if any(reaction["count"] is None or reaction["count"] < 0 for reaction in row["reactions"] or ()):
        yield "a reaction was given less than never"
    if row["inner"] is not None and row["inner"] < 0:
        yield "inner is negative"


def _member_laws(row: dict[str, Any], _carrier: str) -> Iterator[str]:
    if not row["name"] or row["name"] != row["name"].strip():
        yield f"{row['name']!r} is no name"
    if row["role"] is not None and row["role"] not in ROLES:
        yield f"{row['role']!r} is no role"
    if any(not value for _channel, value in row["contacts"] or ()):
        yield "a contact is empty"


def _recorded_laws(row: dict[str, Any], carrier: str) -> Iterator[str]:
    if row["carrier"] != carrier:
        yield f"the column carrier says {row['carrier']!r}"
    if row["kind"] not in RECORDED_KINDS:
        yield f"{row['kind']!r} is no kind"
    if row["state"] not in STATES:
        yield f"{row['state']!r} is no state"
    if row["amount"] is not None and (row["amount"] < 0 or not re.fullmatch(r"[A-Z]{3}", row["currency"] or "")):
        yield f"the amount is {row['amount']} {row['currency']!r}"
    if all(row[name] is None for name in ("source", "source_id", "target", "target_id")):
        yield "it names nobody"
    if row["at"] is not None:
        if not EARLIEST <= row["at"].astimezone(UTC) <= LATEST:
            yield f"the time is {row['at'].isoformat()}"
        if row["time_precision"] not in PRECISIONS or row["zone"] not in ZONES:
            yield f"precision or zone is {row['time_precision']!r}, {row['zone']!r}"
    if any(row[name] == "" for name in row):
        yield "a field is empty instead of null"


def _word_laws(row: dict[str, Any]) -> Iterator[str]:
    for name in ("text", "quoted"):
        if row[name] is not None and "\r" in row[name]:
            yield f"{name} has a carriage return"
    for name in ("text", "id", "author_id", "author", "reply_to", "channel_id"):
        if row[name] == "":
            yield f"{name} is empty instead of null"


def _time_laws(row: dict[str, Any]) -> Iterator[str]:
    when = row["sent_at"]
    if when is None:
        if row["zone"] is not None or row["time_precision"] is not None:
            yield "zone or precision without a time"
        return
    if not EARLIEST <= when <= LATEST:
        yield f"the time is {when.isoformat()}"
    if row["zone"] not in ZONES:
        yield f"zone is {row['zone']!r}"
    if row["time_precision"] not in PRECISIONS:
        yield f"time_precision is {row['time_precision']!r}"


def broken_links(history: History) -> Iterator[str]:
    """What holds for a sound export besides: ids name one row of their chat, and replies name ids.

    A target may lie outside the export; where none of them is in it, they are not the ids of its rows.
    """
    rows = [((row["channel_id"], row["channel"]), row["id"], row["reply_to"]) for row in _links(history)]
    ids = Counter((chat, ident) for chat, ident, _target in rows if ident is not None)
    twins = [ident for (_chat, ident), times in ids.items() if times > 1]
    if twins:
        yield f"{len(twins)} ids stand on several rows of one chat, {twins[0]!r} among them"
    targets = [(chat, target) for chat, _ident, target in rows if target is not None]
    if targets and not any(target in ids for target in targets):
        yield f"no reply names the id of a row of its chat: {targets[0][1]!r}"


def _links(history: History) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = history.messages.select(["channel_id", "channel", "id", "reply_to"]).to_pylist()
    return rows
