"""`closeknit house`: looks after the house."""

from pathlib import Path

import click

from closeknit.errors import BadOption
from closeknit.language import _


@click.group(help=_("Look after the house."))
def house() -> None:
    """Hold the commands."""


@house.command(help=_("Say what is misconfigured; ends with 2 where something is wrong."))
def check() -> None:
    """Run every system check and print what it finds."""
    from closeknit.house.config import server

    server.start()
    findings = server.findings()
    for finding in findings:
        click.echo(f"{finding.id}  {finding.msg}" + (f"\n  {finding.hint}" if finding.hint else ""))
    if any(finding.is_serious() for finding in findings):
        raise BadOption(_("The house is not in order."), _("Mend what is written above."))
    click.echo(_("Nothing is wrong.") if not findings else _("Nothing is wrong that keeps the house from opening."))


@house.command("export", help=_("Write a community, with everything, as one file that another house takes in."))
@click.argument("slug")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The file."))
def export_community(slug: str, out: Path) -> None:
    """Write it; a file that is there already stays."""
    from closeknit.house.config import server

    if out.exists():
        raise BadOption(_("{name} is there already.").format(name=out), _("Name another file."))
    server.start()
    server.write_community(slug, out)
    click.echo(str(out))


@house.command("import", help=_("Take a community that another house wrote into this house, which must be empty."))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_community(file: Path) -> None:
    """Take it in, whole or not at all."""
    from closeknit.house.config import server

    server.start()
    server.read_community(file)
    click.echo(_("The community is in this house. Its people sign in by a letter; passwords stayed behind."))
