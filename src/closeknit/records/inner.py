"""The lines inside merged forwards: a small history of their own, never among the chat's rows.

Tools write them as lists of objects under a dozen names. One reader takes them all: what it knows by name it uses,
and what it does not know it leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from closeknit.records.instant import epoch_micros, offsets
from closeknit.records.message import MESSAGE
from closeknit.records.options import ReadOptions
from closeknit.text.moments import Moments
from closeknit.text.placeholders import kind_of_placeholder, kind_of_word

DEEPEST: Final = 5
"""Forwards inside of forwards that are looked into."""
MOST: Final = 10_000
"""Lines of one forward; the clients stop at some hundreds."""
_LONGEST: Final = 1 << 20

_AUTHOR: Final = ("sourcename", "sendername", "accountname", "nickname", "sender_name", "name")
_AUTHOR_ID: Final = ("sourceusername", "senderid", "sender_id", "user_id", "senderuin", "uin", "uid", "userid")
_TIME: Final = ("sourcetime", "srcmsgcreatetime", "timestamp", "msgtime", "create_time", "createtime", "time")
_TEXT: Final = ("datadesc", "content", "text", "message", "msg", "recorddesc", "datatitle", "title", "summary")
_KIND: Final = ("datatype", "msg_type", "msgtype", "type")
_INSIDE: Final = ("messages", "chatrecords", "items", "recordinfo", "datalist", "dataitems", "children")

WECHAT: Final = {
    "1": "text", "2": "image", "3": "voice", "4": "video", "5": "link", "6": "location", "7": "link", "8": "file",
    "16": "contact", "17": "merged_forward", "19": "link", "22": "link", "23": "link", "36": "link", "37": "sticker",
}  # fmt: skip
"""`DataType` of WeChat's recorditem, as its exporters write it."""
CHATLAB: Final = {
    "0": "text", "1": "image", "2": "voice", "3": "video", "4": "file", "5": "sticker", "7": "link", "8": "location",
    "20": "redpacket", "21": "transfer", "24": "link", "25": "text", "26": "merged_forward", "27": "contact",
}  # fmt: skip
"""`type` of the ChatLab format, which CipherTalk writes too."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `time` in microseconds, of the instant or on the wall; `lines` where it is a forward itself."""

    author: str | None
    author_id: str | None
    time: int | None
    instant: bool
    precision: str
    time_text: str | None
    text: str | None
    kind: str
    lines: tuple["Line", ...] = ()


def lines_of(raw: object, kinds: Mapping[str, str] | None = None, *, depth: int = 0) -> tuple[Line, ...]:
    """The lines of whatever a tool wrote; empty where it is no list of lines. `kinds` reads its kinds' numbers."""
    if depth > DEEPEST:
        return ()
    if isinstance(raw, Mapping):
        low = _low(raw)
        return next((found for key in _INSIDE if (found := lines_of(low.get(key), kinds, depth=depth))), ())
    if not isinstance(raw, list):
        return ()
    return tuple(_line(_low(one), kinds or {}, depth) for one in raw[:MOST] if isinstance(one, Mapping))


def _low(raw: Mapping[Any, Any]) -> dict[str, Any]:
    """With the keys in small letters; a node's `data` and a sender's own object are laid open."""
    low = {str(key).lower(): value for key, value in raw.items()}
    if isinstance(low.get("data"), Mapping) and "content" not in low:
        low = {**low, **_low(low.pop("data"))}
    sender = low.get("sender")
    if isinstance(sender, Mapping):
        inside = {str(key).lower(): value for key, value in sender.items()}
        low = {**{key: inside[key] for key in (*_AUTHOR, *_AUTHOR_ID, "card") if key in inside}, **low}
    elif isinstance(sender, str | int) and str(sender):
        low.setdefault("senderid", sender)
    return low


def _line(low: dict[str, Any], kinds: Mapping[str, str], depth: int) -> Line:
    text, shown = _words(low)
    told = _one(low, _KIND) or ""
    kinds = WECHAT if "datatype" in low else kinds
    kind = kinds.get(told) or shown or kind_of_word(told.removeprefix("ChatRecord").lower()) or "text"
    inside = next((found for key in _INSIDE if (found := lines_of(low.get(key), kinds, depth=depth + 1))), ())
    if inside:
        kind = "merged_forward"
    if kind in {"text", "system", "recall"}:
        kind = (kind_of_placeholder(text) if text else None) or ("text" if text else "other")
        text = None if kind not in {"text", "chain"} and text and kind_of_placeholder(text) else text
    time, instant, precision, written = _time(low)
    return Line(_one(low, _AUTHOR), _one(low, _AUTHOR_ID), time, instant, precision, written, text, kind, inside)


def _one(low: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = low.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None


def _words(low: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The words of a line, and the kind of what stands beside them."""
    for name in _TEXT:
        value = low.get(name)
        if isinstance(value, Mapping):
            value = next((value[key] for key in ("text", "content") if isinstance(value.get(key), str)), None)
        if isinstance(value, list):
            return _segments(value)
        if isinstance(value, str) and value.strip():
            return _plain(value), None
    return None, None


def _plain(value: str) -> str:
    """The words; WeCom writes them as JSON once more."""
    words = value.strip()[:_LONGEST]
    if words.startswith("{") and '"content"' in words:
        import msgspec

        try:
            inside = msgspec.json.decode(words)
        except (msgspec.DecodeError, RecursionError):
            return words
        if isinstance(inside, dict) and isinstance(inside.get("content"), str):
            return inside["content"].strip() or words
    return words


def _segments(parts: list[Any]) -> tuple[str | None, str | None]:
    """The words of OneBot's segments, and the kind of the first one that is no text."""
    words, kind = [], None
    for part in parts[:1000]:
        if not isinstance(part, Mapping):
            continue
        data = part.get("data") if isinstance(part.get("data"), Mapping) else part
        named = part.get("type")
        if isinstance(data, Mapping) and isinstance(data.get("text"), str):
            words.append(data["text"])
        elif named in {"forward", "node"}:
            kind = kind or "merged_forward"
        elif isinstance(named, str) and named != "text":
            kind = kind or kind_of_word(named)
    return "".join(words).strip() or None, kind


def _time(low: Mapping[str, Any]) -> tuple[int | None, bool, str, str | None]:
    """(microseconds, whether an instant, precision, the text where it was no epoch)."""
    for name in _TIME:
        value = low.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str) or value in {"", 0, "0"}:
            continue
        try:
            number = float(value) if isinstance(value, str) and "." in value else int(value)
            return epoch_micros(number), True, "second", None
        except (ValueError, OverflowError):
            pass
        found = Moments().read(str(value))
        if not isinstance(found, str):
            return found.micros, found.instant, found.precision, None if found.instant else str(value)[:64]
    return None, False, "second", None


def inner_table(given: list[tuple[str, dict[str, Any], tuple[Line, ...]]], options: ReadOptions) -> pa.Table:
    """The lines of several forwards (schema `MESSAGE`): (id of the row that carries them, what they share with it,
    the lines). `thread` is that id, and `id` the id with the place of the line behind it."""
    rows: list[dict[str, Any]] = []
    for outer, shared, lines in given:
        _put(rows, outer, shared, lines)
    walls = [row for row in rows if row["sent_at"] is not None and row["zone"] == "assumed"]
    if walls:
        import numpy as np

        times = np.array([row["sent_at"] for row in walls], np.int64)
        for row, when in zip(walls, (times - offsets(times, options.zone)[0]).tolist()):
            row["sent_at"] = when
    columns = []
    for field in MESSAGE:
        values = [row.get(field.name) for row in rows]
        if pa.types.is_boolean(field.type):
            values = [bool(value) for value in values]
        columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=MESSAGE)


def _put(rows: list[dict[str, Any]], outer: str, shared: dict[str, Any], lines: tuple[Line, ...]) -> None:
    for place, line in enumerate(lines, 1):
        ident = f"{outer}/{place}"
        rows.append(
            {
                **shared,
                "id": ident,
                "thread": outer,
                "author": line.author,
                "author_id": line.author_id,
                "sent_at": line.time,
                "time_precision": None if line.time is None else line.precision,
                "zone": None if line.time is None else "written" if line.instant else "assumed",
                "time_text": line.time_text,
                "kind": line.kind,
                "text": line.text,
                "is_forwarded": True,
                "inner": len(line.lines) or None,
            }
        )
        _put(rows, ident, shared, line.lines)
