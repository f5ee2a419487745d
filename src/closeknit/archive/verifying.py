"""Looks an archive over: every file is opened and decoded, and what the log says is counted again."""

from collections.abc import Iterator

import numpy as np

from closeknit.archive.archive import Archive
from closeknit.archive.datafile import DataFile
from closeknit.archive.schema import Int64s
from closeknit.archive.table import KeptTable
from closeknit.errors import CloseknitError
from closeknit.language import _


def verify(archive: Archive) -> Iterator[str]:
    """A sentence for each thing that is wrong; none where the archive is sound."""
    written, foreign = archive.table.log
    if foreign:
        yield _("Another program wrote to the table: versions {versions}.").format(
            versions=", ".join(map(str, foreign))
        )
    named: dict[str, int] = {}
    in_force = 0
    for file in archive.files():
        named[file.chat] = named.get(file.chat, 0) + file.rows
        try:
            problem, rows = _examined(archive.table, file)
        except CloseknitError as error:
            yield error.message
            continue
        in_force += rows
        if problem:
            yield f"{file.path}: {problem}"
    if foreign or not written:
        return
    added = sum(operation.added for operation in archive.imports)
    if added != in_force:
        yield _("The log counts {expected} messages, the files hold {found}.").format(
            expected=f"{added:,}", found=f"{in_force:,}"
        )
    for chat in sorted(named.keys() - archive.chats().keys()):
        yield _("No import brought the chat {chat}.").format(chat=chat)
    yield from _beside(archive)


def _beside(archive: Archive) -> Iterator[str]:
    """What is wrong with the tables beside the messages."""
    try:
        for folder, versions in archive.beside.foreign().items():
            yield _("Another program wrote to the table {table}: versions {versions}.").format(
                table=folder, versions=", ".join(map(str, versions))
            )
        tables = archive.beside.tables
    except CloseknitError as error:
        yield error.message
        return
    for table in tables.values():
        for file in table.files.values():
            try:
                problem, _rows = _examined(table, file)
            except CloseknitError as error:
                problem = error.message
            if problem:
                yield f"{table.folder.name}/{file.path}: {problem}"


def _examined(kept: KeptTable, file: DataFile) -> tuple[str, int]:
    """What is wrong with a file ("" where nothing is), and how many rows in force it holds."""
    path = kept.folder / file.path
    table = kept.read(file)
    table.validate(full=True)
    if path.stat().st_size != file.size or len(table) != file.rows:
        return _("it is not as it was written."), 0
    entry = _array(table["entry"])
    former = np.asarray(table["replaced_by"].is_valid().combine_chunks().to_numpy(zero_copy_only=False))
    current = entry[~former]
    if len(np.unique(current)) < len(current) or not np.isin(entry[former], current).all():
        return _("the states of its rows are not linked."), len(current)
    return "", len(current)


def _array(column: object) -> Int64s:
    return np.asarray(column.combine_chunks().to_numpy(zero_copy_only=False))  # type: ignore[attr-defined]
