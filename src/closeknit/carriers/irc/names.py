"""What the name of a log tells: the day, and the channel."""

import re
from datetime import date
from typing import Final
from urllib.parse import unquote

from closeknit.sources import Source

_SUFFIX: Final = re.compile(r"\.(?:log|txt|weechatlog|irc|html?|gz)$", re.IGNORECASE)
_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_EGGDROP_DATE: Final = re.compile(r"(?<!\d)(\d\d)([A-Z][a-z]{2})((?:19|20)\d\d)(?!\d)")
_DATE_FOLDERS: Final = re.compile(r"(?:^|/)((?:19|20)\d\d)/(\d\d)/(\d\d)/[^/]*$")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CHANNEL: Final = re.compile(r"#[^\s,/]+")
_CHANNEL_INSIDE: Final = re.compile(
    r"(?:joined|Now talking (?:in|on)|Session Ident:|Topic for|Topic changed on) (#[^\s,:]+)"
)


def day_of(source: Source) -> date | None:
    """The day that the log's name, or its folders (`2008/07/14/`), name; None where they name none."""
    parts = _parts(source)
    for year, _between, month, day in _DATE.findall(parts[-1]):
        if known := _date(int(year), int(month), int(day)):
            return known
    for day, name, year in _EGGDROP_DATE.findall(parts[-1]):
        if name in _MONTHS and (known := _date(int(year), _MONTHS.index(name) + 1, int(day))):
            return known
    folders = _DATE_FOLDERS.search("/".join(parts))
    return _date(*map(int, folders.groups())) if folders else None


def channel_of(source: Source, root: Source) -> str:
    """The channel of a log that was found in `root` (or is `root`): by a `#` in the name or the folders, by a
    line in the log, else by the name without its date.
    """
    *folders, name = _parts(source)
    if root.is_folder:
        *folders, name = [root.name, *_parts(source)[len(_parts(root)) :]]
    bare = _bare(name)
    for part in (bare, *folders[:-4:-1]):
        if found := _CHANNEL.search(part):
            return found[0]
    if found := _CHANNEL_INSIDE.search(source.head_text):
        return found[1].rstrip(".")
    if any(sign.isalpha() for sign in bare):
        return bare
    return next((part for part in reversed(folders) if any(sign.isalpha() for sign in part)), bare or name)


def _parts(source: Source) -> list[str]:
    return unquote(source.path.replace("!/", "/").replace("\\", "/")).split("/")


def _bare(name: str) -> str:
    """Without date and suffix, in whatever order they stand: `chat.log.05Jan2024`, `chat_20240105.log`."""
    before = ""
    while name != before:
        before = name
        name = _SUFFIX.sub("", _EGGDROP_DATE.sub("", _DATE.sub("", name))).strip(" ._-")
    return name


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
