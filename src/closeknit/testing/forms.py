"""The same export in other clothes: line ends, byte-order marks, encodings, archives. All must read alike."""

import codecs
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from closeknit.sources import Source, open_source
from closeknit.sources.source import of_bytes

Change = Callable[[bytes], bytes]


def changed(source: Source, change: Callable[[Source], bytes]) -> Source:
    """The source in memory, each of its files changed."""
    if source.is_folder:
        children = tuple(changed(child, change) for child in source.children)
        return Source(source.path, source.name, children=lambda: children)
    return of_bytes(source.path, source.name, change(source))


def _text(change: Change) -> Callable[[Source], bytes]:
    """A change of UTF-8 text; other files stay."""

    def apply(source: Source) -> bytes:
        data = source.read_bytes()
        return change(data) if source.encoding in {"utf-8", "utf-8-sig"} else data

    return apply


def _other_line_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n")


def _other_mark(data: bytes) -> bytes:
    return data[3:] if data.startswith(codecs.BOM_UTF8) else codecs.BOM_UTF8 + data


def _wide(data: bytes) -> bytes:
    if b"\nMIME-Version:" in data[:2000]:  # mail is never wider than a byte
        return data
    return data.decode("utf-8-sig").encode("utf-16")


def forms(sample: Path, folder: Path) -> Iterator[tuple[str, Source]]:
    """Name and source of each other form of a sample; `folder` is for archives."""
    source = open_source(sample)
    yield "with other line ends", changed(source, _text(_other_line_ends))
    yield "with or without a byte-order mark", changed(source, _text(_other_mark))
    yield "in UTF-16", changed(source, _text(_wide))
    archive = folder / f"{sample.name}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(sample.rglob("*")) if sample.is_dir() else [sample]:
            if path.is_file():
                packed.write(path, path.relative_to(sample if sample.is_dir() else sample.parent).as_posix())
    yield "in a zip", open_source(archive)
    packed_tar = folder / f"{sample.name}.tar.gz"
    with tarfile.open(packed_tar, "w:gz") as packed:
        packed.add(sample, "." if sample.is_dir() else sample.name)
    yield "in a tar", open_source(packed_tar)
    if sample.is_file():
        squeezed = folder / f"{sample.name}.gz"
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as stream:
            stream.write(sample.read_bytes())
        squeezed.write_bytes(buffer.getvalue())
        yield "in a gzip", open_source(squeezed)
