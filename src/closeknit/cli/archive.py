"""`closeknit archive`: what an archive holds, and what else can be done with it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from closeknit.cli.importing import now, told_beside
from closeknit.cli.options import options
from closeknit.language import N_, _, ngettext

if TYPE_CHECKING:
    from closeknit.archive import Archive, Operation

_JSON = (("--json", "as_json"), {"is_flag": True}, N_("Print as JSON."))
_PLACE = click.argument("archive", metavar="ARCHIVE", type=click.Path())
_BESIDE = {
    "roster": N_("Members"),
    "exchanges": N_("Meetings, sign-ups and payments"),
    "inner": N_("Lines inside merged forwards"),
}


@click.group(
    help=_("Look into an archive that `closeknit import` keeps, and change what it holds."),
)
def archive() -> None:
    """The commands about archives."""


@archive.command(help=_("List its chats, and everything that was ever done to it."))
@_PLACE
@options(_JSON)
def show(archive: str, as_json: bool) -> None:
    """Print the chats and the log."""
    from closeknit.archive import open_archive

    found = open_archive(archive)
    files = found.files()
    facts = {
        "chats": [
            {
                "number": chat.number,
                "carrier": chat.carrier,
                "name": chat.names[-1] if chat.names else None,
                "states": sum(f.rows for f in files if f.chat == chat.number),
                "months": [f.month for f in files if f.chat == chat.number],
            }
            for chat in found.chats().values()
        ],
        "beside": {name: sum(f.rows for f in table.files.values()) for name, table in found.beside.tables.items()},
        "bytes": sum(f.size for f in files)
        + sum(f.size for table in found.beside.tables.values() for f in table.files.values()),
        "forgotten": len(found.marker.forgotten),
        "operations": list(found.operations),
    }
    if as_json:
        import msgspec

        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(facts)) + b"\n")
        return
    _show(found, facts)


def _show(found: "Archive", facts: dict[str, Any]) -> None:
    for chat in facts["chats"]:
        span = f"{chat['months'][0]} – {chat['months'][-1]}" if chat["months"] else "–"
        click.secho(f"{chat['number']}  {chat['name'] or '–'}", bold=True, nl=False)
        click.echo(f"  {chat['carrier']}  {chat['states']:,}  {span}")
    for name, states in facts["beside"].items():
        click.echo(f"{_(_BESIDE[name])}  {states:,}")
    click.echo()
    in_force = {operation.n for operation in found.imports}
    for operation in facts["operations"]:
        click.echo(f"{operation.n:>4}  {operation.at}  {_done(operation, operation.n in in_force)}")


def _done(operation: "Operation", holds: bool) -> str:
    match operation.op:
        case "import":
            names = "、".join(file.path for file in operation.files[:3]) or "–"
            more = " …" if len(operation.files) > 3 else ""
            words = _("imported {names}: {rows} rows, {added} new, {changed} changed").format(
                names=names + more,
                rows=f"{operation.rows:,}",
                added=f"{operation.added:,}",
                changed=f"{operation.changed:,}",
            )
            words = "; ".join([words, *(told_beside(name, part) for name, part in operation.beside.items())])
            return words if holds else _("{what} (undone since)").format(what=words)
        case "forget":
            words = _("forgot: {n} messages lost their words").format(n=f"{operation.rows:,}")
            return "; ".join([words, *([_beside_lost(operation.removed)] if operation.removed else [])])
        case "restore":
            return _("went back to {n}").format(n=operation.to)
        case "widen":
            return _("new columns")
        case _:
            return _("made")


@archive.command(help=_("Free the room of earlier states; one cannot go back to them."))
@_PLACE
def compact(archive: str) -> None:
    """Remove what no longer holds."""
    from closeknit.archive import open_archive

    freed = open_archive(archive).compact(at=now())
    click.echo(_("{size} MB were freed.").format(size=f"{freed / 1e6:.1f}"))


@archive.command(
    help=_(
        "Remove the words, names and ids of a PERSON from every file, for good. Their messages stay as deleted ones, "
        "so that answers still point somewhere; importing an old export again does not bring the words back."
    ),
)
@_PLACE
@click.argument("people", nargs=-1, required=True, metavar="PERSON…")
@options(
    (("--every",), {"is_flag": True}, N_("Mean every account that has this name.")),
    (("--yes",), {"is_flag": True}, N_("Do not ask first.")),
)
def forget(archive: str, people: tuple[str, ...], every: bool, yes: bool) -> None:
    """Ask, then forget."""
    from closeknit.archive import forget as forget_people
    from closeknit.archive import open_archive

    found = open_archive(archive)
    if not yes:
        click.confirm(
            _("Forget {names} for good? This cannot be undone").format(names="、".join(people)), abort=True, err=True
        )
    done = forget_people(found, people, at=now(), every=every)
    n = done.rows
    click.echo(ngettext("{n} message lost its words.", "{n} messages lost their words.", n).format(n=f"{n:,}"))
    if done.removed:
        click.echo(_beside_lost(done.removed))


def _beside_lost(n: int) -> str:
    return ngettext(
        "{n} row of a roster, a record or a forward was removed or emptied.",
        "{n} rows of rosters, records and forwards were removed or emptied.",
        n,
    ).format(n=f"{n:,}")


@archive.command(
    help=_("Give everything back: all messages with all their states, a file a chat and month, and the log."),
)
@_PLACE
@options(
    (("--out",), {"metavar": "DIR", "required": True}, N_("Folder to write, new or empty.")),
    (
        ("--format", "form"),
        {"type": click.Choice(["parquet", "csv", "jsonl", "chatlab"]), "default": "jsonl"},
        N_("Format of the messages."),
    ),
    (("--timezone",), {"metavar": "ZONE"}, N_("Zone in which times are written; else this machine's.")),
)
def export(archive: str, out: str, form: str, timezone: str | None) -> None:
    """Write the whole archive in an open format."""
    from closeknit.archive import export as export_all
    from closeknit.archive import open_archive
    from closeknit.records.zone import machine_zone, named_zone

    zone = named_zone(timezone) if timezone else machine_zone()
    n = export_all(open_archive(archive), Path(out), format=form, zone=zone)
    click.echo(
        ngettext("{n} file of messages is in {path}.", "{n} files of messages are in {path}.", n).format(n=n, path=out)
    )


@archive.command(help=_("Open and decode every file, and count again what the log says."))
@_PLACE
def verify(archive: str) -> None:
    """Print what is wrong, and end with 2 where anything is."""
    from closeknit.archive import open_archive
    from closeknit.archive import verify as look_over
    from closeknit.errors import CloseknitError

    wrong = list(look_over(open_archive(archive)))
    for sentence in wrong:
        click.echo(sentence, err=True)
    if wrong:
        raise CloseknitError(
            _("The archive is not sound."),
            _("Take the files that are named from a copy, or go back with `closeknit archive restore`."),
        )
    click.echo(_("The archive is sound."))


@archive.command(
    help=_(
        "Go back to how it was after operation NUMBER of `archive show`; without a number, to what Closeknit wrote "
        "last before another program wrote. Later imports are not lost: go forward again in the same way."
    ),
)
@_PLACE
@click.argument("number", required=False, type=int)
def restore(archive: str, number: int | None) -> None:
    """Bring an earlier state into force."""
    from closeknit.archive import open_archive

    operation = open_archive(archive).restore(number, at=now())
    click.echo(_("The archive is as it was after {n}.").format(n=operation.to))
