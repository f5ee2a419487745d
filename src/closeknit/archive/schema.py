"""What the archive's tables hold beside what was read: which import brought a row, and which later one replaced it.

One row is one *state* of a message, a member or a record. What was edited or recalled has several, which share
`entry`; the one in force has no `replaced_by`. Messages, and the lines inside merged forwards, lie in one file a chat
and month, in the order of the conversation; a roster and the records each in one file.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.exchange import RECORDED
from closeknit.records.instant import MICRO
from closeknit.records.message import MESSAGE
from closeknit.records.roster import ROSTER

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

STATES: Final = pa.schema(
    [
        pa.field("entry", pa.int64(), metadata={"doc": "number of the message, member or record; its states share it"}),
        pa.field("brought_by", pa.int32(), metadata={"doc": "number of the import that brought this state"}),
        pa.field("replaced_by", pa.int32(), metadata={"doc": "number of the import that replaced it; null: in force"}),
    ]
)
KEEPING: Final = pa.schema(
    [
        *STATES,
        pa.field("as_of", pa.timestamp("us", "UTC"), metadata={"doc": "last instant of the export it was read from"}),
        pa.field("forgotten", pa.bool_(), metadata={"doc": "whose words were removed because the person asked"}),
    ]
)
KEPT: Final = pa.schema([*MESSAGE, *KEEPING])
"""The columns of a data file of messages."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of an archive: `content` is the schema of what was read, `schema` with the states' columns.

    `partitions`: (`chat`, `month`), or none. `chat` is the archive's own number of a chat, as four digits; `month`
    is `YYYY-MM` in UTC, or `none`.
    """

    name: str
    content: pa.Schema
    schema: pa.Schema
    partitions: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The columns of words that many rows share."""
        return tuple(field.name for field in self.schema if pa.types.is_dictionary(field.type))


MESSAGES: Final = Kind("messages", MESSAGE, KEPT, ("chat", "month"))
INNER: Final = Kind("inner", MESSAGE, KEPT, ("chat", "month"))
"""Lines inside merged forwards, by the month of the message that carries them."""
MEMBERS: Final = Kind("roster", ROSTER, pa.schema([*ROSTER, *STATES]))
RECORDS: Final = Kind("exchanges", RECORDED, pa.schema([*RECORDED, *STATES]))
BESIDE: Final = {kind.name: kind for kind in (INNER, MEMBERS, RECORDS)}
"""The tables beside that of the messages."""

NO_MONTH: Final = "none"
UNITS: Final = {
    "microsecond": 1,
    "millisecond": 1000,
    "second": MICRO,
    "minute": 60 * MICRO,
    "day": 86_400 * MICRO,
}  # fmt: skip
"""Microseconds of each of `message.PRECISIONS`."""


def delta_schema(kind: Kind = MESSAGES) -> pa.Schema:
    """The table as Delta knows it: plain strings, any of them null, and the partition columns."""
    plain = [pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in kind.schema]
    return pa.schema([*plain, *(pa.field(name, pa.string()) for name in kind.partitions)])


def instants(table: pa.Table) -> tuple[Int64s, Bools]:
    """`sent_at` in microseconds, a row without a time taking that of the row before (or, at the head, of the
    first that has one); and where there is any. All zeros where no row has a time."""
    stamps = table["sent_at"].combine_chunks()
    known = np.asarray(stamps.is_valid().to_numpy(zero_copy_only=False))
    at = np.asarray(stamps.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False))
    if known.all() or not known.any():
        return at, known
    last = np.maximum.accumulate(np.where(known, np.arange(len(at)), -1))
    return at[np.where(last >= 0, last, int(known.argmax()))], known


def months(at: Int64s) -> Int64s:
    """Months since 1970-01, UTC, of instants in microseconds."""
    return at.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)


def month_name(month: int) -> str:
    """The partition value of a month counted from 1970-01."""
    return str(np.datetime64(month, "M"))


def plain(table: pa.Table, name: str) -> pa.Array:
    """A column as one array of strings."""
    column = table[name].combine_chunks()
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def with_column(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    """The table with another column of that name in its place."""
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)


def only_used(table: pa.Table) -> pa.Table:
    """The table with no word in its dictionaries that no row has: a file would keep them all."""
    for field in table.schema:
        name, column = field.name, table[field.name]
        if not len(column) or not pa.types.is_dictionary(field.type):
            continue
        column = column.unify_dictionaries().combine_chunks()
        indices = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        used = np.unique(indices[indices >= 0])
        if len(used) < len(column.dictionary):
            place = np.zeros(len(column.dictionary) + 1, np.int32)
            place[used] = np.arange(len(used), dtype=np.int32)
            kept = pa.DictionaryArray.from_arrays(
                pa.array(place[indices], mask=indices < 0), column.dictionary.take(pa.array(used))
            )
            table = with_column(table, name, kept)
    return table


def in_force(table: pa.Table) -> pa.Table:
    """The states in force."""
    former = table["replaced_by"]
    return table if former.null_count == len(table) else table.filter(pc.is_null(former))


def flags(table: pa.Table, name: str) -> Bools:
    """A boolean column as an array, null as False."""
    return np.asarray(table[name].combine_chunks().fill_null(False).to_numpy(zero_copy_only=False))
