"""The message table: one line of a history, normalised. The one schema that every carrier fills.

Two kinds of rows stand in it: what a person or a bot sent (`kind` of `KINDS`), and what happened to the
chat (`kind` of `EVENTS`, with `event` saying what). Rows stand in the order of the source; newest-first
sources are turned round.
"""

from typing import Final

import pyarrow as pa

KINDS: Final = (
    "text", "image", "voice", "video", "file", "sticker", "link", "location", "call", "contact",
    "merged_forward", "redpacket", "transfer", "poll", "chain", "announcement", "other",
)  # fmt: skip
"""What a sent row carries. A quote reply is `text`; a row with words and an attachment takes the
attachment's kind and keeps the words; `other` is for pokes, bot cards without text, deleted rows without
content, and media of which the export does not say what it was. `chain` is a 接龍 sign-up list."""

EVENTS: Final = ("join", "leave", "recall", "system")
"""What an event row is. Everything that is neither a join, a leave nor a recall notice is `system`, and the
column `event` says what happened (`rename`, `pin`, `topic-created`, `invite`, `encryption`, …)."""

PRECISIONS: Final = ("day", "minute", "second", "millisecond", "microsecond")
ZONES: Final = ("written", "assumed")

_word = pa.dictionary(pa.int32(), pa.string())

REACTION: Final = pa.struct([("reaction", pa.string()), ("count", pa.int32()), ("by", pa.list_(pa.string()))])
"""One reaction on a message: the sign, how many gave it, and the author ids of those the export names
(often fewer than `count`)."""

MESSAGE: Final = pa.schema(
    [
        pa.field("id", pa.string(), metadata={"doc": "the source's own id; null where it has none (`identity.with_ids` then makes a stable one)"}),
        pa.field("carrier", _word, metadata={"doc": "short name of the chat tool"}),
        pa.field("channel_id", _word, metadata={"doc": "the source's id of the chat, or null"}),
        pa.field("channel", _word, metadata={"doc": "name of the chat"}),
        pa.field("thread", _word, metadata={"doc": "thread or topic inside the chat, or null"}),
        pa.field("author_id", _word, metadata={"doc": "the carrier's id of the author; null where it has none"}),
        pa.field("author", _word, metadata={"doc": "the author's display name at the time; null where unknown"}),
        pa.field("sent_at", pa.timestamp("us", "UTC"), metadata={"doc": "the instant; null where the source gives none"}),
        pa.field("time_precision", _word, metadata={"doc": "how fine the source's clock was: one of PRECISIONS"}),
        pa.field("time_text", pa.string(), metadata={"doc": "the wall time as the source wrote it; null where it wrote an instant"}),
        pa.field("zone", _word, metadata={"doc": "`written` in the source or `assumed`; null without a time"}),
        pa.field("kind", _word, metadata={"doc": "one of KINDS, or of EVENTS for an event row"}),
        pa.field("event", _word, metadata={"doc": "what happened, on event rows only"}),
        pa.field("text", pa.string(), metadata={"doc": "the author's own words, decoded; null where the row has none"}),
        pa.field("is_reply", pa.bool_(), metadata={"doc": "the row answers another by the tool's own mark, target known or not"}),
        pa.field("reply_to", pa.string(), metadata={"doc": "`id` of the row answered, in the same chat, or null"}),
        pa.field("quoted", pa.string(), metadata={"doc": "the words quoted, where the source gives them"}),
        pa.field("quoted_author", pa.string(), metadata={"doc": "id or name of the one quoted, where given"}),
        pa.field("quoted_at", pa.timestamp("us", "UTC"), metadata={"doc": "when the quoted row was sent, where given"}),
        pa.field("mentions", pa.list_(pa.string()), metadata={"doc": "author ids, or names where there is no id, of the people named by an explicit @"}),
        pa.field("is_forwarded", pa.bool_(), metadata={"doc": "passed on from elsewhere"}),
        pa.field("forwarded_from", pa.string(), metadata={"doc": "from whom, where the source says"}),
        pa.field("inner", pa.int32(), metadata={"doc": "number of lines inside a merged forward"}),
        pa.field("reactions", pa.list_(REACTION), metadata={"doc": "reactions on the row"}),
        pa.field("is_edited", pa.bool_(), metadata={"doc": "marked as edited"}),
        pa.field("is_deleted", pa.bool_(), metadata={"doc": "marked as deleted, or recalled by an event that names the row"}),
        pa.field("is_bot", pa.bool_(), metadata={"doc": "sent by a program, as far as the source says so"}),
        pa.field("inviter", pa.string(), metadata={"doc": "on rows of joins and invitations: name, or id, of the one who brought them in, where given"}),
    ]
)  # fmt: skip

DENSE: Final = ("id", "author_id", "author", "time", "kind", "text")
SPARSE: Final = (
    "thread", "event", "is_reply", "reply_to", "quoted", "quoted_author", "quoted_at", "mentions",
    "is_forwarded", "forwarded_from", "inner", "reactions", "is_edited", "is_deleted", "is_bot", "inviter",
)  # fmt: skip
"""Columns that few rows fill; the builder keeps them as {row: value} while a chunk is read."""
