"""The message table that `closeknit read` wrote, read back as it was: Parquet and JSON Lines.

In between somebody may have filtered it, put columns beside, left some out or changed their types, as pandas and
polars do; a column that bears a name of ours keeps its meaning. It is no tool's export, so that no carrier reads it:
each row keeps the carrier that it came from. (The CSV is read like any other table.)
"""

from collections.abc import Callable
from itertools import chain
from typing import Any, Final, cast

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.errors import UnknownFormat, UnreadableSource
from closeknit.language import _
from closeknit.records.columns import constant
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros, offsets
from closeknit.records.issue import Issue, IssueLog
from closeknit.records.message import EVENTS, KINDS, MESSAGE, PRECISIONS, REACTION, ZONES
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_lines
from closeknit.sources.tables import stem
from closeknit.text.moments import Moment, Moments

_NEEDED: Final = ("sent_at", "author", "text")
_FLAGS: Final = ("is_reply", "is_forwarded", "is_edited", "is_deleted", "is_bot")
_MAGIC: Final = b"PAR1"
_FEW: Final = 1_000_000
_INSTANT: Final = pa.timestamp("us", "UTC")
_WALL: Final = pa.timestamp("us")
_EARLIEST: Final = 365 * 86_400 * 1_000_000
_LATEST: Final = 10**16
Doubt = Callable[[str, int], None]


def is_message_table(source: Source) -> bool:
    """Whether a file is Parquet, or its first line an object with the names of our columns."""
    if source.is_folder:
        return False
    if source.head.startswith(_MAGIC):
        return True
    first = source.head_text.lstrip().partition("\n")[0]
    return first.startswith("{") and all(f'"{name}"' in first for name in _NEEDED)


def read(source: Source, options: ReadOptions) -> History:
    """The rows, in their order. Raises UnknownFormat where it is another table, UnreadableSource where it is broken."""
    issues = IssueLog()

    def doubt(code: str, times: int) -> None:
        if times:
            issues.add(Issue(source.path, 0, code), times)

    is_parquet = source.head.startswith(_MAGIC)
    raw = _parquet(source) if is_parquet else _json_lines(source, issues)
    try:
        columns = _columns(raw, options, doubt)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise _damaged(source, error) from error
    if all(columns[name].null_count == len(raw) for name in ("channel", "channel_id")):
        # One chat, called like its file, as in any other table.
        columns["channel"] = constant(stem(source), len(raw))
    table = pa.table([columns[field.name] for field in MESSAGE], schema=MESSAGE).unify_dictionaries()
    return History(table, issues, (source.path,))


def _parquet(source: Source) -> pa.Table:
    import pyarrow.parquet as pq

    data = source.read_bytes()
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        names = file.schema_arrow.names
        if missing := [name for name in _NEEDED if name not in names]:
            raise UnknownFormat(
                _("{path} is no table of messages: it has no column {names}.").format(
                    path=source.path, names=", ".join(missing)
                ),
                _("A table of messages has at least the columns {names}.").format(names=", ".join(_NEEDED)),
            )
        if file.metadata.num_rows > max(_FEW, len(data)):  # a few bytes can say that a value comes a billion times
            raise _damaged(source, f"{file.metadata.num_rows:,} rows")
        table = file.read(columns=[name for name in names if name in MESSAGE.names])
        table.validate(full=True)
    except (pa.ArrowException, OSError, MemoryError) as error:
        raise _damaged(source, error) from error
    return table


def _damaged(source: Source, reason: object) -> UnreadableSource:
    said = str(reason).partition("\n")[0].rstrip(".")
    return UnreadableSource(_("{path} is damaged or cut off: {reason}.").format(path=source.path, reason=said))


class _Reaction(msgspec.Struct):
    reaction: str | None = None
    count: int = 0
    by: list[str] | None = None


def _python_type(field: pa.Field) -> Any:
    """What a column may hold in JSON; programs write numbers for ids, and for times."""
    if field.name == "reactions":
        return list[_Reaction] | None
    if pa.types.is_list(field.type):
        return list[str] | None
    if pa.types.is_boolean(field.type):
        return bool | None
    return int | None if pa.types.is_integer(field.type) else str | int | float | None


_ROW: Final = msgspec.defstruct("_ROW", [(field.name, _python_type(field), None) for field in MESSAGE])


def _json_lines(source: Source, issues: IssueLog) -> pa.Table:
    """The rows as they stand there, in a column each, of the simplest type that holds it."""

    def bad(line: int, detail: str) -> None:
        issues.add(Issue(source.path, line, "bad-row", detail[:120], lost=True))

    held: dict[str, list[pa.Array]] = {name: [] for name in MESSAGE.names}
    for rows in json_lines(source, cast("type[Any]", _ROW), on_bad=bad):
        for field in MESSAGE:
            held[field.name].append(_as_array([getattr(row, field.name) for row in rows], field))
    return pa.table({name: pa.chunked_array(parts or [pa.array([], pa.string())]) for name, parts in held.items()})


def _as_array(values: list[Any], field: pa.Field) -> pa.Array:
    if field.name == "reactions":
        kept = [None if given is None else list(map(_kept, given)) for given in values]
        return pa.array(kept, pa.list_(REACTION))
    if pa.types.is_list(field.type):
        return pa.array(values, pa.list_(pa.string()))
    if pa.types.is_boolean(field.type) or pa.types.is_integer(field.type):
        return pa.array([None if v is None else max(-1, min(v, 2**31 - 1)) for v in values], field.type)
    if field.name in {"sent_at", "quoted_at"}:
        values = [_iso(v) if isinstance(v, int | float) else v for v in values]
    return pa.array([v if v is None else str(v).encode("utf-8", "replace").decode() for v in values], pa.string())


def _kept(reaction: _Reaction) -> dict[str, Any]:
    return {"reaction": reaction.reaction, "count": max(0, min(reaction.count, 2**31 - 1)), "by": reaction.by}


def _iso(epoch: float) -> str:
    """A number as pandas writes times, as text: in one column all are of one kind then."""
    try:
        return f"{np.datetime64(epoch_micros(epoch), 'us')}Z"
    except ValueError:
        return str(epoch)


def _columns(raw: pa.Table, options: ReadOptions, doubt: Doubt) -> dict[str, Any]:
    """Every column of a message table, as its laws ask."""
    n = len(raw)
    made: dict[str, Any] = {}
    for field in MESSAGE:
        if field.name not in raw.column_names:
            made[field.name] = pa.nulls(n, pa.string() if pa.types.is_dictionary(field.type) else field.type)
        elif pa.types.is_timestamp(field.type):
            made[field.name], assumed = _instants(raw[field.name], options, doubt)
            if field.name == "sent_at":
                zone = _word(raw, "zone", ZONES, "assumed" if assumed else "written", n)
        elif pa.types.is_string(field.type) or pa.types.is_dictionary(field.type):
            made[field.name] = _texts(raw[field.name])
        else:
            made[field.name] = raw[field.name].cast(field.type)
    there = made["sent_at"].is_valid()
    made["zone"] = pc.if_else(there, zone, None)
    made["time_precision"] = pc.if_else(there, _word(raw, "time_precision", PRECISIONS, "second", n), None)
    for name in _FLAGS:
        made[name] = pc.fill_null(made[name], False)
    made["is_reply"] = pc.or_(made["is_reply"], made["reply_to"].is_valid())
    plain = pc.if_else(made["text"].is_valid(), "text", "other")
    known = pc.is_in(made["kind"], value_set=pa.array([*KINDS, *EVENTS]))
    made["kind"] = pc.if_else(known, made["kind"], plain)
    happened = pc.is_in(made["kind"], value_set=pa.array(EVENTS))
    slug = pc.match_substring_regex(pc.fill_null(made["event"], ""), "^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    made["event"] = pc.if_else(happened, pc.if_else(slug, made["event"], made["kind"]), None)
    made["inviter"] = pc.if_else(happened, made["inviter"], None)
    made["inner"] = pc.if_else(pc.greater_equal(made["inner"], 0), made["inner"], None)
    made["reactions"] = _sound_reactions(made["reactions"])
    made["carrier"] = pc.fill_null(made["carrier"], "csv")
    return {field.name: _in_type(made[field.name], field.type) for field in MESSAGE}


def _in_type(column: Any, kind: pa.DataType) -> pa.ChunkedArray:
    chunked = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    if pa.types.is_dictionary(kind):
        return chunked.cast(pa.string()).dictionary_encode().cast(kind)
    return chunked.cast(kind)


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Strings with \\n for every line end; an empty one is none."""
    plain = column.cast(pa.string())
    plain = pc.replace_substring(pc.replace_substring(plain, "\r\n", "\n"), "\r", "\n")
    return pc.if_else(pc.equal(plain, ""), None, plain)


def _word(raw: pa.Table, name: str, known: tuple[str, ...], otherwise: str, n: int) -> Any:
    """A column of few words; what is none of them, or missing, is `otherwise`."""
    if name not in raw.column_names:
        return constant(otherwise, n).cast(pa.string())
    given = raw[name].cast(pa.string())
    return pc.if_else(pc.is_in(given, value_set=pa.array(known)), given, otherwise)


def _instants(column: pa.ChunkedArray, options: ReadOptions, doubt: Doubt) -> tuple[pa.ChunkedArray, bool]:
    """Instants, and whether they were wall times, which are those of `options.zone`."""
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column = _parsed(column.cast(pa.string()), options, doubt)
    elif not pa.types.is_timestamp(kind):
        column = column.cast(_WALL)
    is_wall = column.type.tz is None
    given = column.cast(_WALL if is_wall else _INSTANT, safe=False).cast(pa.int64()).combine_chunks()
    valid = np.asarray(given.is_valid())
    micros = np.asarray(given.fill_null(0))
    sane = valid & (micros >= _EARLIEST) & (micros < _LATEST)
    doubt("bad-time", int((valid & ~sane).sum()))
    micros = np.where(sane, micros, 0)
    if is_wall and sane.any():
        shift, twice = offsets(micros, options.zone)
        doubt("ambiguous-time", int((twice & sane).sum()))
        micros = micros - shift
    stamps = pa.array(micros, mask=~sane).cast(_WALL).cast(_INSTANT)
    return pa.chunked_array([stamps]), is_wall


def _parsed(column: pa.ChunkedArray, options: ReadOptions, doubt: Doubt) -> pa.ChunkedArray:
    """Times that are text: as we write them, else one by one."""
    for kind in (_INSTANT, _WALL):
        try:
            return column.cast(kind)
        except pa.ArrowInvalid:
            continue
    read_one = Moments("dmy", options.day, options.year).read
    found: dict[str, Moment | str] = {one: read_one(one) for one in column.unique().drop_null().to_pylist()}
    bad = {one for one, when in found.items() if isinstance(when, str)}
    values = column.to_pylist()
    doubt("bad-time", sum(one in bad for one in values))
    whens = [None if one is None else found[one] for one in values]
    walls = np.array([w.micros if isinstance(w, Moment) and not w.instant else 0 for w in whens], np.int64)
    shift, _twice = offsets(walls, options.zone)
    made = [
        None if not isinstance(w, Moment) else w.micros if w.instant else w.micros - int(shift[i])
        for i, w in enumerate(whens)
    ]
    return pa.chunked_array([pa.array(made, pa.int64()).cast(_WALL).cast(_INSTANT)])


def _sound_reactions(column: Any) -> Any:
    """Without those of which less than none were given."""
    lists = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    counts = chain.from_iterable(pc.list_flatten(part).field("count").to_pylist() for part in lists.chunks)
    if all(count is not None and count >= 0 for count in counts):
        return column
    kept = [v if v is None else [r for r in v if r and (r["count"] or -1) >= 0] for v in lists.to_pylist()]
    return pa.chunked_array([pa.array(kept, pa.list_(REACTION))])
