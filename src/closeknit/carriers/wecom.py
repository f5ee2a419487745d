"""WeCom 企业微信: the messages of a company's archive (会话内容存档), decrypted by the company's own program.

One JSON a line, or an array of them, as the official SDK gives them after decryption
(https://developer.work.weixin.qq.com/document/path/91774, checked 2026-01): `{msgid, action, from, tolist[], roomid,
msgtime, msgtype, <msgtype>{}}`. `roomid` is empty between two people. The archive knows user ids and no names, and no
quotes. A recall names the message it takes back; `switch` says that somebody changed companies and belongs to no chat.
What the server hands out, `{seq, encrypt_random_key, encrypt_chat_msg}`, is encrypted and refused: only the company
has the key, and Closeknit decrypts nothing.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.errors import UnreadableSource
from closeknit.language import N_, _
from closeknit.records.builder import MessageBuilder
from closeknit.records.chats import Chats
from closeknit.records.history import History
from closeknit.records.inner import lines_of
from closeknit.records.instant import epoch_micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines

_ENCRYPTED: Final = '"encrypt_chat_msg"'
_MESSAGE: Final = re.compile(r'"msgtype"\s*:\s*"')
_SWITCH: Final = re.compile(r'"action"\s*:\s*"switch"')
_ROBOT: Final = re.compile(r"wb[\w-]{22,}")
"""Robots' ids begin so; those of colleagues may too, but are shorter."""
_KINDS: Final = {
    "text": "text", "markdown": "text", "image": "image", "voice": "voice", "video": "video", "card": "contact",
    "location": "location", "emotion": "sticker", "file": "file", "qydiskfile": "file", "link": "link",
    "weapp": "link", "news": "link", "docmsg": "link", "sphfeed": "link", "chatrecord": "merged_forward",
    "todo": "other", "vote": "poll", "collect": "chain", "redpacket": "redpacket", "external_redpacket": "redpacket",
    "meeting": "call", "meeting_notification": "call", "meeting_voice_call": "call", "voiptext": "call",
    "voip_doc_share": "file", "calendar": "other",
}  # fmt: skip
_EVENTS: Final = {"revoke": ("recall", "recall"), "agree": ("system", "agree"), "disagree": ("system", "disagree")}


class Row(msgspec.Struct, gc=False):
    """One message; the field named like its `msgtype` holds what it carries."""

    msgid: Any = None
    action: Any = None
    sender: Any = msgspec.field(default=None, name="from")
    tolist: Any = None
    roomid: Any = None
    msgtime: Any = None
    msgtype: Any = None
    text: Any = None
    markdown: Any = None
    info: Any = None
    mixed: Any = None
    chatrecord: Any = None
    revoke: Any = None
    todo: Any = None


def sniff(source: Source) -> int:
    """By the keys of the first messages, decrypted or not: what is refused must be recognised first."""
    head = source.head_text.lstrip()
    if not head.startswith(("{", "[")):
        return NO
    if _ENCRYPTED in head and '"encrypt_random_key"' in head:
        return CERTAIN
    first = head[:16_384]
    has_message = _MESSAGE.search(first) and '"tolist"' in first and '"msgid"' in first and '"msgtime"' in first
    return CERTAIN if has_message or (_SWITCH.search(first) and '"msgid"' in first and '"user"' in first) else NO


def read(source: Source, options: ReadOptions) -> History:
    """All rooms and pairs of the archive. Raises UnreadableSource where it is still encrypted."""
    if _ENCRYPTED in source.head_text:
        raise UnreadableSource(
            _("{path} is a WeCom archive that is still encrypted; only the company itself can open it.").format(
                path=source.path
            ),
            _("Ask the administrator for the messages as its own program decrypted them: one JSON a line."),
        )
    reader = _Reader(source, options)
    if source.head_text.lstrip().startswith("["):
        for array in json_arrays(source, None, Row, on_bad=reader.bad_item, salvage=options.salvage):
            for rows in array:
                reader.take(rows)
    else:
        for rows in json_lines(source, Row, on_bad=reader.bad_line):
            reader.take(rows)
    return reader.chats.finish()


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.build = MessageBuilder("wecom", source.path, options, wall=False, precision="millisecond")
        self.chats = Chats(self.build)
        self.ordinal = 0

    def bad_item(self, ordinal: int, detail: str) -> None:
        self.build.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    def bad_line(self, line: int, detail: str) -> None:
        self.build.issue(line, "bad-json", detail, lost=True)

    def take(self, rows: list[Row]) -> None:
        """Take a chunk of messages."""
        for row in rows:
            self.ordinal += 1
            if row.action == "switch":
                continue
            sender, kind = _word(row.sender), _word(row.msgtype)
            chat = _chat(row, sender)
            if kind is None or chat is None:
                self.build.issue(self.ordinal, "bad-row", f"msgid {row.msgid}", lost=True)
            elif kind in _EVENTS or row.action == "recall":
                self.event(row, chat, sender, kind)
            else:
                self.message(row, chat, sender, kind)

    def event(self, row: Row, chat: str, sender: str | None, kind: str) -> None:
        """Take a recall, or a customer's word on whether the talk may be archived."""
        what, event = _EVENTS.get(kind, ("recall", "recall"))
        named = _word(row.revoke.get("pre_msgid")) if isinstance(row.revoke, dict) else None
        if what == "recall" and named:
            self.chats.recall(named)
        self.chats.add(chat, time=self.time(row.msgtime), author_id=sender, id=_word(row.msgid), kind=what, event=event)

    def message(self, row: Row, chat: str, sender: str | None, named: str) -> None:
        """Take what somebody sent."""
        kind, words, inner, lines = _KINDS.get(named), None, None, None
        if named == "mixed":
            kind, words = _mixed(row.mixed)
        elif kind is None:
            self.build.issue(self.ordinal, "unknown-value", f"msgtype {named}")
            kind = "other"
        elif kind == "text":
            words = _own(row.text) or _own(row.markdown) or _own(row.info)
        elif kind == "merged_forward":
            items = row.chatrecord.get("item") if isinstance(row.chatrecord, dict) else None
            inner, lines = len(items) if isinstance(items, list) else None, lines_of(items) or None
        elif named == "todo":
            words = _own(row.todo)
            kind = "text" if words else kind
        self.chats.add(
            chat,
            time=self.time(row.msgtime),
            author_id=sender,
            id=_word(row.msgid),
            kind="other" if kind == "text" and not words else kind,
            text=words,
            is_forwarded=kind == "merged_forward",
            inner=inner,
            lines=lines,
            is_bot=sender is not None and _ROBOT.fullmatch(sender) is not None,
        )

    def time(self, value: object) -> int | None:
        """Microseconds; what is no time is told."""
        try:
            return epoch_micros(int(value))  # type: ignore[call-overload]
        except (TypeError, ValueError, OverflowError):
            self.build.issue(self.ordinal, "bad-time", str(value))
            return None


def _chat(row: Row, sender: str | None) -> str | None:
    """The room's id; between two people the ids of both, in the order of the alphabet."""
    room = _word(row.roomid)
    if room:
        return room
    others = [other for other in row.tolist if isinstance(other, str)] if isinstance(row.tolist, list) else []
    return ", ".join(sorted({sender, *others})) if sender and others else None


def _own(body: object) -> str | None:
    """The words of a body."""
    return _word(body.get("content")) if isinstance(body, Mapping) else None


def _mixed(body: object) -> tuple[str, str | None]:
    """Kind and words of a message of several parts: the first part that is no text gives the kind."""
    items = body.get("item") if isinstance(body, dict) else None
    parts = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    others = [_KINDS.get(str(part.get("type")), "other") for part in parts if part.get("type") != "text"]
    words = "".join(filter(None, (_inside(part.get("content")) for part in parts if part.get("type") == "text")))
    return (others[0] if others else "text"), words or None


def _inside(content: object) -> str | None:
    """The words of a part, which is JSON in a string."""
    if not isinstance(content, str):
        return _own(content)
    try:
        return _own(msgspec.json.decode(content))
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return content or None


def _word(value: object) -> str | None:
    if isinstance(value, str):
        return value or None
    return str(value) if type(value) is int else None


CARRIER = Carrier(
    name="wecom",
    title="WeCom 企业微信",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Only a company that bought the archive (会话内容存档) and switched it on has its messages: ask its "
            "administrator for the decrypted ones, one JSON a line, as the company's own program wrote them. What the "
            "server hands out is encrypted and is refused here."
        ),
        N_(
            "With only a phone, or without the archive: WeCom has no export. Select several messages, forward them or "
            "copy them one by one, and paste them with name and time into `closeknit examine -`."
        ),
        N_("The archive names people by their user ids; who is who, the company's address book tells."),
    ),
    gives={"archive JSON Lines": ("ids", "author-ids", "zone", "deletions", "forwards", "events", "inner")},
)
