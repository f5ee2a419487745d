"""Rows of many chats that alternate from line to line in one file, as logs of robots and of companies hold them."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.builder import CHUNK, MessageBuilder
from closeknit.records.history import History


class Chats:
    """Gives a builder the rows of a chunk chat by chat; the names of chats and recalls may come late in the file.

    Rows of one chat keep their order; those of different chats may change places within a chunk.
    """

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        self._names: dict[str, str] = {}
        self._recalled: list[str] = []
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._held = 0

    def name(self, ident: str, name: str | None) -> None:
        """The name of a chat; the last one given holds for all its rows. Without one it is called by its id."""
        if name:
            self._names[ident] = name

    def add(self, ident: str, **row: Any) -> None:
        """Add a row to a chat: the arguments of `MessageBuilder.add`."""
        rows = self._rows.get(ident)
        if rows is None:
            rows = self._rows[ident] = []
        rows.append(row)
        self._held += 1
        if self._held >= CHUNK:
            self._flush()

    def recall(self, message: str) -> None:
        """Note that the message of this id was taken back."""
        self._recalled.append(message)

    def finish(self) -> History:
        """The history read so far."""
        self._flush()
        history = self.builder.finish()
        table = history.messages
        if not len(table):
            return history
        if self._names:
            ids = table["channel"].cast(pa.string()).combine_chunks()
            names = pa.array(self._names.values(), pa.string())
            found = names.take(pc.index_in(ids, pa.array(self._names.keys(), pa.string())))
            table = _with(table, "channel", pc.coalesce(found, ids).dictionary_encode())
        if self._recalled:
            named = pc.is_in(table["id"], pa.array(self._recalled, pa.string()), skip_nulls=True)
            table = _with(table, "is_deleted", pc.or_(table["is_deleted"], named))
        return History(table, history.issues, history.paths)

    def _flush(self) -> None:
        for ident, rows in self._rows.items():
            self.builder.channel(ident, ident)
            for row in rows:
                self.builder.add(**row)
        self._rows, self._held = {}, 0


def _with(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at), column)
