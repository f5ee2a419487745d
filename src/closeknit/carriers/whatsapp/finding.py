"""Whether what was given is an export, where in it the text of the chat lies, and how the chat is called."""

import re
from itertools import islice
from pathlib import PurePath
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.whatsapp.names import chat_name, is_whatsapp_name
from closeknit.carriers.whatsapp.notices import is_encryption_notice
from closeknit.carriers.whatsapp.stamps import MARKS, learn_layout
from closeknit.sources import Source

_HISTORIES: Final = frozenset(
    [".json", ".jsonl", ".ndjson", ".csv", ".html", ".htm", ".log", ".mht", ".xlsx", ".mbox"],
)
_SENT: Final = re.compile(r"\d{8}-|\w{3}-\d{8}-WA\d+")


def sure_of(source: Source) -> int:
    """How sure it is, by the heads of the first lines, that a source is an export."""
    chat = find_chat(source) if source.is_folder else source
    learned = learn_layout(chat.head_text) if chat else None
    if chat is None or learned is None:
        return NO
    text, (_layout, heads) = chat.head_text, learned
    if text[: heads[0].start()].strip(MARKS + "\n ").count("\n") > 2:
        return NO  # a page head: some other tool's
    bodies = [text[head.end() : head.end() + 2] for head in heads]
    names = sum(head[head.re.groups] is not None for head in heads)
    if any(body[:1] in {"<", "*"} for body, head in zip(bodies, heads) if head[head.re.groups] is None):
        return NO  # `<nick>` and `***` after a stamp: a log of IRC
    first = text[heads[0].end() : heads[1].start() if len(heads) > 1 else len(text)]
    if is_encryption_notice(first) or is_whatsapp_name(chat.name):
        return CERTAIN
    return LIKELY if names * 3 >= len(heads) else NO


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
