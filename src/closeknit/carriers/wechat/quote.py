"""Quotes in every form that the client and the tools write: XML, the old text block, WeFlow's tail, PyWxDump's tail."""

import html
import re
from typing import Final, NamedTuple

from closeknit.carriers.wechat.clock import read_instant, read_stamp
from closeknit.carriers.wechat.kinds import APP, QUOTE, by_number

_RULE: Final = re.compile(r"^(?:- ?){10,40}$", re.MULTILINE)
_PYWXDUMP: Final = re.compile(r"\[引用\]\(([^()\n]{0,40})\)")
_CDATA: Final = "<![CDATA["


class Quote(NamedTuple):
    """A reply and what it quotes; None wherever the source does not say."""

    text: str | None
    quoted: str | None = None
    author: str | None = None
    """Name of the one quoted."""
    author_id: str | None = None
    reply_to: str | None = None
    kind: str | None = None
    at: int | None = None
    """When the quoted message was sent: microseconds, an instant, or a wall time where `wall`."""
    wall: bool = False


class AppMessage(NamedTuple):
    """The parts of an app message's XML that matter here."""

    subtype: int
    title: str | None
    sender: str | None
    quote: Quote | None


def element(xml: str, name: str, start: int = 0) -> str | None:
    """The text of the first `<name>` after `start`, decoded; None where there is none or it is empty.

    Found by plain search: the XML of a chat is often not well-formed, and a parser is a target.
    """
    opening = f"<{name}>"
    at = xml.find(opening, start)
    if at < 0:
        return None
    end = xml.find(f"</{name}>", at)
    if end < 0:
        return None
    inside = xml[at + len(opening) : end].strip()
    if inside.startswith(_CDATA):
        return inside[len(_CDATA) :].removesuffix("]]>").strip() or None
    return html.unescape(inside).strip() or None


def app_message(xml: str, *, quotes: bool = True) -> AppMessage | None:
    """What an app message says, or None where the text holds none. Without `quotes` what it quotes is left out."""
    at = xml.find("<appmsg")
    if at < 0:
        return None
    refer = xml.find("<refermsg", at)
    own = xml[at:refer] if refer >= 0 else xml[at:]
    number = element(own, "type") or ""
    subtype = int(number) if number.isdecimal() and len(number) < 6 else 0
    title = element(own, "title")
    quote = _refermsg(xml[refer:], title) if quotes and refer >= 0 and subtype in {0, QUOTE} else None
    return AppMessage(subtype, title, element(xml, "fromusername", xml.find("</appmsg>")), quote)


def _refermsg(xml: str, title: str | None) -> Quote:
    number = element(xml, "type") or "1"
    kind_number = int(number) if number.isdecimal() and len(number) < 12 else 1
    content = element(xml, "content")
    subtype = 0
    if content and content.lstrip().startswith("<"):
        inner = app_message(content, quotes=False)
        content, subtype = (inner.title, inner.subtype) if inner else (None, 0)
    server_id = element(xml, "svrid")
    return Quote(
        title,
        content,
        author=element(xml, "displayname"),
        author_id=element(xml, "chatusr") or _person(element(xml, "fromusr")),
        reply_to=server_id if server_id and server_id != "0" else None,
        kind=by_number(kind_number, subtype) or ("link" if kind_number == APP else None),
        at=read_instant(element(xml, "createtime")),
    )


def _person(username: str | None) -> str | None:
    return None if username is None or username.endswith("@chatroom") else username


def mentioned(source: str) -> list[str] | None:
    """The ids in `<atuserlist>` of a message's source; None where nobody, or everybody, is named."""
    if "<atuserlist>" not in source:
        return None
    found = (part.strip() for part in (element(source, "atuserlist") or "").split(","))
    return list(dict.fromkeys(name for name in found if name and name != "notify@all")) or None


def text_block(text: str) -> Quote | None:
    """The reply in a text of the form `「名：文」`, a dashed line, reply: how older clients sent a quote."""
    if not text.startswith("「"):
        return None
    rule = _RULE.search(text)
    if rule is None:
        return None
    head = text[1 : rule.start()].rstrip()
    if not head.endswith("」"):
        return None
    name, colon, words = head[:-1].partition("：")
    if not colon:
        name, words = "", name
    return Quote(text[rule.end() :].strip() or None, words.strip() or None, author=name.strip() or None)


def bracket_tail(text: str) -> Quote | None:
    """The reply in a text that ends in `[引用 名：文]`, as WeFlow writes it."""
    at = text.rfind("[引用 ")
    if at < 0 or not text.endswith("]"):
        return None
    name, colon, words = text[at + 4 : -1].partition("：")
    if not colon:
        name, words = "", name
    return Quote(text[:at].rstrip() or None, words.strip() or None, author=name.strip() or None)


def dated_tail(text: str) -> Quote | None:
    """The reply in a text that ends in `[引用](时间)名:文` after a blank line, as PyWxDump writes it."""
    matches = list(_PYWXDUMP.finditer(text))
    if not matches:
        return None
    match = matches[-1]
    name, colon, words = text[match.end() :].partition(":")
    if not colon:
        name, words = "", name
    stamp = read_stamp(match[1])
    return Quote(
        text[: match.start()].rstrip() or None,
        words.strip() or None,
        author=name.strip() or None,
        at=stamp.micros if stamp else None,
        wall=stamp.wall if stamp else False,
    )
