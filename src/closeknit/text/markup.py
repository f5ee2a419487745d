"""The words of a piece of HTML as a person sees them: for tools that keep what was written as a web page."""

import re
from html import unescape
from typing import Final

_TAG: Final = re.compile(
    r"<(?:!--.*?(?:--!?>|\Z)|(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>|[!?][^<>]*+>)",
    re.DOTALL,
)
_ALT: Final = re.compile(r"\balt\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)')", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_LINES: Final = re.compile(r"(?<! ) ++\n")
_GAPS: Final = re.compile(r"\n{3,}")
_BLOCKS: Final = frozenset(
    ["address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
     "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "pre", "section", "table", "tr",
     "ul"]
)  # fmt: skip
_SILENT: Final = frozenset(["head", "noscript", "script", "style", "template", "title"])
_CELLS: Final = frozenset(["td", "th"])
_BLOCK: Final = "\x01"
_PARAGRAPH: Final = "\x02"
"""Stand for the edge of a block and of a paragraph while the words are put together."""
_EDGE: Final = re.compile(f"([{_BLOCK}{_PARAGRAPH}])")


def html_words(html: str, without: frozenset[str] = frozenset()) -> str:
    """The text with its line breaks; elements named in `without` (such as `blockquote`) are left out whole.

    Paragraphs are parted by an empty line, other blocks by a line break, cells by a space. A picture whose class
    says that it is an emoji gives its `alt`. Broken HTML gives what can be made of it; the cost is linear.
    """
    if "<" not in html:
        return _SPACE.sub(" ", unescape(html)).replace("\xa0", " ").strip()
    left_out = _SILENT | without
    out: list[str] = []
    hidden: str | None = None
    depth = at = verbatim = 0
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if hidden is not None:
            if name == hidden:
                depth += -1 if tag[1] else 1
                if depth == 0:
                    hidden, at = None, tag.end()
            continue
        _say(out, html[at : tag.start()], verbatim > 0)
        at = tag.end()
        if name in left_out and not tag[3].endswith("/"):
            if not tag[1]:
                hidden, depth = name, 1
            continue
        if name == "pre":
            verbatim = max(0, verbatim + (-1 if tag[1] else 1))
        out.append(_edge(name, tag))
    if hidden is None or hidden in without:  # a quote that nobody closed hides the rest, as a browser would show it
        _say(out, "" if hidden else html[at:], verbatim > 0)
    return _joined("".join(out))


def _say(out: list[str], words: str, verbatim: bool) -> None:
    if words and not verbatim:
        words = _SPACE.sub(" ", words)
        if out and out[-1] == "\n":
            words = words.lstrip(" ")
    if words:
        out.append(_EDGE.sub("", unescape(words)))


def _edge(name: str, tag: re.Match[str]) -> str:
    if name == "br":
        return "\n"
    if name == "p":
        return _PARAGRAPH
    if name in _BLOCKS:
        return _BLOCK
    if name in _CELLS:
        return "" if tag[1] else " "
    if name == "img" and "emoji" in tag[3]:
        alt = _ALT.search(tag[3])
        return _EDGE.sub("", unescape(alt[1] or alt[2] or "")) if alt else ""
    return ""


def _joined(text: str) -> str:
    """Edges that meet make one break: an empty line where one of them is a paragraph's."""
    out: list[str] = []
    gap = ""
    for piece in _EDGE.split(text.replace("\xa0", " ")):
        if piece == _PARAGRAPH:
            gap = "\n\n"
        elif piece == _BLOCK:
            gap = gap or "\n"
        elif words := piece.strip():
            out.append(gap + _GAPS.sub("\n\n", _LINES.sub("\n", words)))
            gap = ""
    return "".join(out).strip()
