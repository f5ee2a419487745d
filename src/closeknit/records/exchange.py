"""The exchange table: anything that passed between two people, whatever it was; and what a source records of it."""

from typing import Final

import pyarrow as pa

EXCHANGE_KINDS: Final = ("answer", "meeting", "introduction", "need-met", "deal", "gift", "thanks")

EXCHANGE: Final = pa.schema(
    [
        pa.field("source", pa.int32(), nullable=False, metadata={"doc": "person who gave, index into the people"}),
        pa.field("target", pa.int32(), nullable=False, metadata={"doc": "person who received, index into the people"}),
        pa.field("at", pa.timestamp("us", "UTC"), metadata={"doc": "when, or null"}),
        pa.field("kind", pa.dictionary(pa.int8(), pa.string()), nullable=False, metadata={"doc": "one of EXCHANGE_KINDS"}),
        pa.field("probability", pa.float32(), nullable=False, metadata={"doc": "0–1; 1 where it was said explicitly"}),
        pa.field("row", pa.int64(), metadata={"doc": "row of the message that answers, or null"}),
        pa.field("answered_row", pa.int64(), metadata={"doc": "row of the message that is answered, or null"}),
    ]
)  # fmt: skip
"""`source` and `target` differ; an answer whose author is its own parent's is no exchange."""

RECORDED_KINDS: Final = (*EXCHANGE_KINDS, "sign-up")
"""What a source other than a chat records. A sign-up binds nobody to anybody yet, but it is a deed of the one
who signs."""

STATES: Final = ("done", "agreed", "invited", "declined", "withdrawn", "absent", "excused", "cancelled")
"""How far it came. Only `done` took place; `agreed` was said beforehand (a yes to an invitation, a line of a
chain); `cancelled` is what the other side or the whole occasion took back."""

_word = pa.dictionary(pa.int32(), pa.string())

RECORDED: Final = pa.schema(
    [
        pa.field("carrier", _word, nullable=False, metadata={"doc": "short name of the carrier that read it"}),
        pa.field("kind", _word, nullable=False, metadata={"doc": "one of RECORDED_KINDS"}),
        pa.field("state", _word, nullable=False, metadata={"doc": "one of STATES"}),
        pa.field("source", pa.string(), metadata={"doc": "who gave, paid, came or signed: the name as written, or null"}),
        pa.field("source_id", pa.string(), metadata={"doc": "their account, number or address, or null"}),
        pa.field("target", pa.string(), metadata={"doc": "who received; null where it was all who came, or is unknown"}),
        pa.field("target_id", pa.string(), metadata={"doc": "their account, number or address, or null"}),
        pa.field("role", pa.string(), metadata={"doc": "`host` where the source led the occasion, else null"}),
        pa.field("at", pa.timestamp("us", "UTC"), metadata={"doc": "when it took place or is to, or null"}),
        pa.field("time_precision", _word, metadata={"doc": "one of message.PRECISIONS; null without a time"}),
        pa.field("zone", _word, metadata={"doc": "`written` in the source or `assumed`; null without a time"}),
        pa.field("id", pa.string(), metadata={"doc": "the source's own number of it (of a payment, an answer to a form), or null"}),
        pa.field("occasion_id", pa.string(), metadata={"doc": "what all rows of one gathering, form or chain share; unique in its file, or null"}),
        pa.field("occasion", pa.string(), metadata={"doc": "name of the gathering, form, chain or goods, or null"}),
        pa.field("amount", pa.int64(), metadata={"doc": "money in the smallest unit of its currency, never negative; null where none passed"}),
        pa.field("currency", _word, metadata={"doc": "ISO 4217 code; null without an amount"}),
        pa.field("quantity", pa.int32(), metadata={"doc": "people or pieces that a sign-up is for; null where not said"}),
        pa.field("written_by", pa.string(), metadata={"doc": "who wrote it down, where the source says so: the one who posted a chain with this line"}),
        pa.field("note", pa.string(), metadata={"doc": "remark, or answers to a form, in the source's words"}),
    ]
)  # fmt: skip
"""What passed between people as a source other than a chat wrote it down: by name, before anybody is numbered.

One row a person and occasion, or a payment. Who met whom at a gathering follows from the rows that share
`occasion_id`, are `done` and of kind `meeting` (`ties.exchanges.from_recorded`)."""
