"""The exchange table: anything that passed between two people, whatever it was."""

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
