"""The words in brackets that QQ's text exports write where a message was no text."""

import re
from typing import Final

DIRECTION: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of the writing direction, which nobody typed as words."""

_KINDS: Final = {
    "图片": "image", "闪照": "image", "image消息": "image", "动画表情": "sticker", "商城表情": "sticker",
    "表情": "sticker", "表情消息": "sticker", "语音": "voice", "audio消息": "voice", "视频": "video",
    "短视频": "video", "video消息": "video", "文件": "file", "file消息": "file", "位置": "location",
    "位置消息": "location", "地图": "location", "QQ红包": "redpacket", "红包": "redpacket", "转账": "transfer",
    "聊天记录": "merged_forward", "合并转发": "merged_forward", "转发消息": "merged_forward", "名片": "contact",
    "推荐名片": "contact", "群公告": "announcement", "语音通话": "call", "视频通话": "call", "通话记录": "call",
    "分享": "link", "链接": "link", "JSON消息": "link", "卡片消息": "other", "系统消息": "other",
    "无文本内容": "other", "Markdown消息": "other", "长消息": "other", "Giphy动图": "sticker",
}  # fmt: skip
_BARE: Final[dict[str, tuple[str, str | None]]] = {"": ("other", None), "红包/钱包消息": ("redpacket", None)}
_WHOLE = re.compile(r"\[([^\[\]:：\n]{1,12})(?:[:：][^\]\n]*)?\]\Z")
_HEAD = re.compile(r"\[(QQ红包|闪照|转发消息|群公告|位置|文件)(?:[:：][^\]\n]*)?\]")
_IMAGE = re.compile(r"\[(?:图片|image消息)(?::[^\]\n]{0,200})?\]")
_FILE = re.compile(r"\[(文件|视频|语音)(?::[^\]\n]{1,200})\]")
_FORWARDED = re.compile(r"\[转发消息: (\d{1,6})条\]")


def kind_and_words(body: str) -> tuple[str, str | None]:
    """(kind, own words) of a body as text exports write it; words None where it is nothing but tokens.

    A `[表情]` inside a sentence is part of the sentence. What a token says of a file is not the author's words.
    """
    if "[" not in body:
        return _BARE.get(body, ("text", body))
    if ((token := _WHOLE.match(body)) and token[1] in _KINDS) or (token := _HEAD.match(body)):
        return _KINDS[token[1]], None
    if _IMAGE.search(body):
        return "image", _IMAGE.sub("", body).strip() or None
    if named := _FILE.search(body):
        return _KINDS[named[1]], _FILE.sub("", body).strip() or None
    return "text", body


def lines_inside(body: str) -> int | None:
    """How many messages a merged forward holds, where the export says so."""
    match = _FORWARDED.match(body)
    return int(match[1]) if match else None
