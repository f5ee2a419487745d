"""Options that several commands share: which history, and what it does not say itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from closeknit import language
from closeknit.errors import BadOption
from closeknit.language import N_, _

Options = tuple[tuple[tuple[str, ...], dict[str, Any], str], ...]
"""(names, click's settings, help marked for translation) of each option."""

READING: Options = (
    (
        ("--timezone",),
        {"metavar": "ZONE"},
        N_("Zone of wall times, as Asia/Taipei; else this machine's, marked as assumed."),
    ),
    (("--carrier",), {"metavar": "NAME"}, N_("Read as an export of this tool (see `closeknit carriers`).")),
    (("--date", "day"), {"metavar": "YYYY-MM-DD"}, N_("First day, where the export has times only.")),
    (("--year",), {"type": int}, N_("Year of the first row, where dates have none.")),
    (("--me",), {"metavar": "NAME"}, N_("Who is meant by 我, You or Me.")),
    (
        ("--map", "mapping"),
        {"metavar": "ROLE=COLUMN", "multiple": True},
        N_("Column of a table: time=…, author=…, text=…, id=…; repeatable."),
    ),
    (("--salvage",), {"is_flag": True}, N_("Keep the whole rows of a file that breaks off.")),
)
JUDGING: Options = (
    (
        ("--inference",),
        {"type": click.Choice(["quick", "thorough"])},
        N_("How answers without a mark are inferred; else by size."),
    ),
    (("--no-inference",), {"is_flag": True}, N_("Count only answers that the history marks itself.")),
    (
        ("--names",),
        {"type": click.Choice(["show", "hide"]), "default": "show"},
        N_("hide: no name and no quote in anything that is written."),
    ),
)
LANGUAGE = (
    ("--lang",),
    {"type": click.Choice(language.LANGUAGES)},
    N_("Language; else the locale's, else the history's own script."),
)


def options(*lists: tuple[tuple[str, ...], dict[str, Any], str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add options with their help in the language in force."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for names, settings, text in reversed(lists):
            function = click.option(*names, help=_(text), **settings)(function)
        return function

    return add


def pasted_or_files(ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The paths given; `-` is the standard input and stands alone."""
    if "-" in value and len(value) > 1:
        raise BadOption(_("`-` reads what is pasted and stands alone."), _("Give the files in a second run."))
    return value


def reading_options(chosen: dict[str, Any]) -> Any:
    """The `ReadOptions` of a command's values, which are taken out of `chosen`."""
    from closeknit.records.options import ReadOptions
    from closeknit.records.zone import machine_zone, named_zone

    zone = chosen.pop("timezone")
    day, year = chosen.pop("day"), chosen.pop("year")
    return ReadOptions(
        zone=named_zone(zone) if zone else machine_zone(),
        zone_told=bool(zone),
        day=parse_day(day, "--date") if day else None,
        year=year,
        me=chosen.pop("me"),
        mapping=_mapping(chosen.pop("mapping")),
        salvage=chosen.pop("salvage"),
    )


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    from closeknit.carriers.table.aliases import ALIASES

    found = {}
    for pair in pairs:
        role, sign, column = pair.partition("=")
        role = {"kind": "type"}.get(role, role)
        if not sign or not column or role not in ALIASES:
            raise BadOption(
                _("--map {pair} is not understood.").format(pair=pair), _("Write it as --map time=发送时间.")
            )
        found[role] = column
    return found


def parse_day(text: str, option: str) -> date:
    """A day given as YYYY-MM-DD. Raises BadOption for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadOption(
            _("{option} {text} is no day.").format(option=option, text=text), _("Write it as 2026-03-14.")
        ) from error


def existing(path: str | None, option: str) -> Path | None:
    """The path of an option's file. Raises BadOption where there is none."""
    if path is None:
        return None
    if not Path(path).is_file():
        raise BadOption(_("{option}: there is no file {path}.").format(option=option, path=path))
    return Path(path)
