"""From a path to a source: a file, a folder, a zip, a tar, a gzip, or text from the standard input."""

import gzip
from pathlib import Path
from typing import BinaryIO, Final, cast

from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.sources.archives import LARGEST, Bounded, is_zip, open_zip
from closeknit.sources.source import PASTED, Progress, Source, of_bytes, refusing
from closeknit.sources.tars import is_packed_tar, is_tar, open_tar

_PURPOSES: Final = frozenset([".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".odt", ".odp", ".epub", ".apk", ".jar"])
"""What is a zip archive by its bytes and something else to whoever opens it."""
ARCHIVE_MARK: Final = "closeknit-archive.json"
"""The file that makes a folder an archive of Closeknit's own; inside another folder such a one is no export."""


def open_source(path: str | Path, progress: Progress | None = None) -> Source:
    """Open what lies at `path`; archives are read in place.

    Raises UnreadableSource where it does not exist, cannot be read, is empty, or is an unsafe archive.
    """
    where = Path(path)
    try:
        if where.is_dir():
            return _folder(where, str(path), progress)
        if not where.exists():
            raise UnreadableSource(
                _("There is no file or folder {path}.").format(path=path),
                _("Check the spelling; drag it onto the terminal to get its path."),
            )
        if where.stat().st_size == 0:
            raise UnreadableSource(_("{path} is empty.").format(path=path), _("Export it again and check its size."))
        return _file(where, str(path), progress)
    except OSError as error:
        raise _unreadable(path, error) from error


def open_pasted(data: bytes) -> Source:
    """Text copied from a client and given on the standard input."""
    if not data.strip():
        raise UnreadableSource(
            _("Nothing was given on the standard input."), _("Paste the copied messages, then press Ctrl-D.")
        )
    return of_bytes(_("the pasted text"), PASTED, data)


def _folder(where: Path, shown: str, progress: Progress | None) -> Source:
    def children() -> tuple[Source, ...]:
        found = []
        for entry in sorted(where.iterdir(), key=lambda p: p.name):
            if entry.name.startswith((".", "__MACOSX")) or entry.name == "closeknit-report":
                continue
            inside = f"{shown.rstrip('/')}/{entry.name}"
            if (entry / ARCHIVE_MARK).is_file():
                continue
            if entry.is_dir():
                found.append(_folder(entry, inside, progress))
            elif entry.is_file() and entry.stat().st_size:
                found.append(_among_others(entry, inside, progress))
        return tuple(found)

    return Source(shown, where.resolve().name, children=children, progress=progress)


def _among_others(where: Path, shown: str, progress: Progress | None) -> Source:
    """A file in a folder; one that cannot be opened refuses itself alone."""
    try:
        return _file(where, shown, progress)
    except UnreadableSource as refusal:
        return refusing(shown, where.name, refusal)
    except OSError as error:
        return refusing(shown, where.name, _unreadable(shown, error))


def _unreadable(shown: str | Path, error: OSError) -> UnreadableSource:
    return UnreadableSource(_("{path} cannot be read: {reason}.").format(path=shown, reason=error.strerror or error))


def _file(where: Path, shown: str, progress: Progress | None) -> Source:
    size = where.stat().st_size
    with where.open("rb") as stream:
        start = stream.read(512)
    if is_zip(start) and where.suffix.lower() not in _PURPOSES:
        return open_zip(where, where.stem, shown, progress)
    if is_tar(start):
        return open_tar(where, shown, progress, packed=False)
    if start[:2] == b"\x1f\x8b":
        if is_packed_tar(where):
            return open_tar(where, shown, progress, packed=True)
        name = where.name.removesuffix(".gz")
        return Source(shown, name, opener=lambda: _gunzip(where, shown), size=size, progress=progress)
    return Source(shown, where.name, opener=lambda: where.open("rb"), size=size, progress=progress)


def _gunzip(where: Path, shown: str) -> BinaryIO:
    limit = max(LARGEST, where.stat().st_size * 200)
    return cast(BinaryIO, Bounded(cast(BinaryIO, gzip.open(where, "rb")), limit, shown))
