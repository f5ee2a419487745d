"""Rows of many chats that alternate from line to line in one file, as logs of robots and of companies hold them."""

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.builder import CHUNK, MessageBuilder
from closeknit.records.history import History
from closeknit.records.message import DENSE

_DENSE: Final = frozenset(DENSE) - {"kind"}


class Chats:
    """Takes rows in the order of the file, each with its chat; names of chats and recalls may come late in it."""

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        self._names: dict[str, str] = {}
        self._recalled: list[str] = []
        self._held = 0
        self._chat: list[str] = []
        self._dense: dict[str, list[Any]] = {name: [] for name in _DENSE}
        self._sparse: dict[str, dict[int, Any]] = {}

    def name(self, ident: str, name: str | None) -> None:
        """The name of a chat; the last one given holds for all its rows. Without one it is called by its id."""
        if name:
            self._names[ident] = name

    def add(self, ident: str, **row: Any) -> None:
        """Add a row to a chat: the arguments of `MessageBuilder.add`."""
        here = self._held
        self._chat.append(ident)
        for name, value in row.items():
            if name in _DENSE:
                self._dense[name].append(value)
            elif value is not None and value is not False:
                self._sparse.setdefault(name, {})[here] = value
        self._held = here + 1
        for column in self._dense.values():
            if len(column) <= here:
                column.append(None)
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
        if self._held:
            self.builder.extend({**self._dense, "channel": self._chat, "channel_id": list(self._chat)}, self._sparse)
            self._held, self._chat, self._sparse = 0, [], {}
            self._dense = {name: [] for name in _DENSE}


def _with(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at), column)
