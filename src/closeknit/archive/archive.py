"""An archive: a folder in which a community keeps its history, whatever tool it came from.

Everything is a Delta table of messages, up to three beside it, and one small file that says which are in force. What
is asked of an archive is asked here; who writes holds its lock, and what is written comes into force in one step or
not at all.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pyarrow as pa

from closeknit.archive.beside import Beside
from closeknit.archive.contents import by_month, messages_of
from closeknit.archive.datafile import DataFile
from closeknit.archive.forgotten import Forgotten
from closeknit.archive.importing import Import
from closeknit.archive.lock import writing
from closeknit.archive.maps import Maps
from closeknit.archive.marker import Marker, is_archive, make_folder, read_marker
from closeknit.archive.operations import Chat, Operation, SourceFile, chats, imports_in_force
from closeknit.archive.persons import Persons, as_mapping, read_persons, write_persons
from closeknit.archive.schema import BESIDE, INNER, MEMBERS, RECORDS
from closeknit.archive.shelf import Shelf
from closeknit.archive.table import KeptTable
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

    def __init__(self, folder: Path, marker: Marker, table: KeptTable) -> None:
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

    @cached_property
    def beside(self) -> Beside:
        """Its tables beside the messages."""
        return Beside(self.folder, self.marker.table, self.operations[-1].tables)

    def files(self) -> list[DataFile]:
        """Its data files of messages, by chat and month; what has no time comes first."""
        return by_month(self.table)

    def months(self, columns: Sequence[str] = MESSAGE.names) -> Iterator[pa.Table]:
        """The messages in force by chat and month, or some columns of them, with one month in memory at a time."""
        known = self.chats()
        for file in self.files():
            table = self.table.read(file, (*columns, "replaced_by"))
            yield messages_of(table, columns, known.get(file.chat))

    def forwarded(self) -> Iterator[pa.Table]:
        """The lines inside merged forwards, by the chat and month of the message that carries them."""
        known, table = self.chats(), self.beside.tables.get(INNER.name)
        if table is not None:
            for file in by_month(table):
                yield messages_of(table.read(file), MESSAGE.names, known.get(file.chat))

    def history(self, *, mapped_from: int = MAPPED_FROM) -> History:
        """All messages in force, chat by chat, as any history. A chat is called by its latest name.

        From `mapped_from` messages on they stay on disk, and memory holds what is looked at: the same history.
        """
        maps = Maps()
        inner = self.beside.tables.get(INNER.name)
        return History(
            self._together(self.table, self.months, mapped_from, maps),
            paths=(str(self.folder),),
            roster=self.beside.contents(MEMBERS.name),
            exchanges=self.beside.contents(RECORDS.name),
            inner=self._together(inner, self.forwarded, mapped_from, maps) if inner else MESSAGE.empty_table(),
            people=as_mapping(read_persons(self.folder)),
            shelf=Shelf(self.folder, self.table.folder, self.marker.salt, maps),
        )

    def _together(
        self, table: KeptTable, decoded: Callable[[], Iterator[pa.Table]], mapped_from: int, maps: Maps
    ) -> pa.Table:
        """All rows in force of a table of messages, mapped where they are many."""
        if sum(file.rows for file in table.files.values()) >= mapped_from:
            parts = Views(self.folder, table, maps).months(self.chats())
        else:
            parts = list(decoded())
        return pa.concat_tables(parts).unify_dictionaries() if parts else MESSAGE.empty_table()

    def add(
        self, histories: Iterator[History], reading: Reading, *, at: str, chat: str | None = None
    ) -> Operation | None:
        """Import exports as one: all of them come into force, or none. `at` is now, as ISO 8601.

        `chat` names the chat of the archive that they are of, where the export calls it otherwise. Gives what was
        done; None where the very same files were imported before, read in the same way. Raises CloseknitError
        where another is writing, the place cannot be written, or a history cannot be read.
        """
        with writing(self.folder):
            fresh = self._settled(at)
            last = fresh.operations[-1]
            if fresh.table.widen(Operation(last.n + 1, "widen", at, tables=last.tables)):
                fresh = open_archive(self.folder)
            if reading.files and any(_same(reading, known) for known in fresh.imports):
                return None
            forgotten = Forgotten(fresh.marker.salt, fresh.marker.forgotten)
            work = Import(fresh.table, fresh.beside, forgotten, reading.zone)
            try:
                for history in histories:
                    work.add(history, chat)
                if work.forgotten.hashes - {*fresh.marker.forgotten}:
                    fresh.marker.forgetting(fresh.marker.table, work.forgotten.hashes).write(self.folder)
                tables = fresh.beside.commit(work.beside.changes, Operation(work.number, "import", at))
                operation = Operation(
                    work.number, "import", at, reading.files, tuple(work.parts), reading.zone, reading.zone_told,
                    work.assumed, dict(work.issues), work.lost, reading.settings, work.rows,
                    beside=work.beside.parts, tables=tables,
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
            beside = Beside(self.folder, fresh.marker.table, written[max(written)].tables)
            if to is None and not foreign and not beside.foreign():
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
            wanted = written[versions[target]].tables
            fresh.table.demand(versions[target])
            beside.demand(wanted)
            tables = beside.restore(wanted, Operation(max(versions) + 1, "restore", at))
            operation = Operation(max(versions) + 1, "restore", at, to=target, tables=tables)
            fresh.table.restore(versions[target], operation)
        self._become(open_archive(self.folder))
        return operation

    def decide(self, change: Callable[[Persons], Persons]) -> Persons:
        """Change which faces are one person. Raises what `change` raises, and CloseknitError where another writes."""
        with writing(self.folder):
            persons = change(read_persons(self.folder))
            write_persons(self.folder, persons)
        return persons

    def compact(self, *, at: str) -> int:
        """Remove what no longer holds: earlier versions and the leavings of runs that were killed. Bytes freed."""
        with writing(self.folder):
            fresh = self._settled(at)
            freed = sum(_size(folder) for folder in self._leavings())
            self._clean()
            for table in (fresh.table, *fresh.beside.newest()):
                for path in table.strays():
                    freed += path.stat().st_size
                    path.unlink()
                table.checkpoint()
        return freed

    def swap(self, make: Callable[["Archive", int], Sequence[str]], *, at: str) -> None:
        """Write the tables afresh, in new folders, and put them in force in their stead; the old ones are removed.

        `make(archive, number)` fills the folders that end in the number, and gives the marks of faces to be
        forgotten. The lock is held.
        """
        fresh = self._settled(at)
        self._clean()
        number = fresh.marker.number + 1
        try:
            marks = make(fresh, number)
        except BaseException:
            self._clean()
            raise
        fresh.marker.forgetting(f"{_FIRST_TABLE[:-1]}{number}", marks).write(self.folder)
        self._clean()
        self._become(open_archive(self.folder))

    def _again(self) -> "Archive":
        """The archive as it is now that the lock is held, with no leavings of a run that was killed while swapping."""
        fresh = open_archive(self.folder)
        fresh._clean()
        return fresh

    def _settled(self, at: str) -> "Archive":
        """The same, and nothing beside the messages that a killed import left. Refuses where another program wrote."""
        fresh = self._again()
        fresh.beside.settle(Operation(fresh.operations[-1].n, "restore", at))
        return fresh

    def _leavings(self) -> list[Path]:
        tables = [path for name in ("messages", *BESIDE) for path in self.folder.glob(f"{name}-*") if path.is_dir()]
        return [path for path in tables if not self.marker.holds(path)]

    def _clean(self) -> None:
        self.marker = read_marker(self.folder)
        for folder in self._leavings():
            shutil.rmtree(folder, ignore_errors=True)

    def _become(self, other: "Archive") -> None:
        self.marker, self.table = other.marker, other.table
        self.__dict__.pop("beside", None)


def open_archive(path: str | Path) -> Archive:
    """The archive in a folder. Raises UnreadableSource where there is none, or none that this Closeknit can read."""
    folder = Path(path)
    marker = read_marker(folder)
    return Archive(folder, marker, KeptTable.open(folder / marker.table))


def open_or_make(path: str | Path, *, salt: bytes, at: str) -> Archive:
    """The archive in a folder, made where there is none yet. `salt`: sixteen random bytes; `at`: now, ISO 8601."""
    folder = Path(path)
    if not is_archive(folder):

        def fill(beside: Path) -> None:
            KeptTable.make(beside / _FIRST_TABLE, Operation(0, "make", at))

        make_folder(folder, Marker(_FIRST_TABLE, salt.hex()), fill)
    return open_archive(folder)


def _same(reading: Reading, known: Operation) -> bool:
    """Whether an import read the very same bytes in the very same way."""
    return {file.sha256 for file in reading.files} == {file.sha256 for file in known.files} and (
        reading.zone,
        reading.settings,
    ) == (known.zone, known.settings)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
