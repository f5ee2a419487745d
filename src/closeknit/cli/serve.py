"""`closeknit serve`: the house, with everything it needs, on this machine."""

import click

from closeknit.language import _


@click.command(help=_("Open the house: on this machine, or with CLOSEKNIT_ADDRESS behind a proxy."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=_("The port."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("The address that is listened to."))
@click.option("--no-worker", is_flag=True, help=_("Background work is done by `closeknit worker` elsewhere."))
def serve(port: int, host: str, no_worker: bool) -> None:
    """Bring the tables up to date, say where the house is, and serve until stopped."""
    from closeknit.house.config import server

    server.start()
    server.prepare()
    address = server.public_address(host, port)
    link = server.first_link(address)

    def ready() -> None:
        click.echo(_("The house is open: {address}").format(address=address))
        if link:
            click.echo(_("Nobody runs it yet. Claim it here, within seven days: {link}").format(link=link))

    server.serve(host, port, ready, worker=not no_worker)
