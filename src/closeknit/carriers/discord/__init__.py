"""Discord: what DiscordChatExporter writes, as JSON, as the two CSVs (today's and that of 2019) and as plain text.

Every file is one channel; a thread is a file and a chat of its own, and a channel may be cut into several files
(`… [part 2].json`), which are read one after the other and have the same channel. Discord itself offers no
history of a channel: the data package of one's own account holds one's own words only. Checked in November
2026 against https://github.com/Tyrrrz/DiscordChatExporter.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.carriers.discord.csv_export import HEADER, read_csv
from closeknit.carriers.discord.json_export import read_json
from closeknit.carriers.discord.text_export import PREAMBLE, read_text
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_JSON: Final = re.compile(r'\s*\{\s*"guild"\s*:\s*\{')


def sniff(source: Source) -> int:
    """Whether a file begins as DiscordChatExporter begins one; folders are looked into file by file."""
    if source.is_folder:
        return NO
    head = source.head_text
    if (
        HEADER.match(head)
        or PREAMBLE.match(head)
        or (_JSON.match(head) and '"channel"' in head and '"messages"' in head)
    ):
        return CERTAIN
    return NO


def read(source: Source, options: ReadOptions) -> History:
    """The history of one exported channel."""
    if HEADER.match(source.head_text):
        return read_csv(source, options)
    return read_text(source, options) if PREAMBLE.match(source.head_text) else read_json(source, options)


CARRIER: Final = Carrier(
    name="discord",
    title="Discord",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Needs a computer: the owner of the server makes a bot of their own in Discord's developer portal, lets it "
            "into the server with the right to read the history, and exports each channel as JSON with "
            "DiscordChatExporter (github.com/Tyrrrz/DiscordChatExporter)."
        ),
        N_(
            "Use a bot token only. Exporting with the token of a personal account is automation of that account: "
            "Discord's terms forbid it, and accounts have been closed for it."
        ),
    ),
    gives={
        "json": (
            "ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "forwards", "events",
        ),
        "csv": ("author-ids", "zone", "reactions"),
        "csv-2019": ("author-ids", "reactions"),
        "text": ("reactions",),
    },
)  # fmt: skip
