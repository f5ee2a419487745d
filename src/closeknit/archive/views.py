"""Months of an archive as they lie in memory, on disk: whoever examines a large archive maps them and decodes nothing.

A view holds the messages in force of one data file as plain Arrow; the system brings in the parts that are looked
at and takes them back when memory runs short. Views lie inside the folder of the table that they are made from, so
they go when it goes (forgetting writes another table), and are made again whenever they are missing.
"""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from closeknit.archive.datafile import DataFile
from closeknit.archive.maps import Maps
from closeknit.archive.marker import read_marker
from closeknit.archive.operations import Chat
from closeknit.archive.schema import NO_MONTH, in_force, only_used
from closeknit.archive.table import KeptTable
from closeknit.errors import CloseknitError
from closeknit.records.columns import constant, nulls
from closeknit.records.message import MESSAGE
from closeknit.records.output import replacing

FOLDER: Final = "_examined"
"""Inside a table's folder; Delta leaves alone what begins with a line."""
_NAMED: Final = ("channel", "channel_id")
"""Not in the views: a chat is called by its latest name, whatever its months say."""
_WORDS: Final = b"closeknit.words"


class Views:
    """The views of one table; `archive` is the archive's folder."""

    def __init__(self, archive: Path, table: KeptTable, maps: Maps) -> None:
        self._archive = archive
        self._maps = maps
        self._table = table
        self.folder = table.folder / FOLDER

    def months(self, chats: dict[str, Chat]) -> list[pa.Table]:
        """The messages in force of every data file, chat by chat and month by month, mapped where they can be."""
        self._sweep()
        files = sorted(self._table.files.values(), key=lambda f: (f.chat, f.month != NO_MONTH, f.month))
        return [self._messages(file, chats.get(file.chat)) for file in files]

    def _messages(self, file: DataFile, chat: Chat | None) -> pa.Table:
        place = self.folder / self._name(file)
        table = self._mapped(place)
        if table is None:
            table = _view(in_force(self._table.read(file)))
            if self._write(place, table):
                table = self._mapped(place) or table
        return _whole(table, chat)

    def _mapped(self, place: Path) -> pa.Table | None:
        table = self._maps.opened(place)
        return table if table is not None and _WORDS in (table.schema.metadata or {}) else None

    def _name(self, file: DataFile) -> str:
        return f"{file.chat}.{file.month}.{Path(file.path).stem}.arrow"

    def _sweep(self) -> None:
        """Remove the views of data files that hold no longer."""
        named = {self._name(file) for file in self._table.files.values()}
        for path in self.folder.glob("[0-9]*.arrow"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _write(self, place: Path, table: pa.Table) -> bool:
        """Lay a view down; False where the folder cannot be written, which costs time and nothing else."""
        return written(self._archive, self._table.folder, place, table)


def written(archive: Path, table_folder: Path, place: Path, table: pa.Table) -> bool:
    """Lay an Arrow file down inside a table's folder; whether it lies there.

    Where the table was put out of force meanwhile nothing of it may stay: whoever puts it out of force says so
    before removing the folder, and who writes here looks after writing, so one of the two sees the other.
    """
    try:
        place.parent.mkdir(exist_ok=True)
        with replacing(place) as stream, pa.ipc.new_file(stream, table.schema) as sink:
            sink.write_table(table)
        if not read_marker(archive).holds(table_folder):
            shutil.rmtree(table_folder, ignore_errors=True)
            return False
    except (OSError, CloseknitError):
        return False
    return True


def _view(messages: pa.Table) -> pa.Table:
    """The columns that say anything, as one batch; a word that stands in every row stands once, beside them."""
    table = only_used(messages).select([name for name in MESSAGE.names if name not in _NAMED]).combine_chunks()
    words: dict[str, str] = {}
    for field in table.schema:
        column = table[field.name]
        if column.null_count == len(table):
            table = table.drop_columns([field.name])
        elif pa.types.is_dictionary(field.type) and not column.null_count:
            dictionary = column.unify_dictionaries().chunk(0).dictionary
            if len(dictionary) == 1:
                words[field.name] = dictionary[0].as_py()
                table = table.drop_columns([field.name])
    return table.replace_schema_metadata({_WORDS: json.dumps([len(messages), words]).encode()})


def _whole(view: pa.Table, chat: Chat | None) -> pa.Table:
    """All columns of a message; those without values share their memory."""
    rows, words = json.loads(view.schema.metadata[_WORDS])
    named: dict[str, Any] = dict(words)
    if chat is not None:
        named |= {"channel": (chat.names or ("",))[-1], "channel_id": (chat.ids or ("",))[-1]}
    columns = [
        view[field.name]
        if field.name in view.schema.names
        else constant(named[field.name], rows)
        if named.get(field.name)
        else nulls(field.type, rows)
        for field in MESSAGE
    ]
    return pa.table(columns, schema=MESSAGE)
