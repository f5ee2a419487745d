"""What has happened to a chat, by the sentences that Feishu writes about it in English and Chinese."""

import re
from typing import Final

_LONGEST: Final = 400
_SHAPES: Final = tuple(
    (re.compile(shape), kind, event)
    for shape, kind, event in (
        (r".{1,80}? invited (.{1,200}?) to (?:this|the) (?:chat|group)", "join", "invite"),
        (r".{1,80}?邀请了? ?(.{1,200}?) ?(?:加入了?|入)(?:此|该|本)?(?:群|会话)", "join", "invite"),
        (r"(.{1,80}?) (?:has )?joined (?:this|the) (?:chat|group)", "join", "join"),
        (r"(.{1,80}?) ?(?:通过.{1,40})?加入了?(?:此|该|本)?(?:群|会话)", "join", "join"),
        (r".{1,80}? removed (.{1,200}?) from (?:this|the) (?:chat|group)", "leave", "kick"),
        (r".{1,80}?将 ?(.{1,200}?) ?移出了?(?:此|该|本)?(?:群|会话)", "leave", "kick"),
        (r"(.{1,80}?) (?:has )?left (?:this|the) (?:chat|group)", "leave", "leave"),
        (r"(.{1,80}?) ?(?:退出|离开)了?(?:此|该|本)?(?:群|会话)", "leave", "leave"),
    )
)
_WORDS: Final = (
    ("pinned", "pin"), ("置顶", "pin"), ("name", "rename"), ("群名", "rename"), ("owner", "owner"), ("群主", "owner"),
)  # fmt: skip


def read_notice(text: str | None) -> tuple[str, str, str | None]:
    """(kind, event, name of the one it happened to); the name is None where it is none or several."""
    if not text or len(text) > _LONGEST:
        return "system", "notice", None
    for shape, kind, event in _SHAPES:
        if found := shape.match(text):
            subject = found[1].strip()
            return kind, event, None if "," in subject or "、" in subject else subject
    lower = text.lower()
    return "system", next((event for word, event in _WORDS if word in lower), "notice"), None
