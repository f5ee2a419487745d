"""Writes a report's files so that a killed run leaves the old ones whole."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from closeknit.errors import CloseknitError
from closeknit.language import _, using
from closeknit.records.output import why_unwritable
from closeknit.report.names import Names

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination


def write(examination: "Examination", folder: Path, names: str = "show", audience: str = "organiser") -> list[Path]:
    """Write every file of the report into `folder`, which is made where it is missing; their paths.

    For the `audience` "member" that is a page, a text and a picture that blame nobody, for an "organiser" all.
    All files are first written whole beside their places, under names of their own, then moved. Raises
    CloseknitError where the folder cannot be written.
    """
    with using(examination.language):
        return write_files(
            folder, _for_members(examination, names) if audience == "member" else _makers(examination, names)
        )


def write_comparison(groups: "Sequence[Examination]", folder: Path, names: str = "show") -> list[Path]:
    """Write the comparison of several groups into `folder`: compare.html and compare.json; their paths."""
    from closeknit.report.comparing import render, to_json

    with using(groups[0].language):
        return write_files(
            folder,
            {
                "compare.html": lambda stream: stream.write(render(groups, names=names).encode("utf-8", "replace")),
                "compare.json": lambda stream: stream.write(to_json(groups, names=names)),
            },
        )


def refuse_folder(folder: Path) -> None:
    """Say before long work what `write` would say after it: CloseknitError where `folder` can be neither used nor made.

    Nothing is made: a run that ends badly leaves no empty folder.
    """
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    refusal = why_unwritable(there)
    if refusal:
        raise _unwritable(folder, refusal)


def write_files(folder: Path, makers: dict[str, Callable[[IO[bytes]], object]]) -> list[Path]:
    """Write files by their makers, all or none; see `write`."""
    parts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, make in makers.items():
            part = folder / f".{name}.{os.getpid()}.part"
            parts[part] = folder / name
            with part.open("wb") as stream:
                make(stream)
                stream.flush()
                os.fsync(stream.fileno())
        for part, place in parts.items():
            part.replace(place)
        _settle(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return list(parts.values())


def _unwritable(folder: Path, error: OSError) -> CloseknitError:
    return CloseknitError(
        _("The report cannot be written to {folder}: {reason}.").format(
            folder=folder, reason=error.strerror or type(error).__name__
        ),
        _("Choose another folder with --out DIR."),
    )


def _makers(examination: "Examination", names: str) -> dict[str, Callable[[IO[bytes]], object]]:
    from closeknit.report.as_json import to_json
    from closeknit.report.card import card
    from closeknit.report.graphs import write_gexf, write_graphml
    from closeknit.report.html import render
    from closeknit.report.summary import summary

    called = Names(examination, names)
    return {
        "report.html": lambda stream: stream.write(render(examination, names=names).encode("utf-8", "replace")),
        "examination.json": lambda stream: stream.write(to_json(examination, names=names)),
        "fabric.graphml": lambda stream: write_graphml(examination, called, stream),
        "fabric.gexf": lambda stream: write_gexf(examination, called, stream),
        "summary.txt": lambda stream: stream.write(
            (summary(examination, names=names) + "\n").encode("utf-8", "replace")
        ),
        "card.svg": lambda stream: stream.write(f"{card(examination, names=names)}\n".encode("utf-8", "replace")),
    }


def _for_members(examination: "Examination", names: str) -> dict[str, Callable[[IO[bytes]], object]]:
    from closeknit.report import member
    from closeknit.report.card import card

    return {
        "report.html": lambda s: s.write(member.render(examination, names=names).encode("utf-8", "replace")),
        "summary.txt": lambda s: s.write(f"{member.summary(examination, names=names)}\n".encode("utf-8", "replace")),
        "card.svg": lambda s: s.write(f"{card(examination, names=names)}\n".encode("utf-8", "replace")),
    }


def _settle(folder: Path) -> None:
    """Make the moves last: on POSIX a folder is synced like a file."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
