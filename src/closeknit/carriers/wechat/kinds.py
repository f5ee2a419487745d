"""What a WeChat row carries: from the client's type numbers, from the words tools write for them, from tokens.

Numbers: a type, and for app messages (49) a subtype; WeChat 4 packs both into one, `subtype << 32 | type`.
"""

import re
from functools import lru_cache
from typing import Final

from closeknit.text.placeholders import kind_of_word

SYSTEM: Final = "system"
"""Not a kind of message: the row is a notice of the chat itself."""
PAT: Final = 62
CHAIN: Final = 53
QUOTE: Final = 57
APP: Final = 49

_TYPES: Final = {
    1: "text", 3: "image", 34: "voice", 37: SYSTEM, 42: "contact", 43: "video", 47: "sticker", 48: "location",
    50: "call", 51: SYSTEM, 62: "video", 66: "contact", 10000: SYSTEM, 10002: SYSTEM, 11000: SYSTEM,
    # Flat numbers of the Android client.
    822083633: "text", 436207665: "redpacket", 419430449: "transfer", 1090519089: "file", 1048625: "sticker",
    16777265: "link", -1879048186: "location",
}  # fmt: skip
_APP_TYPES: Final = {
    1: "text", 3: "link", 4: "link", 5: "link", 6: "file", 7: "link", 8: "sticker", 17: "location",
    19: "merged_forward", 24: "link", 33: "link", 36: "link", 40: "link", 44: "link", 50: "link", 51: "link",
    CHAIN: "chain", QUOTE: "text", PAT: "other", 63: "link", 74: "file", 87: "announcement", 88: "link", 92: "link",
    2000: "transfer", 2001: "redpacket", 2003: "redpacket",
}  # fmt: skip
_ANDROID_QUOTE: Final = 822083633

_WORDS: Final = {
    "text": "粘贴的文本 引用 引用回复 引用消息",
    "sticker": "GIF表情 用户上传的GIF表情 表情消息",
    "file": "文件(猜)",
    "location": "位置消息 位置共享 实时位置共享 real-time_location",
    "contact": "名片消息 推荐公众号 contact_card",
    "voice": "语音转文字",
    "call": "通话消息 视频/语音通话 video/audio_call",
    "link": "链接消息 图文消息 音乐 音乐消息 音乐分享 小程序消息 小程序分享 笔记 收藏 收藏夹 "
    "视频号 视频号名片 视频号视频 视频号直播卡片 视频号直播或直播回放 视频号直播或直播回放等 "
    "小说(猜) 游戏相关 channel_card",
    "merged_forward": "合并转发的聊天记录 聊天记录合并转发",
    "redpacket": "红包卡片 红包消息 红包封面 赠送红包封面 red_packet",
    "transfer": "转账卡片 转账消息",
    "chain": "接龙消息",
    "announcement": "群公告消息",
    "other": "拍一拍 其他消息",
    SYSTEM: "添加好友 邀请加群",
}
"""Words of these tools beyond the common ones of `text.placeholders`."""
_NAMES: Final = {word.replace("_", " "): kind for kind, words in _WORDS.items() for word in words.split()}
_QUOTE_NAMES: Final = frozenset(["引用回复", "引用消息", "引用"])
_TOKEN: Final = re.compile(r"!?\[([^\[\]|\n]{1,24}?)(?: - |[:：]| [^\[\]|\n]{0,40}\]|[\]|])")
_CHATLOG_UNKNOWN: Final = re.compile(r"Type: (-?\d{1,12}) Content: ")


def split_number(number: int) -> tuple[int, int]:
    """(type, subtype) of a packed number; (number, 0) where nothing is packed."""
    return (number & 0xFFFFFFFF, number >> 32) if number >> 32 > 0 else (number, 0)


def by_number(number: int, subtype: int = 0) -> str | None:
    """The kind, `SYSTEM`, or None where the number says nothing. Every app message that is not known is a card."""
    number, packed = split_number(number)
    if number == APP:
        subtype = subtype or packed
        return _APP_TYPES.get(subtype, "link") if subtype else None
    return _TYPES.get(number)


def is_quote(number: int, subtype: int = 0) -> bool:
    """Whether the numbers are those of a quote reply."""
    number, packed = split_number(number)
    return (number == APP and (subtype or packed) == QUOTE) or number == _ANDROID_QUOTE


@lru_cache(maxsize=1024)
def by_name(name: str) -> str | None:
    """The kind that a tool's word stands for, `SYSTEM`, or None."""
    word = name.strip().removeprefix("(分享)")
    kind = _NAMES.get(word) or _NAMES.get(word.lower()) or kind_of_word(word)
    return SYSTEM if kind == "recall" or word.startswith("消息撤回") else kind


def names_quote(name: str) -> bool:
    """Whether a tool's word says that the row is a quote reply."""
    return name.strip() in _QUOTE_NAMES


def by_token(content: str, *, whole: bool) -> str | None:
    """The kind for which a text stands that is only a tool's token, `[图片]` or `[链接|题](地址)`; else None.

    `whole`: nothing but an address in brackets may follow; otherwise the rest of its one line may (WeFlow
    writes `[链接]题`). Some tokens are faces too, so `[红包][红包]` is always a text.
    """
    if content.startswith("Type: "):
        unknown = _CHATLOG_UNKNOWN.match(content)
        return (by_number(int(unknown[1])) or "other") if unknown else None
    match = _TOKEN.match(content)
    if match is None:
        return None
    kind = by_name(match[1])
    if kind == "merged_forward":
        return kind
    may_go_on = kind in {"chain", "announcement"} or (kind == "link" and not whole)
    has_lines = "\n" in content.strip() and not may_go_on
    rest = content[match.end() :].strip() if match[0].endswith("]") else ""
    has_words = rest and not rest.startswith("(") and (whole or rest.startswith("["))
    return None if kind in {None, "text", SYSTEM} or has_lines or has_words else kind


def without_token(content: str) -> str:
    """The words behind the token that an announcement, a chain or a transcript begins with."""
    match = _TOKEN.match(content)
    if match and match[0].endswith("]"):
        return content[match.end() :].lstrip()
    return content
