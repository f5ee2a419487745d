"""Bytes of mail to text, by the charset that it states, and by a look at the bytes where that is wrong."""

import codecs
import re
from functools import lru_cache
from typing import Final

from closeknit.sources.encoding import detect_encoding

_TEXTUAL: Final = re.compile(
    r"(?:utf|iso|windows|cp|koi8|gb|big5|euc|shift|sjis|ks|hz|us|ascii|latin|mac|tis|johab)[\w.:-]{0,30}", re.IGNORECASE
)
"""Names that are let through: Python also calls zlib and punycode an encoding."""
_WIDER: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8",
    "shift_jis": "cp932", "iso-8859-8-i": "iso-8859-8", "utf8": "utf-8", "unicode-1-1-utf-7": "utf-7",
}  # fmt: skip
"""What programs state, and the wider set that they mean."""


@lru_cache(256)
def codec_of(charset: str) -> str | None:
    """The codec for a charset's name, or None where it is not known."""
    name = _WIDER.get(charset.lower(), charset)
    if not _TEXTUAL.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def decoded(data: bytes, charset: str | None) -> str:
    """The text; where the charset is unknown or wrong, UTF-8, else the likeliest; bad bytes as U+FFFD."""
    codec = codec_of(charset) if charset else None
    for name in (codec, "utf-8"):
        if name:
            try:
                return data.decode(name)
            except (UnicodeDecodeError, ValueError):
                continue
    if codec and codec != "utf-8":
        return data.decode(codec, "replace")
    return data.decode(detect_encoding(data[:4096], whole=len(data) <= 4096) or "cp1252", "replace")
