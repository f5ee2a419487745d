"""Where the text of the chat lies in what was given, and how the chat is called."""

import re
from itertools import islice
from pathlib import PurePath
from typing import Final

from closeknit.carriers.whatsapp.names import chat_name, is_whatsapp_name
from closeknit.sources import Source

_HISTORIES: Final = frozenset(
    [".json", ".jsonl", ".ndjson", ".csv", ".html", ".htm", ".log", ".mht", ".xlsx", ".mbox"],
)
_SENT: Final = re.compile(r"\d{8}-|\w{3}-\d{8}-WA\d+")


def find_chat(folder: Source) -> Source | None:
    """The text of the chat in a folder or archive that is one export: one chat, and otherwise its media."""
    if any(child.is_folder for child in folder.children):
        return None
    texts = [c for c in folder.children if c.name.lower().endswith(".txt") and not _SENT.match(c.name)]
    if len(texts) != 1:
        return None
    chat = texts[0]
    others = (child for child in folder.children if child is not chat)
    return None if any(_may_be_history(other.name) for other in islice(others, 20_000)) else chat


def _may_be_history(name: str) -> bool:
    """Whether a file beside the chat may be another tool's export rather than something sent in the chat."""
    return not _SENT.match(name) and PurePath(name).suffix.lower() in _HISTORIES


def name_of(source: Source, chat: Source) -> tuple[str | None, bool]:
    """The chat's name from its file, else from the folder or archive around it; and whether that name is surer than
    what the file tells: the name of a folder is not, for the person who unpacked it gave it."""
    own = chat_name(chat.name)
    if own is not None and (chat is source or is_whatsapp_name(chat.name)):
        return own, True
    around = source.name if source is not chat else PurePath(chat.path.replace("!/", "/")).parent.name
    return chat_name(around) or own, own is not None or is_whatsapp_name(around)
