"""The JSON of WeFlow, EchoTrace and CipherTalk (detailed), one shape with additions, and WeFlow's "arkme-json".

`session{wxid|accountId, displayName, …}` and `messages[]`; WeFlow writes `weflow{…}` before them, CipherTalk
`exportInfo{generator}`. A message has `createTime` (epoch), a Chinese `type`, the client's `localType`, `content`,
`senderUsername`, `senderDisplayName`, `source`; newer ones `platformMessageId`, `replyToMessageId`, `quotedSender`,
`quotedContent`. arkme-json gives `senderID` and lists the people in `senders[]`. Checked 2026-07.
"""

import re
from functools import lru_cache
from typing import Any, Final

import msgspec

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.wechat import kinds, quote
from closeknit.carriers.wechat.clock import read_instant
from closeknit.carriers.wechat.fields import holding, number_of, text_of, texts_of
from closeknit.carriers.wechat.transcript import OWNER, Transcript, chat_name, no_messages, plain
from closeknit.records.history import History
from closeknit.records.inner import CHATLAB, lines_of
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.stamps import read_epochs

_WEFLOW: Final = re.compile(r'"weflow"\s*:\s*\{')
_SESSION: Final = re.compile(r'"session"\s*:\s*\{')
_CHATLAB: Final = re.compile(r'"chatlab"\s*:\s*\{')
_CIPHERTALK: Final = re.compile(r'"generator"\s*:\s*"CipherTalk"')


_WORDS: Final = ("文本消息", "文本")
"""How the tools call plain words."""


def _key(name: str) -> str:
    """A field's name as the tools write it."""
    first, *rest = name.split("_")
    return "senderID" if name == "sender_id" else first + "".join(word.capitalize() for word in rest)


class Item(msgspec.Struct, rename=_key, gc=False):
    """One message; every field may be missing or of another type."""

    create_time: Any = None
    type: Any = ""
    local_type: Any = 0
    content: Any = None
    is_send: Any = None
    sender_username: Any = ""
    sender_display_name: Any = ""
    sender_id: Any = None
    source: Any = ""
    platform_message_id: Any = None
    reply_to_message_id: Any = None
    quoted_sender: Any = None
    quoted_content: Any = None
    quote: Any = None
    raw_content: Any = None
    chat_records: Any = None
    chat_record_list: Any = None


class Sender(msgspec.Struct, rename=_key):
    """One of arkme's `senders`."""

    sender_id: Any = None
    account_id: Any = None
    display_name: Any = None
    group_nickname: Any = None
    nickname: Any = None


def sniff(source: Source) -> int:
    """A session in the head, and a mark of one of the tools."""
    head = source.head_text
    if not head.lstrip().startswith("{") or _CHATLAB.search(head) or not _SESSION.search(head):
        return NO
    if _WEFLOW.search(head) or _CIPHERTALK.search(head):
        return CERTAIN
    return LIKELY + 20 if '"senderUsername"' in head and '"senderDisplayName"' in head else NO


def read(source: Source, options: ReadOptions) -> History:
    """The one chat of the file."""
    transcript = Transcript(source, options, wall=False)
    issue = transcript.issue
    seen = False
    for array in json_arrays(
        source, "messages", Item,
        on_bad=lambda row, detail: issue(row, "bad-row" if row else "cut-off", detail, lost=bool(row)),
        salvage=options.salvage,
    ):  # fmt: skip
        seen = True
        transcript.channel(*_chat(source, array.outer))
        people = _people(source, array.outer)
        rows = 0
        for items in array:
            _take_all(transcript, items, people, rows)
            rows += len(items)
    if not seen:
        raise no_messages(source)
    return transcript.finish()


def _chat(source: Source, outer: dict[str, Any]) -> tuple[str, str | None]:
    session = outer.get("session")
    if not isinstance(session, dict):
        session = {}
    ident = text_of(session.get("wxid")) or text_of(session.get("accountId"))
    named = (text_of(session.get(key)) for key in ("displayName", "remark", "nickname"))
    return next(filter(None, named), None) or ident or chat_name(source.name), ident


def _people(source: Source, outer: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    """arkme's senders: number → (id, name). Looked for in the whole file where they stand behind the messages."""
    if isinstance(outer.get("senders"), list):
        try:
            senders = msgspec.convert(outer["senders"], list[Sender])
        except msgspec.ValidationError:
            senders = []
    elif '"senderID"' in source.head_text:
        arrays = json_arrays(source, "senders", Sender, on_bad=lambda _row, _detail: None, salvage=True)
        senders = [sender for array in arrays for chunk in array for sender in chunk]
    else:
        return {}
    return {
        str(s.sender_id): (
            text_of(s.account_id),
            text_of(s.display_name) or text_of(s.group_nickname) or text_of(s.nickname) or text_of(s.account_id),
        )
        for s in senders
    }


def _take_all(
    transcript: Transcript, items: list[Item], people: dict[str, tuple[str | None, str | None]], before: int
) -> None:
    """Add messages that follow each other; `before` so many stand before them."""
    given = [item.create_time for item in items]
    exact = read_epochs(given)
    times = exact.tolist() if exact is not None else [read_instant(value) for value in given]
    authors = texts_of([item.sender_display_name for item in items])
    senders, texts = [item.sender_username for item in items], [item.content for item in items]
    ids = texts_of([item.platform_message_id for item in items])
    said = zip(items, times, holding(senders, _is_person), plain(texts))
    odd = [
        row
        for row, (item, time, speaks, words) in enumerate(said)
        if people or time is None or not speaks or not words or _carries_more(item)
    ]
    for row in transcript.say_but(odd, times, authors, texts, ids=ids, author_ids=senders):
        _take(transcript, items[row], times[row], people, before + row + 1)


def _is_person(sender: str) -> bool:
    return not sender.endswith("@chatroom")


def _carries_more(item: Item) -> bool:
    """Whether there is, or may be, anything beside words."""
    return bool(item.local_type != 1 or item.type not in _WORDS or item.source or item.reply_to_message_id)


def _take(
    transcript: Transcript, item: Item, time: int | None, people: dict[str, tuple[str | None, str | None]], row: int
) -> None:
    if time is None:
        transcript.issue(row, "bad-time", str(item.create_time))
    sender, name = text_of(item.sender_username), text_of(item.sender_display_name)
    if people and item.sender_id is not None:
        sender, name = people.get(str(item.sender_id), (sender, name))
    content = item.content if isinstance(item.content, str) else _text_in(item.content)
    number, word = number_of(item.local_type), text_of(item.type) or ""
    kind = stated_kind(number, word) or kinds.by_token(content or "", whole=False) or "other"
    ident = text_of(item.platform_message_id)
    if kind == kinds.SYSTEM or (sender and sender.endswith("@chatroom")):
        transcript.note(time, content or "", id=ident)
        return
    if not sender and not name:
        if str(item.is_send) in {"1", "True"}:
            name = OWNER
        else:
            transcript.issue(row, "no-author")
    reply = None
    if kind == "text" and (item.reply_to_message_id or kinds.is_quote(number) or kinds.names_quote(word)):
        reply = _reply(item, content)
    sparse: dict[str, Any] | None = None
    if item.source and isinstance(item.source, str):
        sparse = {"mentions": quote.mentioned(item.source)}
    if kind == "merged_forward":
        records = item.chat_records if isinstance(item.chat_records, list) else item.chat_record_list
        lines = len(records) if isinstance(records, list) else None
        sparse = {**(sparse or {}), "inner": lines, "lines": lines_of(records, CHATLAB) or None}
    transcript.say(time, sender, name, kind, content, id=ident, reply=reply, sparse=sparse)


@lru_cache(maxsize=4096)
def stated_kind(number: int, word: str) -> str | None:
    """The kind by the number, by the tool's word where the number says little; None where neither does."""
    kind = kinds.by_number(number)
    if kind is None or kind == "text":
        kind = (kinds.by_name(word) if word != "其他消息" else None) or kind
    return kind


def _text_in(content: object) -> str | None:
    """The content as text; some versions write an object."""
    if isinstance(content, dict):
        return next(filter(None, (text_of(content.get(key)) for key in ("text", "content", "title"))), None)
    return text_of(content)


def _reply(item: Item, content: str | None) -> quote.Quote:
    """The reply with everything that the message says of its quote, in its fields and in its XML."""
    raw = item.raw_content if isinstance(item.raw_content, str) else ""
    if content and "<appmsg" in content:
        raw, content = content, None
    app = quote.app_message(raw)
    found = (app.quote if app else None) or quote.Quote(None)
    if content and content.endswith("]") and (tail := quote.bracket_tail(content)):
        found = found._replace(quoted=found.quoted or tail.quoted, author=found.author or tail.author)
        content = tail.text
    extra = item.quote if isinstance(item.quote, dict) else {}
    return found._replace(
        text=content or found.text,
        quoted=text_of(item.quoted_content) or found.quoted or text_of(extra.get("content")),
        author=text_of(item.quoted_sender) or found.author,
        reply_to=text_of(item.reply_to_message_id) or text_of(extra.get("sourceMessageId")) or found.reply_to,
    )
