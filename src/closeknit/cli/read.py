"""`closeknit read`: histories into one table."""

import sys
from pathlib import Path
from typing import Any

import click

from closeknit.cli.opening import read_histories
from closeknit.cli.options import LANGUAGE, READING, options, pasted_or_files, reading_options
from closeknit.language import N_, _, ngettext


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_(
        "Read histories of any chat tool into one table. PATH is a file, a folder, an archive, or - for pasted text."
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", callback=pasted_or_files)
@options(
    (("--out",), {"metavar": "FILE"}, N_("Write the table here: .parquet, .csv or .jsonl by its suffix.")),
    (
        ("--format", "form"),
        {"type": click.Choice(["parquet", "csv", "jsonl", "chatlab"])},
        N_("Write in this format whatever the suffix."),
    ),
    (("--json", "as_json"), {"is_flag": True}, N_("Print what was read as JSON.")),
    *READING,
    LANGUAGE,
)
def read(
    paths: tuple[str, ...], out: str | None, form: str | None, as_json: bool, lang: str | None, **chosen: Any
) -> None:
    """Read, tell what was read, and write the table where asked."""
    carrier = chosen.pop("carrier")
    settings = reading_options(chosen)
    history = read_histories(paths, settings, carrier)
    if out:
        from closeknit.records.output import write_messages

        write_messages(history.messages, Path(out), format=form, zone=settings.zone)
    issues = history.issues
    if as_json:
        import msgspec

        found = {
            "rows": len(history.messages),
            "channels": history.channels(),
            "issues": dict(issues.counts),
            "lost": issues.lost,
            "out": out,
        }
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
        return
    n = len(history.messages)
    click.echo(
        ngettext("{n} row in {chats}.", "{n} rows in {chats}.", n).format(
            n=f"{n:,}", chats="、".join(history.channels()) or "–"
        )
    )
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
