"""`closeknit verdict score`: is the word true on channels of known kind?"""

import sys
from pathlib import Path
from typing import Any

import click

from closeknit.cli.options import Options, existing, options
from closeknit.language import N_, _

SCORING: Options = (
    (
        ("--links",),
        {"type": click.Choice(["shown", "hidden"]), "default": "shown"},
        N_("hidden: drop replies and threads first, as in an exported WeChat group."),
    ),
    (
        ("--inference",),
        {"type": click.Choice(["none", "quick", "thorough"]), "default": "thorough"},
        N_("How answers without a mark are inferred."),
    ),
    (
        ("--without",),
        {"metavar": "SOURCE[/CHANNEL]", "multiple": True},
        N_("Leave out a source or a channel; repeatable."),
    ),
    (("--json", "as_json"), {"is_flag": True}, N_("Print as JSON.")),
)


@click.group(help=_("Check the verdict against channels of known kind."))
def verdict() -> None:
    """The group of commands about the verdict itself."""


@verdict.command(
    help=_(
        "Run the whole pipeline on every labelled channel and compare. CHANNELS is a Parquet file, a row a "
        "message; LABELS a CSV, a row a channel. The shape is described in docs/reference/validation.md."
    ),
)
@click.argument("channels", metavar="CHANNELS")
@click.argument("labels", metavar="LABELS")
@options(*SCORING)
def score(channels: str, labels: str, links: str, inference: str, without: tuple[str, ...], as_json: bool) -> None:
    """Print the figures, the words by kind, and every channel that is wrong."""
    from closeknit.scoring import verdict as scoring

    known, labelled = existing(channels, "CHANNELS"), existing(labels, "LABELS")
    assert known is not None
    assert labelled is not None
    result = _scored(scoring.score, known, labelled, {"links": links, "inference": inference, "without": without})
    if as_json:
        import msgspec

        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(result)) + b"\n")
        return
    for line in _lines(result):
        click.echo(line)


def _scored(score: Any, channels: Path, labels: Path, chosen: dict[str, Any]) -> dict[str, Any]:
    """The result, with the channel in work shown on a terminal."""
    shown = sys.stderr.isatty()

    def tell(name: str) -> None:
        if shown:
            click.echo(f"\r\x1b[K{name}", nl=False, err=True)

    found: dict[str, Any] = score(channels, labels, tell=tell, **chosen)
    tell("")
    return found


def _lines(result: dict[str, Any]) -> list[str]:
    lines = [_("{n} labelled channels, links {links}").format(n=result["channels"], links=result["links"])]
    for name in ("auc_pooled", "auc_within_source", "sensitivity", "specificity", "cannot_tell"):
        span = result["intervals"][name]
        beside = f" [{span[0]:.3f}, {span[1]:.3f}]" if span else ""
        lines.append(f"  {name:<18} {_number(result[name])}{beside}")
    lines += [f"  {name:<32} {_number(value)}" for name, value in result["baselines"].items()]
    left = result["left_out"]
    lines.append(f"  sensitivity_at_specificity_092   {_number(left['sensitivity_at_specificity_092'])}")
    for source, figures in left["without"].items():
        lines.append(f"  {source}: " + ", ".join(f"{name} {_number(value)}" for name, value in figures.items()))
    for table in ("words", "words_by_sub"):
        for kind, words in result.get(table, {}).items():
            lines.append(f"  {kind}: " + ", ".join(f"{word} {n}" for word, n in words.items()))
    for title, key in ((_("Wrong:"), "wrong"), (_("Traps:"), "traps")):
        lines.append(title)
        lines += [f"  {one['channel']} ({one['kind']}) → {one['word']}: {one['reasons']}" for one in result[key]]
    return lines


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
