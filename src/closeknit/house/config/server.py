"""Starts the house: tables, static files, worker and server. The commands of the command line call these."""

import json
import multiprocessing
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from closeknit import __version__, language
from closeknit.errors import BadOption
from closeknit.language import _

MOST_SERVERS = 4
"""Processes that answer, one a core: Python works on one core a process."""


def start() -> None:
    """Load Django with the house's settings. Raises BadOption where the extra is not installed."""
    try:
        import django
    except ModuleNotFoundError as error:
        raise BadOption(
            _("The house is not installed."), _('Install it with: pip install "closeknit[house]"')
        ) from error
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closeknit.house.config.settings")
    if os.environ.get("CLOSEKNIT_DATABASE_URL") and find_spec("psycopg") is None:
        raise BadOption(
            _("CLOSEKNIT_DATABASE_URL needs what speaks with PostgreSQL, and that is not installed."),
            _('Install it with: pip install "closeknit[house,postgres]"'),
        )
    django.setup()


def prepare() -> None:
    """Bring the tables up to date and gather the static files where they have changed."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError

    from closeknit.house.config import tables

    try:
        tables.bring_up_to_date()
    except OperationalError as error:
        raise BadOption(
            _("The database does not answer: {reason}.").format(reason=str(error).strip().splitlines()[0]),
            _("Is it running, and is CLOSEKNIT_DATABASE_URL right?"),
        ) from error
    stamp, seen = Path(settings.STATIC_ROOT) / "gathered.json", _static_files()
    if not stamp.exists() or json.loads(stamp.read_text(encoding="utf-8")) != seen:
        call_command("collectstatic", verbosity=0, interactive=False, clear=False)
        stamp.write_text(json.dumps(seen), encoding="utf-8")


def _static_files() -> dict[str, Any]:
    from django.contrib.staticfiles.finders import get_finders

    seen: dict[str, Any] = {"version": __version__}
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen[f"{storage.location}/{path}"] = Path(storage.path(path)).stat().st_mtime_ns
    return seen


def first_link(address: str) -> str | None:
    """The link with which the first organiser claims the house; None where it is claimed."""
    from closeknit.house.core import jobs
    from closeknit.house.core.permissions import the_house
    from closeknit.house.features.accounts import api as accounts

    if accounts.is_claimed():
        return None
    token = secrets.token_urlsafe(18)
    accounts.make_first_key(actor=the_house(), now=jobs.now(), token=token)
    return f"{address}/first/{token}/"


def public_address(host: str, port: int) -> str:
    """The address under which people reach the house."""
    from django.conf import settings

    here = host in {"127.0.0.1", "0.0.0.0", "::", "::1"}
    return str(settings.ADDRESS or f"http://{'localhost' if here else host}:{port}")


def findings() -> list[Any]:
    """What the system checks find, those for a house on the net included."""
    from django.core.checks import run_checks
    from django.db import connections
    from django.utils import translation

    with translation.override(language.current().lower()):
        ours = run_checks(include_deployment_checks=True, databases=list(connections))
    # Django's own advice on https and mail is said by house.W001 and house.W002, in terms of our variables.
    return [f for f in ours if not str(f.id).startswith("security.") and f.id != "mail.E001"]


def write_community(slug: str, to: Path) -> None:
    """Write a community as one file. Raises BadOption where there is none of that name."""
    from closeknit.house.features.api import api as openness
    from closeknit.house.features.communities import api as communities
    from closeknit.records.output import replacing

    prepare()
    found = communities.here(slug, None)
    if found is None:
        raise BadOption(
            _("There is no community {slug}.").format(slug=slug), _("Its name stands in its address: /c/NAME/")
        )
    with replacing(to) as out:
        for piece in openness.pieces(found.id):
            out.write(piece)


def read_community(path: Path) -> int:
    """Bring a written community into this house, which is empty. Raises BadOption where that cannot be."""
    from closeknit.house.features.api import api as openness

    prepare()
    try:
        return openness.read(path)
    except openness.NotEmpty as error:
        raise BadOption(
            _("There are people in this house already."),
            _("Bring a community into an empty house: another CLOSEKNIT_HOME, or another database."),
        ) from error
    except openness.Unreadable as error:
        raise BadOption(
            _("{name} is not a community that can be brought in: {reason}.").format(name=path.name, reason=error),
            _("Take a file that was exported by this version of the house, and did not break off."),
        ) from error


def serve(host: str, port: int, ready: Callable[[], None], *, worker: bool = True) -> None:
    """Serve until stopped, with a worker inside unless it runs elsewhere."""
    from django.db import connections
    from granian.constants import Interfaces
    from granian.server import Server

    _must_be_free(host, port)
    # A process that is forked while the worker's thread holds SQLite open believes that it holds its locks too, and
    # writes into the file unhindered: the database is damaged. Servers are therefore begun afresh, not forked.
    multiprocessing.set_start_method("spawn", force=True)
    ended = threading.Event()
    thread = threading.Thread(target=_work, args=(ended,), name="worker")
    server = Server(
        "closeknit.house.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
        workers=min(MOST_SERVERS, os.cpu_count() or 1), blocking_threads=4, log_enabled=False, websockets=False,
        workers_kill_timeout=10,
    )  # fmt: skip
    connections.close_all()

    @server.on_startup
    def _ready() -> None:
        if worker:
            thread.start()
        threading.Thread(target=_announce, args=(host, port, ready, ended), name="announcer", daemon=True).start()

    try:
        server.serve()
    finally:
        ended.set()
        if thread.ident:
            thread.join(10)


def _announce(host: str, port: int, ready: Callable[[], None], ended: threading.Event) -> None:
    """Call `ready` once somebody listens: the processes that answer take a moment, on a busy machine seconds."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while not ended.wait(0.05):
        with suppress(OSError), socket.create_connection((there, port), timeout=1):
            ready()
            return


def _must_be_free(host: str, port: int) -> None:
    """The server shares a port with whoever listens there already, so it is asked before."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((host, port))
        except OSError as error:
            raise BadOption(
                _("Port {port} cannot be listened to: {reason}.").format(port=port, reason=error.strerror),
                _("Choose another with --port."),
            ) from error


def work() -> None:
    """Work until stopped."""
    ended = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ended.set())
    _work(ended)


def _work(ended: threading.Event) -> None:
    from closeknit.house.core.jobs.worker import work as work_on

    work_on(ended)
