"""What people wrote: Zulip's mark-up, and the HTML that it becomes, as plain words."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final, NamedTuple

from closeknit.records.attachment import kind_of_file
from closeknit.text.markup import html_words

_EVERYBODY: Final = frozenset(["all", "everyone", "channel", "stream", "topic"])
_MENTION: Final = re.compile(r"@(_?)\*\*([^*\n|]{1,120})(?:\|(\d{1,12}))?\*\*")
_GROUP: Final = re.compile(r"@_?\*([^*\n]{1,120})\*")
_STREAM: Final = re.compile(r"#\*\*([^*\n]{1,200})\*\*")
_UPLOAD: Final = re.compile(r"!?\[[^\[\]\n]{0,300}\]\((/user_uploads/[^)\s(]{1,500})\)")
_LINK: Final = re.compile(r"!?\[([^\[\]\n]{1,300})\]\([^)\s(]{1,2000}\)")
_QUOTE: Final = re.compile(
    r"@_\*\*(?P<name>[^*\n|]{1,120})(?:\|(?P<who>\d{1,12}))?\*\*[^\n\[]{0,40}\[[^\[\]\n]{1,60}\]"
    r"\([^)\s(]{1,600}/near/(?P<id>\d{1,20})\):?[ \t]*\n(?P<fence>`{3,20}|~{3,20})quote[ \t]*\n"
)
"""What stands above a quote; it ends with the same fence."""
_POLL: Final = re.compile(r"/(?:poll|todo)\b")
_NAMED: Final = re.compile(
    r'<span class="user-mention([^"]{0,40})"[^>]{0,60}?data-user-id="(\d{1,12})"[^>]{0,60}>@?([^<]{1,120})<'
)
_SAID: Final = re.compile(
    r'<p>\s*<span class="user-mention silent"[^<>]{0,60}>(?P<name>[^<]{1,120})</span>[^<]{0,40}<a\b[^<>]{1,700}?/near/'
    r'(?P<id>\d{1,20})"[^<>]{0,100}>[^<]{1,60}</a>[^<]{0,4}</p>\s*<blockquote>'
)
_END: Final = "</blockquote>"
_PARAGRAPH: Final = re.compile(r"<p>[^<]*</p>")
_FILE: Final = re.compile(
    r'<a\b[^>]{0,200}?href="((?:https?://[^"/]{1,200})?/user_uploads/[^"]{1,500})"[^>]{0,300}>[^<]{0,300}</a>'
)


class Spoken(NamedTuple):
    """What a message says. `mentions` ids, or names where no id is known; `target` id of the message quoted."""

    kind: str
    text: str | None
    mentions: list[str]
    target: str | None = None
    quoted: str | None = None
    quoted_author: str | None = None


def is_marked_up(content: str) -> bool:
    """Whether words may hold anything that `from_source` reads: a name, a link, a channel, a quote or a command."""
    return "@" in content or "](" in content or "#**" in content or content[0] == "/"


def from_source(content: str, users: Mapping[str, str]) -> Spoken:
    """Words in Zulip's mark-up. `users` maps the name of a person to their id."""
    target = quoted = quoted_author = None
    kind = "text"
    found = _QUOTE.search(content) if "/near/" in content else None
    if found and (end := content.find(found["fence"], found.end())) >= 0:
        target, quoted = found["id"], content[found.end() : end].strip() or None
        quoted_author = found["who"] or users.get(found["name"], found["name"])
        content = content[: found.start()] + content[end + len(found["fence"]) :]
    mentions: dict[str, None] = {}

    def named(match: re.Match[str]) -> str:
        silent, name, ident = match.groups()
        if not silent and (ident or name not in _EVERYBODY):
            mentions[ident or users.get(name, name)] = None
        return f"@{name}"

    if "@" in content:
        content = _GROUP.sub(r"@\1", _MENTION.sub(named, content))
    if "](" in content:
        if upload := _UPLOAD.search(content):
            kind = kind_of_file(upload[1])
            content = _UPLOAD.sub("", content)
        content = _LINK.sub(r"\1", content)
    if "#**" in content:
        content = _STREAM.sub(r"#\1", content)
    if _POLL.match(content):
        return Spoken("poll", None, [])
    text = content.removeprefix("/me ").strip()
    return Spoken(
        kind if text or kind != "text" else "other", text or None, list(mentions), target, quoted, quoted_author
    )


def from_html(content: str) -> Spoken:
    """Words in HTML, in which people have names: ids of another table would match nothing."""
    if "<" not in content or _PARAGRAPH.fullmatch(content):
        text = unescape(content.removeprefix("<p>").removesuffix("</p>")).strip()
        return Spoken("text" if text else "other", text or None, [])
    target = quoted = quoted_author = None
    kind = "text"
    found = _SAID.search(content) if "/near/" in content else None
    if found and (end := content.find(_END, found.end())) >= 0:
        target, quoted_author = found["id"], unescape(found["name"])
        quoted = html_words(content[found.end() : end]) or None
        content = content[: found.start()] + content[end + len(_END) :]
    mentions = [unescape(name) for extra, _ident, name in _NAMED.findall(content) if "silent" not in extra]
    if upload := _FILE.search(content):
        kind = kind_of_file(upload[1])
        content = _FILE.sub("", content)
    text = html_words(content)
    kind = kind if text or kind != "text" else "other"
    return Spoken(kind, text or None, list(dict.fromkeys(mentions)), target, quoted, quoted_author)
