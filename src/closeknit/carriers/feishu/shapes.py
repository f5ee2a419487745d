"""A message of Feishu in either shape; every field may be missing or of another type."""

from typing import Any

from msgspec import Struct


class Sender(Struct, gc=False):
    """Who sent a message."""

    id: Any = None
    name: Any = None
    sender_name: Any = None
    sender_type: Any = None


class RawBody(Struct, gc=False):
    """What the API gives as the body: JSON in a string."""

    content: Any = None


class LooseRow(Struct, gc=False):
    """One message, whatever stands in its fields."""

    message_id: Any = None
    msg_type: Any = None
    body: Any = None
    content: Any = None
    sender: Any = None
    create_time: Any = None
    deleted: Any = None
    updated: Any = None
    chat_id: Any = None
    mentions: Any = None
    parent_id: Any = None
    reply_to: Any = None
    thread_id: Any = None
    thread_replies: Any = None
    upper_message_id: Any = None
    reactions: Any = None


class Row(LooseRow, gc=False):
    """One message whose sender and body are what they are meant to be."""

    body: RawBody | None = None
    sender: Sender | None = None


def strict(row: LooseRow) -> Row:
    """The message without a sender or body that is something else."""
    if row.__class__ is Row:
        return row
    given = {name: getattr(row, name) for name in LooseRow.__struct_fields__}
    body, sender = given["body"], given["sender"]
    given["body"] = RawBody(body.get("content")) if isinstance(body, dict) else None
    given["sender"] = (
        Sender(**{name: sender.get(name) for name in Sender.__struct_fields__}) if isinstance(sender, dict) else None
    )
    return Row(**given)
