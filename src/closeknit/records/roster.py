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
        pa.field("removed_for", pa.string(), metadata={"doc": "by which condition they were removed, in the roster's own words, or null"}),
        pa.field("contacts", pa.map_(pa.string(), pa.string()), metadata={"doc": "carrier or channel → id, number or address"}),
        pa.field("id", pa.string(), metadata={"doc": "the roster's own number of the member, or null"}),
        pa.field("aliases", pa.list_(pa.string()), metadata={"doc": "other names that the roster itself gives: nickname, name in the group"}),
        pa.field("office", pa.string(), metadata={"doc": "the role in the roster's own words (會長, treasurer), or null"}),
        pa.field("invited_by", pa.string(), metadata={"doc": "name of the one who brought them in, as written, or null"}),
        pa.field("consents", pa.bool_(), metadata={"doc": "whether they agreed that their contacts are passed on to members; null where not asked"}),
    ]
)  # fmt: skip
