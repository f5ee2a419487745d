"""The HTML form: pages of `div.message`, cut into groups of whole messages before they are parsed."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from closeknit.carriers.telegram.html_parts import (
    body_text,
    event_of,
    instant,
    media_kind,
    mentions,
    name_in,
    page_title,
    reactions,
)
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_MESSAGE = re.compile(r'<div class="message[ "]')
_TARGET = re.compile(r"#go_to_message(\d+)$")
_TOPIC = re.compile(r"created topic [«“\"](.*)[»”\"]\s*$", re.DOTALL)
GROUP: Final = 1 << 20
"""Characters that are parsed at once."""
LARGEST: Final = 64 << 20
"""A single message longer than this is no message."""


def read_pages(source: Source, chats: Sequence[Sequence[Source]], options: ReadOptions) -> History:
    """Chats, each a list of pages in order; `source` names them to the user."""
    build = MessageBuilder("telegram", source.path, options, wall=False)
    for pages in chats:
        chat = _Chat(build, pages[0])
        for page in pages:
            chat.read(page)
    return build.finish()


class _Chat:
    """One chat; the author runs on over "joined" messages, and over pages."""

    def __init__(self, build: MessageBuilder, first: Source) -> None:
        self.build = build
        self.author: str | None = None
        self.topics: dict[str, str] = {}
        self.roots: set[str] = set()
        title = page_title(first.head_text)
        build.channel(title or first.name.rpartition(".")[0])
        self.count = 0

    def read(self, page: Source) -> None:
        """All messages of one page."""
        for group in _groups(page):
            for node in LexborHTMLParser(group).css("div.message"):
                self.count += 1
                if "service" in (node.attributes.get("class") or "").split():
                    self._service(node)
                else:
                    self._message(node)

    def _service(self, node: LexborNode) -> None:
        ident = _ident(node)
        words = body_text(node.css_first("div.body"))
        if ident is None or not words:  # a date between two days has a negative number
            return
        kind, event, subject = event_of(words)
        topic = _TOPIC.search(words) if event == "topic-created" else None
        if topic:
            self.topics[ident] = topic[1] or ident
            self.roots.add(ident)
        self.build.add(time=None, id=ident, kind=kind, event=event, author=subject, thread=self.topics.get(ident))

    def _message(self, node: LexborNode) -> None:
        body = node.css_first("div.body")
        if body is None:
            self.build.issue(self.count, "bad-row", node.attributes.get("id") or "", lost=True)
            return
        forwarded = body.css_first("div.forwarded.body")
        if "joined" not in (node.attributes.get("class") or "").split():
            self.author = None
        self.author = name_in(body) or self.author
        inner = forwarded or body
        text = body_text(inner.css_first("div.text"))
        date = body.css_first("div.date")
        ident = _ident(node)
        sparse: dict[str, Any] = self._answer(ident, body)
        if forwarded is not None:
            sparse |= {"is_forwarded": True, "forwarded_from": name_in(forwarded)}
        time, wall = instant((date.attributes.get("title") if date else None) or "")
        if time is None:
            self.build.issue(self.count, "bad-time", ident or "")
        else:
            self.build.clock(wall=wall, precision="second")
        self.build.add(
            time=time,
            time_text=(date.attributes.get("title") if date else None) if wall else None,
            id=ident,
            author=self.author,
            text=text,
            kind=media_kind(inner) or ("text" if text else "other"),
            mentions=mentions(inner),
            reactions=reactions(body),
            **sparse,
        )

    def _answer(self, ident: str | None, body: LexborNode) -> dict[str, Any]:
        """What the message replies to; answering the creation of a topic is belonging to it."""
        reply = body.css_first("div.reply_to")
        if reply is None:
            return {}
        link = reply.css_first("a")
        target = _TARGET.search((link.attributes.get("href") if link else None) or "")
        if target is None:
            return {"is_reply": True}
        topic = self.topics.get(target[1])
        if topic is not None and ident is not None:
            self.topics[ident] = topic
        if target[1] in self.roots:
            return {"thread": topic}
        return {"thread": topic, "is_reply": True, "reply_to": target[1]}


def _ident(node: LexborNode) -> str | None:
    """The message's number; None for what Telegram only draws between messages."""
    number = (node.attributes.get("id") or "").removeprefix("message")
    return number if number.isascii() and number.isdigit() else None


def _groups(page: Source) -> Iterator[str]:
    """The page in pieces of whole messages."""
    held: list[str] = []
    size = 0
    for block in page.text_blocks(GROUP):
        held.append(block)
        size += len(block)
        if size < GROUP:
            continue
        text = "".join(held)
        starts = [match.start() for match in _MESSAGE.finditer(text)]
        if len(starts) > 1:
            yield text[starts[0] : starts[-1]]
            text = text[starts[-1] :]
        held, size = [text], len(text)
        if size > LARGEST:
            raise UnreadableSource(_("{path} is not a page of a Telegram export.").format(path=page.path))
    text = "".join(held)
    start = _MESSAGE.search(text)
    if start:
        yield text[start.start() :]
