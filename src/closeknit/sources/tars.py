"""Tar archives, packed by gzip or not, read in place and within limits; nothing is written where they say."""

import gzip
import io
import tarfile
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, cast, override

from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.sources.archives import LARGEST, MEMBERS, RATIO, Bounded, damaged
from closeknit.sources.source import Progress, Source

_MAGIC: Final = slice(257, 262)
_BLOCK: Final = 512
_PIECE: Final = 1 << 20

Tree = dict[str, dict[str, tarfile.TarInfo | None]]


def is_tar(start: bytes) -> bool:
    """Whether the first 512 bytes are a tar archive's; the oldest kind without the mark is not known for one."""
    return len(start) >= _BLOCK and start[_MAGIC] == b"ustar"


def is_packed_tar(where: Path) -> bool:
    """Whether a gzip file holds a tar archive."""
    try:
        with gzip.open(where, "rb") as stream:
            return is_tar(stream.read(_BLOCK))
    except (OSError, EOFError, zlib.error):
        return False


def open_tar(where: Path, shown: str, progress: Progress | None, *, packed: bool) -> Source:
    """The archive as a folder. Links, devices and hidden files are left out. Refused: damaged, `../` or absolute
    names, bombs, too many members."""
    kept = _Kept(_unpacked(where, shown) if packed else cast(BinaryIO, where.open("rb")))
    try:
        with tarfile.open(fileobj=kept.stream, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            tree = _tree(archive, shown)
    except (tarfile.TarError, OSError, EOFError, ValueError, OverflowError) as error:
        raise damaged(shown, error) from error
    name = where.name.removesuffix(".gz").removesuffix(".tgz").removesuffix(".tar")
    return _folder(kept, tree, "", shown, name, progress)


def _unpacked(where: Path, shown: str) -> BinaryIO:
    """The bytes of a packed archive in a file without a name, so that members can be read in any order."""
    limit = max(LARGEST, where.stat().st_size * RATIO)
    whole = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - it lives as long as the source
    try:
        with Bounded(cast(BinaryIO, gzip.open(where, "rb")), limit, shown) as packed:
            while piece := packed.read(_PIECE):
                whole.write(piece)
        whole.seek(0)
    except BaseException:
        whole.close()
        raise
    return whole


def _tree(archive: tarfile.TarFile, shown: str) -> Tree:
    tree: Tree = defaultdict(dict)
    count = 0
    for count, member in enumerate(archive, 1):
        if count > MEMBERS:
            raise UnreadableSource(_("{path} holds more than {n} files; it is refused.").format(path=shown, n=MEMBERS))
        name = _decoded(member.name).replace("\\", "/")
        parts = [part for part in name.split("/") if part not in {"", "."}]
        if name.startswith("/") or ".." in parts or (parts and ":" in parts[0]):
            raise UnreadableSource(
                _("{path} holds a file that would lie outside it ({name}); it is refused.").format(
                    path=shown, name=name
                )
            )
        if not member.isreg() or not member.size or not parts:
            continue
        if member.size > LARGEST or member.issparse():
            raise UnreadableSource(
                _("{path} unpacks to far more than a chat export can hold; it is refused.").format(
                    path=f"{shown}!/{name}"
                )
            )
        if any(part.startswith((".", "__MACOSX")) for part in parts):
            continue
        for depth in range(len(parts)):
            last = depth == len(parts) - 1
            here = tree["/".join(parts[:depth])]
            if last or here.get(parts[depth]) is not None:
                here[parts[depth]] = member if last else None
            else:
                here.setdefault(parts[depth], None)
    if not tree:
        raise UnreadableSource(
            _("{path} is an empty archive.").format(path=shown), _("Export it again and check its size.")
        )
    return tree


def _decoded(name: str) -> str:
    """The name; where it is not UTF-8, Chinese Windows wrote GBK."""
    raw = name.encode("utf-8", "surrogateescape")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _folder(archive: "_Kept", tree: Tree, here: str, shown: str, name: str, progress: Progress | None) -> Source:
    def children() -> tuple[Source, ...]:
        found = []
        for child, member in sorted(tree[here].items(), key=lambda item: item[0]):
            inside = f"{here}/{child}" if here else child
            path = f"{shown.split('!/', maxsplit=1)[0]}!/{inside}"
            if member is None:
                found.append(_folder(archive, tree, inside, path, child, progress))
            else:
                opener = _member(archive, member, path)
                found.append(Source(path, child, opener=opener, size=member.size, progress=progress))
        return tuple(found)

    return Source(shown, name, children=children, progress=progress)


def _member(archive: "_Kept", member: tarfile.TarInfo, path: str) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, _Member(archive, member.offset_data, member.size, path))


class _Kept:
    """The open archive, closed when the last source that reads from it is gone."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def __del__(self) -> None:
        self.stream.close()


class _Member(io.RawIOBase):
    """The bytes of one member; several may be read at once."""

    def __init__(self, archive: _Kept, start: int, size: int, shown: str) -> None:
        self._archive = archive
        self._at = start
        self._end = start + size
        self._shown = shown

    @override
    def read(self, size: int = -1) -> bytes:
        left = self._end - self._at
        wanted = left if size is None or size < 0 else min(size, left)
        if not wanted:
            return b""
        self._archive.stream.seek(self._at)
        data = self._archive.stream.read(wanted)
        if not data:
            raise damaged(self._shown, EOFError(self._end - self._at))
        self._at += len(data)
        return data

    @override
    def readable(self) -> bool:
        return True
