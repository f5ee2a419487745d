"""Signal: a chat as signal-export writes it (a folder with `data.json` and `chat.md`), or signalbackup-tools' text.

Signal itself exports nothing that others can read. signal-export reads the desktop program's own history and
writes every chat twice into its folder: `data.json` (JSON Lines) is read, `chat.md` only where it stands alone.
signalbackup-tools makes one .txt a chat from a backup of the Android app. Both write wall times without a zone,
names without ids, and the owner as "Me" or by name. Checked in November 2026 against signal-export 3.9 and
https://github.com/bepaald/signalbackup-tools.
"""

import re
from pathlib import PurePath
from typing import Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.carriers.signal import backup, data, markdown
from closeknit.errors import UnreadableSource
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_NUMBER: Final = re.compile(r"(?: \(_id\d+\))?\.txt$")
_PAGES: Final = ("chat.md", "index.md")


def sniff(source: Source) -> int:
    """A chat's folder by its `data.json`; a file by its first row."""
    if source.is_folder:
        rows = source.child("data.json")
        return CERTAIN if rows is not None and data.ROW.match(rows.head_text) else NO
    if data.ROW.match(source.head_text) or backup.HEAD.match(source.head_text):
        return CERTAIN
    return CERTAIN if source.name in _PAGES and markdown.HEAD.match(source.head_text) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The history of one chat; of the two files in a folder one is read, for they hold the same rows."""
    if source.is_folder:
        return resolve_names(_read_folder(source, options))
    if backup.HEAD.match(source.head_text):
        return resolve_names(backup.read(source, options, _NUMBER.sub("", source.name) or source.name))
    around = PurePath(source.path.replace("!/", "/")).parent.name.removesuffix(".zip")
    reader = data.read if data.ROW.match(source.head_text) else markdown.read
    return resolve_names(reader(source, options, around or source.name))


def _read_folder(folder: Source, options: ReadOptions) -> History:
    rows = folder.child("data.json")
    page = next((found for name in _PAGES if (found := folder.child(name))), None)
    try:
        history = data.read(rows or folder, options, folder.name)
    except UnreadableSource:
        if page is None:
            raise
        return markdown.read(page, options, folder.name)
    if page is not None and not len(history.messages):
        return markdown.read(page, options, folder.name)
    return history


CARRIER: Final = Carrier(
    name="signal",
    title="Signal",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Signal has no export on the phone; its backup is locked and only Signal reads it. With Signal Desktop on "
            "your computer (linked to your phone): install signal-export (github.com/carderne/signal-export), run "
            "`sigexport FOLDER`, and give the folder of the chat. Linking Desktop brings over only the last weeks."
        ),
        N_(
            "With an Android backup file and its 30 digits: signalbackup-tools "
            "(github.com/bepaald/signalbackup-tools) writes each chat as text with --exporttxt FOLDER."
        ),
        N_(
            "With only a phone: hold a message, tick the others that matter, copy them and paste them here. Names and "
            "times are not always copied along."
        ),
    ),
    gives={
        "signal-export": ("replies", "mentions", "reactions", "deletions"),
        "signalbackup-tools txt": ("mentions", "events"),
    },
)
