"""WhatsApp: the text that "Export chat" makes, from Android and iPhone, in any language, alone or zipped.

An export is `_chat.txt` (iPhone, in a zip) or `WhatsApp Chat with NAME.txt` (Android), with the media beside it
where they were asked for. It has wall times of the exporting phone and no zone, names and no ids, no replies
and no reactions; edited and deleted rows are marked in words. Checked in November 2026 against
https://faq.whatsapp.com/1180414079177245 and the exports that public parsers test with.
"""

from typing import Final

from closeknit.carriers.contract import NO, Carrier
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_NEVER: Final = (".json", ".jsonl", ".csv", ".html", ".htm", ".md", ".xml", ".mht", ".py")


def sniff(source: Source) -> int:
    """How sure it is that a file, or a folder with one chat and its media, is a WhatsApp export."""
    if not source.is_folder and source.name.lower().endswith(_NEVER):
        return NO
    from closeknit.carriers.whatsapp.finding import sure_of

    return sure_of(source)


def read(source: Source, options: ReadOptions) -> History:
    """The history of a text file, or of a folder or archive with one chat in it."""
    from closeknit.carriers.whatsapp.finding import find_chat, name_of
    from closeknit.carriers.whatsapp.reading import read_chat

    chat = (find_chat(source) if source.is_folder else source) or source
    return read_chat(chat, *name_of(source, chat), options)


CARRIER: Final = Carrier(
    name="whatsapp",
    title="WhatsApp",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On Android: open the group, tap ⋮ at the top right, More, Export chat, Without media; send the file to "
            "yourself by mail or save it. You get “WhatsApp Chat with NAME.txt”."
        ),
        N_(
            "On iPhone: open the group, tap its name at the top, scroll down to Export Chat, Without Media; save it to "
            "Files. You get a zip with “_chat.txt”; give the zip as it is."
        ),
        N_(
            "The phone writes the last 40,000 messages or so, and fewer with media. Where “Advanced chat privacy” is "
            "on, nobody can export the group: ask an admin to switch it off for a minute."
        ),
    ),
    gives={"txt": ("mentions", "edits", "deletions", "events")},
)
