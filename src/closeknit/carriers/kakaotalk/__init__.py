"""KakaoTalk: the text that the phone and the Windows program write for one chat, and the CSV of the Mac.

    [지우] [오후 7:30] 4장까지 읽었어요              (Windows; lines of dashes set the day)
    2026년 3월 21일 오후 2:03, 지우 : 오늘 만날까요?  (Android; `March 21, 2026, 2:03 PM, …` in English)
    2025. 10. 10. 09:30, 홍길동 : 안녕하세요          (iPhone)
    2025-07-06 14:39:55,"홍길동","안녕하세요"         (Mac, below `Date,User,Message`)

Wall times to the minute, names, no ids, neither replies nor reactions. Events of the Windows file stand between
the messages with no time of their own. Checked in November 2026 against exports read by public parsers.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.kakaotalk.heads import STAMPED, WINDOWS
from closeknit.carriers.kakaotalk.mac import HEADER, read_csv
from closeknit.carriers.kakaotalk.reader import read_text
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_TITLE: Final = re.compile(r"[^\n]{0,200}(?:카카오톡 ?대화|KakaoTalk Chats?\b|Talk Chats[ \t]*$)", re.MULTILINE)
_SAVED: Final = re.compile(r"^(?:저장한 날짜|Date Saved|Saved Date) ?: ", re.MULTILINE)
_KOREAN: Final = re.compile(r"[년오]|\d\. \d")
_FIRST: Final = 600


def sniff(source: Source) -> int:
    """By the head of the file; without one by lines that only KakaoTalk writes."""
    text = source.head_text.lstrip()
    if HEADER.match(text):
        return CERTAIN
    has_rows = STAMPED.search(text) is not None or WINDOWS.search(text) is not None
    if has_rows and (_TITLE.match(text) or _SAVED.search(text[:_FIRST])):
        return CERTAIN
    first = STAMPED.match(text) or WINDOWS.match(text)
    is_korean = first is not None and _KOREAN.search(first[0]) is not None
    return LIKELY if is_korean and len(WINDOWS.findall(text)) + len(STAMPED.findall(text)) > 1 else NO


def read(source: Source, options: ReadOptions) -> History:
    """The history of one chat."""
    return read_csv(source, options) if HEADER.match(source.head_text.lstrip()) else read_text(source, options)


CARRIER: Final = Carrier(
    name="kakaotalk",
    title="KakaoTalk 카카오톡",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On the phone (iPhone, Android): open the chat → menu ☰ at the top right → settings (gear at the bottom)"
            " → Export chat (대화 내용 내보내기) → text only, and send the file to yourself. One chat at a time."
        ),
        N_(
            "On the computer: open the chat → menu ☰ → Chat settings → Save chat (대화 내용 저장); Windows writes"
            " .txt, Mac .csv. The computer has only what it received; the phone has more."
        ),
        N_("Replies and reactions are not in the file; photos and emoticons appear as words like 사진."),
    ),
    gives={
        "Windows txt": ("mentions", "deletions", "events"),
        "phone txt": ("mentions", "deletions", "events"),
        "Mac csv": ("mentions", "deletions", "events"),
    },
)
