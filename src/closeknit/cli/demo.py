"""`closeknit demo`: an invented community to walk through; nothing leaves the machine."""

import os
import tempfile

import click

from closeknit.language import _


@click.command(help=_("Open an invented, lived-in community, with one button for each role."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("The port."))
def demo(port: int) -> None:
    """Make the community in a folder that is removed afterwards, and serve it."""
    from closeknit.house.config import seeding, server

    with tempfile.TemporaryDirectory(prefix="closeknit-demo-", ignore_cleanup_errors=True) as home:
        os.environ.update(CLOSEKNIT_HOME=home, CLOSEKNIT_DEMO="1")
        for name in ("CLOSEKNIT_DATABASE_URL", "CLOSEKNIT_MAIL_URL", "CLOSEKNIT_ADDRESS"):
            os.environ.pop(name, None)
        server.start()
        server.prepare()
        seeding.seed()
        address = server.public_address("127.0.0.1", port)
        server.serve(
            "127.0.0.1", port, lambda: click.echo(_("The demonstration is open: {address}").format(address=address))
        )
