"""The roster table: who is, or was, a member, whether or not they ever wrote."""

from typing import Final

import pyarrow as pa

ROLES: Final = ("organiser", "backbone", "host", "member")

ROSTER: Final = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False, metadata={"doc": "as written; look-alikes are never merged"}),
        pa.field("role", pa.string(), metadata={"doc": "one of ROLES, or null"}),
        pa.field("joined_on", pa.date32(), metadata={"doc": "first day as a member, or null"}),
        pa.field("left_on", pa.date32(), metadata={"doc": "last day, or null"}),
        pa.field("contacts", pa.map_(pa.string(), pa.string()), metadata={"doc": "carrier or channel → id, number or address"}),
    ]
)  # fmt: skip
