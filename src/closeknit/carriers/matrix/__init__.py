"""Matrix: what Element's "Export chat" writes, as JSON and as plain text.

The JSON has a room's events as they are, with ids, instants and relations; an edit is folded into the message
that it changes, and so are reactions and deletions where the export has them. The text has the wall time of the
browser in the browser's own way, names and no ids, and the beginning of the words that a reply answers.
Checked in November 2026 against https://github.com/element-hq/element-web (src/utils/exportUtils).
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.carriers.matrix.text import read_text, sniff_text
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_JSON: Final = re.compile(r'\s*\{\s*"room_name"\s*:')


def sniff(source: Source) -> int:
    """JSON by its first keys, text by its lines; a folder is looked into file by file."""
    head = source.head_text
    if _JSON.match(head):
        return CERTAIN if '"exported_by"' in head and '"messages"' in head else NO
    return sniff_text(source) if head else NO


def read(source: Source, options: ReadOptions) -> History:
    """The history of one room."""
    from closeknit.carriers.matrix.events import read_events

    return read_events(source, options) if _JSON.match(source.head_text) else read_text(source, options)


CARRIER: Final = Carrier(
    name="matrix",
    title="Matrix (Element)",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On a computer, in Element in the browser or on the desktop: open the room → room info (i at the top right)"
            " → Export chat → format JSON, from the beginning. Give the file or the zip as it is."
        ),
        N_(
            "The phone's app has no export: ask a member of the room who sits at a computer; everybody in it can do"
            " it. Of encrypted messages only those that this browser can show are in the file."
        ),
    ),
    gives={
        "Element JSON": (
            "ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "deletions", "events",
        ),
        "Element text": ("replies", "mentions", "events"),
    },
)  # fmt: skip
