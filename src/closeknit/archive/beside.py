"""The tables beside that of the messages: lines inside forwards, members, records.

They are written before the messages' table, and hold in the version that its newest commit names. So one commit
brings a whole import into force, and whatever a run that was killed wrote before it is named by nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from closeknit.archive.datafile import DataFile, changed_by_others
from closeknit.archive.operations import Operation
from closeknit.archive.schema import BESIDE, in_force
from closeknit.archive.table import KeptTable

Changes = Mapping[str, tuple[Sequence[DataFile], Sequence[DataFile]]]
"""Files to add to and to take out of each table."""


class Beside:
    """Those tables of one archive. `messages` is the folder of the table that they go with, `versions` are those
    that hold; a table that nothing was ever kept in is not there."""

    def __init__(self, archive: Path, messages: str, versions: Mapping[str, int]) -> None:
        self._archive = archive
        self._number = messages.rpartition("-")[2]
        self.versions = dict(versions)

    def place(self, name: str) -> Path:
        """The folder of a table."""
        return self._archive / f"{name}-{self._number}"

    @cached_property
    def tables(self) -> dict[str, KeptTable]:
        """The tables that are there, by name, as they hold."""
        return {
            name: KeptTable.open(self.place(name), kind, self.versions[name])
            for name, kind in BESIDE.items()
            if name in self.versions
        }

    def contents(self, name: str) -> pa.Table:
        """The rows in force of a table that is kept whole: members, or records."""
        kind = BESIDE[name]
        if name not in self.tables:
            return kind.content.empty_table()
        return in_force(self.tables[name].read_all()).select(kind.content.names).cast(kind.content)

    def newest(self) -> Iterator[KeptTable]:
        """The tables as they stand, what no import in force brought included."""
        for name, kind in BESIDE.items():
            if (self.place(name) / "_delta_log").is_dir():
                yield KeptTable.open(self.place(name), kind)

    def foreign(self) -> dict[str, list[int]]:
        """The versions that other programs wrote, by table."""
        return {table.folder.name: table.log[1] for table in self.newest() if table.log[1]}

    def settle(self, note: Operation) -> None:
        """Take back what a run that was killed left. The lock is held.

        Raises UnreadableSource where another program wrote to one of the tables.
        """
        for table in self.newest():
            holds = self.versions.get(table.kind.name, 0)
            if table.log[1]:
                raise changed_by_others(table.folder)
            if table.version != holds and table.files != KeptTable.open(table.folder, table.kind, holds).files:
                table.restore(holds, note)

    def commit(self, changes: Changes, note: Operation) -> dict[str, int]:
        """Write changes that hold once the messages' table names them: the versions to be named."""
        for name, (adds, removes) in changes.items():
            kind, place = BESIDE[name], self.place(name)
            if not (place / "_delta_log").is_dir():
                KeptTable.make(place, note, kind=kind)
            table = KeptTable.open(place, kind)
            if table.widen(note):
                table = KeptTable.open(place, kind)
            table.commit(note, adds, removes)
            self.versions[name] = KeptTable.open(place, kind).version
        return dict(self.versions)

    def demand(self, versions: Mapping[str, int]) -> None:
        """Raise CloseknitError where files of earlier versions are gone."""
        for table in self.newest():
            table.demand(versions.get(table.kind.name, 0))

    def restore(self, versions: Mapping[str, int], note: Operation) -> dict[str, int]:
        """Bring earlier versions back, to be named by the messages' table; a table that was not yet there is empty."""
        found = {}
        for table in self.newest():
            table.restore(versions.get(table.kind.name, 0), note)
            found[table.kind.name] = KeptTable.open(table.folder, table.kind).version
        return found
