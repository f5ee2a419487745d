"""`closeknit carriers`: what is read, and how one gets that export."""

import sys

import click

from closeknit.cli.options import LANGUAGE, options
from closeknit.language import N_, _


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("List the chat tools that are read; with a NAME, how to get its export and what it gives."),
)
@click.argument("name", required=False)
@options((("--json", "as_json"), {"is_flag": True}, N_("Print as JSON.")), LANGUAGE)
def carriers(name: str | None, as_json: bool, lang: str | None) -> None:
    """Print the carriers that are installed."""
    from closeknit.carriers.registry import load, load_all

    chosen = [load(name)] if name else load_all()
    if as_json:
        import msgspec

        found = [
            {"name": c.name, "title": c.title, "how_to_export": [_(h) for h in c.how_to_export], "gives": c.gives}
            for c in chosen
        ]
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
        return
    for carrier in chosen:
        click.secho(f"{carrier.name}  {carrier.title}", bold=True)
        for way in carrier.how_to_export if name else carrier.how_to_export[:1]:
            click.echo(click.wrap_text(_(way), 96, "  ", "    "))
        for flavour, gives in carrier.gives.items() if name else ():
            click.echo(f"  {flavour}: {', '.join(gives) or '–'}")
