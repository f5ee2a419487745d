"""LINE's own words in its languages: what stands for a sticker or a photo, and what has happened to a chat."""

import re
from typing import Final, NamedTuple

_ALBUMS: Final = "相簿 相册 アルバム Album อัลบั้ม 앨범"
_TOKENS: Final = {
    "sticker": "貼圖 贴图 スタンプ Sticker Stickers สติกเกอร์ 스티커 Stiker",
    "image": f"照片 圖片 图片 写真 画像 Photo Photos รูป รูปภาพ รูปถ่าย 사진 Foto {_ALBUMS}",
    "video": "影片 视频 動画 Video Videos วิดีโอ 동영상",
    "voice": "語音訊息 语音信息 语音消息 ボイスメッセージ Audio ข้อความเสียง 음성메시지",
    "file": "檔案 文件 ファイル File Files ไฟล์ 파일",
    "location": "位置 位置資訊 位置情報 位置信息 Location ตำแหน่ง ตำแหน่งที่ตั้ง 위치",
    "contact": "聯絡資訊 联系信息 連絡先 Contact Contacts รายชื่อผู้ติดต่อ 연락처",
    "poll": "投票 Poll โพล 투표",
    "redpacket": "紅包 红包",
}
_KIND_OF: Final = {word: kind for kind, words in _TOKENS.items() for word in words.split()} | {"Voice message": "voice"}
_OPEN: Final = frozenset(_ALBUMS.split()) | {
    word for word, kind in _KIND_OF.items() if kind in {"file", "location", "contact", "poll"}
}
"""Tokens that may go on: `[檔案] 名單.pdf`, `[位置] 台北市…`, `[相簿] …`."""
_BARE: Final = frozenset({"sticker", "image", "video"})
"""Kinds whose token the desktop program writes without brackets."""
_CALL: Final = "☎"
_BEGINS: Final = ("[", _CALL)

_UNSENT = re.compile(
    r"(?:已收回訊息|(?:已)?收回了?(?:一則)?訊息|(?:已)?撤回了?(?:一条)?(?:消息|信息)|メッセージの送信を取り消しました"
    r"|unsent a message|^Message unsent|ได้?ยกเลิก(?:การส่ง)?ข้อความ|메시지(?:를|의) (?:삭제|전송을 취소)했습니다)[。.]?$"
)


class Phrase(NamedTuple):
    """`kind` of `message.EVENTS`, `event` what happened, `subject` the name of whom it happened to, or None."""

    kind: str
    event: str
    subject: str | None
    inviter: str | None = None


_WHO: Final = "(?P<who>.{1,60}?)"
_BY: Final = "(?P<by>.{1,60}?)"
_ANY: Final = ".{1,60}?"
_SHAPES: Final = tuple(
    (re.compile(shape + r"[。.]?$"), kind, event)
    for shape, kind, event in (
        (rf"^{_BY}已?新增{_WHO}至(?:群組|聊天|社群)", "join", "added"),
        (rf"^{_BY}已?将{_WHO}添加[至到](?:该)?群(?:组|聊)?", "join", "added"),
        (rf"^{_BY}が{_WHO}をグループに追加しました", "join", "added"),
        (rf"^{_BY} added {_WHO} to the (?:group|chat)", "join", "added"),
        (rf"^{_BY}(?:已?邀請|已?邀请了?){_WHO}加入(?:群組|群组|該群|该群|群聊|聊天|社群)?", "system", "invite"),
        (rf"^{_BY}が{_WHO}を(?:グループに)?招待しました", "system", "invite"),
        (rf"^{_BY} invited {_WHO} to (?:the|join the) (?:group|chat)", "system", "invite"),
        (rf"^{_ANY}已?[將将]{_WHO}(?:强制|強制)?(?:退出|移出|踢出|退群)(?:群組|群组|群聊|聊天|社群)?", "leave", "kick"),
        (rf"^{_ANY}が{_WHO}を(?:グループから.{{2,4}}(?:させ|し)|(?:強制)?退会させ|削除し)ました", "leave", "kick"),
        (rf"^{_ANY} removed {_WHO} from the (?:group|chat)", "leave", "kick"),
        (
            rf"^{_WHO}(?:已|已經|已经)?(?:透過.{{1,40}})?加入了?(?:群組|群组|該群|该群|群聊|聊天室?|社群)",
            "join",
            "join",
        ),
        (rf"^{_WHO}(?:が|は)(?:グループに|トークに|オープンチャットに)?参加しました", "join", "join"),
        (rf"^{_WHO} joined the (?:group|chat|OpenChat)", "join", "join"),
        (rf"^{_WHO} ?(?:ได้)?เข้าร่วม(?:กลุ่ม|แชท)(?:แล้ว)?", "join", "join"),
        (rf"^{_WHO}(?:已|已經|已经)?(?:離開|离开|退出)了?(?:群組|群组|該群|该群|群聊|聊天室?|社群)", "leave", "leave"),
        (rf"^{_WHO}已?退群", "leave", "leave"),
        (rf"^{_WHO}(?:が|は)(?:グループを|トークを)?(?:退会|退出)しました", "leave", "leave"),
        (rf"^{_WHO} left the (?:group|chat|OpenChat)", "leave", "leave"),
        (rf"^{_WHO} ?(?:ได้)?ออกจาก(?:กลุ่ม|แชท)(?:แล้ว)?", "leave", "leave"),
    )
)
_WORDS: Final = (
    ("公告", "announcement"), ("通告", "announcement"), ("アナウンス", "announcement"),
    ("announcement", "announcement"), ("圖片", "picture"), ("图片", "picture"), ("名稱", "rename"), ("名称", "rename"),
    (" name", "rename"), ("名を", "rename"), ("相簿", "album"), ("アルバム", "album"), ("album", "album"),
    ("記事本", "note"), ("ノート", "note"), ("note", "note"), ("通話", "call"), ("call", "call"),
)  # fmt: skip
_LONGEST: Final = 160
_ENDS: Final = (
    "群組", "聊天", "社群", "群组", "群", "群聊", "聊天室", "退出", "移出", "踢出", "しました", "group", "chat",
    "OpenChat", "กลุ่ม", "แชท", "แล้ว", "訊息", "消息", "信息", "message", "unsent", "ข้อความ", "했습니다", "加入",
)  # fmt: skip
"""How the sentences end: nearly all that people write is told from them by this."""
_LAST: Final = frozenset("。.") | {word[-1] for word in _ENDS}


def is_plain(text: str) -> bool:
    """Whether what a person sent with the phone is words and nothing else for certain; False says nothing."""
    return text != "" and text[0] not in _BEGINS and text[-1] not in _LAST


def kind_and_words(text: str, is_desktop: bool) -> tuple[str, str | None]:
    """(kind, own words) of what a person sent; words None where it is a token."""
    if not text or (is_desktop and _KIND_OF.get(text) in _BARE):
        return _KIND_OF.get(text, "other"), None
    if text[0] == "[":
        token, bracket, rest = text[1:].partition("]")
        kind = "location" if token == "null" and "maps.google.com" in rest else _KIND_OF.get(token)
        if kind and bracket and (not rest or kind == "location" or token in _OPEN):
            return kind, None
    return ("call", None) if text[0] == _CALL else ("text", text)


def is_unsent(text: str) -> bool:
    """Whether it says that a message was taken back."""
    return _may_be_one(text) and _UNSENT.search(text) is not None


def _may_be_one(text: str) -> bool:
    return len(text) <= _LONGEST and text.rstrip("。.").endswith(_ENDS)


def read_phrase(text: str) -> Phrase | None:
    """What a line says has happened, where it is one of the sentences about coming, going and taking back."""
    if not _may_be_one(text):
        return None
    if found := _UNSENT.search(text):
        return Phrase("recall", "recall", _subject(text[: found.start()].removesuffix("が")))
    for shape, kind, event in _SHAPES:
        if match := shape.match(text):
            by = match.groupdict().get("by")
            return Phrase(kind, event, _subject(match["who"]), _subject(by) if by else None)
    return None


def read_notice(text: str) -> Phrase:
    """What a line without a sender says has happened; `system` and "notice" where it is nothing known."""
    found = read_phrase(text)
    return found or Phrase("system", next((event for word, event in _WORDS if word in text), "notice"), None)


def _subject(name: str) -> str | None:
    """One name; None for several people, and for the owner of the file, whom LINE calls 您, あなた or You."""
    name = name.strip(' "“”「」')
    return None if not name or "、" in name or ", " in name or name in {"您", "你", "あなた", "You", "คุณ"} else name
