"""An archive: a folder in which a community keeps its history, whatever tool it came from.

Everything is one Delta table and one small file that says which table is in force. What is asked of an archive is
asked here; who writes holds its lock, and what is written comes into force in one step or not at all.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from closeknit.archive.forgotten import Forgotten
from closeknit.archive.importing import Import
from closeknit.archive.lock import writing
from closeknit.archive.marker import Marker, is_archive, make_folder, read_marker
from closeknit.archive.operations import Chat, Operation, SourceFile, chats, imports_in_force
from closeknit.archive.persons import Persons, as_mapping, read_persons, write_persons
from closeknit.archive.schema import NO_MONTH, in_force
from closeknit.archive.shelf import Shelf
from closeknit.archive.table import DataFile, MessageTable
from closeknit.archive.views import Views
from closeknit.errors import BadOption, CloseknitError
from closeknit.language import _
from closeknit.records.history import History
from closeknit.records.message import MESSAGE

_FIRST_TABLE: Final = "messages-1"
MAPPED_FROM: Final = 200_000
"""Messages from which an archive's history is mapped from disk: fewer are decoded as fast as mapped."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a history was read, for the record: its raw files, the zone of wall times and whether it was told, and
    whatever else was told, as one line."""

    files: tuple[SourceFile, ...] = ()
    zone: str = "UTC"
    zone_told: bool = False
    settings: str = ""


class Archive:
    """An archive as it stood when it was opened. Open it again to see what others wrote since."""

    def __init__(self, folder: Path, marker: Marker, table: MessageTable) -> None:
        self.folder = folder
        self.marker = marker
        self.table = table

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All that was ever done to it, the oldest first."""
        return self.table.operations

    @property
    def imports(self) -> tuple[Operation, ...]:
        """The imports whose rows it holds."""
        return imports_in_force(self.operations)

    def chats(self) -> dict[str, Chat]:
        """Its chats by number."""
        return chats(self.imports)

    def files(self) -> list[DataFile]:
        """Its data files, by chat and month; what has no time comes first."""
        return sorted(self.table.files.values(), key=lambda f: (f.chat, f.month != NO_MONTH, f.month))

    def months(self) -> Iterator[tuple[str, str, pa.Table]]:
        """(chat, month, messages in force), one month in memory at a time; for archives larger than memory."""
        known = self.chats()
        for file in self.files():
            yield file.chat, file.month, _messages(self.table.read(file), known.get(file.chat))

    def history(self, *, mapped_from: int = MAPPED_FROM) -> History:
        """All messages in force, chat by chat, as any history. A chat is called by its latest name.

        From `mapped_from` messages on they stay on disk, and memory holds what is looked at: the same history.
        """
        if sum(file.rows for file in self.files()) >= mapped_from:
            parts = Views(self.folder, self.table).months(self.chats())
        else:
            parts = [messages for _chat, _month, messages in self.months()]
        table = pa.concat_tables(parts).unify_dictionaries() if parts else MESSAGE.empty_table()
        shelf = Shelf(self.folder, self.table.folder, self.marker.salt)
        people = as_mapping(read_persons(self.folder))
        return History(table, paths=(str(self.folder),), people=people, shelf=shelf)

    def add(
        self, histories: Iterator[History], reading: Reading, *, at: str, chat: str | None = None
    ) -> Operation | None:
        """Import exports as one: all of them come into force, or none. `at` is now, as ISO 8601.

        `chat` names the chat of the archive that they are of, where the export calls it otherwise. Gives what was
        done; None where the very same files were imported before, read in the same way. Raises CloseknitError
        where another is writing, the place cannot be written, or a history cannot be read.
        """
        with writing(self.folder):
            fresh = self._again()
            if fresh.table.widen(Operation(fresh.operations[-1].n + 1, "widen", at)):
                fresh = open_archive(self.folder)
            if reading.files and any(_same(reading, known) for known in fresh.imports):
                return None
            work = Import(fresh.table, Forgotten(fresh.marker.salt, fresh.marker.forgotten))
            try:
                for history in histories:
                    work.add(history, chat)
                if work.forgotten.hashes - {*fresh.marker.forgotten}:
                    fresh.marker.forgetting(fresh.marker.table, work.forgotten.hashes).write(self.folder)
                operation = Operation(
                    work.number, "import", at, reading.files, tuple(work.parts), reading.zone, reading.zone_told,
                    work.assumed, dict(work.issues), work.lost, reading.settings, work.rows,
                )  # fmt: skip
                fresh.table.commit(operation, *work.changes)
            except BaseException:
                work.drop()
                raise
        self._become(open_archive(self.folder))
        return operation

    def restore(self, to: int | None, *, at: str) -> Operation:
        """Bring the state after operation `to` into force again; None: the last that Closeknit wrote.

        Raises BadOption where there was no such operation in this table, CloseknitError where its files are gone.
        """
        with writing(self.folder):
            fresh = self._again()
            written, foreign = fresh.table.log
            if to is None and not foreign:
                raise CloseknitError(
                    _("The archive is as Closeknit left it; there is nothing to restore."),
                    _("Name a number of `closeknit archive show` to go further back."),
                )
            versions = {operation.n: version for version, operation in written.items()}
            target = max(versions) if to is None else to
            if target not in versions:
                raise BadOption(
                    _("There is no state {n} to go back to.").format(n=target),
                    _("There are: {names}; `closeknit archive show` says what each was.").format(
                        names=", ".join(map(str, sorted(versions)))
                    ),
                )
            operation = Operation(max(versions) + 1, "restore", at, to=target)
            fresh.table.restore(versions[target], operation)
        self._become(open_archive(self.folder))
        return operation

    def decide(self, change: Callable[[Persons], Persons]) -> Persons:
        """Change which faces are one person. Raises what `change` raises, and CloseknitError where another writes."""
        with writing(self.folder):
            persons = change(read_persons(self.folder))
            write_persons(self.folder, persons)
        return persons

    def compact(self) -> int:
        """Remove what no longer holds: earlier versions and the leavings of runs that were killed. Bytes freed."""
        with writing(self.folder):
            fresh = self._again()
            assert fresh.operations  # refuses where another program wrote
            freed = sum(_size(folder) for folder in self._leavings())
            self._clean()
            for path in fresh.table.strays():
                freed += path.stat().st_size
                path.unlink()
            fresh.table.checkpoint()
        return freed

    def swap(self, make: Callable[["Archive", Path], tuple[MessageTable, Sequence[str]]]) -> None:
        """Write the table afresh in a new folder and put it in force in its stead; the old one is removed.

        `make(archive, folder)` gives the new table and the marks of faces to be forgotten. The lock is held.
        """
        fresh = self._again()
        self._clean()
        name = f"messages-{int(fresh.marker.table.rpartition('-')[2]) + 1}"
        folder = self.folder / name
        try:
            _table, marks = make(fresh, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        fresh.marker.forgetting(name, marks).write(self.folder)
        self._clean()
        self._become(open_archive(self.folder))

    def _again(self) -> "Archive":
        """The archive as it is now that the lock is held, with no leavings of a run that was killed while swapping."""
        fresh = open_archive(self.folder)
        fresh._clean()
        return fresh

    def _leavings(self) -> list[Path]:
        return [p for p in self.folder.glob("messages-*") if p.is_dir() and p.name != self.marker.table]

    def _clean(self) -> None:
        self.marker = read_marker(self.folder)
        for folder in self._leavings():
            shutil.rmtree(folder, ignore_errors=True)

    def _become(self, other: "Archive") -> None:
        self.marker, self.table = other.marker, other.table


def open_archive(path: str | Path) -> Archive:
    """The archive in a folder. Raises UnreadableSource where there is none, or none that this Closeknit can read."""
    folder = Path(path)
    marker = read_marker(folder)
    return Archive(folder, marker, MessageTable.open(folder / marker.table))


def open_or_make(path: str | Path, *, salt: bytes, at: str) -> Archive:
    """The archive in a folder, made where there is none yet. `salt`: sixteen random bytes; `at`: now, ISO 8601."""
    folder = Path(path)
    if not is_archive(folder):

        def fill(beside: Path) -> None:
            MessageTable.make(beside / _FIRST_TABLE, Operation(0, "make", at))

        make_folder(folder, Marker(_FIRST_TABLE, salt.hex()), fill)
    return open_archive(folder)


def _messages(table: pa.Table, chat: Chat | None) -> pa.Table:
    """The messages in force, their chat under its latest name and id."""
    messages = in_force(table).select(MESSAGE.names)
    if chat is None:
        return messages
    for name, words in (("channel", chat.names), ("channel_id", chat.ids)):
        zeros = pa.array(np.zeros(len(messages), np.int32))
        column = (
            pa.DictionaryArray.from_arrays(zeros, pa.array([words[-1]], pa.string()))
            if words
            else pa.nulls(len(messages), MESSAGE.field(name).type)
        )
        messages = messages.set_column(MESSAGE.get_field_index(name), MESSAGE.field(name), column)
    return messages


def _same(reading: Reading, known: Operation) -> bool:
    """Whether an import read the very same bytes in the very same way."""
    return {file.sha256 for file in reading.files} == {file.sha256 for file in known.files} and (
        reading.zone,
        reading.settings,
    ) == (known.zone, known.settings)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
