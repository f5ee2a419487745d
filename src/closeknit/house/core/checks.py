"""What may be wrong with a house, each with an id; `closeknit house check` prints them."""

import shutil
from datetime import timedelta
from smtplib import SMTPException
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from closeknit.house.core import jobs

SHORTEST_KEY: Final = 32
DISTINCT: Final = 8
"""Different characters of a signing key."""
NO_ROOM: Final = 256 << 20
LITTLE_ROOM: Final = 1 << 30
LATE: Final = timedelta(minutes=15)
"""Some work comes every ten minutes."""


@register(Tags.security, deploy=True)
def address(**_words: Any) -> list[CheckMessage]:
    """house.W001: people on other machines reach the house without https."""
    if settings.ADDRESS and not settings.HTTPS:
        return [
            Warning(
                _("CLOSEKNIT_ADDRESS is not an https address: passwords and letters' links travel in the open."),
                hint=_("Put a proxy with a certificate in front and write https://…"),
                id="house.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def letters_folder(**_words: Any) -> list[CheckMessage]:
    """house.W002: no letter leaves the machine."""
    if settings.LETTERS_FOLDER:
        return [
            Warning(
                _("No mail server is named: letters are put into {folder}.").format(folder=settings.LETTERS_FOLDER),
                hint=_("Set CLOSEKNIT_MAIL_URL=smtp://user:password@host:587?from=house@example.org"),
                id="house.W002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def proxy(**_words: Any) -> list[CheckMessage]:
    """house.W005: behind a proxy that is not known, everybody shares one limit on tries."""
    if settings.HTTPS and not settings.TRUSTED_PROXY:
        return [
            Warning(
                _("A proxy stands in front (the address is https) and is not named: all visitors seem to be one."),
                hint=_("Set CLOSEKNIT_TRUSTED_PROXY=1, or to the proxy's address."),
                id="house.W005",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def mail_server(**_words: Any) -> list[CheckMessage]:
    """house.E004: the mail server that is named does not let the house in."""
    if settings.LETTERS_FOLDER:
        return []
    server = mailers.default
    try:
        server.open()
    except (OSError, SMTPException) as error:
        return [
            Error(
                _("The mail server does not take letters: {reason}.").format(reason=error),
                hint=_("See CLOSEKNIT_MAIL_URL."),
                id="house.E004",
            )
        ]
    finally:
        server.close()
    return []


@register(Tags.files, deploy=True)
def secret(**_words: Any) -> list[CheckMessage]:
    """house.E001, E005: others on the machine can read the signing key; it can be guessed."""
    found: list[CheckMessage] = []
    key = settings.HOME / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        found.append(Error(_("Others can read {path}.").format(path=key), hint=f"chmod 600 {key}", id="house.E001"))
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < DISTINCT:
        found.append(
            Error(
                _("The signing key is short enough to be guessed."),
                hint=_("Leave CLOSEKNIT_SECRET_KEY out, or take 50 characters at random."),
                id="house.E005",
            )
        )
    return found


@register(Tags.files, deploy=True)
def home(**_words: Any) -> list[CheckMessage]:
    """house.E006: others on the machine can look into the folder of everything."""
    if settings.HOME.stat().st_mode & 0o077:
        return [
            Error(
                _("Others can look into {path}.").format(path=settings.HOME),
                hint=f"chmod 700 {settings.HOME}",
                id="house.E006",
            )
        ]
    return []


@register(Tags.files, deploy=True)
def disk(**_words: Any) -> list[CheckMessage]:
    """house.E007, W006: there is no room, or soon none."""
    free = shutil.disk_usage(settings.HOME).free
    said = _("{n} MB are free where {path} lies.").format(n=free >> 20, path=settings.HOME)
    if free < NO_ROOM:
        return [Error(said, hint=_("Make room: nothing can be saved."), id="house.E007")]
    return [Warning(said, hint=_("Make room soon."), id="house.W006")] if free < LITTLE_ROOM else []


@register(deploy=True)
def founding(**_words: Any) -> list[CheckMessage]:
    """house.E002: who may found communities is not one of the two words."""
    if settings.FOUNDING not in {"keeper", "anyone"}:
        return [Error(_("CLOSEKNIT_FOUNDING must be keeper or anyone."), id="house.E002")]
    return []


@register(Tags.database, deploy=True)
def database(databases: Any = None, **_words: Any) -> list[CheckMessage]:
    """house.E008 where the database does not answer; what its rows tell otherwise."""
    from closeknit.house.core.models import Job

    if not databases:
        return []
    try:
        if Job._meta.db_table not in connection.introspection.table_names():
            return []  # `serve` makes the tables
        return [*_letters(), *_worker(), *_clock()]
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        return [
            Error(
                _("The database does not answer: {reason}.").format(reason=said.rstrip(".")),
                hint=_("Is it running, and is CLOSEKNIT_DATABASE_URL right?"),
                id="house.E008",
            )
        ]


def _letters() -> list[CheckMessage]:
    """house.W003, W004: letters that could not be sent, jobs that failed for good."""
    from closeknit.house.core.models import Job, Letter

    found: list[CheckMessage] = []
    if failed := Letter.objects.filter(state="failed").count():
        found.append(
            Warning(
                ngettext("{n} letter could not be sent.", "{n} letters could not be sent.", failed).format(n=failed),
                id="house.W003",
            )
        )
    if failed := Job.objects.filter(state="FAILED").count():
        found.append(
            Warning(
                ngettext("{n} background job failed for good.", "{n} background jobs failed for good.", failed).format(
                    n=failed
                ),
                id="house.W004",
            )
        )
    return found


def _worker() -> list[CheckMessage]:
    """house.W007: what comes again by itself does not come."""
    from closeknit.house.core.models import Clock

    due = Clock.objects.order_by("next_at").values_list("next_at", flat=True).first()
    if due is not None and due > jobs.now() - LATE:
        return []
    return [
        Warning(
            _("Nobody has done the background work since {day} UTC.").format(day=f"{due:%Y-%m-%d %H:%M}")
            if due
            else _("Nobody does the background work yet."),
            hint=_("Is `closeknit serve` running, or `closeknit worker` where it runs apart?"),
            id="house.W007",
        )
    ]


def _clock() -> list[CheckMessage]:
    """house.E009: the machine's clock is behind what has happened, or not where the database's is."""
    from closeknit.house.core.models import JournalLine

    now = jobs.now()
    newest = JournalLine.objects.order_by("-id").values_list("at", flat=True).first()
    wrong = newest is not None and newest > now + LATE
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            wrong = wrong or abs(cursor.fetchone()[0] - now) > LATE
    if not wrong:
        return []
    hint = _("Set it (timedatectl set-ntp true): links and sessions end by it.")
    return [
        Error(
            _("The clock says {now} UTC, which cannot be.").format(now=f"{now:%Y-%m-%d %H:%M}"),
            hint=hint,
            id="house.E009",
        )
    ]


@register()
def menu(**_words: Any) -> list[CheckMessage]:
    """house.E003: a menu word asks for a permission that no feature entered."""
    from closeknit.house.core.features import nav_entries, panel_views
    from closeknit.house.core.permissions import table

    wanted = {n.permission for n in nav_entries()} | {p.permission for p, _view in panel_views()}
    return [
        Error(f"No feature enters the permission {name}.", id="house.E003") for name in sorted(wanted - set(table()))
    ]
