"""How bytes come in: streamed to the disk, never into memory; a file's size on the disk says how much has come."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, override

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from closeknit.house.core.refusals import Refusal
from closeknit.house.features.insights import errors, rules, workroom


def too_much() -> errors.TooMuch:
    """The refusal of more than is taken."""
    return errors.TooMuch(gigabytes=rules.MOST_BYTES >> 30, files=rules.MOST_FILES, field="files")


def make_room(size: int, count: int) -> None:
    """Raise TooMuch or NoRoom where an upload of this size cannot be taken."""
    if size > rules.MOST_BYTES or count > rules.MOST_FILES:
        raise too_much()
    if rules.needed_bytes(size) > workroom.free_bytes():
        raise errors.NoRoom(field="files")


class Streamed(FileUploadHandler):
    """Writes the files of a plain form into a folder of ours as they come, as far as there is room.

    `refusal` says afterwards why something was left out; what was left out is read and thrown away.
    """

    chunk_size = 1 << 20

    def __init__(self, request: Any, folder: Path) -> None:
        super().__init__(request)
        self.folder, self.taken, self.count = folder, 0, 0
        self.refusal: Refusal | None = None
        self.stream: Any = None

    @override
    def new_file(self, *args: Any, **words: Any) -> None:
        super().new_file(*args, **words)
        self.count += 1
        if self.refusal is not None or self.count > rules.MOST_FILES:
            self.refusal = self.refusal or too_much()
            raise SkipFile
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.stream = tempfile.NamedTemporaryFile(dir=self.folder, prefix="part-", delete=False)  # noqa: SIM115
        except OSError as error:
            self.refusal = errors.NoRoom(field="files")
            raise SkipFile from error

    @override
    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += len(raw_data)
        try:
            if self.taken > rules.MOST_BYTES:
                self.refusal = too_much()
            elif start % (64 << 20) == 0 and workroom.free_bytes() < rules.SPARE:
                self.refusal = errors.NoRoom(field="files")
            else:
                self.stream.write(raw_data)
        except OSError:
            self.refusal = errors.NoRoom(field="files")
        if self.refusal is not None:
            self._drop()
            raise SkipFile

    @override
    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.stream is None:
            return None
        try:
            self.stream.close()
        except OSError:
            self.refusal = errors.NoRoom(field="files")
            self._drop()
            return None
        made = UploadedFile(None, self.file_name, self.content_type, file_size)
        made.place, self.stream = Path(self.stream.name), None
        return made

    @override
    def upload_interrupted(self) -> None:
        self._drop()

    def _drop(self) -> None:
        if self.stream is not None:
            with suppress(OSError):
                self.stream.close()
            Path(self.stream.name).unlink(missing_ok=True)
            self.stream = None


def discard(files: Iterable[Any]) -> None:
    """Remove files that came with a form that could not be used."""
    for file in files:
        place = getattr(file, "place", None)
        if place is not None:
            place.unlink(missing_ok=True)


def settle(files: Sequence[Any], names: Sequence[str], folder: Path) -> None:
    """Put streamed files into the upload's folder under these names."""
    for file, name in zip(files, names, strict=True):
        to = folder / "files" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        place = getattr(file, "place", None)
        if place is not None:
            place.replace(to)
        else:
            with to.open("wb") as stream:
                shutil.copyfileobj(file, stream)


def write_text(text: str, folder: Path) -> int:
    """Put pasted text into the upload's folder; its bytes."""
    data = text.encode("utf-8", "replace")
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "files" / "pasted.txt").write_bytes(data)
    return len(data)


def has_come(folder: Path, name: str) -> int:
    """How many bytes of a file have come."""
    try:
        return (folder / "files" / name).stat().st_size
    except OSError:
        return 0


def append(folder: Path, name: str, size: int, at: int, data: bytes) -> int:
    """Add a stretch of a file where it belongs; how many bytes have come now.

    A stretch that begins elsewhere than the file ends changes nothing: whoever sends it learns where to go on.
    Raises NoRoom, TooMuch.
    """
    place = folder / "files" / name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("ab") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            there = os.fstat(stream.fileno()).st_size
            if at != there:
                return there
            if there + len(data) > size:
                raise too_much()
            try:
                stream.write(data)
                stream.flush()
            except OSError:
                os.ftruncate(stream.fileno(), there)
                raise
            return there + len(data)
    except OSError as error:
        raise errors.NoRoom from error
