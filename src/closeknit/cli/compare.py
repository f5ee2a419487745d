"""`closeknit compare`: several groups side by side, without a ranking."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from closeknit.cli.opening import read_histories
from closeknit.cli.options import JUDGING, LANGUAGE, READING, Options, options, reading_options
from closeknit.language import N_, _, from_locale, using

if TYPE_CHECKING:
    from closeknit.records.history import History

COMPARING: Options = (
    (
        ("--out",),
        {"metavar": "DIR", "type": click.Path()},
        N_("Folder of the comparison; else closeknit-report/compare here."),
    ),
    (
        ("--chat", "chats"),
        {"metavar": "NAME", "multiple": True},
        N_("Chats of one export to compare with each other; repeatable, '*' for all of them."),
    ),
    *JUDGING,
    (("--json", "as_json"), {"is_flag": True}, N_("Print compare.json instead of the summary.")),
)


@click.command(
    help=_(
        "Put several groups side by side: their conditions as cords, their measures with n, in the order given and "
        "without a ranking. Each PATH is one group's export; or one export, and --chat for each of its groups."
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@options(*COMPARING, *READING, LANGUAGE)
def compare(
    paths: tuple[str, ...], out: str | None, as_json: bool, names: str, lang: str | None, **chosen: Any
) -> None:
    """Read and examine each group, write the comparison, and print it."""
    from closeknit.examination import examine
    from closeknit.report.writing import refuse_folder, write_comparison

    carrier, chats = chosen.pop("carrier"), chosen.pop("chats")
    exact, inference = chosen.pop("no_inference"), chosen.pop("inference")
    settings = reading_options(chosen)
    folder = Path(out) if out else Path("closeknit-report") / "compare"
    refuse_folder(folder)
    histories = _histories(paths, chats, settings, carrier)
    lang = lang or from_locale()
    found = []
    for history in histories:
        one = examine(
            history,
            timezone=settings.zone.key if settings.zone_told else None,
            inference="none" if exact else inference,
            lang=lang,
            names=names,
        )
        lang = lang or one.language  # all in the language of the first
        found.append(one)
    write_comparison(found, folder, names)
    if as_json:
        sys.stdout.write((folder / "compare.json").read_text(encoding="utf-8"))
        return
    from closeknit.report.comparing import screenful

    click.echo(screenful(found, names=names, width=min(100, shutil.get_terminal_size().columns)))
    click.echo()
    with using(found[0].language):
        click.secho(_("The report: {path}").format(path=folder / "compare.html"), bold=True)


def _histories(paths: tuple[str, ...], chats: tuple[str, ...], settings: Any, carrier: str | None) -> "list[History]":
    """One history a group. Raises BadOption for fewer than two groups, or more than can be read beside each other."""
    from closeknit.errors import BadOption
    from closeknit.examination import choose_chats
    from closeknit.report.comparing import MOST

    if chats:
        whole = read_histories(paths, settings, carrier)
        wanted = list(whole.channels()) if "*" in chats else list(dict.fromkeys(chats))
        made = [choose_chats([whole], [chat]) for chat in wanted[: MOST + 1]]
    else:
        made = [choose_chats([read_histories([path], settings, carrier)], ()) for path in paths[: MOST + 1]]
    if len(made) < 2:
        raise BadOption(
            _("There is one group only; a comparison needs two."),
            _("Give two exports, or one with several chats and --chat for each."),
        )
    if len(made) > MOST:
        raise BadOption(
            _("More than {n} groups cannot be read beside each other.").format(n=MOST), _("Compare fewer at a time.")
        )
    return made
