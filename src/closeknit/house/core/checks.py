"""What may be wrong with a house, each with an id; `closeknit house check` prints them."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection


@register(Tags.security, deploy=True)
def address(**_words: Any) -> list[CheckMessage]:
    """house.W001: people on other machines reach the house without https."""
    if settings.ADDRESS and not settings.HTTPS:
        return [
            Warning(
                "CLOSEKNIT_ADDRESS is not an https address: passwords and letters' links travel in the open.",
                hint="Put a proxy with a certificate in front and write https://…",
                id="house.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def mail(**_words: Any) -> list[CheckMessage]:
    """house.W002: no letter leaves the machine."""
    if settings.LETTERS_FOLDER:
        return [
            Warning(
                f"No mail server is named: letters are put into {settings.LETTERS_FOLDER}.",
                hint="Set CLOSEKNIT_MAIL_URL=smtp://user:password@host:587?from=house@example.org",
                id="house.W002",
            )
        ]
    return []


@register(Tags.files, deploy=True)
def secret(**_words: Any) -> list[CheckMessage]:
    """house.E001: others on the machine can read the signing key."""
    key = settings.HOME / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        return [Error(f"Others can read {key}.", hint=f"chmod 600 {key}", id="house.E001")]
    return []


@register(deploy=True)
def founding(**_words: Any) -> list[CheckMessage]:
    """house.E002: who may found communities is not one of the two words."""
    if settings.FOUNDING not in {"keeper", "anyone"}:
        return [Error("CLOSEKNIT_FOUNDING must be keeper or anyone.", id="house.E002")]
    return []


@register(Tags.database, deploy=True)
def letters(databases: Any = None, **_words: Any) -> list[CheckMessage]:
    """house.W003, W004: letters that could not be sent, jobs that failed for good."""
    from closeknit.house.core.models import Job, Letter

    if not databases or Job._meta.db_table not in connection.introspection.table_names():
        return []  # `serve` makes the tables
    found: list[CheckMessage] = []
    if failed := Letter.objects.filter(state="failed").count():
        found.append(Warning(f"{failed} letters could not be sent.", id="house.W003"))
    if failed := Job.objects.filter(state="FAILED").count():
        found.append(Warning(f"{failed} background jobs failed for good.", id="house.W004"))
    return found


@register()
def menu(**_words: Any) -> list[CheckMessage]:
    """house.E003: a menu word asks for a permission that no feature entered."""
    from closeknit.house.core.features import nav_entries, panel_views
    from closeknit.house.core.permissions import table

    wanted = {n.permission for n in nav_entries()} | {p.permission for p, _view in panel_views()}
    return [
        Error(f"No feature enters the permission {name}.", id="house.E003") for name in sorted(wanted - set(table()))
    ]
