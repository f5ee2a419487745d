"""The client's own sentences: who joined, left, took a message back, in both Chinese scripts and in English."""

import re
from functools import cache
from typing import Final, NamedTuple

_NAME: Final = r"(?:[\"“「『][^\"”」』\n]{1,300}[\"”」』])"
_WHO: Final = rf"(?:{_NAME}|你|我|您|[Yy]ou)"
_QUOTED: Final = re.compile(r"[\"“「『]([^\"”」』\n]{1,300})[\"”」』]")
_WITH_ID: Final = re.compile(r"(.{1,200})\((wxid_[\w-]{1,40}|[A-Za-z][\w-]{5,19}|\d{5,20}@openim)\)\Z", re.DOTALL)
_TAGS: Final = re.compile(r"<!\[CDATA\[|\]\]>|</?[A-Za-z][^<>]{0,300}>")
_SELF: Final = frozenset(["你", "我", "您", "You", "you"])

_GROUP: Final = "(?:群聊|群組|群组)"
_A_MESSAGE: Final = "(?:一條|一条|一則|一则)?(?:消息|訊息)"
_INTO: Final = f"加入了?{_GROUP}"
_OUT_OF: Final = f"移出了?{_GROUP}"

# (kind, event, pattern); the group `who` holds the subject.
_SENTENCES: Final = (
    ("recall", "recall", rf"(?P<who>{_WHO}) ?(?:撤回|收回)了?(?:成员|成員)? ?{_NAME}? ?的?{_A_MESSAGE}"),
    ("recall", "recall", rf"(?P<who>{_WHO}|.{{1,60}}) (?:has )?recalled a message"),
    ("join", "invite", rf"(?P<by>{_WHO}) ?(?:邀请|邀請)(?P<who>{_WHO}) ?{_INTO}"),
    ("join", "invite", rf"(?P<by>{_WHO}|.{{1,60}}) invited (?P<who>{_WHO}|.{{1,200}}) to (?:the|a|join the) group"),
    ("join", "join", rf"(?P<who>{_WHO}) ?(?:通过|通過|透過).{{0,80}}{_INTO}"),
    ("join", "join", rf"(?P<who>{_WHO}) ?{_INTO}"),
    ("join", "join", rf"(?P<who>{_NAME}|[Yy]ou|.{{1,60}}) joined (?:the )?group"),
    ("leave", "remove", rf"{_WHO} ?(?:将|將|把)(?P<who>{_WHO}) ?{_OUT_OF}"),
    ("leave", "remove", rf"(?P<who>{_WHO}) ?被{_WHO} ?{_OUT_OF}"),
    ("leave", "remove", rf"{_WHO} removed (?P<who>{_WHO}) from (?:the )?group"),
    ("leave", "leave", rf"(?P<who>{_WHO}) ?已?(?:退出|离开|離開)了?{_GROUP}"),
    ("leave", "leave", rf"(?P<who>{_NAME}|[Yy]ou) left (?:the )?group"),
    ("system", "rename", rf"(?P<who>{_WHO}) ?(?:修改|更改)了?(?:群名|{_GROUP}(?:名称|名稱))"),
    ("system", "rename", rf"(?P<who>{_NAME}|[Yy]ou) changed (?:the )?group name"),
    ("system", "owner", rf"(?P<who>{_WHO}) ?已?(?:成为|成為)新?群主"),
    ("system", "redpacket", rf"(?P<who>{_WHO}) ?(?:领取|領取)了{_WHO}"),
    ("system", "poke", rf"(?P<who>{_WHO}) ?拍了拍"),
)
_HINT: Final = re.compile(
    "撤回|收回|加入|移出|退出|离开|離開|修改|更改|群名|群主|领取|領取|拍了拍|recalled|invited|joined|removed|left|changed"
)
_POKE: Final = re.compile(rf"(?:我|你|自己|{_NAME}) ?(?:拍了拍|tickled) ?(?:我|你|自己|{_NAME})[^\n]{{0,40}}\Z")


@cache
def _sentences() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Compiled when the first notice is met: most runs read another tool's export."""
    return tuple((kind, event, re.compile(pattern)) for kind, event, pattern in _SENTENCES)


class Notice(NamedTuple):
    """What a sentence says: a kind of `message.EVENTS`, what happened, and the people it happened to."""

    kind: str
    event: str
    text: str
    subjects: tuple[tuple[str | None, str], ...]
    """(id or None, name) of those who joined, left or took back; the name is `我` for the owner."""
    inviter: tuple[str | None, str] | None = None
    """The one who brought them in, where the sentence says it."""


def cleaned(text: str) -> str:
    """The sentence without the tags that some tools leave in it."""
    return _TAGS.sub("", text).strip() if "<" in text else text.strip()


def find_notice(text: str) -> Notice | None:
    """The notice that a text is, or None where it is none of the client's sentences."""
    if not _HINT.search(text):
        return None
    line = cleaned(text)
    if len(line) > 2000 or not line:
        return None
    head = line[:600]
    for kind, event, pattern in _sentences():
        match = pattern.match(head)
        if match:
            by = _people(match["by"]) if event == "invite" else ()
            return Notice(kind, event, line, _people(match["who"]), by[0] if len(by) == 1 else None)
    return None


def as_notice(text: str) -> Notice:
    """The notice for a row that the tool calls a system row, whatever it says."""
    return find_notice(text) or Notice("system", "notice", cleaned(text), ())


def is_bare_notice(text: str) -> bool:
    """Whether a text that no tool calls a notice can only be one: one line, with a name in the client's quotes."""
    if len(text) > 400 or "\n" in text.strip() or not (_QUOTED.match(text.lstrip()) or text.startswith(("你", "You "))):
        return False
    notice = find_notice(text)
    return notice is not None and notice.event not in {"poke", "redpacket"}


def is_poke(text: str) -> bool:
    """Whether a text of a person is the client's sentence for 拍一拍; one side at least stands in quotes."""
    return len(text) < 400 and bool(_POKE.match(text)) and bool(_QUOTED.search(text))


def _people(who: str) -> tuple[tuple[str | None, str], ...]:
    if who in _SELF:
        return ((None, "我"),)
    quoted = _QUOTED.fullmatch(who)
    names = (quoted[1] if quoted else who).split("、")
    found: list[tuple[str | None, str]] = []
    for name in names:
        with_id = _WITH_ID.match(name.strip())
        found.append((with_id[2], with_id[1]) if with_id else (None, name.strip()))
    return tuple(pair for pair in found if pair[1])
