"""Rows of many chats that alternate from line to line in one file, as logs of robots and of companies hold them."""

from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.builder import CHUNK, MessageBuilder
from closeknit.records.history import History

_COLUMNS: Final = ("channel", "time", "author", "author_id", "text", "id")


class Chats:
    """Takes rows in the order of the file, each with its chat; names of chats and recalls may come late in it."""

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        self._names: dict[str, str] = {}
        self._recalled: list[str] = []
        self._rows: list[tuple[Any, ...]] = []
        self._sparse: dict[str, dict[int, Any]] = {}

    def name(self, ident: str, name: str | None) -> None:
        """The name of a chat; the last one given holds for all its rows. Without one it is called by its id."""
        if name:
            self._names[ident] = name

    def add(
        self, ident: str, *, time: int | None, author: str | None = None, author_id: str | None = None,
        text: str | None = None, kind: str = "text", id: str | None = None, **sparse: Any,
    ) -> None:  # fmt: skip
        """Add a row to a chat: the arguments of `MessageBuilder.add`."""
        if kind != "text":
            sparse["kind"] = kind
        for name, value in sparse.items():
            if value is not None and value is not False:
                self._sparse.setdefault(name, {})[len(self._rows)] = value
        self.say(ident, time, author, author_id, text, id)

    def say(
        self, ident: str, time: int | None, author: str | None, author_id: str | None, text: str | None, id: str | None
    ) -> None:
        """Add a row of nothing but somebody's words."""
        self._rows.append((ident, time, author, author_id, text, id))
        if len(self._rows) >= CHUNK:
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
            if len(history.inner):
                ids = history.inner["channel"].cast(pa.string()).combine_chunks()
                found = names.take(pc.index_in(ids, pa.array(self._names.keys(), pa.string())))
                named = _with(history.inner, "channel", pc.coalesce(found, ids).dictionary_encode())
                history = replace(history, inner=named)
        if self._recalled:
            named = pc.is_in(table["id"], pa.array(self._recalled, pa.string()), skip_nulls=True)
            table = _with(table, "is_deleted", pc.or_(table["is_deleted"], named))
        return history.with_messages(table)

    def _flush(self) -> None:
        if not self._rows:
            return
        dense = dict(zip(_COLUMNS, map(list, zip(*self._rows, strict=True)), strict=True))
        if len(chats := set(dense["channel"])) == 1:  # as in most files
            (only,) = chats
            self.builder.channel(only, only)
            del dense["channel"]
        else:
            dense["channel_id"] = list(dense["channel"])
        self.builder.extend(dense, self._sparse)
        self._rows, self._sparse = [], {}


def _with(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at), column)
