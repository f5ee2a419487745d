"""What a grey line of QQ says has happened, and to whom."""

import re
from typing import Final, NamedTuple

_LONGEST: Final = 200
"""Characters of a notice that are looked at; names are short, and hostile text stays cheap."""


class Notice(NamedTuple):
    """`kind` of `message.EVENTS`, `event` what happened, `subject` the name of whom it happened to, or None."""

    kind: str
    event: str
    subject: str | None


_SHAPES: Final = tuple(
    (re.compile(shape), kind, event)
    for shape, kind, event in (
        (r"^(.{1,60}?)撤回了", "recall", "recall"),
        (r"^.{1,60}?邀请(.{1,60}?)加入", "join", "invite"),
        (r"^(.{1,60}?)(?:已经?)?(?:通过.{1,60})?加入了?(?:本群|群聊?|该群|讨论组)", "join", "join"),
        (r"^(.{1,60}?)被.{1,60}?(?:移出|踢出|请出|移除)", "leave", "kick"),
        (r"^.{1,60}?[将把](.{1,60}?)(?:移出|踢出|请出|移除)", "leave", "kick"),
        (r"^(.{1,60}?)(?:已经?)?(?:退出|离开)了?(?:本群|群聊?|该群|讨论组)", "leave", "leave"),
    )
)
_WORDS: Final = (
    ("群名称", "rename"), ("群名", "rename"), ("禁言", "mute"), ("管理员", "admin"), ("公告", "announcement"),
    ("精华", "pin"), ("置顶", "pin"), ("戳", "poke"), ("拍了", "poke"), ("红包", "redpacket"),
)  # fmt: skip
_OWNER: Final = frozenset({"你", "您"})


def read_notice(text: str) -> Notice:
    """Read a notice; `system` with the event "notice" where it says nothing that is known."""
    text = text[:_LONGEST].strip()
    for shape, kind, event in _SHAPES:
        if match := shape.match(text):
            subject = match[1].strip(' "“”「」')
            return Notice(kind, event, None if subject in _OWNER else subject or None)
    return Notice("system", next((event for word, event in _WORDS if word in text), "notice"), None)
