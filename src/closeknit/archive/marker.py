"""The file that makes a folder an archive: which version of the shape, which table is in force, who is forgotten.

It is replaced as a whole, so that swapping the table and remembering whom to forget is one step.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from closeknit.errors import CloseknitError, UnreadableSource
from closeknit.language import _
from closeknit.records.output import replacing
from closeknit.sources.opening import ARCHIVE_MARK

NAME: Final = ARCHIVE_MARK
FORMAT: Final = 1
"""Raised when an older Closeknit could not read what a newer one wrote."""


@dataclass(frozen=True, slots=True)
class Marker:
    """`table`: folder of the Delta table of messages in force; `salt`: hexadecimal, made once at random; `forgotten`:
    salted hashes of the faces whose words may not come back."""

    table: str
    salt: str
    forgotten: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def number(self) -> int:
        """The number that the folders of all tables in force end in."""
        return int(self.table.rpartition("-")[2])

    def holds(self, folder: Path) -> bool:
        """Whether the table in a folder is in force."""
        return folder.name.rpartition("-")[2] == str(self.number)

    def forgetting(self, table: str, hashes: Iterable[str]) -> "Marker":
        """The same archive with another table in force and further faces forgotten."""
        return replace(self, table=table, forgotten=tuple(sorted({*self.forgotten, *hashes})))

    def write(self, folder: Path) -> None:
        """Put it in force. Raises CloseknitError where the folder cannot be written."""
        with replacing(folder / NAME) as stream:
            stream.write(json.dumps(asdict(self), indent=1).encode())


def is_archive(path: str | Path) -> bool:
    """Whether a folder is an archive."""
    return (Path(path) / NAME).is_file()


def read_marker(folder: Path) -> Marker:
    """What an archive says of itself. Raises UnreadableSource where it is none, or of a newer Closeknit."""
    try:
        said = json.loads((folder / NAME).read_bytes())
        format = int(said["format"])
        if format > FORMAT:
            raise UnreadableSource(
                _("The archive {path} was written by a newer Closeknit.").format(path=folder),
                _("Update Closeknit; nothing was changed."),
            )
        table = str(said["table"])
        if Path(table).name != table or not table.rpartition("-")[2].isdecimal():
            raise ValueError(table)
        return Marker(table, str(said["salt"]), tuple(map(str, said["forgotten"])), format)
    except FileNotFoundError as error:
        raise UnreadableSource(
            _("{path} is no archive.").format(path=folder), _("`closeknit import PATH --into ARCHIVE` makes one.")
        ) from error
    except OSError as error:
        raise UnreadableSource(
            _("{path} cannot be read: {reason}.").format(path=folder / NAME, reason=error.strerror or error)
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableSource(
            _("{path} is damaged.").format(path=folder / NAME), _("Take it from a copy of the archive.")
        ) from error


def make_folder(folder: Path, marker: Marker, fill: Callable[[Path], None]) -> None:
    """Make a folder an archive, `fill`ed beside its place first; whoever is stopped in it leaves no archive.

    Raises CloseknitError where something else lies there or the place cannot be written.
    """
    try:
        str(folder.resolve()).encode()
    except UnicodeEncodeError as error:  # the table's own files are named in UTF-8
        raise CloseknitError(
            _("{path} has a name that is no UTF-8.").format(path=str(folder).encode("utf-8", "replace").decode()),
            _("Name a new folder after --into."),
        ) from error
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CloseknitError(
                _("{path} is neither an archive nor an empty folder.").format(path=folder),
                _("Name a new folder after --into."),
            )
        beside = folder.resolve().parent / f".{folder.name}.{secrets.token_hex(4)}"
        beside.mkdir()
        try:
            fill(beside)
            marker.write(beside)
            beside.rename(folder)  # takes the place of an empty folder
        except BaseException as error:
            shutil.rmtree(beside, ignore_errors=True)
            if isinstance(error, OSError) and is_archive(folder):
                return  # another made it meanwhile
            raise
    except OSError as error:
        raise CloseknitError(
            _("{path} cannot be written: {reason}.").format(path=folder, reason=error.strerror or error),
            _("Choose another folder, or make room."),
        ) from error
