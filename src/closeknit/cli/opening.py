"""Opens the paths of a command, with a progress bar on long work and none where nobody looks."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from closeknit.language import _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions

if TYPE_CHECKING:
    from closeknit.sources.source import Progress

LONG = 20 << 20
"""Bytes from which reading is worth a bar."""


def read_histories(paths: Sequence[str], options: ReadOptions, carrier: str | None) -> History:
    """All histories at `paths`, exports and archives alike, as one; `-` reads the standard input."""
    from closeknit import archive  # its names load when they are asked for
    from closeknit.carriers.registry import read_source
    from closeknit.sources import open_pasted, open_source

    if list(paths) == ["-"]:
        return read_source(open_pasted(sys.stdin.buffer.read() if sys.stdin else b""), options, carrier)
    with progress([p for p in paths if not archive.is_archive(p)]) as update:
        parts = [
            archive.open_archive(p).history()
            if archive.is_archive(p)
            else read_source(open_source(p, update), options, carrier)
            for p in paths
        ]
    return parts[0] if len(parts) == 1 else History.joined(parts)


def _size(path: Path) -> int:
    if path.is_dir():
        return sum(f.stat().st_size for f in path.rglob("*") if f.is_file())
    return path.stat().st_size if path.exists() else 0


@contextmanager
def progress(paths: Sequence[str]) -> Iterator["Progress | None"]:
    """What to tell the bytes that were read of these paths, for a bar; None where there is none."""
    size = sum(_size(Path(path)) for path in paths)
    if size < LONG or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=size, label=_("Reading"), file=sys.stderr) as bar:
        yield bar.update
