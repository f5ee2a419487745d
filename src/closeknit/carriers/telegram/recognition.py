"""Tells Telegram's exports by their first 64 KB."""

import re
from typing import Final

from closeknit.sources import Source

CHAT_TYPES: Final = (
    "personal_chat|bot_chat|private_group|private_supergroup|public_supergroup|private_channel|public_channel|"
    "saved_messages|replies|verification_codes"
)
_RESULT = re.compile(r'\{\s*(?:"name"\s*:\s*(?:null|"(?:[^"\\]|\\.)*+")\s*,\s*)?"type"\s*:\s*"(?:' + CHAT_TYPES + r')"')
_ACCOUNT = re.compile(r'\{\s*"about"\s*:')
_SECTION = re.compile(
    r'"(?:personal_information|profile_pictures|contacts|frequent_contacts|sessions|chats|left_chats)"\s*:\s*[\[{]'
)
_REDUCED = re.compile(r'"type"\s*:\s*"(?:message|service)"')
_PAGE = re.compile(r'<div class="message (?:default|service)[ "]')
_NUMBERED = re.compile(r"messages(\d*)\.html?", re.IGNORECASE)


def is_result(head: str) -> bool:
    """One chat: an object that begins with its name and one of Telegram's chat types."""
    return _RESULT.match(head.lstrip()) is not None


def is_account(head: str) -> bool:
    """A whole account: an object that begins with "about" and has one of its sections."""
    return _ACCOUNT.match(head.lstrip()) is not None and _SECTION.search(head) is not None


def looks_reduced(head: str) -> bool:
    """A file cut down by another program that kept Telegram's rows."""
    return (
        head.lstrip().startswith("{")
        and '"messages"' in head
        and '"date_unixtime"' in head
        and _REDUCED.search(head) is not None
    )


def is_page(head: str) -> bool:
    """A page of the HTML form."""
    return _PAGE.search(head) is not None and "pull_right date details" in head


def pages(folder: Source) -> tuple[tuple[Source, ...], ...]:
    """The message pages of a folder, chat by chat, each chat's in order; () where it is no HTML export.

    The folder is one chat, or an account with its chats in `chats/chat_001` and so on.
    """
    own = _numbered(folder)
    if own:
        return (own,)
    chats = folder.child("chats")
    if chats is None or folder.child("export_results.html") is None:
        return ()
    return tuple(found for chat in chats.children if chat.is_folder and (found := _numbered(chat)))


def _numbered(folder: Source) -> tuple[Source, ...]:
    found = []
    for child in folder.children:
        match = _NUMBERED.fullmatch(child.name)
        if match and not child.is_folder:
            found.append((int(match[1][:9] or 1), child))
    found.sort(key=lambda page: page[0])
    return tuple(child for _number, child in found) if found and is_page(found[0][1].head_text) else ()
