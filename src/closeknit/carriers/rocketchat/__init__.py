"""Rocket.Chat: the messages of rooms as the REST API gives them, and as mongoexport writes the collection.

JSON with `messages` (`channels.history`, `groups.messages`, `im.history`, … of the API, newest first), a bare
array, or JSON Lines of `rocketchat_message` with `$date` wrappers. A row with `t` is an event; `tmid` hangs a
reply on its root, and a link to another message at the beginning is a quote. Rooms have an id and no name in
the file. What a room's own menu exports as JSON has user names, times and words only. Checked in November 2026
against https://developer.rocket.chat/apidocs.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.rocketchat.reading import Reader
from closeknit.carriers.rocketchat.shapes import Message
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines

_WRAPPED: Final = re.compile(r'\s*\{[^\[]{0,300}"messages"\s*:\s*\[')
_OF_THE_ROOM: Final = re.compile(r'\[\s*\{\s*"msg"\s*:')
_KEYS_OF_THE_ROOM: Final = ('"username"', '"ts"')
_KEYS: Final = ('"rid"', '"ts"', '"u"', '"_id"', '"username"')


def sniff(source: Source) -> int:
    """By the keys of a message, at the head of an array, of `messages`, or of JSON Lines."""
    head = source.head_text.lstrip()
    if _is_of_the_room(head):
        return LIKELY
    shaped = head.startswith(("[", '{"_id"')) or _WRAPPED.match(head)
    return CERTAIN if shaped and all(key in head for key in _KEYS) else NO


def _is_of_the_room(head: str) -> bool:
    """Whether it begins as the export does that a room's own menu offers."""
    return bool(_OF_THE_ROOM.match(head)) and '"rid"' not in head and all(key in head for key in _KEYS_OF_THE_ROOM)


def read(source: Source, options: ReadOptions) -> History:
    """The rooms of a file, each oldest first.

    Raises UnreadableSource where there are no messages, TruncatedSource where the file breaks off.
    """
    reader = Reader(source, options)
    head = source.head_text.lstrip()
    if head.startswith('{"_id"') and not _WRAPPED.match(head):
        for messages in json_lines(source, Message, on_bad=reader.bad_line):
            reader.take(messages)
        return reader.finish()
    found = False
    key = None if head.startswith("[") else "messages"
    for array in json_arrays(source, key, Message, on_bad=reader.bad_row, salvage=options.salvage):
        found = True
        for messages in array:
            reader.take(messages, of_the_room=_is_of_the_room(head))
    if not found:
        raise UnreadableSource(
            _("{path} has no list of messages.").format(path=source.path), _("Fetch the room's messages again.")
        )
    return reader.finish()


CARRIER: Final = Carrier(
    name="rocketchat",
    title="Rocket.Chat",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "With a computer: on your own account page (My account → Personal Access Tokens) make a token, and fetch "
            "each room with it (headers X-User-Id and X-Auth-Token) from the REST API of your server: "
            "/api/v1/channels.history?roomId=…&count=10000, groups.history for private groups, im.history for direct "
            "chats. Save each answer as a .json file that bears the room's name."
        ),
        N_(
            "Whoever runs the server can write everything at once: mongoexport --collection rocketchat_message "
            "--out messages.json. Each room is then a chat of its own, called by its id."
        ),
        N_(
            "On the phone there is no export. Encrypted rooms cannot be read: of their messages only author and time "
            "are left."
        ),
    ),
    gives={
        "REST JSON": ("ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "deletions", "events"),
        "mongoexport": (
            "ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "deletions", "events",
        ),
    },
)  # fmt: skip
