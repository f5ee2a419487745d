"""Facebook Messenger and Instagram: the messages in "Download your information", as JSON, and encrypted chats.

The classic form is a folder a thread with `message_1.json`, `message_2.json`, …, the newest first; its strings
are UTF-8 of which every byte was written as a character of Latin-1. The form for end-to-end encrypted chats is
one clean file a thread. Both have instants, names and no ids; a thread's several files are one chat. What the
app itself says ("Ann left the group.") stands among the words, in the language of the account: English is told.
Checked in November 2026 against exports read by public parsers.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.carriers.messenger.reading import parts_of, read_thread
from closeknit.language import N_
from closeknit.sources import Source

_CLASSIC: Final = re.compile(r'\s*\{\s*"participants"\s*:\s*\[\s*(?:\{\s*"name"\s*:|\]\s*,\s*"messages"\s*:)')
_ENCRYPTED: Final = re.compile(
    r'\s*\{\s*"participants"\s*:\s*\[(?:\s*+"(?:[^"\\]|\\.)*+"\s*+,?+)*+\s*+\]\s*,\s*"threadName"\s*:'
)


def sniff(source: Source) -> int:
    """A thread's folder by its first part; a file by its participants."""
    if not source.is_folder:
        return CERTAIN if _CLASSIC.match(source.head_text) or _ENCRYPTED.match(source.head_text) else NO
    parts = parts_of(source)
    return CERTAIN if parts and _CLASSIC.match(parts[0].head_text) else NO


CARRIER: Final = Carrier(
    name="messenger",
    title="Messenger, Instagram",
    sniff=sniff,
    read=read_thread,
    how_to_export=(
        N_(
            "On the phone or a computer, in the app of Facebook or Instagram: Settings → Accounts Center → Your "
            "information and permissions → Download your information → Messages only; choose format JSON (not HTML), "
            "all of the time, low quality of media. A mail brings the link, after hours or days. Give the zip as it is."
        ),
        N_(
            "Chats that are end-to-end encrypted (in Messenger most of them by now) are not in that file: on a "
            "computer, open messenger.com → Settings → Privacy & safety → End-to-end encrypted chats → Message storage "
            "→ Download secure storage data. Give that zip too."
        ),
    ),
    gives={
        "Messenger, Instagram JSON": ("zone", "mentions", "reactions", "deletions", "events"),
        "encrypted chats JSON": ("zone", "mentions", "reactions", "deletions"),
    },
)
