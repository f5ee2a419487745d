"""The Delta tables of an archive: data files, and a log whose last commit is what holds.

Files are written first and mean nothing until one commit names them; a run that is killed leaves files that no
commit names. The log keeps no column statistics, so no word of a message ever stands in it.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from closeknit.archive.datafile import DataFile, changed_by_others, read_file, told, write_file
from closeknit.archive.operations import Operation, decoded, encoded, listed
from closeknit.archive.schema import MESSAGES, Kind, delta_schema
from closeknit.errors import CloseknitError, UnreadableSource
from closeknit.language import _

_CONFIGURATION: Final = {  # the log is the archive's memory of its imports: nobody may clean it
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}


class KeptTable:
    """One version of a table; `open` it anew to see a later one."""

    def __init__(self, folder: Path, kind: Kind, delta: Any) -> None:
        self.folder = folder
        self.kind = kind
        self._delta = delta

    @classmethod
    def make(
        cls, folder: Path, operation: Operation, files: Sequence[DataFile] = (), kind: Kind = MESSAGES
    ) -> "KeptTable":
        """A new table of the files, which lie in the folder already."""
        from deltalake import CommitProperties, Schema
        from deltalake.transaction import create_table_with_add_actions

        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            create_table_with_add_actions(
                str(folder),
                Schema.from_arrow(delta_schema(kind)),
                [_add(file, kind) for file in files],
                mode="error",
                partition_by=list(kind.partitions),
                configuration=_CONFIGURATION,
                commit_properties=CommitProperties(custom_metadata=encoded(operation)),
            )
        return cls.open(folder, kind)

    @classmethod
    def open(cls, folder: Path, kind: Kind = MESSAGES, version: int | None = None) -> "KeptTable":
        """The table as it stands, or stood. Raises UnreadableSource where it cannot be opened."""
        from deltalake import DeltaTable
        from deltalake.exceptions import TableNotFoundError

        with told(folder):
            try:
                return cls(folder, kind, DeltaTable(str(folder), version=version))
            except TableNotFoundError as error:
                raise UnreadableSource(
                    _("The table {path} of the archive is gone.").format(path=folder),
                    _("Take it from a copy of the archive."),
                ) from error

    @property
    def version(self) -> int:
        """Number of the newest commit."""
        return int(self._delta.version())

    @cached_property
    def files(self) -> dict[tuple[str, str], DataFile]:
        """The data files by (chat, month), in that order; ("", "") is the one of a table without partitions."""
        with told(self.folder):
            rows = pa.table(self._delta.get_add_actions(flatten=True)).to_pylist()
        found = [
            DataFile(
                row.get("partition.chat") or "", row.get("partition.month") or "", row["path"],
                row["num_records"] or 0, row["size_bytes"],
            )
            for row in rows
        ]  # fmt: skip
        files = {file.key: file for file in sorted(found, key=lambda file: file.key)}
        if len(files) < len(found):
            raise changed_by_others(self.folder)
        return files

    @cached_property
    def log(self) -> tuple[dict[int, Operation], list[int]]:
        """The operations by version, and the versions of other programs that no later restore undid.

        The first version carries what was done before the table was written afresh in `before`.
        """
        with told(self.folder):
            commits = sorted(self._delta.history(), key=lambda commit: commit["version"])
        found: dict[int, Operation] = {}
        foreign: list[int] = []
        for commit in commits:
            version = int(commit["version"])
            operation = decoded(commit)
            if operation is None:
                foreign.append(version)
                continue
            found[version] = operation
            if operation.op == "restore":
                foreign.clear()
        return found, foreign

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All that was ever done, the oldest first. Raises UnreadableSource where another program wrote."""
        found, foreign = self.log
        if foreign or not found:
            raise changed_by_others(self.folder)
        return tuple(listed(found.values()))

    def read(self, file: DataFile, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of a file, or some columns of them. Raises UnreadableSource where it is gone or damaged."""
        return read_file(self.folder, file, self.kind, columns)

    def read_all(self) -> pa.Table:
        """The rows of all files: for tables that are small."""
        parts = [self.read(file) for file in self.files.values()]
        return pa.concat_tables(parts) if parts else self.kind.schema.empty_table()

    def write(self, key: tuple[str, str], table: pa.Table, name: str) -> DataFile:
        """Lay a file down for a later `commit`. Raises CloseknitError where there is no room."""
        return write_file(self.folder, self.kind, key, table, name)

    def commit(self, operation: Operation, adds: Sequence[DataFile], removes: Sequence[DataFile]) -> None:
        """Bring an operation into force. Raises CloseknitError where another program wrote meanwhile."""
        from deltalake import CommitProperties
        from deltalake.transaction import RemoveAction

        gone = [RemoveAction(f.path, True, 0, f.size, f.parts(self.kind)) for f in removes]
        with told(self.folder):
            self._delta.create_write_transaction(
                [*(_add(file, self.kind) for file in adds), *gone],
                "append",
                delta_schema(self.kind),
                list(self.kind.partitions),
                commit_properties=CommitProperties(custom_metadata=encoded(operation), max_commit_retries=0),
            )

    def widen(self, operation: Operation) -> bool:
        """Give the table the columns that came up since it was made; whether there were any."""
        from deltalake import CommitProperties, Schema

        with told(self.folder):
            known = {field.name for field in self._delta.schema().fields}
            new = [field for field in Schema.from_arrow(delta_schema(self.kind)).fields if field.name not in known]
            if new:
                properties = CommitProperties(custom_metadata=encoded(operation))
                self._delta.alter.add_columns(new, commit_properties=properties)
        return bool(new)

    def demand(self, version: int) -> None:
        """Raise CloseknitError where files of an earlier version are gone."""
        wanted = KeptTable.open(self.folder, self.kind, version)
        missing = [f.path for f in wanted.files.values() if not (self.folder / f.path).is_file()]
        if missing:
            raise CloseknitError(
                _("That state is gone: {n} of its files were removed.").format(n=len(missing)),
                _("`closeknit archive compact` and `forget` remove earlier states for good."),
            )

    def restore(self, version: int, operation: Operation) -> None:
        """Bring an earlier version into force again. Raises CloseknitError where its files are gone."""
        from deltalake import CommitProperties

        self.demand(version)
        if version == self.version:
            self.commit(operation, (), ())
            return
        with told(self.folder):
            self._delta.restore(version, commit_properties=CommitProperties(custom_metadata=encoded(operation)))

    def checkpoint(self) -> None:
        """Sum the log up, so that opening reads less."""
        with told(self.folder):
            self._delta.create_checkpoint()

    def strays(self) -> list[Path]:
        """Data files that the newest version does not name: of earlier versions, or of runs that were killed."""
        named = {self.folder / file.path for file in self.files.values()}
        return sorted(path for path in self.folder.rglob("*.parquet") if path not in named and not _is_log(path))


def _is_log(path: Path) -> bool:
    return "_delta_log" in path.parts


def _add(file: DataFile, kind: Kind) -> Any:
    from deltalake.transaction import AddAction

    return AddAction(file.path, file.size, file.parts(kind), 0, True, f'{{"numRecords":{file.rows}}}')
