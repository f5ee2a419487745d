"""`closeknit answers`: the model of who answers whom, scored, trained and checked."""

import sys
from pathlib import Path
from typing import Any

import click

from closeknit.cli.options import existing, options
from closeknit.language import N_, _

_MODEL = (("--model",), {"metavar": "FILE"}, N_("A model made with `answers train`; else the one shipped."))
_JSON = (("--json", "as_json"), {"is_flag": True}, N_("Print as JSON."))


@click.group(help=_("Train and score the model of who answers whom."))
def answers() -> None:
    """The commands about answers."""


@answers.command(
    help=_("Score the model on logs with known answers (one JSON object a line; .gz too)."),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options(
    _JSON,
    _MODEL,
    (
        ("--inference",),
        {"type": click.Choice(["quick", "thorough"]), "default": "thorough"},
        N_("How closely to look."),
    ),
    (
        ("--without",),
        {"type": click.Choice(["mentions", "time", "text", "future"]), "multiple": True},
        N_("Mask this in the logs first; repeatable."),
    ),
    (("--known",), {"type": click.Choice(["earlier"])}, N_("Show each message's earlier known links as quotes.")),
    (("--seed",), {"type": int, "default": 7}, N_("Seed of the draws that give the intervals.")),
)
def score(files: tuple[Path, ...], as_json: bool, **chosen: Any) -> dict[str, Any]:
    """Print the figures, per cent; gives them too."""
    from time import process_time

    from closeknit.scoring.answers import score as score_files

    chosen["model"] = existing(chosen["model"], "--model")
    found = score_files(files, clock=process_time, **chosen)
    _print(found, as_json)
    return found


@answers.command(help=_("Train a model on logs with known answers and write it to a file."))
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path))
@options(
    (("--out",), {"required": True, "metavar": "MODEL"}, N_("File to write.")),
    (("--seed",), {"type": int, "default": 7}, N_("The same data and seed give the same model.")),
)
def train(data: tuple[Path, ...], out: str, seed: int) -> None:
    """Fit the model and write it, beside first and then into place."""
    from closeknit.errors import BadOption
    from closeknit.scoring.answers_lines import read_lines
    from closeknit.scoring.answers_training import train as train_model

    target = Path(out)
    if not target.parent.is_dir():
        raise BadOption(_("{option}: there is no folder {path}.").format(option="--out", path=target.parent))
    model = train_model(read_lines(data), seed=seed, tell=lambda text: click.echo(text, err=True))
    model.save(target)
    click.echo(_("The model is in {path}.").format(path=target))


@answers.command(help=_("Check the figures against cases worked by hand and published baselines."))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@options(_JSON)
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Print each case with what is expected and found; exit 2 where one fails."""
    from closeknit.errors import CloseknitError
    from closeknit.scoring.answers_check import check as run_cases

    cases = run_cases(files)
    _print({case.name: {"expected": case.expected, "found": case.found, "ok": case.ok} for case in cases}, as_json)
    if not all(case.ok for case in cases):
        raise CloseknitError(
            _("A figure is not what it should be."), _("This is a bug of Closeknit; please report it.")
        )


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        import msgspec

        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
        return
    spread = found.get("intervals", {})
    for name, value in found.items():
        if isinstance(value, dict):
            if name != "intervals":
                click.secho(name, bold=True)
                for inner, number in value.items():
                    if number is not None:
                        click.echo(f"  {inner:<26}{_number(number)}")
        elif value is not None and value != []:
            edges = spread.get(name)
            between = f"  [{edges[0]:.1f}–{edges[1]:.1f}]" if edges else ""
            click.echo(f"{name:<28}{_number(value)}{between}")


def _number(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
