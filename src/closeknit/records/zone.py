"""The zone of this machine, by its IANA name: what wall times without a zone are taken for."""

import os
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from closeknit.errors import BadOption
from closeknit.language import _


def machine_zone(environment: Mapping[str, str] = os.environ, etc: Path = Path("/etc")) -> ZoneInfo:
    """From TZ, then /etc/timezone, then the link /etc/localtime; UTC where none of them names a zone."""
    names = [environment.get("TZ", "").lstrip(":")]
    if (etc / "timezone").is_file():
        names.append((etc / "timezone").read_text().strip())
    if (etc / "localtime").is_symlink():
        names.append(str((etc / "localtime").resolve()).partition("zoneinfo/")[2])
    for name in names:
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return ZoneInfo("UTC")


def named_zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises BadOption where the IANA database has none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError) as error:
        raise BadOption(
            _("There is no time zone named {name}.").format(name=name), _("Examples: Asia/Taipei, Asia/Shanghai, UTC.")
        ) from error
