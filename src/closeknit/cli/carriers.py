"""`closeknit carriers`: what is read, how one gets that export, and whether a carrier of one's own conforms."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, override

import click

from closeknit.cli.options import options
from closeknit.errors import BadOption
from closeknit.language import N_, _, ngettext

if TYPE_CHECKING:
    from closeknit.carriers.contract import Carrier


_GIVES: Final = {
    "ids": N_("message ids"),
    "author-ids": N_("account ids"),
    "zone": N_("time zone"),
    "replies": N_("replies"),
    "mentions": N_("mentions"),
    "reactions": N_("reactions"),
    "edits": N_("edits"),
    "deletions": N_("deletions"),
    "forwards": N_("forwards"),
    "events": N_("joins and leaves"),
    "inner": N_("lines inside forwards"),
    "roster": N_("members"),
    "exchanges": N_("meetings, sign-ups, payments"),
}


class _ListUnlessTold(click.Group):
    """A group that lists where it is not told to do anything else: `carriers`, `carriers line`, `carriers --json`."""

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_ListUnlessTold,
    subcommand_metavar=_("[NAME | check MODULE …]"),
    help=_("List what is read; with a NAME, how to get its export and what it gives; or check a carrier."),
)
def carriers() -> None:
    """What is read."""


@carriers.command(
    "list",
    help=_("List the chat tools that are read; with a NAME, how to get its export and what it gives."),
)
@click.argument("name", required=False)
@options((("--json", "as_json"), {"is_flag": True}, N_("Print as JSON.")))
def list_(name: str | None, as_json: bool) -> None:
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
            click.echo(f"  {flavour}: {_(', ').join(_(_GIVES[one]) for one in gives) or '–'}")
    if not name:
        kinds = sum(len(carrier.gives) for carrier in chosen)
        click.echo(_("{kinds} kinds of export, read by {carriers} carriers.").format(kinds=kinds, carriers=len(chosen)))


@carriers.command(
    help=_(
        "Run the conformance suite on a carrier of your own. MODULE is a module's name, a .py file, or the name of a "
        "carrier that is installed; SAMPLE are sound exports of its tool, files or folders."
    ),
)
@click.argument("module", metavar="MODULE")
@click.argument("samples", nargs=-1, metavar="SAMPLE…", type=click.Path(path_type=Path))
@options(
    (
        ("--stranger", "strangers"),
        {"metavar": "PATH", "multiple": True, "type": click.Path(path_type=Path)},
        N_("An export of another tool, which the carrier must leave alone; repeatable."),
    ),
    (("--inputs",), {"type": click.IntRange(0), "default": 1000}, N_("How many damaged samples to try.")),
    (("--seed",), {"type": int, "default": 0}, N_("The same seed makes the same damage.")),
)
def check(module: str, samples: tuple[Path, ...], strangers: tuple[Path, ...], inputs: int, seed: int) -> None:
    """Try the carrier, print every fault, and end with 2 where there is one."""
    from closeknit.testing.conformance import check as conformance

    for path in (*samples, *strangers):
        if not path.exists():
            raise BadOption(_("There is no file or folder {path}.").format(path=path))
    carrier = _found(module)
    report = conformance(carrier, samples, strangers=strangers, inputs=inputs, seed=seed)
    n = len(report.failures)
    if not samples:
        click.echo(_("No sample was given: only the texts and what is nobody's export were tried."), err=True)
    if report.holds:
        click.echo(_("{name}: {inputs} inputs, nothing wrong.").format(name=carrier.name, inputs=f"{report.inputs:,}"))
        return
    said = ngettext("{name}: {inputs} inputs, {n} fault:", "{name}: {inputs} inputs, {n} faults:", n)
    click.echo(said.format(name=carrier.name, inputs=f"{report.inputs:,}", n=n))
    # One slip shows in hundreds of damaged samples: the first of each kind is told, and how many there were.
    seen = Counter(failure.detail for failure in report.failures)
    for failure in report.failures:
        if times := seen.pop(failure.detail, 0):
            click.echo(f"  {failure}" + (f"  (× {times})" if times > 1 else ""))
    raise click.exceptions.Exit(2)


def _found(module: str) -> "Carrier":
    """The carrier of a module, of a file, or of that name. Raises BadOption where there is none."""
    import importlib
    import importlib.util

    from closeknit.carriers.contract import Carrier
    from closeknit.carriers.registry import load, names

    if module in names():
        return load(module)
    try:
        if module.endswith(".py"):
            spec = importlib.util.spec_from_file_location(Path(module).stem, module)
            if spec is None or spec.loader is None:
                raise ImportError(module)
            loaded = importlib.util.module_from_spec(spec)
            sys.modules[Path(module).stem] = loaded
            spec.loader.exec_module(loaded)
        else:
            sys.path.insert(0, str(Path.cwd()))
            loaded = importlib.import_module(module)
    except Exception as error:
        raise BadOption(
            _("The module {module} cannot be loaded: {reason}.").format(module=module, reason=error),
            _("Give its name as `import` takes it, or the path of its .py file."),
        ) from error
    carrier = getattr(loaded, "CARRIER", None)
    if not isinstance(carrier, Carrier):
        raise BadOption(
            _("The module {module} has no CARRIER.").format(module=module),
            _("Write CARRIER = Carrier(…) in it; see CONTRIBUTING."),
        )
    return carrier
