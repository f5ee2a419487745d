"""Feishu 飞书 / Lark: the messages of a chat as the open API gives them, or as the official lark-cli prints them.

The API's `GET /open-apis/im/v1/messages` answers `{code, data{items[]}}` with times in milliseconds and bodies that
are JSON in a string; several answers may follow one another in one file. `lark-cli im +chat-messages-list --format
json` (https://github.com/larksuite/cli) gives `{messages[]}` with names, words that are ready to read, and local times
to the minute. Both may stand newest first. The client's own "export to documents" makes a document, not a file of
messages. Checked 2026-01.
"""

import re

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_ID = re.compile(r'"message_id"\s*:\s*"om_')


def sniff(source: Source) -> int:
    """By the form of the message ids and two keys beside them."""
    head = source.head_text
    if not head.lstrip().startswith(("{", "[")) or not _ID.search(head):
        return NO
    return CERTAIN if '"msg_type"' in head and '"sender"' in head else NO


def read(source: Source, options: ReadOptions) -> History:
    """Read one chat."""
    from closeknit.carriers.feishu import reading

    return reading.read(source, options)


CARRIER = Carrier(
    name="feishu",
    title="Feishu 飞书, Lark",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "With only a phone or the desktop client: select messages and choose Export to Docs (导出为文档; since "
            "version 7.20, not in chats that forbid it). Copy the text of the document and paste it, with name and "
            "time before each message, into `closeknit examine -`."
        ),
        N_(
            "Somebody who works with a computer's terminal: install lark-cli, Feishu's own program, sign in, and run "
            "`lark-cli im +chat-messages-list --chat-id oc_… --page-all --order asc --format json > chat.json`. It "
            "reads what your account may read; the administrator may have to allow it."
        ),
        N_(
            "A company's own app with the right to read messages: save the answers of GET /open-apis/im/v1/messages "
            "as they are, one after the other in one file."
        ),
    ),
    gives={
        "open API JSON": (
            "ids",
            "author-ids",
            "zone",
            "replies",
            "mentions",
            "edits",
            "deletions",
            "forwards",
            "events",
            "inner",
        ),
        "lark-cli JSON": (
            "ids",
            "author-ids",
            "replies",
            "mentions",
            "reactions",
            "edits",
            "deletions",
            "forwards",
            "events",
        ),
    },
)
