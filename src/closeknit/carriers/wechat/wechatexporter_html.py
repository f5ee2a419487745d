"""WechatExporter (BlueMatthew), from an iOS backup: its HTML, which says more than its text.

Each message is a `div.msg` with `msgid` and `msgtype` (the client's number); in it `.nt-box` holds the name in a span
(`dspname`, or `name-left` in older versions, sometimes with `wxId`) and the time behind it; the words are in
`.msg-text`, a quote in `.refermsg`. Notices are `div.msg.chat-notice`. Wall times. Checked against the templates.
"""

import re
from html import unescape
from typing import Any, Final

from closeknit.carriers.contract import CERTAIN, NO
from closeknit.carriers.wechat import kinds, notices, quote
from closeknit.carriers.wechat.bodies import Head, bodies
from closeknit.carriers.wechat.clock import read_stamp
from closeknit.carriers.wechat.transcript import Transcript, no_messages
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_TITLE: Final = re.compile(r"<title>([^<]{1,300}) - (?:微信聊天记录|微信聊天記錄|WeChat Chat History)</title>")
_HEAD: Final = re.compile(
    r'^[ \t]*<div class="msg (?P<class>[^"\n]{0,200})" msgid="(?P<id>[^"\n]{0,80})"'
    r'(?: msgtype="(?P<type>-?\d{0,12})")?>',
    re.MULTILINE,
)
_BREAK: Final = re.compile(r"<br\s{0,4}/?>")
_TIME: Final = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d? \d\d?:\d\d(?::\d\d)?")


def sniff(source: Source) -> int:
    """The page's title is the tool's, and a message stands in the head."""
    head = source.head_text
    is_page = head.lstrip()[:9].lower() in {"<!doctype", "<html>"} or head.lstrip()[:5].lower() == "<html"
    return CERTAIN if is_page and _TITLE.search(head) and _HEAD.search(head) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The one chat of the page."""
    transcript = Transcript(source, options, wall=True)
    title = _TITLE.search(source.head_text)
    if title:
        transcript.channel(unescape(title[1]))
    for head, body, line in bodies(source, _HEAD):
        if head:
            _take(transcript, head, body, line)
    if transcript.is_empty:
        raise no_messages(source)
    return transcript.finish()


def _take(transcript: Transcript, head: Head, body: str, line: int) -> None:
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(f"<div>{_BREAK.sub(chr(10), body)}</div>")
    for face in page.css("img.wxemoji"):
        face.replace_with(face.attributes.get("title") or "")
    ident = head["id"].strip() or None
    box = page.css_first(".nt-box")
    number = int(head["type"]) if head["type"] and head["type"] != "-" else None
    if "notice" in head["class"] or box is None or kinds.by_number(number or 0) == kinds.SYSTEM:
        words = page.css_first(".msg-text") or page.css_first("span")
        text = words.text(strip=True) if words else ""
        transcript.note(None, text.removeprefix("系统消息：").removeprefix("系统消息:").strip(), id=ident)
        return
    span = box.css_first("span")
    name = span.text(strip=True) if span else ""
    written = _TIME.search(box.text()[len(name) :])
    stamp = read_stamp(written[0]) if written else None
    if stamp is None:
        transcript.issue(line, "bad-time", written[0] if written else "")
    else:
        transcript.clock(stamp)
    if not name:
        transcript.issue(line, "no-author")
    author_id = (span.attributes.get("wxid") or None) if span else None
    texts = [node.text().strip() for node in page.css(".msg-text, .content-box .dont-break-out")]
    content = texts[-1] if texts else None
    reply = None
    if page.css_first(".refermsg"):
        reply = _reply(texts)
    kind = _kind(number, page, content or "") if reply is None else "text"
    transcript.say(
        stamp.micros if stamp else None, author_id, name, kind, content, id=ident,
        time_text=written[0] if written else None, reply=reply,
    )  # fmt: skip


def _reply(texts: list[str]) -> quote.Quote:
    """The quote in the first text, `「名：文」`, and the reply in the last."""
    name, colon, words = texts[0].removeprefix("「").removesuffix("」").partition("：") if texts else ("", "", "")
    own = texts[-1] if len(texts) > 1 else None
    return quote.Quote(own or None, (words if colon else name).strip() or None, author=name.strip() if colon else None)


def _kind(number: int | None, page: Any, content: str) -> str:
    """The kind by the number; of an app message, which has no second number here, by what is drawn."""
    if number is not None and number != kinds.APP:
        found = kinds.by_number(number)
        if found:
            return "other" if found == "text" and notices.is_poke(content) else found
    if token := kinds.by_token(content, whole=False):
        return token
    if number == kinds.APP:
        return "link" if page.css_first(".content-box a, .appinfo, .app-name") else "text"
    for selector, kind in (("audio", "voice"), ("video", "video"), (".content-box img.image", "image")):
        if page.css_first(selector):
            return kind
    return "other" if notices.is_poke(content) else "text"
