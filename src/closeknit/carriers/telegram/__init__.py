"""Telegram: the exports of Telegram Desktop, as JSON and as HTML pages.

`result.json` holds one chat, or a whole account with `chats` and `left_chats`; the HTML form is a folder of
`messages.html`, `messages2.html`, … with a thousand messages each. Described after the exporter's own source,
Telegram Desktop 6.1.2 (https://github.com/telegramdesktop/tdesktop, Telegram/SourceFiles/export/output),
checked 2025-09.
"""

from collections.abc import Sequence

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.telegram.recognition import is_account, is_page, is_result, looks_reduced, pages
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source


def sniff(source: Source) -> int:
    """A folder is one export where it holds message pages; a `result.json` beside them holds the same."""
    if source.is_folder:
        return CERTAIN if pages(source) else NO
    text = source.head_text
    if is_result(text) or is_account(text) or is_page(text):
        return CERTAIN
    return LIKELY if looks_reduced(text) else NO


def read(source: Source, options: ReadOptions) -> History:
    """All chats of the export as one history."""
    if not source.is_folder:
        return _read_pages(source, ((source,),), options) if is_page(source.head_text) else _read_json(source, options)
    result = source.child("result.json")
    if result is not None and sniff(result):
        return _read_json(result, options)
    return _read_pages(source, pages(source), options)


def _read_json(source: Source, options: ReadOptions) -> History:
    from closeknit.carriers.telegram.json_export import read_json

    return read_json(source, options)


def _read_pages(source: Source, chats: Sequence[Sequence[Source]], options: ReadOptions) -> History:
    from closeknit.carriers.telegram.html_export import read_pages

    return read_pages(source, chats, options)


CARRIER = Carrier(
    name="telegram",
    title="Telegram",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On a computer: open the group in Telegram Desktop, then ⋮ → Export chat history → "
            "Format: JSON (machine-readable). The file is result.json."
        ),
        N_(
            "On a computer, all chats at once: Telegram Desktop → Settings → Advanced → Export Telegram data → "
            "Machine-readable JSON."
        ),
        N_(
            "With only a phone: Telegram's apps for phones cannot export. Install Telegram Desktop on any "
            "computer, scan the code with the phone, and export there."
        ),
    ),
    gives={
        "JSON": (
            "ids",
            "author-ids",
            "zone",
            "replies",
            "mentions",
            "reactions",
            "edits",
            "forwards",
            "events",
        ),
        "HTML": ("ids", "zone", "replies", "mentions", "reactions", "forwards", "events"),
    },
)
