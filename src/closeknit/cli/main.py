"""The command line: `closeknit COMMAND`. A command's module is imported only when it is called."""

import errno
import gc
import gettext
import importlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, override

import click

from closeknit import __version__, language
from closeknit.cli.options import LANGUAGE
from closeknit.errors import CloseknitError
from closeknit.language import N_, _

COMMANDS: Final = {
    "examine": ("closeknit.cli.examine:examine", N_("Tell whether a history is that of a community, with evidence.")),
    "compare": ("closeknit.cli.compare:compare", N_("Put several groups side by side, without a ranking.")),
    "read": ("closeknit.cli.read:read", N_("Read histories into one table and write it for other programs.")),
    "import": ("closeknit.cli.importing:import_", N_("Keep histories in an archive, without doubling.")),
    "archive": ("closeknit.cli.archive:archive", N_("Look into an archive, verify it, forget people, export it.")),
    "people": ("closeknit.cli.people:people", N_("Say which accounts of several tools are one person.")),
    "carriers": (
        "closeknit.cli.carriers:carriers",
        N_("List the chat tools that are read, and how to get each export."),
    ),
    "answers": ("closeknit.cli.answers:answers", N_("Train and score the model of who answers whom.")),
    "verdict": ("closeknit.cli.verdict:verdict", N_("Check the verdict against channels of known kind.")),
    "serve": ("closeknit.cli.serve:serve", N_("Open the house, in which a community lives.")),
    "worker": ("closeknit.cli.worker:worker", N_("Do the house's background work in a process of its own.")),
    "demo": ("closeknit.cli.demo:demo", N_("Open an invented community to walk through.")),
    "house": ("closeknit.cli.house:house", N_("Look after the house: check its settings.")),
    "completion": ("closeknit.cli.completion:completion", N_("Print a script that completes commands in your shell.")),
    "test": ("closeknit.cli.test:test", N_("Run the project's own checks and tests in a checkout.")),
}


_NO_ROOM: Final = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO}
_HOUSE: Final = {"serve", "worker", "demo", "house"}


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads one when it is needed."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        _complete(command)
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, (_module, text) in COMMANDS.items()])


def _complete(command: click.Command) -> None:
    """Give a command, and those below it, what all have: `--lang`, and usage lines in the language in force."""
    if "lang" not in {param.name for param in command.params}:
        command.params.append(_language_option())
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, click.Group):
        if command.subcommand_metavar == "COMMAND [ARGS]...":  # as click has it
            command.subcommand_metavar = _("COMMAND …")
        for part in command.commands.values():
            part.short_help = part.short_help or _first_sentence(part.help or "")
            _complete(part)


def _first_sentence(text: str) -> str:
    """What a list of commands says of one; click cuts at the blanks between words, of which Chinese has none."""
    end = re.search(r"。|[.](?=\s|$)", text)
    return text[: end.end()] if end else text


class _Unwanted:
    """Hides packages that our libraries import merely because they are installed, to no use here.

    Arrow imports pandas (0.3 s) to ask whether a list is a Series, msgspec typing_extensions (0.04 s). A finder
    by its shape: the class to inherit from costs more to import than all the rest of this module.
    """

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname in {"pandas", "typing_extensions"}:
            raise ModuleNotFoundError(fullname)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process: 0 done, 2 a refusal or unreadable input, 1 only a bug."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads cost eight times the work on small matrices
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # Arrow's own keeps a fifth more than it uses
    gc.set_threshold(100_000, 20, 100)  # what is read hangs in no circles; looking for some costs a fortieth
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not _HOUSE.intersection(words):  # the database's driver wants them
        sys.meta_path.insert(0, _Unwanted())
    tag = _language_told(words) or language.from_locale() or "en"
    with language.using(tag):
        _speak(tag)
        try:
            code = _group().main(words, prog_name="closeknit", standalone_mode=False)
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where it can be said that there is no room
        except CloseknitError as error:
            _complain(error.message, error.hint)
            code = 2
        except click.exceptions.Exit as end:
            code = end.exit_code
        except click.ClickException as error:
            error.show()
            code = 2
        except (click.Abort, KeyboardInterrupt):
            _complain(_("Stopped; nothing was changed."))
            code = 130
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except OSError as error:
            if error.filename is not None or error.errno not in _NO_ROOM:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            _complain(_("What was to be printed cannot be written: {reason}.").format(reason=error.strerror))
            code = 2
        except MemoryError:
            _complain(
                _("There is not enough memory for this history."),
                _("Examine one chat at a time, or a part with --since."),
            )
            code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _group() -> click.Group:
    return LazyGroup(
        help=_("Closeknit tells a community from a chat group, from any chat tool's history, with evidence."),
        params=[
            _language_option(),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help=_("Show the version and exit."),
            ),
        ],
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND …"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        no_args_is_help=True,
    )


def _language_option() -> click.Option:
    """`--lang` for the help alone: it is read before anything else, by `_language_told`."""
    names, _settings, text = LANGUAGE
    return click.Option(names, type=click.Choice(language.LANGUAGES), expose_value=False, help=_(text))


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"closeknit {__version__}")
        ctx.exit()


def _language_told(words: Sequence[str]) -> str | None:
    """The language in `--lang`, read before anything else so that help and refusals speak it."""
    for i, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and i + 1 < len(words):
            value = words[i + 1]
        if value in language.LANGUAGES:
            return value
    return None


def _speak(tag: str) -> None:
    """Let click's own words come from our catalogue too."""
    os.environ["LANGUAGE"] = tag.replace("-", "_")
    gettext.bindtextdomain("closeknit", str(Path(language.__file__).parent / "locale"))
    gettext.textdomain("closeknit")


def _complain(message: str, hint: str = "") -> None:
    click.secho(message, err=True, bold=True)
    if hint:
        click.echo(hint, err=True)
