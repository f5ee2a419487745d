"""chatlog (sjzar/chatlog) and its forks: the JSON that its web address gives, an array of messages of any chats.

Fields: `seq` (seconds × 1000 + n), `time` (RFC 3339 with offset), `talker`, `talkerName`, `sender`, `senderName`,
`isSelf`, `type`, `subType`, `content`, `contents`. There is no message id of the server, and a quote names its
source by sender and second only. Checked against the tool's source of 2025-08-30.
"""

import re
from typing import Any, Final

import msgspec

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.wechat import kinds, quote
from closeknit.carriers.wechat.clock import read_instant, read_stamp
from closeknit.carriers.wechat.fields import holding, number_of, text_of, texts_of
from closeknit.carriers.wechat.transcript import Transcript, chat_name, no_messages, plain
from closeknit.records.history import History
from closeknit.records.inner import lines_of
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.stamps import read_alike

SYSTEM_SENDER: Final = "系统消息"
_KEYS: Final = ('"talker"', '"isChatRoom"', '"subType"', '"sender"')
_WRAPPED: Final = re.compile(r'"(items|messages|data|list)"\s*:\s*\[')


class Item(msgspec.Struct, rename="camel", gc=False):
    """One message as the tool writes it; every field may be missing or of another type."""

    seq: Any = 0
    time: Any = ""
    talker: Any = ""
    talker_name: Any = ""
    is_chat_room: Any = False
    sender: Any = ""
    sender_name: Any = ""
    is_self: Any = False
    type: Any = 1
    sub_type: Any = 0
    content: Any = ""
    contents: Any = None


def sniff(source: Source) -> int:
    """The keys of a message stand in the head of a JSON file."""
    head = source.head_text.lstrip()
    return CERTAIN if head.startswith(("[", "{")) and all(key in head for key in _KEYS) else NO


def read(source: Source, options: ReadOptions) -> History:
    """All chats of the file; rows of one chat keep their order, those of different chats may be regrouped."""
    transcript = Transcript(source, options, wall=False)
    issue = transcript.issue
    head = source.head_text.lstrip()
    wrapped = None if head.startswith("[") else _WRAPPED.search(head)
    seen = False
    for array in json_arrays(
        source, wrapped[1] if wrapped else None, Item,
        on_bad=lambda row, detail: issue(row, "bad-row" if row else "cut-off", detail, lost=bool(row)),
        salvage=options.salvage,
    ):  # fmt: skip
        seen = True
        for items in array:
            for chat in by_chat(items):
                first = chat[0]
                talker = text_of(first.talker)
                transcript.channel(text_of(first.talker_name) or talker or chat_name(source.name), talker)
                _take_chat(transcript, chat)
    if not seen:
        raise no_messages(source)
    return transcript.finish()


def by_chat(items: list[Item]) -> list[list[Item]]:
    """The messages of a chunk by chat, for a file of several chats changes from one to the other at every row; none
    where no row of the chunk could be read.
    """
    if not items:
        return []
    if [item.talker for item in items].count(items[0].talker) == len(items):
        return [items]
    chats: dict[str | None, list[Item]] = {}
    for item in items:
        chats.setdefault(text_of(item.talker), []).append(item)
    return list(chats.values())


def _take_chat(transcript: Transcript, items: list[Item]) -> None:
    """Add messages of one chat that follow each other."""
    alike = read_alike([item.time for item in items])
    times = alike.micros.tolist() if alike and alike.instant else [_instant(item) for item in items]
    senders = [item.sender for item in items]
    texts = [item.content for item in items]
    said = zip(items, times, holding(senders, is_person), plain(texts))
    odd = [
        row
        for row, (item, time, speaks, words) in enumerate(said)
        if time is None or item.type != 1 or not speaks or not words
    ]
    me = transcript.options.me
    names = texts_of([item.sender_name for item in items])
    authors = [name or (me if item.is_self is True else None) for name, item in zip(names, items)] if me else names
    ids = [(item.seq if item.seq.__class__ is int else number_of(item.seq)) or None for item in items]
    for row in transcript.say_but(odd, times, authors, texts, ids=ids, author_ids=senders):
        _take(transcript, items[row], times[row])


def is_person(sender: str) -> bool:
    """Whether somebody speaks, and neither the client nor the chat itself."""
    return sender != SYSTEM_SENDER and not sender.endswith("@chatroom")


def _take(transcript: Transcript, item: Item, time: int | None) -> None:
    if time is None:
        transcript.issue(0, "bad-time", str(item.time))
    number, subtype = number_of(item.type), number_of(item.sub_type)
    sender, content = text_of(item.sender), text_of(item.content)
    seq = number_of(item.seq)
    ident = seq or None
    kind = kinds.by_number(number, subtype) or ("link" if number == kinds.APP else "other")
    if kind == kinds.SYSTEM or sender == SYSTEM_SENDER or (sender or "").endswith("@chatroom"):
        transcript.note(time, content or "", id=ident)
        return
    contents: dict[str, Any] = item.contents if isinstance(item.contents, dict) else {}
    reply = _reply(content, contents) if kinds.is_quote(number, subtype) else None
    name = text_of(item.sender_name) or (transcript.options.me if item.is_self is True else None)
    if not sender and not name:
        transcript.issue(0, "no-author")
    sparse = None
    if kind == "merged_forward":
        sparse = {"inner": _lines(contents), "lines": lines_of(contents) or None}
    transcript.say(time, sender, name, kind, content, id=ident, reply=reply, sparse=sparse)


def _instant(item: Item) -> int | None:
    stamp = read_stamp(item.time) if isinstance(item.time, str) else None
    if stamp is not None and not stamp.wall:
        return stamp.micros
    return read_instant(number_of(item.seq) // 1000)


def _reply(content: str | None, contents: dict[str, Any]) -> quote.Quote:
    refer = contents.get("refer")
    if not isinstance(refer, dict):
        return quote.Quote(content)
    stamp = read_stamp(refer["time"]) if isinstance(refer.get("time"), str) else None
    return quote.Quote(
        content,
        text_of(refer.get("content")),
        author=text_of(refer.get("senderName")),
        author_id=text_of(refer.get("sender")),
        at=stamp.micros if stamp and not stamp.wall and stamp.micros > 0 else None,
    )


def _lines(contents: dict[str, Any]) -> int | None:
    """Lines inside a merged forward; None where the file does not list them."""
    found: Any = contents
    for key in ("recordInfo", "DataList", "DataItems"):
        found = found.get(key) if isinstance(found, dict) else None
    return len(found) if isinstance(found, list) else None
