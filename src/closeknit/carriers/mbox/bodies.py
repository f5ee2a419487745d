"""The body of a mail: the text among its parts, and what is attached."""

import binascii
import re
from typing import Final, NamedTuple

from closeknit.carriers.mbox.charsets import decoded
from closeknit.carriers.mbox.headers import Fields, parameters, split_mail, words_of
from closeknit.records.attachment import kind_of_file
from closeknit.text.markup import html_words

_DEEPEST: Final = 8
_MOST_PARTS: Final = 500
_NO_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_QUOTES: Final = frozenset(["blockquote"])
_MACHINES: Final = ("application/pgp", "application/pkcs7", "application/x-pkcs7", "application/ms-tnef", "message/")
"""Signatures, wrappings and reports: nothing that the author attached."""
_GMAIL_QUOTE: Final = re.compile(r'<div class="gmail_quote\b|<div id="(?:divRplyFwdMsg|appendonsend)"')


class Body(NamedTuple):
    """The text as it was written, quotes and all, and the kinds of what is attached."""

    text: str
    attached: tuple[str, ...]


def body_of(fields: Fields, raw: bytes) -> Body:
    """The text and the attachments of a mail."""
    if "content-type" not in fields and "content-transfer-encoding" not in fields:
        return Body(decoded(raw, None), ())
    reader = _Parts()
    text = reader.text(fields, raw, 0)
    return Body(text or "", tuple(reader.attached))


class _Parts:
    def __init__(self) -> None:
        self.attached: list[str] = []
        self.left = _MOST_PARTS

    def text(self, fields: Fields, raw: bytes, depth: int) -> str | None:
        """The text of one part and those in it; None where it has none."""
        content = fields.get("content-type", "text/plain")
        kind = content.partition(";")[0].strip().lower()
        if kind.startswith("multipart/") and depth < _DEEPEST:
            return self._several(kind, parameters(content).get("boundary", ""), raw, depth)
        disposition = fields.get("content-disposition", "")
        named = parameters(disposition).get("filename") or parameters(content).get("name")
        if kind.startswith("text/") and not disposition.lower().startswith("attachment"):
            charset = parameters(content).get("charset")
            text = decoded(unpacked(raw, fields.get("content-transfer-encoding", "")), charset)
            return html_text(text) if kind == "text/html" else text
        if not kind.startswith(_MACHINES):
            self.attached.append(kind_of_file(words_of(named or ""), kind))
        return None

    def _several(self, kind: str, boundary: str, raw: bytes, depth: int) -> str | None:
        parts = [split_mail(part) for part in _parts(raw, boundary)[: self.left]]
        self.left -= len(parts)
        if kind == "multipart/alternative":  # the plain text, unless it is empty
            parts.sort(key=lambda part: not part[0].get("content-type", "text/plain").lower().startswith("text/plain"))
            return next((text for fields, body in parts if (text := self.text(fields, body, depth + 1))), None)
        texts = []
        for number, (fields, body) in enumerate(parts):
            before = len(self.attached)
            text = self.text(fields, body, depth + 1)
            if kind == "multipart/related" and number:  # pictures of the letter's own layout
                del self.attached[before:]
            elif text:
                texts.append(text)
        return "\n".join(texts) or None


def html_text(html: str) -> str:
    """The words of a mail in HTML, without what it quotes."""
    quote = _GMAIL_QUOTE.search(html)
    return html_words(html[: quote.start()] if quote else html, _QUOTES)


def _parts(raw: bytes, boundary: str) -> list[bytes]:
    """The parts between the boundaries."""
    if not boundary:
        return [b"\n\n" + raw]
    mark = re.compile(
        rb"^--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE
    )
    found = list(mark.finditer(raw))
    if not found:
        return [b"\n\n" + raw]
    ends = [*(m.start() for m in found[1:]), len(raw)]
    parts = []
    for begin, end in zip(found, ends):
        if begin[1]:
            break
        parts.append(raw[begin.end() : end])
    # A part without a header begins with an empty line, whose break the search for its end must see.
    return [b"\n" + part if part.startswith((b"\n", b"\r\n")) else part for part in parts]


def unpacked(raw: bytes, encoding: str) -> bytes:
    """The bytes behind Base64 or quoted-printable, as far as they are whole."""
    name = encoding.strip().lower()
    if name == "quoted-printable":
        return binascii.a2b_qp(raw)
    if name != "base64":
        return raw
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        whole = _NO_BASE64.sub(b"", raw)
        return binascii.a2b_base64(whole[: len(whole) // 4 * 4])
