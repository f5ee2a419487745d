"""Writes the message table for other programs: Parquet, CSV, JSON Lines, and the open ChatLab format."""

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.errors import BadOption, CloseknitError
from closeknit.language import _
from closeknit.records.identity import Ids, with_ids
from closeknit.records.instant import to_wall
from closeknit.records.message import MESSAGE

FORMATS: Final = ("parquet", "csv", "jsonl", "chatlab")
PART: Final = 50_000
Parts = Callable[[], Iterable[pa.Table]]
"""Gives the parts of a table, in their order, as often as it is asked."""
_FORMULA: Final = r"^([=+\-@\t\r\n＝＋－＠])"
"""How a formula begins; some spreadsheets take the wide signs too."""

_CHATLAB: Final = {
    "text": 0, "image": 1, "voice": 2, "video": 3, "file": 4, "sticker": 5, "link": 7, "location": 8,
    "redpacket": 20, "transfer": 21, "call": 23, "merged_forward": 26, "contact": 27,
    "join": 80, "leave": 80, "system": 80, "recall": 81,
}  # fmt: skip


def write_messages(table: pa.Table, path: Path, *, format: str | None = None, zone: ZoneInfo) -> None:
    """Write a message table to `path`, every row with an id: what `write_table` says."""
    write_table(with_ids(table), path, format=format, zone=zone)


def write_messages_in_parts(parts: Parts, ids: Ids, path: Path, *, format: str | None = None, zone: ZoneInfo) -> None:
    """The same for messages that are more than memory holds, with one part in memory at a time; `ids` are theirs."""
    _write(lambda: ids.filled(parts()), MESSAGE, path, format, zone)


def write_table(table: pa.Table, path: Path, *, format: str | None = None, zone: ZoneInfo) -> None:
    """Write a table (of messages, of a roster, of recorded exchanges) to `path`, beside it first and then into place.

    The format is that of the suffix unless told; only messages can be written as ChatLab. Text formats write
    instants as ISO 8601 in `zone`; CSV cells that a spreadsheet would take for a formula get an apostrophe in
    front. Raises BadOption for an unknown suffix, CloseknitError where the file cannot be written.
    """
    _write(lambda: [table], table.schema, path, format, zone)


def refuse_output(path: Path, format: str | None = None) -> None:
    """Say before long work what writing would say after it; writes nothing.

    Raises BadOption for an unknown suffix, CloseknitError where `path` is a folder, or its folder is none or is not
    ours to write to.
    """
    _format_of(path, format)
    if path.is_dir():
        raise _unwritable(path, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    refusal = why_unwritable(path.parent)
    if refusal:
        raise _unwritable(path, refusal)


def why_unwritable(folder: Path) -> OSError | None:
    """What the system would say to a file written into `folder`, which must be there; None where it would not mind."""
    if not folder.exists():
        code = errno.ENOENT
    elif not folder.is_dir():
        code = errno.ENOTDIR
    elif not os.access(folder, os.W_OK | os.X_OK):
        code = errno.EACCES
    else:
        return None
    return OSError(code, os.strerror(code))


def _format_of(path: Path, format: str | None, known: tuple[str, ...] = FORMATS) -> str:
    chosen = format or path.suffix.lstrip(".").lower()
    if chosen not in known:
        raise BadOption(
            _("{path} has no suffix that is known.").format(path=path),
            _("Write to a file that ends in {suffixes}.").format(suffixes=", ".join(f".{f}" for f in FORMATS[:3])),
        )
    return chosen


def _write(parts: Parts, schema: pa.Schema, path: Path, format: str | None, zone: ZoneInfo) -> None:
    chosen = _format_of(path, format, FORMATS if "text" in schema.names else FORMATS[:3])
    writers: dict[str, Callable[[Parts, pa.Schema, BinaryIO, ZoneInfo], None]] = {
        "parquet": _parquet, "csv": _csv, "jsonl": _jsonl, "chatlab": _chatlab,
    }  # fmt: skip
    with replacing(path) as stream:
        writers[chosen](parts, schema, stream, zone)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when the block ends well; a killed run leaves the old one whole. Who may
    read it is what the umask says."""
    name = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        name.replace(path)
    except BaseException as error:
        name.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
        raise


def _unwritable(path: Path, error: OSError) -> CloseknitError:
    return CloseknitError(
        _("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror or error),
        _("Choose another folder, or make room."),
    )


def _parquet(parts: Parts, schema: pa.Schema, stream: BinaryIO, zone: ZoneInfo) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(stream, schema, compression="zstd") as sink:
        for table in parts():
            sink.write_table(table)


def _batches(parts: Parts) -> Iterator[pa.RecordBatch]:
    for table in parts():
        yield from table.to_batches(max_chunksize=PART)


def _iso(column: pa.Array, zone: ZoneInfo) -> pa.Array:
    """ISO 8601 with the offset; by our own zone rules, for Arrow's need a database of the system's."""
    known = column.is_valid().to_numpy(zero_copy_only=False)
    instants = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    wall = to_wall(instants, zone)
    minutes = (wall - instants) // 60_000_000
    offsets, which = np.unique(minutes, return_inverse=True)
    signs = np.array([f"{'-' if m < 0 else '+'}{abs(m) // 60:02}:{abs(m) % 60:02}" for m in offsets.tolist()] + [""])
    stamps = np.datetime_as_string(wall.view("datetime64[us]"))
    return pa.array(np.char.add(stamps, signs[which]), pa.string(), mask=~known)


def _csv(parts: Parts, schema: pa.Schema, stream: BinaryIO, zone: ZoneInfo) -> None:
    import pyarrow.csv as pc_csv

    stream.write("\ufeff".encode())  # without the mark spreadsheets take UTF-8 for the local code page
    first = True
    for batch in _batches(parts):
        columns = []
        for field in batch.schema:
            column = batch.column(field.name)
            if pa.types.is_timestamp(field.type):
                column = _iso(column, zone)
            elif pa.types.is_nested(field.type):
                column = pa.array([_flat(v) for v in column.to_pylist()], pa.string())
            elif pa.types.is_dictionary(field.type):
                column = column.cast(pa.string())
            if pa.types.is_string(column.type):
                column = pc.replace_substring_regex(column, _FORMULA, r"'\1")
            columns.append(column)
        part = pa.record_batch(columns, names=batch.schema.names)
        pc_csv.write_csv(part, stream, pc_csv.WriteOptions(include_header=first, quoting_style="needed"))
        first = False
    if first:
        stream.write((",".join(f'"{name}"' for name in schema.names) + "\n").encode())


def _flat(value: list[Any] | None) -> str | None:
    """A list in one cell: words, contacts as `channel: address`, reactions as `sign (count)`."""
    if value is None:
        return None
    if value and isinstance(value[0], tuple):
        return "; ".join(f"{channel}: {address}" for channel, address in value)
    return " ".join(v if isinstance(v, str) else f"{v['reaction']} ({v['count']})" for v in value)


def _jsonl(parts: Parts, schema: pa.Schema, stream: BinaryIO, zone: ZoneInfo) -> None:
    import msgspec

    encoder = msgspec.json.Encoder()
    for batch in _batches(parts):
        columns = {n: batch.column(n) for n in batch.schema.names}
        for field in batch.schema:
            if pa.types.is_timestamp(field.type):
                columns[field.name] = _iso(columns[field.name], zone)
        values = [_plain(columns[n]) for n in columns]
        names = list(columns)
        stream.write(encoder.encode_lines([dict(zip(names, row)) for row in zip(*values)]))


def _plain(column: pa.Array) -> list[Any]:
    values: list[Any] = column.to_pylist()
    return [None if v is None else dict(v) for v in values] if pa.types.is_map(column.type) else values


def _chatlab(parts: Parts, schema: pa.Schema, stream: BinaryIO, zone: ZoneInfo) -> None:
    """The ChatLab format 0.0.2 as JSON Lines; it knows no mentions, reactions or edits."""
    import msgspec

    encoder = msgspec.json.Encoder()
    names: list[str | None] = []
    platform: str | None = None
    shown: dict[str | None, str | None] = {}
    for table in parts():
        names = names or table["channel"].unique().to_pylist()
        platform = platform or (table["carrier"].unique().to_pylist() or [None])[0]
        shown |= {ident: name or shown.get(ident) for ident, name in _members(table).items()}
    stream.write(
        encoder.encode_lines(
            [
                {
                    "_type": "header",
                    "chatlab": {"version": "0.0.2", "generator": "closeknit"},
                    "meta": {"name": (names or [""])[0] or "", "platform": platform or "unknown", "type": "group"},
                }
            ]
        )
    )
    members = [{"_type": "member", "platformId": i, "accountName": n or i} for i, n in shown.items()]
    stream.write(encoder.encode_lines(members))
    for batch in _batches(parts):
        rows = {n: batch.column(n) for n in ("id", "author_id", "author", "text", "kind", "reply_to")}
        columns = {
            n: (c.cast(pa.string()) if pa.types.is_dictionary(c.type) else c).to_pylist() for n, c in rows.items()
        }
        seconds = pc.divide(batch.column("sent_at").cast(pa.int64()), 1_000_000).to_pylist()
        stream.write(
            encoder.encode_lines(
                [
                    {
                        "_type": "message",
                        "sender": author_id or author or "",
                        "accountName": author or "",
                        "timestamp": second,
                        "type": 25 if reply_to and kind == "text" else _CHATLAB.get(kind, 99),
                        "content": text,
                        "platformMessageId": id_,
                        **({"replyToMessageId": reply_to} if reply_to else {}),
                    }
                    for id_, author_id, author, text, kind, reply_to, second in zip(*columns.values(), seconds)
                ]
            )
        )


def _members(table: pa.Table) -> dict[str | None, str | None]:
    """Id of each author, the name where there is none, → the name last shown."""
    faces = pa.table({"id": pc.coalesce(table["author_id"].cast(pa.string()), table["author"].cast(pa.string())),
                      "name": table["author"].cast(pa.string())})  # fmt: skip
    latest = faces.filter(faces["id"].is_valid()).group_by("id", use_threads=False).aggregate([("name", "last")])
    return dict(zip(latest["id"].to_pylist(), latest["name_last"].to_pylist()))
