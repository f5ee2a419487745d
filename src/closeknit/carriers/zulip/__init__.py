"""Zulip: the export of a server (a folder with `messages-000001.json`), and the files of zulip-archive.

A server's export is a .tar.gz to be unpacked; `realm.json` in it names people, streams and reactions. The public
archives that https://github.com/zulip/zulip-archive makes have a JSON file a topic, with names and no ids of
people. A stream is the chat and a topic its thread, for a topic is a heading under which many talk at once.
Checked in November 2026 against https://zulip.com/help/export-your-organization.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.zulip.archive import STREAM, read_archive
from closeknit.carriers.zulip.server import MESSAGES, read_server
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_ROWS: Final = re.compile(r'\s*\{\s*"zerver_(?:message|usermessage)"\s*:\s*\[')
_TOPIC: Final = re.compile(r'\s*\[\s*\{\s*"(?:content|id|sender_full_name|timestamp)"\s*:')


def sniff(source: Source) -> int:
    """By the tables' names in the first file of messages; by the folder's name, or the keys of a topic's rows."""
    if not source.is_folder:
        if _ROWS.match(source.head_text):
            return CERTAIN
        return LIKELY if _is_topic(source) else NO
    rows = next((child for child in source.children if MESSAGES.fullmatch(child.name)), None)
    if rows is not None:
        return CERTAIN if _ROWS.match(rows.head_text) else NO
    return CERTAIN if _is_archive(source) else NO


def _is_archive(folder: Source) -> bool:
    stream = next((child for child in folder.children if child.is_folder and STREAM.fullmatch(child.name)), None)
    return stream is not None and any(map(_is_topic, stream.children[:1]))


def _is_topic(source: Source) -> bool:
    head = source.head_text
    return source.name.endswith(".json") and _TOPIC.match(head) is not None and '"sender_full_name"' in head


def read(source: Source, options: ReadOptions) -> History:
    """The history of a server, of an archive, or of one file of either."""
    rows = source if not source.is_folder else next(iter(source.children), source)
    is_server = _ROWS.match(rows.head_text) or any(MESSAGES.fullmatch(child.name) for child in source.children)
    return read_server(source, options) if is_server else read_archive(source, options)


CARRIER: Final = Carrier(
    name="zulip",
    title="Zulip",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "An administrator, in the browser or the desktop app: gear ⚙ → Organization settings → Data exports → "
            "start the export of public data, and download the .tar.gz when it is ready (minutes to hours). Private "
            "messages are in it only if their owners agreed, or if whoever runs the server exports everything there."
        ),
        N_("Unpack the .tar.gz (twice with some programs) and give the folder with messages-000001.json in it."),
        N_(
            "A community that shows its streams in public: the folder zulip_json that zulip-archive "
            "(github.com/zulip/zulip-archive) has made. On the phone there is no export; ask an administrator."
        ),
    ),
    gives={
        "server export": ("ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits"),
        "zulip-archive": ("ids", "zone", "replies", "mentions"),
    },
)
