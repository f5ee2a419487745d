"""Zip archives and packed streams, read in place and within limits."""

import io
import shutil
import struct
import tempfile
import weakref
import zipfile
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast, override

from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.sources.source import Progress, Source, refusing

LARGEST: Final = 4 << 30
"""Unpacked bytes of one member that are allowed whatever its compression."""
RATIO: Final = 200
"""Members above `LARGEST` may unpack to this many times their packed size: text reaches 20, bombs 1,000."""
MEMBERS: Final = 200_000
_DAMAGE: Final = (zlib.error, zipfile.BadZipFile, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What the readers of the standard library raise at one wrong byte; gzip's own is an OSError."""


def is_zip(start: bytes) -> bool:
    """Whether the first four bytes are those of a zip archive, an empty one included."""
    return start[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def damaged(shown: str, reason: Exception) -> UnreadableSource:
    """The refusal of a file that cannot be read to its end."""
    return UnreadableSource(
        _("{path} is damaged or cut off: {reason}.").format(path=shown, reason=reason), _("Copy or export it again.")
    )


class Bounded(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes, and says in one sentence when it is damaged."""

    def __init__(self, stream: BinaryIO, limit: int, shown: str) -> None:
        self._stream = stream
        self._left = limit
        self._shown = shown

    @override
    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except _DAMAGE as error:
            raise damaged(self._shown, error) from error
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableSource(
                _("{path} unpacks to far more than a chat export can hold; it is refused.").format(path=self._shown)
            )
        return data

    @override
    def readable(self) -> bool:
        return True

    @override
    def close(self) -> None:
        self._stream.close()
        super().close()


def open_zip(
    where: Path | BinaryIO, name: str, shown: str, progress: Progress | None, *, within: bool = False
) -> Source:
    """The archive as a folder; zip archives in it are folders too, but for those `within` one already.

    Refused: damaged, encrypted, `../` or absolute names, bombs, too many members.
    """
    try:
        archive = zipfile.ZipFile(where)
    except _DAMAGE as error:
        if not isinstance(where, Path):
            where.close()
        raise UnreadableSource(
            _("{path} is a damaged zip archive.").format(path=shown), _("Copy or export it again.")
        ) from error
    if not isinstance(where, Path):
        weakref.finalize(archive, where.close)
    members = [m for m in archive.infolist() if not m.is_dir() and m.file_size]
    if not members:
        raise UnreadableSource(
            _("{path} is an empty archive.").format(path=shown), _("Export it again and check its size.")
        )
    if len(members) > MEMBERS:
        raise UnreadableSource(_("{path} holds more than {n} files; it is refused.").format(path=shown, n=MEMBERS))
    tree: dict[str, dict[str, zipfile.ZipInfo | None]] = defaultdict(dict)
    for member in members:
        inside = _decoded_name(member)
        parts = inside.replace("\\", "/").split("/")
        if inside.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise UnreadableSource(
                _("{path} holds a file that would lie outside it ({name}); it is refused.").format(
                    path=shown, name=inside
                )
            )
        if member.file_size > max(LARGEST, member.compress_size * RATIO) or _is_bomb(member):
            raise UnreadableSource(
                _("{path} unpacks to far more than a chat export can hold; it is refused.").format(
                    path=f"{shown}!/{inside}"
                )
            )
        if member.flag_bits & 1:
            raise UnreadableSource(
                _("{path} is locked with a password.").format(path=shown),
                _("Unpack it yourself and give the folder."),
            )
        if any(p.startswith((".", "__MACOSX")) for p in parts):
            continue
        for depth in range(len(parts)):
            here = "/".join(parts[:depth])
            tree[here].setdefault(parts[depth], member if depth == len(parts) - 1 else None)
    packed_twice = (m for m in members if m.filename.lower().endswith(".zip") and m.compress_type != zipfile.ZIP_STORED)
    if not within and sum(m.file_size for m in packed_twice) > LARGEST:  # they are unpacked one beside the other
        raise UnreadableSource(
            _("{path} unpacks to far more than a chat export can hold; it is refused.").format(path=shown)
        )
    return _Zip(archive, tree, shown, progress, within).folder("", name)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    """More than 100 MB at more than 300 : 1 is not text that people wrote."""
    return member.file_size > 100 << 20 and member.file_size > member.compress_size * 300


def _decoded_name(member: zipfile.ZipInfo) -> str:
    """The name; without the UTF-8 flag Chinese Windows writes GBK where the standard says cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return member.filename


@dataclass(frozen=True)
class _Zip:
    """An archive that is open. `tree`: by folder, its members by name, None for a folder in it."""

    archive: zipfile.ZipFile
    tree: dict[str, dict[str, zipfile.ZipInfo | None]]
    shown: str
    progress: Progress | None
    within: bool

    def folder(self, here: str, name: str) -> Source:
        """One of its folders, "" for the archive itself."""

        def children() -> tuple[Source, ...]:
            inside = {child: f"{here}/{child}" if here else child for child in sorted(self.tree[here])}
            return tuple(
                self.folder(path, child) if (member := self.tree[here][child]) is None else self.file(path, member)
                for child, path in inside.items()
            )

        return Source(f"{self.shown}!/{here}" if here else self.shown, name, children=children, progress=self.progress)

    def file(self, inside: str, member: zipfile.ZipInfo) -> Source:
        """One of its files; an archive that cannot be opened refuses itself alone."""
        path, name = f"{self.shown}!/{inside}", inside.rpartition("/")[2]
        stem, _dot, suffix = name.rpartition(".")
        if suffix.lower() == "zip" and not self.within:
            try:
                return open_zip(self._seekable(member, path), stem, path, self.progress, within=True)
            except UnreadableSource as refusal:
                return refusing(path, name, refusal)

        def opener() -> BinaryIO:
            return cast(BinaryIO, Bounded(self._stream(member, path), member.file_size, path))

        return Source(path, name, opener=opener, size=member.compress_size, progress=self.progress)

    def _stream(self, member: zipfile.ZipInfo, path: str) -> BinaryIO:
        try:
            return cast(BinaryIO, self.archive.open(member))
        except _DAMAGE as error:
            raise damaged(path, error) from error

    def _seekable(self, member: zipfile.ZipInfo, path: str) -> BinaryIO:
        """The bytes of an archive in the archive; packed once more, they are unpacked into a file without a name."""
        stream = self._stream(member, path)
        if member.compress_type == zipfile.ZIP_STORED:
            return stream
        whole = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - it lives as long as the archive
        try:
            with Bounded(stream, member.file_size, path) as packed:
                shutil.copyfileobj(packed, whole, 1 << 20)
        except BaseException:
            whole.close()
            raise
        return whole
