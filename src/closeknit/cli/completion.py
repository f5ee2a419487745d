"""`closeknit completion`: words for the shell."""

import click

from closeknit.language import _


@click.command(
    help=_("Print a script that completes commands and options. For bash: source <(closeknit completion bash)")
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script for one shell."""
    from click.shell_completion import get_completion_class

    from closeknit.cli.main import LazyGroup

    maker = get_completion_class(shell)
    if maker is not None:
        click.echo(maker(LazyGroup(), {}, "closeknit", "_CLOSEKNIT_COMPLETE").source())
