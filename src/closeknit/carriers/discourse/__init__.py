"""Discourse: the archive of one's own posts, and topics as the forum's JSON interface gives them.

The archive (`user_archive.csv`, in a zip beside other tables) has topic_title, categories, is_pm, post_raw,
post_cooked, like_count, reply_count, url, created_at: the posts of its owner only, who is not named in it.
`/t/ID.json` gives a topic with `post_stream{posts[]}`, twenty posts at first; tools that fetch the rest put one topic
a file, a line or an item of an array. A topic is a chat. Checked 2026-01 against the source of Discourse.
"""

import re

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.discourse.archive import FILE, HEADER, read_archive
from closeknit.carriers.discourse.topics import read_topics
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_BODY = re.compile(r'"(?:cooked|raw)"\s*:')


def sniff(source: Source) -> int:
    """By the archive's file or columns, or by the keys of a topic."""
    if source.is_folder:
        return CERTAIN if source.child(FILE) else NO
    head = source.head_text
    if HEADER.match(head):
        return CERTAIN
    if not head.lstrip().startswith(("{", "[")) or not _BODY.search(head) or '"post_number"' not in head:
        return NO
    return CERTAIN if '"post_stream"' in head or '"latest_posts"' in head else LIKELY


def read(source: Source, options: ReadOptions) -> History:
    """The history of an archive or of topics."""
    if source.is_folder:
        return read_archive(source.child(FILE) or source, options)
    return read_archive(source, options) if HEADER.match(source.head_text) else read_topics(source, options)


CARRIER = Carrier(
    name="discourse",
    title="Discourse",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On the phone or the computer, in the browser: your picture → Preferences → Account → Export your data "
            "(Request archive). A message from the forum brings the link to a zip; give it as it is. It holds your own "
            "posts only, so it does not show who answers you."
        ),
        N_(
            "One topic with everybody's posts: add .json?print=true to its address in the browser (up to 1000 posts), "
            "and save the page as a file ending in .json. Give several of them as a folder."
        ),
        N_(
            "Whoever runs the forum can save all topics through the interface, one JSON a line or a file; private "
            "messages should stay out."
        ),
    ),
    gives={
        "user archive": ("ids", "zone", "replies", "mentions", "reactions"),
        "topic JSON": (
            "ids",
            "author-ids",
            "zone",
            "replies",
            "mentions",
            "reactions",
            "edits",
            "deletions",
            "events",
        ),
    },
)
