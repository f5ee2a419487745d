"""Slack: the export of a workspace, as the zip that it is or unpacked, and the zips that slackdump makes.

A folder or archive with `users.json` and at least one of `channels.json`, `groups.json`, `dms.json` and
`mpims.json`, and a folder of day files for each chat. A single folder of day files, and a single day file, are
read too, with ids in the place of names. Times are instants; `ts` is the id of a message within its chat.
Checked in November 2026 against https://slack.com/help/articles/220556107 and exports in public repositories.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.slack.reading import DAY_FILE, LISTS, read_day, read_workspace
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_MESSAGE: Final = re.compile(r'"type"\s*:\s*"message"')
_TS: Final = re.compile(r'"ts"\s*:\s*"\d{9,11}\.\d{6}"')


def sniff(source: Source) -> int:
    """Whether a folder is a workspace or one of its chats, or a file one of its days."""
    if not source.is_folder:
        return LIKELY if source.name.lower().endswith(".json") and _is_day(source) else NO
    names = {child.name for child in source.children}
    if "users.json" in names and names & set(LISTS):
        return CERTAIN
    days = [child for child in source.children if DAY_FILE.fullmatch(child.name)]
    return LIKELY if days and len(days) == len(source.children) and _is_day(days[0]) else NO


def _is_day(source: Source) -> bool:
    head = source.head_text.lstrip()
    return head.startswith("[") and _MESSAGE.search(head) is not None and _TS.search(head) is not None


def read(source: Source, options: ReadOptions) -> History:
    """The history of a workspace, of one chat's folder, or of one day."""
    return read_workspace(source, options) if source.is_folder else read_day(source, options)


CARRIER: Final = Carrier(
    name="slack",
    title="Slack",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "An owner or admin of the workspace: in a browser open the workspace's name, Tools & settings, Workspace "
            "settings, Import/Export Data, Export; choose the dates and start. A mail brings the link to the zip; give "
            "the zip as it is. It holds the public channels; private ones and direct messages need a plan that allows "
            "it."
        ),
        N_(
            "A member who is no admin asks an owner for it: there is no export on the phone, and programs that sign in "
            "with your own account may get it closed."
        ),
    ),
    gives={
        "export": ("ids", "author-ids", "zone", "replies", "mentions", "reactions", "edits", "deletions", "events"),
    },
)
