"""`closeknit house`: looks after the house."""

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
        click.echo(str(finding))
    if any(finding.is_serious() for finding in findings):
        raise BadOption(_("The house is not in order."), _("Mend what is written above."))
    click.echo(_("Nothing is wrong.") if not findings else _("Nothing is wrong that keeps the house from opening."))
