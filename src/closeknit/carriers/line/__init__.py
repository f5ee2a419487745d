"""LINE: the text file that the app and the desktop program write for one chat.

    [LINE] 社區志工群的聊天記錄
    儲存日期： 2024/01/06 01:14

    2024/01/05（五）
    下午03:04→張三→大家好            (→ is a tabulator)
    下午03:06→→李四已收回訊息

The words are those of the app's language. The desktop program leaves the head out, writes `2025.12.10 Wednesday` and
puts spaces for tabulators. Bodies of several lines stand in quotation marks. Neither ids nor seconds nor a zone are
in the file. Read from exports in Chinese (both scripts), Japanese, English, Thai and Korean, as of 2026.
"""

import re

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.line.days import DAY_LINE, TIME
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_TITLE = re.compile(
    r"\[LINE\] ?\S|Chat history (?:in|with) \S[^\n]*\n[^\n]{0,60}\d[^\n]*\n|[^\n]{1,100}(?:の|との)トーク履歴\n保存日時"
)
_START = re.compile(rf"(?:{DAY_LINE})[ \t]*\n+{TIME}[\t ]\S")
_HEAD = re.compile(rf"^{TIME}\t[^\t\n]*\t", re.MULTILINE)
_DAY = re.compile(rf"^(?:{DAY_LINE})[ \t]*$", re.MULTILINE)


def sniff(source: Source) -> int:
    """By the first line; without it by a date line that a time of day follows."""
    text = source.head_text.lstrip()
    if _TITLE.match(text):
        return CERTAIN
    if _START.match(text):
        return LIKELY
    is_named = source.name.startswith("[LINE]") and source.name.endswith(".txt")
    return LIKELY if is_named and _DAY.search(text) and _HEAD.search(text) else NO


def read(source: Source, options: ReadOptions) -> History:
    """Read one chat."""
    from closeknit.carriers.line.reader import read_chat

    return read_chat(source, options)


CARRIER = Carrier(
    name="line",
    title="LINE",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On the phone (iPhone, Android): open the chat → menu ☰ at the top right → Other settings (⋯ or the gear)"
            " → Export chat history (傳送聊天記錄), and send the .txt file to yourself, by e-mail or to a drive. One"
            " chat at a time; only what is still on this phone is in it."
        ),
        N_(
            "On the computer (Windows, Mac): open the chat → ⋮ at the top right → Save chat (儲存聊天). The computer"
            " only has what was received since you signed in there; the phone has more."
        ),
        N_(
            "Photos, stickers and files appear as words like [照片]. Replies and reactions are not in the file, and"
            " nothing in LINE writes them out; LINE's own backup cannot be read by other programs."
        ),
    ),
    gives={"txt": ("mentions", "events"), "desktop txt": ("mentions", "events")},
)
