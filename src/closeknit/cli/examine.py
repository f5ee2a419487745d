"""`closeknit examine`: the main job."""

import re
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from closeknit.cli.opening import read_histories
from closeknit.cli.options import (
    JUDGING,
    LANGUAGE,
    READING,
    Options,
    options,
    parse_day,
    pasted_or_files,
    reading_options,
)
from closeknit.cli.people import people_in
from closeknit.language import N_, _, from_locale, using

EXAMINING: Options = (
    (
        ("--out",),
        {"metavar": "DIR", "type": click.Path()},
        N_("Folder of the report; else closeknit-report/NAME here."),
    ),
    (
        ("--chat", "chats"),
        {"metavar": "NAME", "multiple": True},
        N_("Which chat, where the export holds several; repeatable, '*' for all as one."),
    ),
    (
        ("--organiser", "organisers"),
        {"metavar": "NAME", "multiple": True},
        N_("Who runs the group; repeatable. Else it is inferred."),
    ),
    (("--bot", "bots"), {"metavar": "NAME", "multiple": True}, N_("An account that is a program; repeatable.")),
    (
        ("--people",),
        {"metavar": "FILE", "type": click.Path()},
        N_('JSON file that joins accounts of one person: {"Name": ["id or name", …]}.'),
    ),
    (("--since",), {"metavar": "YYYY-MM-DD"}, N_("First day to look at.")),
    (("--until",), {"metavar": "YYYY-MM-DD"}, N_("Last day to look at.")),
    *JUDGING,
    (("--title",), {"metavar": "TEXT"}, N_("Name of the group in the report.")),
    (
        ("--again",),
        {"metavar": "OLD", "type": click.Path()},
        N_("An earlier report's folder or examination.json: what was done since, and what moved."),
    ),
    (
        ("--for", "audience"),
        {"type": click.Choice(["organiser", "member"]), "default": "organiser"},
        N_("member: a page, a text and a picture for the group, which blame nobody."),
    ),
    (("--json", "as_json"), {"is_flag": True}, N_("Print examination.json instead of the summary.")),
)


_SUFFIXES: Final = re.compile(r"(?:\.(?:[A-Za-z][A-Za-z0-9]{0,6}|7z))+$")
"""`.txt`, `.chatlab.jsonl`, `.tar.gz`; not the days of `2026.05.01 A.txt`."""
_ALIKE: Final = {"result", "messages", "_chat"}
"""What Telegram and WhatsApp call the file of every chat; the folder's name tells them apart."""


@click.command(
    help=_(
        "Tell whether a chat group is a community, with evidence, and write a report. "
        "PATH is an export of any chat tool: a file, a folder, an archive, or - for pasted text."
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(), callback=pasted_or_files)
@options(*EXAMINING, *READING, LANGUAGE)
def examine(
    paths: tuple[str, ...], out: str | None, as_json: bool, names: str, lang: str | None, audience: str, **chosen: Any
) -> None:
    """Read, examine, write the report, and print a screenful."""
    from closeknit import examination
    from closeknit.errors import BadOption
    from closeknit.report.writing import refuse_folder, write
    from closeknit.vitality.comparison import compare_with

    carrier, again = chosen.pop("carrier"), _again(chosen.pop("again"), audience, as_json=as_json)
    settings = reading_options(chosen)
    people = people_in(chosen.pop("people"))
    since, until = _day(chosen.pop("since"), "--since"), _day(chosen.pop("until"), "--until")
    if since and until and until < since:
        raise BadOption(
            _("--until {until} is before --since {since}.").format(until=until, since=since),
            _("Exchange the two, or leave one of them out."),
        )
    exact = chosen.pop("no_inference")
    inference = chosen.pop("inference")
    suffix = "-member" if audience == "member" else ""  # nothing that blames anybody lies beside it
    folder = Path(out) if out else Path("closeknit-report") / (_folder_name(paths) + suffix)
    refuse_folder(folder)
    if audience == "member" and (folder / "examination.json").exists():
        raise BadOption(
            _("{path} holds a report that names everybody; the members' page is not put beside it.").format(
                path=folder
            ),
            _("Name another folder after --out."),
        )
    history = read_histories(paths, settings, carrier)
    found = examination.examine(
        history,
        timezone=settings.zone.key if settings.zone_told else None,
        people=people,
        inference="none" if exact else inference,
        lang=lang or from_locale(),
        names=names,
        since=since,
        until=until,
        **chosen,
    )
    if again is not None:
        found.extra["again"] = compare_with(found, again)
    written = write(found, folder, names=names, audience=audience)
    if as_json:
        sys.stdout.write((folder / "examination.json").read_text(encoding="utf-8"))
        return
    from closeknit.report.terminal import screenful

    if audience == "member":
        click.echo((folder / "summary.txt").read_text(encoding="utf-8").rstrip())
    else:
        click.echo(screenful(found, names=names, width=min(100, shutil.get_terminal_size().columns)))
    report = next(path for path in written if path.name == "report.html")
    click.echo()
    with using(found.language):
        click.secho(_("The report: {path}").format(path=report), bold=True)


def _again(path: str | None, audience: str, *, as_json: bool) -> "dict[str, Any] | None":
    """What an earlier examination found. Raises BadOption where it is none, or where the options do not go together."""
    from closeknit.errors import BadOption

    if audience == "member" and as_json:
        raise BadOption(
            _("--json and --for member do not go together: the JSON names everybody."), _("Leave one of them out.")
        )
    if audience == "member" and path is not None:
        raise BadOption(
            _("--again and --for member do not go together: whose deed was done is for those who run the group."),
            _("Leave one of them out."),
        )
    if path is None:
        return None
    from closeknit.report.again import read_old

    return read_old(Path(path))


def _day(text: str | None, option: str) -> date | None:
    return parse_day(text, option) if text else None


def _folder_name(paths: tuple[str, ...]) -> str:
    """The name of the first input without its suffixes, or its folder's where all exports bear one; `pasted` for the
    standard input."""
    place = Path(paths[0]).resolve()
    name = "pasted" if paths[0] == "-" else _SUFFIXES.sub("", place.name.strip(".")).strip()
    return place.parent.name if name in _ALIKE and place.parent.name else name or "report"
