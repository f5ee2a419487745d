"""The words by which chat tools name what is no text: `[图片]`, `Photo`, 貼圖, in three languages and more."""

from typing import Final

from closeknit.text.scripts import fold

_WORDS: Final = {
    "text": "文本 文字 纯文本 文本消息 文字消息 text txt plain",
    "image": "图片 照片 相片 图像 截图 图片消息 image photo picture pic img 写真 사진",
    "voice": "语音 语音消息 语音讯息 录音 音频 voice audio ptt voicemessage 音声 ボイスメッセージ",
    "video": "视频 影片 小视频 短视频 视频消息 video movie 动画 동영상",
    "file": "文件 档案 附件 文件消息 file document attachment doc ファイル 파일",
    "sticker": "表情 动画表情 表情包 自定义表情 贴图 表情贴图 sticker emoji stickers スタンプ 이모티콘",
    "link": "链接 连结 网页 卡片 分享 卡片式链接 分享链接 公众号文章 小程序 link url share webpage リンク",
    "location": "位置 地点 定位 位置信息 共享实时位置 location position 位置情报",
    "call": "通话 语音通话 视频通话 视讯通话 音视频通话 call voicecall videocall voip",
    "contact": "名片 个人名片 联系人 联络人 contact contactcard vcard businesscard",
    "merged_forward": "聊天记录 合并转发 合并转发消息 合并聊天记录 群聊的聊天记录 chathistory mergedforward",
    "redpacket": "红包 微信红包 qq红包 redpacket redenvelope hongbao",
    "transfer": "转账 转帐 微信转账 transfer payment",
    "poll": "投票 群投票 poll vote",
    "chain": "接龙 群接龙",
    "announcement": "公告 群公告 announcement",
    "recall": "撤回 撤回消息 消息撤回 recall revoke",
    "system": "系统 系统消息 系统通知 系统提示 系统讯息 提示 通知 system notice notification service",
}
_KINDS: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_OPEN: Final = "[［【<〈(（"
_CLOSE: Final = "]］】>〉)）"


def kind_of_word(word: str) -> str | None:
    """The kind of a row (`records.message.KINDS` or `EVENTS`) that a word of a tool names, or None."""
    return _KINDS.get(fold(word).replace(" ", "").replace("_", "").replace("-", "")) if len(word) < 40 else None


def kind_of_placeholder(text: str) -> str | None:
    """The kind that a whole text in brackets stands for (`[图片]`), or None where it is a person's words.

    Only what stands in brackets from end to end is a placeholder: a bare 照片 may be somebody's answer. An
    addition after the word, as in `[文件: 书单.xlsx]` or `[微信红包] 恭喜发财`, is allowed for.
    """
    if not text or text[0] not in _OPEN or len(text) > 200:
        return None
    ends = [at for at in map(text.find, _CLOSE) if at > 0]
    if not ends:
        return None
    inside, after = text[1 : min(ends)], text[min(ends) + 1 :].strip()
    word = inside
    for mark in ":：|｜":
        word = word.partition(mark)[0]
    kind = kind_of_word(word.strip())
    if kind in {"text", "system", "recall", None} or (after and (text[0] not in "[［【" or kind != "redpacket")):
        return None
    return kind
