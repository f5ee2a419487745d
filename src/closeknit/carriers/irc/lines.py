"""The lines of IRC logs: one expression for all clients, and what an event line tells."""

import re
from typing import Final, Literal, NamedTuple

_STAMP: Final = (
    r"(?:\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} [ \d]\d )?\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?"
    r"(?:Z|[+-]\d\d:?\d\d)?(?: ?[AaPp][Mm])?"
)
LINE: Final = re.compile(
    r"^(?:(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]{0,10}(?:Z|[+-]\d\d:?\d\d)?)\t([^\t\n]*)\t(.*)"
    rf"|\[?({_STAMP})\]?[ \t]+(?:<[ ~&@%+!]{{0,4}}([^>\n]+)>[ \t]?(.*)|\*[ \t]+(\S+)(?:[ \t](.*))?|(.*))"
    r"|(.*))$",
    re.MULTILINE,
)
"""Groups: stamp, prefix and text of WeeChat's columns · stamp, then nick and words, or actor and action, or the
rest · a line without a stamp. Every line gives exactly one match, so that their count is the line number."""

MODES: Final = " ~&@%+!"
"""Signs of channel modes in front of a nick."""

_FORMAT: Final = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04[0-9A-Fa-f]{6}|[\x02\x0f\x11\x12\x16\x1d\x1e\x1f]")
_HAS_FORMAT: Final = re.compile(r"[\x02-\x04\x0f\x11\x12\x16\x1d-\x1f]")


def without_format(block: str) -> str:
    """The text without the control codes of colours and type faces."""
    return _FORMAT.sub("", block) if _HAS_FORMAT.search(block) else block


class Event(NamedTuple):
    """What an event line tells: `kind` and `event` as in the message table, `nick` of whom it happened to."""

    kind: Literal["join", "leave", "system"]
    event: str
    nick: str | None
    words: str


class Said(NamedTuple):
    """A message that stands in another shape than `<nick> words`: a notice of a person, eggdrop's actions."""

    nick: str
    words: str
    is_bot: bool = False


_NOTICE: Final = re.compile(r"-([^\s!-]\S*?)-[ \t](.*)")
_WEECHAT_NOTICE: Final = re.compile(r"Notice\(([^)\s]+)\)(?: -> \S+)?: (.*)")
_MARKED: Final = re.compile(r"(?:\*\*\*|===|-!-|-->|<--|--|=!=|[→←⇐])[ \t]+(.*)")
_ACTION: Final = re.compile(r"(?:Action:|-\*-|—) (\S+) (.*)")
"""Of eggdrop, Quassel and IRCCloud."""
_WHAT: Final[dict[str, tuple[Literal["join", "leave", "system"], str]]] = {
    "has joined": ("join", "join"),
    "joined": ("join", "join"),
    "has left": ("leave", "part"),
    "left": ("leave", "part"),
    "left irc": ("leave", "quit"),
    "has quit": ("leave", "quit"),
    "quit": ("leave", "quit"),
    "was kicked": ("leave", "kick"),
    "kicked from": ("leave", "kick"),
    "is now known as": ("system", "rename"),
    "sets mode": ("system", "mode"),
    "changes topic": ("system", "topic"),
    "changed the topic": ("system", "topic"),
    "has changed topic": ("system", "topic"),
    "has set topic": ("system", "topic"),
}
_EVENT: Final = re.compile(
    r"(?:(Joins|Parts|Quits): (\S+)"
    r"|Nick change: (\S+) -> \S+"
    r"|\S+ has kicked (\S+)"
    r"|(?:Topic changed on|Topic for) (\S+)"
    r"|((?:Server)?[Mm]ode[/ ]#\S+|#\S+: mode change)"
    r"|(?:(\S+)[ ](?:[\[(<][^\s\])>]*[\])>][ ])?"
    rf"({'|'.join(sorted(_WHAT, key=len, reverse=True))})\b))"
)
_COLON: Final[dict[str, tuple[Literal["join", "leave"], str]]] = {
    "Joins": ("join", "join"),
    "Parts": ("leave", "part"),
    "Quits": ("leave", "quit"),
}
_STAR_EVENT: Final = re.compile(
    r"(?:Joins|Parts|Quits): \S+ \(|\S+ \([^\s()]+@[^\s()]+\) (?:has )?(?:joined|left|quit)\b"
    r"|\S+ (?:sets mode: [+-]|has (?:quit|left) \(|was kicked by \S)|\S+ is now known as \S+\Z"
    r"|Now talking (?:in|on) #|Topic (?:for #|is ')|Set by \S+ on \S"
)
_SERVICES: Final = frozenset(["nickserv", "chanserv", "memoserv", "operserv", "hostserv", "botserv", "global", "alis"])


def read_rest(rest: str) -> Event | Said | None:
    """A stamped line that is neither `<nick> words` nor an action; None where it has no known shape."""
    if action := _ACTION.match(rest):
        return Said(action[1].lstrip(MODES), action[2])
    if notice := _NOTICE.match(rest):
        return _notice(notice[1].partition(":")[0].partition("(")[0] or notice[1], notice[2])
    if marked := _MARKED.match(rest):
        return read_event(marked[1])
    return read_event(rest) if _EVENT.match(rest) else None


def read_star(actor: str, act: str) -> Event | None:
    """The event that mIRC and HexChat write like an action, behind a single star; None for a real action."""
    sentence = f"{actor} {act}"
    return read_event(sentence) if _STAR_EVENT.match(sentence) else None


def read_prefixed(words: str) -> Event | Said:
    """A line of WeeChat whose prefix is no nick."""
    if notice := _WEECHAT_NOTICE.match(words):
        return _notice(notice[1], notice[2])
    return read_event(words)


def is_sign(prefix: str) -> bool:
    """Whether a prefix of WeeChat is one of its signs and no nick."""
    return prefix in {"-->", "<--", "--", "*", "=!=", ""}


def read_event(words: str) -> Event:
    """An event by its sentence; `notice` where it is none of those that are known."""
    found = _EVENT.match(words)
    if found is None:
        return Event("system", "netsplit" if words.startswith("Netsplit") else "notice", None, words)
    colon, subject, renamed, kicked, topic, mode, nick, what = found.groups()
    if colon:
        return Event(*_COLON[colon], subject, words)
    if renamed:
        return Event("system", "rename", renamed, words)
    if kicked:
        return Event("leave", "kick", kicked, words)
    if topic or mode:
        return Event("system", "topic" if topic else "mode", None, words)
    return Event(*_WHAT[what], nick.lstrip(MODES), words)


def _notice(nick: str, words: str) -> Event | Said:
    """A notice of a server (its name has dots) is an event, one of a person or a service is a message."""
    if "." in nick or not nick.strip("*"):
        return Event("system", "notice", None, words)
    return Said(nick, words, nick.lower() in _SERVICES)
