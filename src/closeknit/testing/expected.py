"""A history in a few counts, and the comparison with what a right import of a sample should give.

The counts and their rules are those of `EXPECTED.md`, which stands beside the samples: one line of
`EXPECTED.jsonl` says for one export what `summary` must say of the history read from it.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from closeknit.records.history import History
from closeknit.records.message import KINDS

_ASKED: Final = {"no-date": "date", "no-year": "year"}
"""Issue → what must be asked of the user because the file lacks it."""
_TIMES: Final = frozenset({"first", "last", "earliest", "latest"})
_NOT_COMPARED: Final = frozenset({"path", "carrier", "flavour", "also", "note", "fragment", "refused"})

Row = Mapping[str, Any]


def summary(history: History, zone: ZoneInfo | None = None) -> dict[str, Any]:
    """The counts of a history under the keys of `EXPECTED.jsonl`.

    `zone` is the one that the history was read with (`ReadOptions.zone`, UTC where none is given): it turns
    assumed instants back into the wall times of the file. Times are ISO 8601, at +00:00 where the file wrote
    instants (`zone` "absolute"), bare where it wrote wall times ("local"). `needs`, `earliest`, `latest` and
    `per_chat` appear only where they say something. `unusable` has the number of rows and no reasons.
    """
    columns = [name for name in history.messages.column_names if name not in {"quoted", "quoted_at", "time_text"}]
    rows = history.messages.select(columns).to_pylist()
    messages = [row for row in rows if row["kind"] in KINDS]
    local = bool(rows) and not any(row["zone"] == "written" for row in rows)
    absent = sorted(word for code, word in _ASKED.items() if history.issues.counts[code])
    return {
        **_chats(rows, messages),
        "messages": len(messages),
        "system": len(rows) - len(messages),
        "authors": len({_author(row) for row in messages} - {None}),
        "replies": sum(row["is_reply"] for row in messages),
        "mentions": sum(bool(row["mentions"]) for row in messages),
        "reactions": sum(given["count"] for row in messages for given in row["reactions"] or ()),
        "forwarded": sum(row["is_forwarded"] for row in messages),
        "inner": sum(row["inner"] or 0 for row in messages),
        "edited": sum(row["is_edited"] for row in messages),
        "deleted": sum(row["is_deleted"] for row in messages),
        "kinds": dict(Counter(row["kind"] for row in messages)),
        **_span(messages, (zone or ZoneInfo("UTC")) if local else None),
        "zone": ("local" if local else "absolute") if rows else None,
        **({"needs": [*absent, "zone"]} if absent else {}),
        "unusable": {"rows": history.issues.lost},
        "first_text": messages[0]["text"] if messages else None,
        "last_text": messages[-1]["text"] if messages else None,
    }


def differences(found: Mapping[str, Any], expected: Mapping[str, Any], *, lenient: bool = False) -> list[str]:
    """Where a summary departs from a line of `EXPECTED.jsonl`, one sentence a key; empty where it does not.

    Instants are compared as instants, wall times as wall times. `lenient` also accepts the values under
    `also`, which a fair reader could hold; the main values are the ones to reach.
    """
    if expected.get("refused"):
        return [f"must be refused, was read as {found['messages']} messages"]
    accepted: Mapping[str, list[Any]] = expected.get("also", {}) if lenient else {}
    out = []
    for key in sorted(({*expected} | {*found}) - _NOT_COMPARED):
        here = _comparable(key, found.get(key))
        wanted = [expected.get(key), *accepted.get(key, ())]
        if all(here != _comparable(key, value) for value in wanted):
            out.append(f"{key}: {found.get(key)!r}, expected {expected.get(key)!r}")
    return out


def _author(row: Row) -> tuple[str, str] | None:
    """Who sent it: by id where the row has one, else by name; None where unknown."""
    for by in ("author_id", "author"):
        if row[by] is not None:
            return by, row[by]
    return None


def _chat(row: Row) -> tuple[str | None, str | None]:
    return row["channel_id"], row["channel"] if row["channel_id"] is None else None


def _chats(rows: list[dict[str, Any]], messages: list[dict[str, Any]]) -> dict[str, Any]:
    names = {_chat(row): row["channel"] for row in rows}
    if len(names) < 2:
        return {"chats": len(names)}
    sent = Counter(_chat(row) for row in messages)
    return {"chats": len(names), "per_chat": [{"name": name, "messages": sent[chat]} for chat, name in names.items()]}


def _span(messages: list[dict[str, Any]], wall: ZoneInfo | None) -> dict[str, str | None]:
    if not messages:
        return {"first": None, "last": None}
    out = {"first": _written(messages[0]["sent_at"], wall), "last": _written(messages[-1]["sent_at"], wall)}
    times = [row["sent_at"] for row in messages if row["sent_at"] is not None]
    if times != sorted(times):
        out |= {"earliest": _written(min(times), wall), "latest": _written(max(times), wall)}
    return out


def _written(instant: datetime | None, wall: ZoneInfo | None) -> str | None:
    if instant is None:
        return None
    if wall is None:
        return instant.astimezone(UTC).isoformat()
    return instant.astimezone(wall).replace(tzinfo=None).isoformat()


def _comparable(key: str, value: Any) -> Any:
    if key in _TIMES and isinstance(value, str):
        return datetime.fromisoformat(value)
    if key == "unusable" and value is not None:
        return value["rows"]
    return value
