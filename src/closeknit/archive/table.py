"""The Delta table of an archive: one Parquet file a chat and month, and a log whose last commit is what holds.

Files are written first and mean nothing until one commit names them; a run that is killed leaves files that no
commit names. The log keeps no column statistics, so no word of a message ever stands in it.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from closeknit.archive.operations import Operation, decoded, encoded, listed
from closeknit.archive.schema import KEPT, PARTITIONS, WORDS, delta_schema, only_used
from closeknit.errors import CloseknitError, UnreadableSource
from closeknit.language import _

_CONFIGURATION: Final = {  # the log is the archive's memory of its imports: nobody may clean it
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: chat and month, path inside the table's folder, rows (all states), bytes."""

    chat: str
    month: str
    path: str
    rows: int
    size: int


class MessageTable:
    """One version of the table; `open` it anew to see a later one."""

    def __init__(self, folder: Path, delta: Any) -> None:
        self.folder = folder
        self._delta = delta

    @classmethod
    def make(cls, folder: Path, operation: Operation, files: Sequence[DataFile] = ()) -> "MessageTable":
        """A new table of the files, which lie in the folder already."""
        from deltalake import CommitProperties, Schema
        from deltalake.transaction import create_table_with_add_actions

        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            create_table_with_add_actions(
                str(folder),
                Schema.from_arrow(delta_schema()),
                [_add(file) for file in files],
                mode="error",
                partition_by=list(PARTITIONS),
                configuration=_CONFIGURATION,
                commit_properties=CommitProperties(custom_metadata=encoded(operation)),
            )
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path, version: int | None = None) -> "MessageTable":
        """The table as it stands, or stood. Raises UnreadableSource where it cannot be opened."""
        from deltalake import DeltaTable
        from deltalake.exceptions import TableNotFoundError

        with _told(folder):
            try:
                return cls(folder, DeltaTable(str(folder), version=version))
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
        """The data files by (chat, month), in that order."""
        with _told(self.folder):
            rows = pa.table(self._delta.get_add_actions(flatten=True)).to_pylist()
        found = [
            DataFile(
                row["partition.chat"], row["partition.month"], row["path"], row["num_records"] or 0, row["size_bytes"]
            )
            for row in rows
        ]
        files = {(f.chat, f.month): f for f in sorted(found, key=lambda f: (f.chat, f.month))}
        if len(files) < len(found):
            raise changed_by_others(self.folder)
        return files

    @cached_property
    def log(self) -> tuple[dict[int, Operation], list[int]]:
        """The operations by version, and the versions of other programs that no later restore undid.

        The first version carries what was done before the table was written afresh in `before`.
        """
        with _told(self.folder):
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
        """The rows of a file, all states. Raises UnreadableSource where it is gone or damaged."""
        import pyarrow.parquet as pq

        path = self.folder / file.path
        schema = KEPT if columns is None else pa.schema([KEPT.field(name) for name in columns])
        try:
            about = pq.read_metadata(path)
            there = {about.schema.column(i).path.partition(".")[0] for i in range(about.num_columns)}
            words = [name for name in WORDS if name in there]
            with pq.ParquetFile(path, metadata=about, read_dictionary=words) as stream:
                table = stream.read(columns=[name for name in schema.names if name in there], use_threads=False)
            for field in schema:
                if field.name not in there:  # no row fills it, or there was no such column then
                    table = table.append_column(field, pa.nulls(about.num_rows, field.type))
            return table.select(schema.names).cast(schema)
        except (OSError, pa.ArrowException, KeyError) as error:
            raise UnreadableSource(
                _("{path} is missing or damaged.").format(path=path),
                _("Take it from a copy of the archive; `closeknit archive verify` lists all such files."),
            ) from error

    def write(self, chat: str, month: str, table: pa.Table, name: str) -> DataFile:
        """Lay a file down for a later `commit`. Raises CloseknitError where there is no room."""
        return write_file(self.folder, chat, month, table, name)

    def commit(self, operation: Operation, adds: Sequence[DataFile], removes: Sequence[DataFile]) -> None:
        """Bring an operation into force. Raises CloseknitError where another program wrote meanwhile."""
        from deltalake import CommitProperties
        from deltalake.transaction import RemoveAction

        gone = [RemoveAction(f.path, True, 0, f.size, {"chat": f.chat, "month": f.month}) for f in removes]
        with _told(self.folder):
            self._delta.create_write_transaction(
                [*(_add(file) for file in adds), *gone],
                "append",
                delta_schema(),
                list(PARTITIONS),
                commit_properties=CommitProperties(custom_metadata=encoded(operation), max_commit_retries=0),
            )

    def widen(self, operation: Operation) -> bool:
        """Give the table the columns that came up since it was made; whether there were any."""
        from deltalake import CommitProperties, Schema

        with _told(self.folder):
            known = {field.name for field in self._delta.schema().fields}
            new = [field for field in Schema.from_arrow(delta_schema()).fields if field.name not in known]
            if new:
                properties = CommitProperties(custom_metadata=encoded(operation))
                self._delta.alter.add_columns(new, commit_properties=properties)
        return bool(new)

    def restore(self, version: int, operation: Operation) -> None:
        """Bring an earlier version into force again. Raises CloseknitError where its files are gone."""
        from deltalake import CommitProperties

        wanted = MessageTable.open(self.folder, version)
        missing = [f.path for f in wanted.files.values() if not (self.folder / f.path).is_file()]
        if missing:
            raise CloseknitError(
                _("That state is gone: {n} of its files were removed.").format(n=len(missing)),
                _("`closeknit archive compact` and `forget` remove earlier states for good."),
            )
        with _told(self.folder):
            self._delta.restore(version, commit_properties=CommitProperties(custom_metadata=encoded(operation)))

    def checkpoint(self) -> None:
        """Sum the log up, so that opening reads less."""
        with _told(self.folder):
            self._delta.create_checkpoint()

    def strays(self) -> list[Path]:
        """Data files that the newest version does not name: of earlier versions, or of runs that were killed."""
        named = {self.folder / file.path for file in self.files.values()}
        return sorted(path for path in self.folder.rglob("*.parquet") if path not in named and not _is_log(path))


def write_file(folder: Path, chat: str, month: str, table: pa.Table, name: str) -> DataFile:
    """Lay a data file down in a table's folder, without the columns that no row of it fills."""
    import pyarrow.parquet as pq

    table = only_used(table)
    table = table.select([name for name in table.column_names if table[name].null_count < len(table)])

    path = f"chat={chat}/month={month}/{name}.parquet"
    whole = folder / path
    with _told(folder):
        try:
            whole.parent.mkdir(parents=True, exist_ok=True)
            with whole.open("wb") as stream:
                pq.write_table(
                    table,
                    stream,
                    compression="zstd",
                    store_schema=False,
                    write_statistics=["sent_at"],
                    use_dictionary=[name for name in WORDS if name in table.column_names],
                )
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            whole.unlink(missing_ok=True)
            raise
    return DataFile(chat, month, path, len(table), whole.stat().st_size)


def changed_by_others(folder: Path) -> UnreadableSource:
    """The refusal to work on a table that another program wrote to."""
    return UnreadableSource(
        _("Another program changed the table {path} of the archive.").format(path=folder),
        _("`closeknit archive restore` brings back the last state that Closeknit wrote."),
    )


def _is_log(path: Path) -> bool:
    return "_delta_log" in path.parts


def _add(file: DataFile) -> Any:
    from deltalake.transaction import AddAction

    parts = {"chat": file.chat, "month": file.month}
    return AddAction(file.path, file.size, parts, 0, True, f'{{"numRecords":{file.rows}}}')


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turns what Delta, Arrow and the system raise into one sentence."""
    from deltalake.exceptions import CommitFailedError, DeltaError

    try:
        yield
    except CommitFailedError as error:
        raise changed_by_others(folder) from error
    except OSError as error:
        reason = error.strerror or str(error).splitlines()[0]
        raise CloseknitError(
            _("The archive {path} cannot be read or written: {reason}.").format(path=folder, reason=reason),
            _("Make room or give permission, then do it again; what was in the archive is whole."),
        ) from error
    except (DeltaError, pa.ArrowException) as error:
        raise UnreadableSource(
            _("The table {path} of the archive cannot be read: {reason}.").format(
                path=folder, reason=str(error).splitlines()[0][:200]
            ),
            _("`closeknit archive verify` says what is wrong; else take it from a copy."),
        ) from error
