"""What a WeChat row carries: from the client's type numbers, from the words tools write for them, from tokens.

Numbers: a type, and for app messages (49) a subtype; WeChat 4 packs both into one, `subtype << 32 | type`.
"""

import re
from typing import Final

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
    "text": "文本 文本消息 text 粘贴的文本 引用 引用回复 引用消息",
    "image": "图片 图片消息 照片 image photo picture",
    "voice": "语音 语音消息 语音转文字 voice audio",
    "video": "视频 视频消息 小视频 video",
    "sticker": "动画表情 表情 表情包 表情消息 GIF表情 用户上传的GIF表情 sticker emoji",
    "file": "文件 文件消息 文件(猜) file",
    "location": "位置 位置消息 位置共享 实时位置共享 location real-time_location",
    "contact": "名片 名片消息 个人名片 推荐公众号 contact_card contact",
    "call": "语音通话 视频通话 通话 通话消息 视频/语音通话 video/audio_call call",
    "link": "卡片式链接 链接 链接消息 图文消息 分享 音乐 音乐消息 音乐分享 小程序 小程序消息 小程序分享 "
    "笔记 收藏 收藏夹 视频号 视频号名片 视频号视频 视频号直播卡片 "
    "视频号直播或直播回放 视频号直播或直播回放等 小说(猜) 游戏相关 "
    "link channel_card share",
    "merged_forward": "合并转发 合并转发的聊天记录 聊天记录合并转发 聊天记录 chat_record",
    "redpacket": "红包 红包卡片 红包消息 红包封面 赠送红包封面 red_packet",
    "transfer": "转账 转账卡片 转账消息 微信转账 transfer",
    "chain": "接龙 接龙消息 接龍",
    "announcement": "群公告 群公告消息 announcement",
    "other": "拍一拍 其他消息",
    SYSTEM: "系统 系统通知 系统消息 添加好友 邀请加群 消息撤回 system",
}
_NAMES: Final = {word.replace("_", " "): kind for kind, words in _WORDS.items() for word in words.split()}
_QUOTE_NAMES: Final = frozenset(["引用回复", "引用消息", "引用"])
_TOKEN: Final = re.compile(r"!?\[([^\[\]|\n]{1,24}?)(?: ?[-:：]| [^\[\]|\n]{0,40}\]|[\]|])")
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


def by_name(name: str) -> str | None:
    """The kind that a tool's word stands for, `SYSTEM`, or None."""
    word = name.strip().removeprefix("(分享)")
    return _NAMES.get(word) or _NAMES.get(word.lower()) or (SYSTEM if word.startswith("消息撤回") else None)


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
    kind = _NAMES.get(match[1]) or _NAMES.get(match[1].strip().lower())
    if kind == "merged_forward":
        return kind
    has_lines = "\n" in content.strip() and kind not in {"chain", "announcement"}
    rest = content[match.end() :].strip() if match[0].endswith("]") else ""
    has_words = rest and not rest.startswith("(") and (whole or rest.startswith("["))
    return None if kind in {"text", SYSTEM} or has_lines or has_words else kind


def without_token(content: str) -> str:
    """The words behind the token that an announcement, a chain or a transcript begins with."""
    match = _TOKEN.match(content)
    if match and match[0].endswith("]"):
        return content[match.end() :].lstrip()
    return content
