"""`closeknit read`: histories into one table."""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from closeknit.cli.opening import read_histories
from closeknit.cli.options import READING, options, pasted_or_files, reading_options
from closeknit.errors import BadOption
from closeknit.language import N_, _, ngettext
from closeknit.records.issue import IssueLog

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from closeknit.archive import Archive
    from closeknit.records.history import History


@click.command(
    help=_(
        "Read histories of any chat tool into one table. PATH is a file, a folder, an archive, or - for pasted text."
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(), callback=pasted_or_files)
@options(
    (
        ("--out",),
        {"metavar": "FILE", "type": click.Path()},
        N_("Write the table here: .parquet, .csv or .jsonl by its suffix."),
    ),
    (
        ("--format", "form"),
        {"type": click.Choice(["parquet", "csv", "jsonl", "chatlab"])},
        N_("Write in this format whatever the suffix."),
    ),
    (
        ("--table", "which"),
        {"type": click.Choice(["messages", "roster", "exchanges"])},
        N_("Which table to write where the source gives several: else the first that has rows."),
    ),
    (
        ("--inner",),
        {"metavar": "ROW"},
        N_("Write the lines inside the merged forward with this id, or all: a history of their own."),
    ),
    (("--json", "as_json"), {"is_flag": True}, N_("Print what was read as JSON.")),
    *READING,
)
def read(
    paths: tuple[str, ...], out: str | None, form: str | None, as_json: bool, which: str | None,
    inner: str | None, **chosen: Any
) -> None:  # fmt: skip
    """Read, tell what was read, and write the table where asked."""
    carrier = chosen.pop("carrier")
    settings = reading_options(chosen)
    if out:
        from closeknit.records.output import refuse_output

        refuse_output(Path(out), form)
        if any(Path(path).exists() and Path(out).exists() and Path(out).samefile(path) for path in paths):
            raise BadOption(_("--out {path} is what is to be read.").format(path=out), _("Name another file."))
    archive = _archive_of(paths, which, inner) if out else None
    if archive is not None:
        found = _passed_on(archive, Path(str(out)), form, settings.zone)
        issues = IssueLog()
    else:
        history = read_histories(paths, settings, carrier)
        table = _chosen(history, which, inner)
        if which and out and not len(table):
            raise BadOption(_("There is nothing for --table {name} in it.").format(name=which), _("Leave --table out."))
        if out:
            from closeknit.records.output import write_messages, write_table

            write = write_messages if table.schema.names == history.messages.schema.names else write_table
            write(table, Path(out), format=form, zone=settings.zone)
        found, issues = _Found.of(history), history.issues
    if as_json:
        import msgspec

        said = {**msgspec.to_builtins(found), "issues": dict(issues.counts), "lost": issues.lost, "out": out}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(said)) + b"\n")
        return
    _tell(found)
    for issue in issues.examples[:10]:
        where = f"{issue.path}:{issue.line}" if issue.line else issue.path
        click.echo(f"  {where}  {issue.message}" + (f"  {issue.detail!r}" if issue.detail else ""), err=True)
    if issues.total > 10:
        click.echo(
            _("  … {n} issues in all, {lost} rows lost.").format(n=f"{issues.total:,}", lost=f"{issues.lost:,}"),
            err=True,
        )
    if out:
        click.echo(_("Written to {path}.").format(path=out))


@dataclass(frozen=True, slots=True)
class _Found:
    """How much was read of each kind of thing; `channels`: rows of each chat, the largest first."""

    rows: int
    channels: dict[str, int]
    roster: int
    exchanges: int
    inner: int

    @classmethod
    def of(cls, history: "History") -> "_Found":
        """What a history holds."""
        others = map(len, (history.roster, history.exchanges, history.inner))
        return cls(len(history.messages), history.channels(), *others)


def _archive_of(paths: tuple[str, ...], which: str | None, inner: str | None) -> "Archive | None":
    """The archive whose messages alone are to be written: they are passed on month by month, however many."""
    from closeknit.archive import is_archive, open_archive

    if len(paths) != 1 or not is_archive(paths[0]) or inner is not None or which not in {None, "messages"}:
        return None
    archive = open_archive(paths[0])
    return archive if which or archive.files() else None


def _passed_on(archive: "Archive", out: Path, form: str | None, zone: "ZoneInfo") -> _Found:
    """Write the messages of an archive; what it holds."""
    from closeknit.records.identity import Ids
    from closeknit.records.output import write_messages_in_parts

    ids = Ids(archive.months(("id", "channel_id", "channel")))
    write_messages_in_parts(archive.months, ids, out, format=form, zone=zone)
    counts: Counter[str] = Counter()
    n = 0
    for table in archive.months(("channel",)):
        n += len(table)
        names = table["channel"].unique().drop_null().to_pylist()
        counts.update({name: len(table) for name in names})  # one file is of one chat
    beside = archive.beside
    return _Found(
        n,
        dict(counts.most_common()),
        len(beside.contents("roster")),
        len(beside.contents("exchanges")),
        sum(map(len, archive.forwarded())),
    )


def _tell(found: _Found) -> None:
    """Say how much was read, of each kind of thing that there is."""
    n, people, deeds, lines = found.rows, found.roster, found.exchanges, found.inner
    if n or not (people or deeds):
        click.echo(
            ngettext("{n} row in {chats}.", "{n} rows in {chats}.", n).format(
                n=f"{n:,}", chats="、".join(found.channels) or "–"
            )
        )
    if people:
        click.echo(ngettext("{n} person on a roster.", "{n} people on a roster.", people).format(n=f"{people:,}"))
    if deeds:
        said = ngettext(
            "{n} recorded meeting, sign-up or payment.", "{n} recorded meetings, sign-ups and payments.", deeds
        )
        click.echo(said.format(n=f"{deeds:,}"))
    if lines:
        said = ngettext("{n} line inside a merged forward.", "{n} lines inside merged forwards.", lines)
        click.echo(said.format(n=f"{lines:,}"))


def _chosen(history: "History", which: str | None, inner: str | None) -> Any:
    """The table to be written. Raises BadOption where no merged forward bears the id of `--inner`."""
    if inner is None:
        tables = {"messages": history.messages, "roster": history.roster, "exchanges": history.exchanges}
        return tables[which] if which else next((t for t in tables.values() if len(t)), history.messages)
    import pyarrow.compute as pc

    lines = history.inner
    if inner != "all":
        lines = lines.filter(
            pc.or_(pc.equal(lines["thread"], inner), pc.starts_with(lines["thread"].cast("string"), f"{inner}/"))
        )
    if not len(lines):
        known = history.inner["thread"].unique().to_pylist()[:10]
        raise BadOption(
            _("There are no lines inside a merged forward of the id {id}.").format(id=inner),
            _("Merged forwards whose lines are known: {names}.").format(names=", ".join(known) or "–"),
        )
    return lines
