"""Service rows: what happened to the chat, and to whom."""

import re
from dataclasses import dataclass
from typing import Final

from closeknit.carriers.telegram.shapes import Row, ident

EVENT: Final = {
    "create_group": "create",
    "create_channel": "create",
    "edit_group_title": "rename",
    "edit_group_photo": "photo",
    "delete_group_photo": "photo",
    "pin_message": "pin",
    "migrate_to_supergroup": "migrate",
    "migrate_from_group": "migrate",
    "topic_created": "topic-created",
    "topic_edit": "topic-edited",
    "phone_call": "call",
    "group_call": "call",
    "group_call_scheduled": "call",
    "invite_to_group_call": "call",
    "boost_apply": "boost",
}
_WORD = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class Service:
    """An event row: its kind, what happened, and the person whom it happened to, as far as known."""

    kind: str
    event: str
    author: str | None
    author_id: str | None
    others: list[str] | None = None
    """Several people named in one row, which then belongs to none of them."""
    inviter: str | None = None


def service(row: Row) -> Service:
    """What a service row says. Where others were invited or removed, the row is theirs and not the actor's."""
    action = row.action or ""
    actor_id = None if row.actor_id is None else ident(row.actor_id)
    if action.startswith("join_group_by"):
        return Service("join", "join", row.actor, actor_id)
    if action in {"invite_members", "remove_members"}:
        invited = action == "invite_members"
        kind, event = ("join", "invite") if invited else ("leave", "remove")
        named = [name for name in row.members or () if name]
        if named == [row.actor]:  # by oneself
            return Service(kind, kind, row.actor, actor_id)
        if len(named) == 1:
            return Service(kind, event, named[0], None, None, row.actor if invited else None)
        return Service(kind, event, None, None, named or None, row.actor if invited else None)
    event = EVENT.get(action) or (action.replace("_", "-") if _WORD.fullmatch(action) else "other")
    return Service("system", event, row.actor, actor_id)
