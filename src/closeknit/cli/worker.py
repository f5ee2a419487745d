"""`closeknit worker`: background work in a process of its own."""

import click

from closeknit.language import _


@click.command(help=_("Do the house's background work until stopped; for houses whose server runs with --no-worker."))
def worker() -> None:
    """Work until stopped."""
    from closeknit.house.config import server

    server.start()
    server.work()
