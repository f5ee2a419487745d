"""`closeknit test`: the project's own checks, the same for a developer and for CI."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import click

from closeknit.errors import BadOption
from closeknit.language import N_, _

_ALL: Final = ("-n", "auto", "--dist", "loadfile")
"""All tests go to all cores, a file to each: its servers and databases are started once."""


@click.command(
    help=_("Run the project's checks and tests in a checkout. Further words go to pytest."),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.option("--no-skips", is_flag=True, help=_("A test that would be skipped fails."))
def test(words: tuple[str, ...], no_skips: bool) -> None:
    """Run every check, tell which failed, and end with 1 if any did."""
    root = Path(__file__).parents[3]
    if not (root / "pyproject.toml").is_file():
        raise BadOption(_("The tests are in a checkout of the project, not in the installed package."))
    tools = Path(sys.executable).parent
    checks: list[tuple[str, list[str]]] = [
        (N_("style"), [str(tools / "ruff"), "check", "."]),
        (N_("format"), [str(tools / "ruff"), "format", "--check", "--quiet", "."]),
        (N_("types"), [str(tools / "mypy")]),
        (N_("layers"), [str(tools / "lint-imports"), "--no-logo", "--no-cache"]),
        (N_("tests"), [str(tools / "python"), "-m", "pytest", *(["--no-skips"] if no_skips else []), *(words or _ALL)]),
    ]
    if words:
        checks = checks[-1:]
    failed = []
    for name, command in checks:
        click.secho(f"▸ {_(name)}", bold=True)
        started = time.monotonic()
        if subprocess.run(command, cwd=root, check=False).returncode:
            failed.append(_(name))
        click.echo(_("  {seconds} s").format(seconds=f"{time.monotonic() - started:.0f}"))
    if failed:
        click.secho(_("Failed: {names}.").format(names=", ".join(failed)), bold=True, err=True)
        raise click.exceptions.Exit(1)
