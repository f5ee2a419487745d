"""DingTalk 钉钉: the messages that a robot of the group received, one JSON a line, as its program logged them.

DingTalk writes no chat to a file. What a robot gets over Stream mode or a webhook
(https://open.dingtalk.com/document/orgapp/receive-message, checked 2026-01) is `{conversationId, conversationTitle,
msgId, msgtype, text{content}, createAt, senderId, senderNick, atUsers[]}`: only messages that name the robot with @,
so the mention of the robot itself is no mention of a person. `text.repliedMsg` is in no document and is there all
the same. The envelope of Stream mode, `{headers, data: "…"}`, is opened.
"""

from typing import Any, Final

import msgspec

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.language import N_
from closeknit.records.builder import MessageBuilder
from closeknit.records.chats import Chats
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines

_KEYS: Final = ("conversationId", "msgId", "createAt", "senderId")
_KINDS: Final = {
    "text": "text", "richText": "text", "markdown": "text", "picture": "image", "audio": "voice", "video": "video",
    "file": "file", "location": "location", "chatRecord": "merged_forward", "link": "link", "unknownMsgType": "other",
    "interactiveCard": "other",
}  # fmt: skip


class Row(msgspec.Struct, gc=False, rename="camel"):
    """One message, or the envelope of one; every field may be missing or of another type."""

    conversation_id: Any = None
    conversation_title: Any = None
    msg_id: Any = None
    msgtype: Any = None
    text: Any = None
    content: Any = None
    create_at: Any = None
    sender_id: Any = None
    sender_nick: Any = None
    at_users: Any = None
    chatbot_user_id: Any = None
    original_msg_id: Any = None
    data: Any = None


def sniff(source: Source) -> int:
    """By the keys of the first message; in the envelope they stand with escaped quotes."""
    head = source.head_text.lstrip()
    if not head.startswith(("{", "[")):
        return NO
    first = head.partition("\n")[0] if head.startswith("{") and "}\n" in head else head[:8192]
    found = sum(f'{key}"' in first or f'{key}\\"' in first for key in _KEYS)
    if found < len(_KEYS) or "msgtype" not in first:
        return NO
    return CERTAIN if "robotCode" in first or "chatbotUserId" in first else LIKELY


def read(source: Source, options: ReadOptions) -> History:
    """All chats of the robot."""
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
        self.build = MessageBuilder("dingtalk", source.path, options, wall=False, precision="millisecond")
        self.chats = Chats(self.build)
        self.alone = source.name.rpartition(".")[0] or source.name
        self.ordinal = 0

    def bad_item(self, ordinal: int, detail: str) -> None:
        self.build.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    def bad_line(self, line: int, detail: str) -> None:
        self.build.issue(line, "bad-json", detail, lost=True)

    def take(self, rows: list[Row]) -> None:
        """Take a chunk of messages."""
        for given in rows:
            self.ordinal += 1
            is_envelope = given.msgtype is None and isinstance(given.data, str | dict)
            row = _opened(given) if is_envelope else given
            if row is None:
                self.build.issue(self.ordinal, "bad-json", str(given.data), lost=True)
            elif isinstance(row.msgtype, str):
                self.message(row)
            elif not is_envelope:  # what is no message in an envelope is a heartbeat, which belongs to no chat
                self.build.issue(self.ordinal, "bad-row", "msgtype", lost=True)

    def message(self, row: Row) -> None:
        """Take one message."""
        chat = _word(row.conversation_id) or self.alone
        self.chats.name(chat, _word(row.conversation_title))
        kind = _KINDS.get(str(row.msgtype))
        if kind is None:
            self.build.issue(self.ordinal, "unknown-value", f"msgtype {row.msgtype}")
            kind = "other"
        words, has_picture = _words(row)
        if kind == "text":
            kind = "image" if has_picture else "text" if words else "other"
        text = row.text if isinstance(row.text, dict) else {}
        replied = text.get("repliedMsg")
        replied = replied if isinstance(replied, dict) else {}
        answered = _word(row.original_msg_id) or _word(replied.get("msgId"))
        self.chats.add(
            chat,
            time=self.time(row.create_at),
            author=_word(row.sender_nick),
            author_id=_word(row.sender_id),
            id=_word(row.msg_id),
            text=words,
            kind=kind,
            is_reply=bool(answered or text.get("isReplyMsg") is True),
            reply_to=answered,
            quoted=_content_words(replied.get("content")),
            quoted_author=_word(replied.get("senderId")),
            quoted_at=_instant(replied.get("createdAt")),
            mentions=_mentioned(row),
            is_forwarded=kind == "merged_forward",
        )

    def time(self, value: object) -> int | None:
        """Microseconds; what is no time is told."""
        found = _instant(value)
        if found is None:
            self.build.issue(self.ordinal, "bad-time", str(value))
        return found


def _opened(envelope: Row) -> Row | None:
    """The message inside an envelope of Stream mode."""
    try:
        if isinstance(envelope.data, str):
            return msgspec.json.decode(envelope.data, type=Row)
        return msgspec.convert(envelope.data, Row)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _words(row: Row) -> tuple[str | None, bool]:
    """The sender's own words, and whether a picture stands among them."""
    if isinstance(row.text, dict):
        return _word(row.text.get("content")), False
    content = row.content if isinstance(row.content, dict) else {}
    parts = content.get("richText")
    if isinstance(parts, list):
        known = [part for part in parts if isinstance(part, dict)]
        words = "".join(text for part in known if isinstance(text := part.get("text"), str))
        return words or None, any(part.get("type") == "picture" or "downloadCode" in part for part in known)
    if row.msgtype == "audio":  # what DingTalk understood of the voice
        return _word(content.get("recognition")), False
    return _content_words(content) if row.msgtype == "markdown" else None, False


def _content_words(content: object) -> str | None:
    """The words of a message that is quoted."""
    if not isinstance(content, dict):
        return None
    parts = content.get("richText")
    if isinstance(parts, list):
        texts = (part.get("text") or part.get("content") for part in parts if isinstance(part, dict))
        return _word("".join(text for text in texts if isinstance(text, str)))
    return _word(content.get("text"))


def _mentioned(row: Row) -> list[str] | None:
    """The people named with @, without the robot that received the message."""
    users = row.at_users if isinstance(row.at_users, list) else []
    ids = (_word(user.get("dingtalkId")) for user in users if isinstance(user, dict))
    return list(dict.fromkeys(ident for ident in ids if ident and ident != row.chatbot_user_id)) or None


def _word(value: object) -> str | None:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value or None
    return str(value) if type(value) is int else None


def _instant(value: object) -> int | None:
    try:
        return epoch_micros(int(value)) if isinstance(value, str | int) else None
    except ValueError:
        return None


CARRIER = Carrier(
    name="dingtalk",
    title="DingTalk 钉钉",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "DingTalk cannot write a chat to a file, neither on the phone nor on the computer. With only a phone: copy "
            "the messages that matter by hand, with name and time, and paste them into `closeknit examine -`."
        ),
        N_(
            "Where the group already has a robot of your own organisation, ask whoever runs it for its log of received "
            "messages in JSON Lines; it holds only the messages that name the robot with @, since the day it came."
        ),
        N_(
            "Some paid plans let a company keep its members' messages: ask the administrator whether yours does; a "
            "table made from it, one message a row, is read as CSV."
        ),
    ),
    gives={"robot log JSON Lines": ("ids", "author-ids", "zone", "replies", "mentions")},
)
