"""What the environment says, read once and in one place."""

import errno
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from closeknit.errors import BadOption
from closeknit.language import _

VARIABLES: Final = {
    "CLOSEKNIT_HOME": "folder of everything embedded: database, files, secret key, unsent mail",
    "CLOSEKNIT_DATABASE_URL": "postgresql://user:password@host:port/name instead of the embedded SQLite file",
    "CLOSEKNIT_ADDRESS": "the public address, https://house.example, under which people reach the house",
    "CLOSEKNIT_MAIL_URL": "smtp://user:password@host:587?from=house@example.org; without it letters stay in HOME/mail",
    "CLOSEKNIT_SECRET_KEY": "the signing key; made in HOME on first run where it is not given",
    "CLOSEKNIT_FOUNDING": "who may found a community: keeper (the default) or anyone",
    "CLOSEKNIT_TIME_ZONE": "the zone of those who chose none, Asia/Taipei by default",
    "CLOSEKNIT_TRUSTED_PROXY": "how many proxies stand in front (1) or their addresses (10.0.0.0/8,::1); none if unset",
    "CLOSEKNIT_DEMO": "1 only in `closeknit demo`: anyone may enter in any role",
}
"""Every variable that the house reads, and what it means."""


type TrustedProxy = int | tuple[IPv4Network | IPv6Network, ...]
"""Whose `X-Forwarded-For` is believed: so many hops, counted from the house, or proxies at these addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The house's surroundings as values. `address` has no slash at its end and may be empty."""

    home: Path
    database: Mapping[str, Any]
    address: str
    mail: Mapping[str, Any]
    founding: str
    time_zone: str
    demo: bool
    secret_key: str
    trusted_proxy: TrustedProxy


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Read the variables; make the home folder and its secret key on the first run.

    Raises BadOption for what cannot be meant: an address of a kind that is not known, proxies that are none, a zone
    that is nowhere, a folder that cannot be written.
    """
    home = _home(Path(variables.get("CLOSEKNIT_HOME") or _default_home(variables)).expanduser().absolute())
    return Environment(
        home=home,
        database=_database(variables.get("CLOSEKNIT_DATABASE_URL", ""), home),
        address=_address(variables.get("CLOSEKNIT_ADDRESS", "").strip().rstrip("/")),
        mail=_mail(variables.get("CLOSEKNIT_MAIL_URL", ""), home),
        founding=variables.get("CLOSEKNIT_FOUNDING") or "keeper",
        time_zone=_time_zone(variables.get("CLOSEKNIT_TIME_ZONE") or "Asia/Taipei"),
        demo=variables.get("CLOSEKNIT_DEMO") == "1",
        secret_key=variables.get("CLOSEKNIT_SECRET_KEY") or _secret_key(home / "secret_key"),
        trusted_proxy=_trusted_proxy(variables.get("CLOSEKNIT_TRUSTED_PROXY", "")),
    )


def _default_home(variables: Mapping[str, str]) -> str:
    base = variables.get("XDG_DATA_HOME") or str(Path(variables.get("HOME", "~")) / ".local" / "share")
    return str(Path(base) / "closeknit")


def _home(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise BadOption(
            _("The house's folder {folder} cannot be used: {reason}.").format(folder=folder, reason=error.strerror),
            _("Set CLOSEKNIT_HOME to a folder that belongs to whoever starts the house."),
        ) from error
    return folder


def _address(said: str) -> str:
    if said and not _is_address(said):
        raise BadOption(
            _("CLOSEKNIT_ADDRESS says {said}, which is not the address of a house.").format(said=said),
            _("Write it as https://house.example.org, with nothing after the name."),
        )
    return said


def _is_address(said: str) -> bool:
    try:
        parts = urlsplit(said)
        bare = f"{parts.scheme}://{parts.netloc}" == said and parts.port != 0
    except ValueError:
        return False
    return bare and parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def _time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadOption(
            _("CLOSEKNIT_TIME_ZONE says {name}, which is no time zone.").format(name=name),
            _("Write it as Asia/Taipei or Europe/Berlin."),
        ) from error


def _secret_key(path: Path) -> str:
    """The key in `path`; whoever comes first makes it, readable for the owner only."""
    if not path.exists():
        own = path.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            path.hardlink_to(own)
        own.unlink()
    return path.read_text(encoding="ascii").strip()


def _trusted_proxy(said: str) -> TrustedProxy:
    if not said.strip():
        return 0
    try:
        if said.strip().isdecimal():
            return int(said)
        return tuple(ip_network(word.strip(), strict=False) for word in said.split(","))
    except ValueError as error:
        raise BadOption(
            _("CLOSEKNIT_TRUSTED_PROXY says {said}, which is neither a number nor addresses.").format(said=said),
            _("Write 1 for one proxy in front of the house, or addresses such as 127.0.0.1,10.0.0.0/8."),
        ) from error


def _database(url: str, home: Path) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / "db.sqlite3"),
            "CONN_MAX_AGE": 3600,  # what a new connection has to read again costs more than a small page
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; "
                "PRAGMA secure_delete=ON;",  # what is erased is overwritten, not only let go
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadOption(
            _("CLOSEKNIT_DATABASE_URL begins with {scheme}://, which the house does not know.").format(
                scheme=parts.scheme or "?"
            ),
            _("Write postgresql://user:password@host:port/name, or leave it out for the embedded database."),
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def _mail(url: str, home: Path) -> dict[str, Any]:
    if not url:
        return {
            "backend": "closeknit.house.core.maildir.EmailBackend",
            "options": {"folder": str(home / "mail")},
            "from": "",
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise BadOption(
            _("CLOSEKNIT_MAIL_URL begins with {scheme}://, which the house does not know.").format(
                scheme=parts.scheme or "?"
            ),
            _("Write smtp://user:password@host:587?from=house@example.org, or smtps:// for port 465."),
        )
    query = parse_qs(parts.query)
    return {
        "backend": "django.core.mail.backends.smtp.EmailBackend",
        "options": {
            "host": parts.hostname or "localhost",
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and query.get("tls", ["1"])[-1] == "1",
            "timeout": 20,
        },
        "from": query.get("from", [unquote(parts.username or "")])[-1],
    }
