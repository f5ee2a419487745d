"""Channels of known kind, from a table of many and a file of labels, as the pipeline wants them.

`channels` is a Parquet file, a row a message: `source, channel, id, at, author, is_bot, text, reply_to,
thread, mentions`; `labels` a CSV, a row a channel: `source, channel, kind` and, where known, `by` and `sub`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from closeknit.errors import BadOption, UnreadableSource
from closeknit.language import _
from closeknit.records.message import MESSAGE

KINDS: Final = ("broadcast", "mesh", "star", "trap")
COLUMNS: Final = ("source", "channel", "id", "at", "author", "is_bot", "text", "reply_to", "thread", "mentions")
_REQUIRED: Final = ("source", "channel", "at", "author")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One channel with its label: `kind` of KINDS, or "" where it has none; `by` "people" or "bot"."""

    source: str
    channel: str
    kind: str
    by: str
    sub: str
    messages: pa.Table

    @property
    def name(self) -> str:
        """As reports call it."""
        return f"{self.source}/{self.channel}"


def read_channels(channels: Path, labels: Path, *, hidden: bool) -> Iterator[Labelled]:
    """Every channel of the table, labelled or not, in the order of the table.

    `hidden` drops replies and threads, as in an exported WeChat group. Raises UnreadableSource, or BadOption
    where a column is missing.
    """
    known = _labels(labels)
    try:
        table = pq.read_table(channels)
    except (OSError, pa.ArrowInvalid) as error:
        raise UnreadableSource(
            _("{path} cannot be read as a Parquet file.").format(path=channels), str(error)
        ) from error
    _require(channels, table.column_names)
    key = pa.StructArray.from_arrays(
        [table[name].cast(pa.string()).combine_chunks() for name in ("source", "channel")], ["source", "channel"]
    )
    names = [(row["source"], row["channel"]) for row in key.to_pylist()]
    place: dict[tuple[str, str], int] = {}
    code = np.fromiter((place.setdefault(name, len(place)) for name in names), np.int64, len(names))
    order = np.argsort(code, kind="stable")
    ends = np.cumsum(np.bincount(code, minlength=len(place)))
    for (source, channel), index in place.items():
        rows = table.take(pa.array(order[ends[index - 1] if index else 0 : ends[index]]))
        label = known.get((source, channel), {})
        kind, by, sub = label.get("kind") or "", label.get("by") or "people", label.get("sub") or ""
        yield Labelled(source, channel, kind, by, sub, message_table(rows, hidden=hidden))


def message_table(rows: pa.Table, *, hidden: bool) -> pa.Table:
    """The rows of one channel in the schema `records.message.MESSAGE`."""
    n = len(rows)
    given = {name: rows[name].combine_chunks() for name in COLUMNS if name in rows.column_names}
    made = {field.name: pa.nulls(n, field.type) for field in MESSAGE}
    for name in ("id", "text"):
        if name in given:
            made[name] = given[name].cast(pa.string())
    for name in ("channel", "author"):
        made[name] = given[name].cast(pa.string()).dictionary_encode()
    made["author_id"] = made["author"]
    for name, word in (("carrier", "table"), ("kind", "text"), ("time_precision", "second"), ("zone", "written")):
        made[name] = pa.DictionaryArray.from_arrays(pa.array(np.zeros(n, np.int32)), pa.array([word]))
    made["sent_at"] = given["at"].cast(pa.timestamp("us", "UTC"))
    nothing = pa.array(np.zeros(n, np.bool_))
    for name in ("is_reply", "is_forwarded", "is_edited", "is_deleted", "is_bot"):
        made[name] = nothing
    if "is_bot" in given:
        made["is_bot"] = given["is_bot"].fill_null(False)
    if "mentions" in given:
        made["mentions"] = given["mentions"].cast(pa.list_(pa.string()))
    if not hidden:
        if "reply_to" in given:
            made["reply_to"] = given["reply_to"].cast(pa.string())
            made["is_reply"] = made["reply_to"].is_valid()
        if "thread" in given:
            made["thread"] = given["thread"].cast(pa.string()).dictionary_encode()
    return pa.table([made[field.name] for field in MESSAGE], schema=MESSAGE)


def _labels(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            _require(path, list(reader.fieldnames or ()), ("source", "channel", "kind"))
            return {(row["source"], row["channel"]): row for row in reader}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableSource(_("{path} cannot be read as a CSV file.").format(path=path), str(error)) from error


def _require(path: Path, columns: list[str], wanted: tuple[str, ...] = _REQUIRED) -> None:
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise BadOption(
            _("{path} lacks the columns {columns}.").format(path=path, columns=", ".join(missing)),
            _("The shape is described in docs/reference/validation.md."),
        )
