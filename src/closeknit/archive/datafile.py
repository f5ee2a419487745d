"""The data files of an archive's tables: plain Parquet, with statistics of times alone, and without dead words."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from closeknit.archive.schema import Kind, only_used
from closeknit.errors import CloseknitError, UnreadableSource
from closeknit.language import _


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: chat and month ("" in a table without partitions), path inside the table's folder, rows (all
    states), bytes."""

    chat: str
    month: str
    path: str
    rows: int
    size: int

    @property
    def key(self) -> tuple[str, str]:
        """What no other file of the table has."""
        return self.chat, self.month

    def parts(self, kind: Kind) -> dict[str, str | None]:
        """The values of the partition columns."""
        return {name: value for name, value in zip(("chat", "month"), self.key, strict=True) if name in kind.partitions}


def read_file(folder: Path, file: DataFile, kind: Kind, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of a file, or some columns of them. Raises UnreadableSource where it is gone or damaged."""
    import pyarrow.parquet as pq

    path = folder / file.path
    schema = kind.schema if columns is None else pa.schema([kind.schema.field(name) for name in columns])
    try:
        about = pq.read_metadata(path)
        there = {about.schema.column(i).path.partition(".")[0] for i in range(about.num_columns)}
        words = [name for name in kind.words if name in there]
        with pq.ParquetFile(path, metadata=about, read_dictionary=words) as stream:
            table = stream.read(columns=[name for name in schema.names if name in there], use_threads=False)
        for field in schema:
            if field.name not in there:  # no row fills it, or there was no such column then
                table = table.append_column(field.with_nullable(True), pa.nulls(about.num_rows, field.type))
        return table.select(schema.names).cast(schema)
    except (OSError, pa.ArrowException, KeyError) as error:
        raise UnreadableSource(
            _("{path} is missing or damaged.").format(path=path),
            _("Take it from a copy of the archive; `closeknit archive verify` lists all such files."),
        ) from error


def write_file(folder: Path, kind: Kind, key: tuple[str, str], table: pa.Table, name: str) -> DataFile:
    """Lay a data file down in a table's folder, without the columns that no row of it fills."""
    import pyarrow.parquet as pq

    table = only_used(table)
    table = table.select([name for name in table.column_names if table[name].null_count < len(table)])
    place = f"chat={key[0]}/month={key[1]}/" if kind.partitions else ""
    path = f"{place}{name}.parquet"
    whole = folder / path
    with told(folder):
        try:
            whole.parent.mkdir(parents=True, exist_ok=True)
            with whole.open("wb") as stream:
                pq.write_table(
                    table,
                    stream,
                    compression="zstd",
                    store_schema=False,
                    write_statistics=[name for name in ("sent_at", "at") if name in table.column_names],
                    use_dictionary=[name for name in kind.words if name in table.column_names],
                )
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            whole.unlink(missing_ok=True)
            raise
    return DataFile(*key, path, len(table), whole.stat().st_size)


def changed_by_others(folder: Path) -> UnreadableSource:
    """The refusal to work on a table that another program wrote to."""
    return UnreadableSource(
        _("Another program changed the table {path} of the archive.").format(path=folder),
        _("`closeknit archive restore` brings back the last state that Closeknit wrote."),
    )


@contextmanager
def told(folder: Path) -> Iterator[None]:
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
