"""Cards: little programs' JSON inside a QQ message; the app's name says what the card is."""

import re
from typing import Any, Final

_APP = re.compile(r'"app"\s*:\s*"([^"\\]{1,80})"')
_KINDS: Final = (
    ("com.tencent.multimsg", "merged_forward"),
    ("com.tencent.mannounce", "announcement"),
    ("com.tencent.map", "location"),
    ("com.tencent.contact", "contact"),
    ("com.tencent.troopsharecard", "contact"),
    ("com.tencent.qun.invite", "contact"),
    ("com.tencent.groupvote", "poll"),
    ("com.tencent.qun.vote", "poll"),
)


def kind_of_card(content: Any) -> str:
    """The kind of a card; `link` where the app is none of those known."""
    found = _APP.search(content[:20_000]) if isinstance(content, str) else None
    app = found[1] if found else ""
    return next((kind for start, kind in _KINDS if app.startswith(start)), "link")
