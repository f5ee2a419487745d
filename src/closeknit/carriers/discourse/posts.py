"""The body of a post as the forum shows it (`cooked`): words, quotes, mentions and attachments."""

import re
from html import unescape
from typing import Final, NamedTuple

from closeknit.records.attachment import kind_of_file
from closeknit.text.markup import html_words

_ASIDE: Final = frozenset(["aside"])
"""Quotes of other posts, and previews of links: not the author's words."""
_QUOTE: Final = re.compile(r'<aside\b(?=[^<>]*class="[^"<>]*\bquote\b)([^<>]*+)>')
_DATA: Final = re.compile(r'\bdata-(username|post|topic)="([^"<>]*+)"')
_BLOCK: Final = re.compile(r"<blockquote>(.{0,4000}?)</blockquote>", re.DOTALL)
_MENTION: Final = re.compile(r'<a class="mention"[^<>]*+>@([^<>]{1,80}+)</a>')
_ONEBOX: Final = re.compile(r'<aside\b[^<>]*class="[^"<>]*onebox[^<>]*data-onebox-src="([^"<>]*+)"')
_ATTACHMENT: Final = re.compile(r'<a class="attachment"[^<>]*+>([^<>]{1,200}+)</a>')
_PICTURE: Final = re.compile(r'class="lightbox"|<img\b[^<>]*?(?:data-base62-sha1=|src="[^"<>]*?/uploads/)')
_POLL: Final = re.compile(r'<div class="poll\b')


class Post(NamedTuple):
    """What the body says; `answers` is (topic, number) of the post quoted first, topic None where it is this one."""

    words: str | None
    kind: str
    mentions: list[str] | None = None
    answers: tuple[str | None, str] | None = None
    quoted: str | None = None
    quoted_author: str | None = None


def read_post(cooked: str) -> Post:
    """Read the body of one post."""
    if "<a" not in cooked and "<img" not in cooked and "<div" not in cooked:
        words = _paragraphs(cooked) or html_words(cooked) or None
        return Post(words, "text" if words else "other")
    words = html_words(cooked, _ASIDE) or None
    mentions = [unescape(name) for name in _MENTION.findall(cooked)]
    kind = _kind(cooked)
    if words is None and kind is None and (onebox := _ONEBOX.search(cooked)):
        words, kind = unescape(onebox[1]) or None, "link"
    post = Post(words, kind or ("text" if words else "other"), list(dict.fromkeys(mentions)) or None)
    quote = _QUOTE.search(cooked)
    if quote is None:
        return post
    data = dict(_DATA.findall(quote[1]))
    block = _BLOCK.search(cooked, quote.end())
    number = data.get("post", "")
    return post._replace(
        answers=(data.get("topic"), number) if number.isdecimal() else None,
        quoted=html_words(block[1]) or None if block else None,
        quoted_author=unescape(data.get("username", "")) or None,
    )


def _paragraphs(cooked: str) -> str | None:
    """The words of nothing but paragraphs, which most posts are; None where there is more to it."""
    if not (cooked.startswith("<p>") and cooked.endswith("</p>")):
        return None
    inside = cooked[3:-4].replace("</p>\n<p>", "\n\n").replace("<br>\n", "\n")
    return None if "<" in inside else unescape(inside).strip()


def _kind(cooked: str) -> str | None:
    """The kind of what is attached."""
    if _PICTURE.search(cooked):
        return "image"
    if attachment := _ATTACHMENT.search(cooked):
        return kind_of_file(unescape(attachment[1]))
    return "poll" if _POLL.search(cooked) else None
