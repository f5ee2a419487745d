"""Data files that an import lays down in one table; nothing of them holds until a commit names them."""

from pathlib import Path

import pyarrow as pa

from closeknit.archive.datafile import DataFile, read_file, write_file
from closeknit.archive.schema import Kind
from closeknit.archive.table import KeptTable


class Staging:
    """The files of a table as they will be after import `number`. `table` is None where there is none yet."""

    def __init__(self, folder: Path, kind: Kind, table: KeptTable | None, number: int) -> None:
        self._folder, self._kind, self._number = folder, kind, number
        self._known = table.files if table else {}
        self._staged: dict[tuple[str, str], DataFile] = {}
        self._written = 0

    def known(self) -> set[tuple[str, str]]:
        """The (chat, month) of every file."""
        return {*self._known, *self._staged}

    def load(self, key: tuple[str, str], columns: tuple[str, ...] | None = None) -> pa.Table | None:
        """A file's rows as they will be, or some columns of them; None where there is none."""
        file = self._staged.get(key) or self._known.get(key)
        return None if file is None else read_file(self._folder, file, self._kind, columns)

    def stage(self, key: tuple[str, str], rows: pa.Table) -> None:
        """Lay a file down in the stead of what was there."""
        before = self._staged.get(key)
        self._written += 1
        name = f"{self._number:06d}-{self._written:06d}"
        self._staged[key] = write_file(self._folder, self._kind, key, rows, name)
        if before is not None:
            (self._folder / before.path).unlink(missing_ok=True)

    @property
    def changes(self) -> tuple[list[DataFile], list[DataFile]]:
        """The files to add to the table and those to take out."""
        replaced = [self._known[key] for key in self._staged if key in self._known]
        return list(self._staged.values()), replaced

    def drop(self) -> None:
        """Take the files away that were laid down."""
        for file in self._staged.values():
            (self._folder / file.path).unlink(missing_ok=True)
        self._staged.clear()
