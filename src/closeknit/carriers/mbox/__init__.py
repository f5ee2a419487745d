"""Mail: mbox files, Maildir folders, saved .eml letters, and the monthly files of mailing list archives.

An mbox is mail after mail, each behind a line `From sender date`; a Maildir is a folder with `cur` and `new`.
Pipermail, the archive of Mailman 2, offers a text file a month, with addresses made unreadable for robots. Threads
are told by Message-ID, In-Reply-To and References, and by the subject where these lead nowhere. Quoted words,
signatures and the footers of lists are cut. RFC 4155, 5322, 2045–2047 and 5256 (base subject); checked 2026-01.
"""

import re

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.mbox.splitting import first_mail
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_MONTH = re.compile(
    r".{0,80}?\d{4}-?(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|q[1-4]|\d\d(?:-?\d\d)?)\.(?:txt|mbox)",
    re.IGNORECASE,
)
_HEADERS = re.compile(rb"\A(?:[!-9;-~]{1,76}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_ORIGIN = re.compile(rb"^(?:From|Sender)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_MARK = re.compile(rb"^(?:Message-ID|Received|Delivered-To|Return-Path)[ \t]*:", re.IGNORECASE | re.MULTILINE)


def sniff(source: Source) -> int:
    """By the first separator and the header behind it; for folders by their names and the first letter."""
    if source.is_folder:
        return _folder(source)
    head = source.head
    if first_mail(head):
        return CERTAIN
    return LIKELY if _is_letter(head) else NO


def _is_letter(head: bytes) -> bool:
    found = _HEADERS.match(head.replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf"))
    return bool(found and _ORIGIN.search(found[0]) and _MARK.search(found[0]))


def _folder(source: Source) -> int:
    """A Maildir, a folder of letters, or one of a list's months."""
    boxes = [child for child in source.children if child.is_folder and child.name in {"cur", "new"}]
    first = next((file for box in boxes for file in box.children if not file.is_folder), None)
    if first is not None:
        return CERTAIN if _is_letter(first.head) else NO
    files = [child for child in source.children if not child.is_folder]
    if not files or len(files) < len(source.children):
        return NO
    if all(file.name.lower().endswith(".eml") for file in files):
        return LIKELY + 20 if _is_letter(files[0].head) else NO
    are_months = all(_MONTH.fullmatch(file.name) for file in files)
    return LIKELY + 20 if are_months and first_mail(files[0].head) else NO


def read(source: Source, options: ReadOptions) -> History:
    """Read one mailbox, or a folder of letters."""
    from closeknit.carriers.mbox import reading

    return reading.read(source, options)


CARRIER = Carrier(
    name="mbox",
    title="Mail (mbox, Maildir)",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Gmail, also on the phone: give the letters of the group one label, open takeout.google.com, deselect all, "
            "choose Mail and only that label, and create the export. A mail brings the link to a zip with an .mbox "
            "file; give the zip as it is."
        ),
        N_(
            "A mailing list: open the page of its archives. Mailman 2 (Pipermail) offers each month as “Gzip'd Text”; "
            "Mailman 3 has a button “Download”. Put the files of all months into one folder and give the folder."
        ),
        N_(
            "Thunderbird, Apple Mail or Outlook on a computer: export the folder of the list as mbox (Thunderbird: "
            "add-on ImportExportTools NG; Apple Mail: Mailbox → Export Mailbox), or save the letters as .eml files in "
            "one folder. Give only letters of the group, not your whole mailbox."
        ),
    ),
    gives={
        "mbox": ("ids", "author-ids", "zone", "replies", "forwards"),
        "Maildir, .eml": ("ids", "author-ids", "zone", "replies", "forwards"),
        "Pipermail": ("ids", "author-ids", "zone", "replies", "forwards"),
    },
)
