"""`closeknit import`: histories into an archive, which keeps them."""

import hashlib
import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from closeknit.cli.options import READING, options, pasted_or_files, reading_options
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _, ngettext

if TYPE_CHECKING:
    from closeknit.archive import BesidePart, Operation, SourceFile
    from closeknit.records.history import History
    from closeknit.records.options import ReadOptions

_BESIDE = frozenset(
    {
        *("jpg", "jpeg", "png", "gif", "webp", "heic", "bmp", "tgs"),
        *("mp3", "mp4", "m4a", "m4v", "mov", "avi", "mkv", "opus", "ogg", "oga", "amr", "silk", "aac", "wav", "flac"),
    }
)
"""Pictures and sounds lie beside a history: their hashes would say nothing about it and cost much."""


@click.command(
    "import",
    help=_(
        "Keep histories in an archive, for good. What is there already is not added again, however exports "
        "overlap. PATH is an export of any chat tool: a file, a folder, an archive, or - for pasted text."
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(), callback=pasted_or_files)
@options(
    (
        ("--into",),
        {"metavar": "ARCHIVE", "type": click.Path(), "required": True},
        N_("Folder of the archive; made where there is none."),
    ),
    (
        ("--chat",),
        {"metavar": "NAME"},
        N_("Chat of the archive that the exports are of, by name or number, where they call it otherwise."),
    ),
    (("--json", "as_json"), {"is_flag": True}, N_("Print what was done as JSON.")),
    *READING,
)
def import_(paths: tuple[str, ...], into: str, chat: str | None, as_json: bool, **chosen: Any) -> None:
    """Import each path as one, all of it or nothing, and say what came of it."""
    from closeknit.archive import Reading, open_or_make

    carrier = chosen.pop("carrier")
    told = {k: v for k, v in {**chosen, "carrier": carrier, "chat": chat}.items() if v and k != "timezone"}
    settings = reading_options(chosen)
    archive = open_or_make(into, salt=secrets.token_bytes(16), at=now())
    done = []
    for path in paths:
        data = (sys.stdin.buffer.read() if sys.stdin else b"") if path == "-" else None
        reading = Reading(
            files=tuple(raw_files(path, data)),
            zone=settings.zone.key,
            zone_told=settings.zone_told,
            settings=" ".join(f"{name}={_plain(value)}" for name, value in sorted(told.items())),
        )
        operation = archive.add(_histories(path, data, settings, carrier), reading, at=now(), chat=chat)
        done.append(_as_dict(_sayable(path), operation))
        if not as_json:
            _tell(path, operation)
    if as_json:
        import msgspec

        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(done)) + b"\n")


def now() -> str:
    """This moment in UTC as ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251 - the command line reads the clock


def raw_files(path: str, data: bytes | None) -> Iterator["SourceFile"]:
    """What an import reads, with hashes: the file itself, or the files of a folder but for pictures and sounds."""
    from closeknit.archive import SourceFile
    from closeknit.sources.opening import ARCHIVE_MARK

    if data is not None:
        yield SourceFile(path, hashlib.sha256(data).hexdigest(), len(data))
        return
    where = Path(path)
    found = sorted(where.rglob("*")) if where.is_dir() else [where]
    archives = {file.parent for file in found if file.name == ARCHIVE_MARK} - {where}
    for file in found:
        if archives & {*file.parents} or file.suffix.lower().lstrip(".") in _BESIDE:
            continue
        if file.is_file():
            try:
                with file.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                raise UnreadableSource(
                    _("{path} cannot be read: {reason}.").format(path=file, reason=error.strerror or error)
                ) from error
            yield SourceFile(_sayable(file), digest, file.stat().st_size)


def _histories(path: str, data: bytes | None, settings: "ReadOptions", carrier: str | None) -> Iterator["History"]:
    from closeknit.archive import is_archive, open_archive
    from closeknit.carriers.registry import read_each
    from closeknit.cli.opening import progress
    from closeknit.sources import open_pasted, open_source

    if data is not None:
        yield from read_each(open_pasted(data), settings, carrier)
        return
    if is_archive(path):
        yield open_archive(path).history()
        return
    with progress([path]) as update:
        yield from read_each(open_source(path, update), settings, carrier)


def told_beside(name: str, part: "BesidePart") -> str:
    """What was brought to one of the tables beside the messages."""
    rows, added, changed = (f"{n:,}" for n in (part.rows, part.added, part.changed))
    match name:
        case "roster":
            return _("members: {rows} read, {added} new, {changed} changed since.").format(
                rows=rows, added=added, changed=changed
            )
        case "exchanges":
            return _("meetings, sign-ups and payments: {rows} read, {added} new, {changed} changed since.").format(
                rows=rows, added=added, changed=changed
            )
        case _:
            return _("lines inside merged forwards: {rows} read, {added} new.").format(rows=rows, added=added)


def _sayable(path: str | Path) -> str:
    """A path as text that every file takes: bytes of a name that are no UTF-8 become a mark."""
    return str(path).encode("utf-8", "replace").decode()


def _plain(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _as_dict(path: str, operation: "Operation | None") -> dict[str, Any]:
    if operation is None:
        return {"path": path, "number": None, "rows": 0, "added": 0, "changed": 0}
    return {
        "path": path,
        "number": operation.n,
        "rows": operation.rows,
        "added": operation.added,
        "changed": operation.changed,
        "chats": operation.chats,
        "beside": operation.beside,
        "zone": operation.zone,
        "zone_told": operation.zone_told,
        "assumed": operation.assumed,
        "issues": operation.issues,
        "lost": operation.lost,
        "files": operation.files,
    }


def _tell(path: str, operation: "Operation | None") -> None:
    """What came of an import, for a person."""
    if operation is None:
        click.echo(_("{path} was imported before; nothing is new.").format(path=path))
        return
    click.echo(
        ngettext(
            "{path}: {n} row read, {added} new, {changed} changed since.",
            "{path}: {n} rows read, {added} new, {changed} changed since.",
            operation.rows,
        ).format(path=path, n=f"{operation.rows:,}", added=f"{operation.added:,}", changed=f"{operation.changed:,}")
    )
    for table, brought in operation.beside.items():
        click.echo("  " + told_beside(table, brought))
    if operation.assumed and not operation.zone_told:
        click.echo(
            _("  Its times have no zone and were taken for {zone}; --timezone names another.").format(
                zone=operation.zone
            )
        )
    for part in operation.chats:
        name = part.name or part.chat
        if part.moved:
            hours = ", ".join(f"{minutes / 60:+g}" for minutes in part.moved)
            click.echo(_("  {chat}: times were moved by {hours} h to agree with the archive.").format(
                chat=name, hours=hours
            ))  # fmt: skip
        if part.renamed:
            click.echo(
                ngettext(
                    "  {chat}: {n} person has another name here; the archive's was kept.",
                    "  {chat}: {n} people have other names here; the archive's were kept.",
                    part.renamed,
                ).format(chat=name, n=part.renamed)
            )
    from closeknit.records.issue import CODES

    for code, n in operation.issues.items():
        click.echo(f"  {n:,} × {_(CODES[code])}", err=True)
