"""WhatsApp: the text that "Export chat" makes, from Android and iPhone, in any language, alone or zipped.

An export is `_chat.txt` (iPhone, in a zip) or `WhatsApp Chat with NAME.txt` (Android), with the media beside it
where they were asked for. It has wall times of the exporting phone and no zone, names and no ids, no replies
and no reactions; edited and deleted rows are marked in words. Checked in November 2026 against
https://faq.whatsapp.com/1180414079177245 and the exports that public parsers test with.
"""

from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.whatsapp.finding import find_chat, name_of
from closeknit.carriers.whatsapp.names import is_whatsapp_name
from closeknit.carriers.whatsapp.notices import is_encryption_notice
from closeknit.carriers.whatsapp.stamps import MARKS, learn_layout
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_NEVER: Final = (".json", ".jsonl", ".csv", ".html", ".htm", ".md", ".xml", ".mht", ".py")


def sniff(source: Source) -> int:
    """How sure it is that a file, or a folder with one chat and its media, is a WhatsApp export."""
    chat = find_chat(source) if source.is_folder else source
    if chat is None or chat.name.lower().endswith(_NEVER):
        return NO
    text = chat.head_text
    learned = learn_layout(text)
    if learned is None:
        return NO
    _layout, heads = learned
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


def read(source: Source, options: ReadOptions) -> History:
    """The history of a text file, or of a folder or archive with one chat in it."""
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
