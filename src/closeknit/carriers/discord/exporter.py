"""What DiscordChatExporter writes alike in all its forms: sentences for events, names of files, deleted accounts."""

import re
from typing import Final

from closeknit.records.attachment import kind_of_file

NOBODY: Final = "456226577798135808"
"""The one account under which Discord shows the words of all deleted accounts."""
SENTENCES: Final = {
    "Joined the server.": ("join", "join"),
    "Left the group.": ("leave", "leave"),
    "Pinned a message.": ("system", "pin"),
    "Started a thread.": ("system", "thread-created"),
    "Changed the channel icon.": ("system", "icon"),
}
_FILE_NAME = re.compile(
    r"(?P<name>.+?)(?: \[(?P<id>\d{5,20})\])?(?: \((?:after|before|[^()]* to )[^()]*\))?(?: \[part \d+\])?"
)


def kind_and_event(text: str, attached: str) -> tuple[str, str | None]:
    """The kind of a row with these words and this file, and what happened where it tells an event."""
    if text in SENTENCES:
        return SENTENCES[text]
    file = next((name for name in attached.split(",") if name.strip()), None) if "," in attached else attached.strip()
    return kind_of_file(file) if file else "text" if text else "other", None


def channel_of(file_name: str) -> tuple[str, str | None]:
    """Name and id from `Server - Category - channel [id].csv`, as the exporter calls its files."""
    stem = re.sub(r"\.(?:csv|txt)$", "", file_name, flags=re.IGNORECASE)
    match = _FILE_NAME.fullmatch(stem)
    if match is None or match["id"] is None:
        return stem or file_name, None
    return match["name"].rpartition(" - ")[2] or stem, match["id"]
