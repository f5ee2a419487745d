"""知識星球 (zsxq): the answers of its web service that people's own tools saved, topics with their comments.

`{succeeded, resp_data{topics[]}}`, one page or many after one another, or a bare array of topics; zsxq itself has no
export. A topic is a talk, a question with its answer, a task or a solution; comments hang on it (`show_comments`, or
`comments` where a tool fetched all of them). `topic_id` is beyond 2^53: programs that read it as a number with a point
spoil it, so `topic_uid` is taken where it is there. Seen in several independent tools, checked 2026-01.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.zsxq.reading import read
from closeknit.language import N_
from closeknit.sources import Source

_TOPIC: Final = re.compile(r'"topic_(?:id|uid)"\s*:\s*"?\d')
_TYPE: Final = re.compile(r'"type"\s*:\s*"(?:talk|q&a|q\\u0026a|task|solution|article)"')


def sniff(source: Source) -> int:
    """By the keys of the first topic."""
    head = source.head_text.lstrip()
    if not head.startswith(("{", "[")) or not _TOPIC.search(head) or not _TYPE.search(head):
        return NO
    return CERTAIN if '"topics"' in head and '"create_time"' in head else LIKELY if '"create_time"' in head else NO


CARRIER = Carrier(
    name="zsxq",
    title="知識星球 zsxq",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "知識星球 has no export, neither in the app nor on the web. Where the owner of the group or a member "
            "already holds the JSON file of topics that a tool saved, give it as it is, with its comments if it has "
            "them."
        ),
        N_(
            "We do not advise running such a tool with your own account: it may be against the terms, and what is "
            "paid for is not yours to pass on. The owner may ask the service for the data of the group."
        ),
        N_(
            "With only a phone: copy the topics and comments that matter into a table with the columns time, author "
            "and text."
        ),
    ),
    gives={"topics JSON": ("ids", "author-ids", "zone", "replies", "mentions", "reactions")},
)
