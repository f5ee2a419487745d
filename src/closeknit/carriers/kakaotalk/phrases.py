"""KakaoTalk's own words, Korean and English: what stands for a photo, and what has happened to a chat."""

import re
from typing import Final

from closeknit.records.attachment import kind_of_file

_WORDS: Final = {
    "image": "사진 Photo Photos",
    "sticker": "이모티콘 (이모티콘) 스티커 Emoticon Emoticons Sticker",
    "video": "동영상 Video Videos",
    "voice": "음성메시지",
}
_KIND_OF: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()} | {
    "음성 메시지": "voice",
    "Voice Note": "voice",
    "Voice message": "voice",
    "Voice Message": "voice",
}
_COUNTED: Final = re.compile(r"(사진|동영상|Photos?|Videos?)(?: \d{1,3}(?:장|개)?)|(\d{1,3}) (photos|videos)")
_OPENED: Final = re.compile(
    r"(?:(파일|File)|(지도|위치|Map|Location)|(연락처|Contact|프로필|Profile)|(샵검색)|(투표|Poll)) ?: \S"
)
_OPEN_KINDS: Final = ("file", "location", "contact", "link", "poll")
_CALL: Final = re.compile(
    r"(?:보이스톡|페이스톡|그룹콜|라이브톡|보이스룸)"
    r"(?: (?:해요|취소|부재중|시작|종료|거절|\d{1,2}:\d\d(?::\d\d)?)){1,2}"
)
_STORED: Final = re.compile(r"[0-9a-f]{32,64}\.\w{2,5}")
"""What an export with media puts in a photo's place: its file's name."""
_DELETED: Final = frozenset(
    ["메시지가 삭제되었습니다.", "삭제된 메시지입니다.", "(삭제된 메시지입니다.)", "This message was deleted.",
     "This message has been deleted.", "Deleted message."]
)  # fmt: skip
_LONGEST: Final = 120
_FIRST: Final = frozenset("0123456789abcdef사동PpVv파F지위ML연C프샵투보페그라") | {
    word[0] for words in (_KIND_OF, _DELETED) for word in words
}
"""How all of these begin; most of what people write begins otherwise."""

_WHO: Final = "(.{1,60}?)"
_ANY: Final = ".{1,60}?"
_EVENTS: Final = tuple(
    (re.compile(shape), kind, event)
    for shape, kind, event in (
        (rf"{_ANY}님이 {_WHO}님을 초대(?:했|하였)습니다\.?", "join", "added"),
        (rf"{_ANY}님이 {_WHO}님을 내보냈습니다\.?", "leave", "kick"),
        (rf"{_WHO}님을 내보냈습니다\.?", "leave", "kick"),
        (rf"{_WHO}님이 (?:채팅방에 )?(?:들어왔습니다|참여했습니다|입장했습니다)\.?", "join", "join"),
        (rf"{_WHO}님이 (?:채팅방에서 )?(?:나갔습니다|퇴장했습니다)\.?", "leave", "leave"),
        (r".{0,60}메시지를 가렸습니다\.?", "system", "hidden"),
        (rf"{_ANY}방장.{{0,20}}되었습니다\.?", "system", "role"),
        (rf"{_ANY} invited {_WHO}(?: to this chatroom)?\.", "join", "added"),
        (rf"{_WHO} (?:has )?joined (?:this|the) (?:chatroom|chat)\.", "join", "join"),
        (rf"{_WHO} (?:has )?left (?:this|the) (?:chatroom|chat)\.", "leave", "leave"),
        (rf"{_WHO} has been removed from (?:this|the) (?:chatroom|chat)\.", "leave", "kick"),
    )
)
_ENDS: Final = ("습니다.", "습니다", "chatroom.", "chat.", ".")
OWNERS: Final = frozenset(["회원님", "회원", "you", "You"])
"""What the owner of the file is called in it; 님 is a title, which stands outside of the name in sentences."""


def kind_and_words(text: str) -> tuple[str, str | None, bool]:
    """(kind, own words, whether deleted) of what a person sent; words None where they stand for something."""
    if not text:
        return "other", None, False
    if text[0] not in _FIRST:
        return "text", text, False
    if len(text) > _LONGEST:
        return _opened(text) or "text", None if _opened(text) else text, False
    if text in _DELETED:
        return "other", None, True
    kind = _KIND_OF.get(text) or _counted(text) or _opened(text)
    if kind is None and _CALL.fullmatch(text):
        kind = "call"
    if kind is None and _STORED.fullmatch(text):
        kind = kind_of_file(text)
    return (kind, None, False) if kind else ("text", text, False)


def _counted(text: str) -> str | None:
    found = _COUNTED.fullmatch(text)
    if found is None:
        return None
    return "video" if (found[1] or found[3]).lower().startswith(("동", "v")) else "image"


def _opened(text: str) -> str | None:
    """The kind of `파일: 목록.pdf` and its like; words of several lines are somebody's own."""
    found = _OPENED.match(text) if "\n" not in text else None
    return _OPEN_KINDS[(found.lastindex or 1) - 1] if found else None


def read_event(text: str) -> tuple[str, str, str | None] | None:
    """Kind, event and subject of a sentence about the chat; None where it is none that is known."""
    line = text.partition("\n")[0].removesuffix("채팅방으로 초대하기").strip()
    if len(line) > _LONGEST * 2 or not line.endswith(_ENDS):
        return None
    for shape, kind, event in _EVENTS:
        if match := shape.fullmatch(line):
            subject = match[1] if match.re.groups else None
            several = subject is not None and ("님, " in subject or "님과 " in subject or ", " in subject)
            return kind, event, None if several or subject in OWNERS else subject
    return None
