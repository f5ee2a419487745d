"""Names: of people as the export writes them, and of the chat as the file is called."""

import re
from pathlib import PurePath
from typing import Final

from closeknit.carriers.whatsapp.notices import is_start_of_notice
from closeknit.carriers.whatsapp.stamps import MARKS

_MARKS = re.compile(f"[{MARKS}]+")
_MOST_CACHED: Final = 100_000
_PHONE = re.compile(r"\+?[\d\s().\-‑]{7,24}")

_FILE_NAMES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[与與和跟] ?(.+?) ?的 ?WhatsApp ?(?:聊天|對話|对话)(?:记录|記錄|紀錄)?",
        r"WhatsApp ?(?:聊天|對話|对话)(?:记录|記錄|紀錄)? ?[-–—] ?(.+)",
        r"WhatsApp[ -](?:chat|gesprek|samtal|csevegés)(?: ?[-–]| with| mit| con| med| com| avec| met)? (.+)",
        r"(?:Chat|Conversación) (?:de|en|di) WhatsApp (?:con|com) (.+)",
        r"Chat WhatsApp (?:con|com|dengan) (.+)",
        r"Conversa (?:do|no) WhatsApp com (.+)",
        r"(?:Discussion|Conversation) WhatsApp avec (.+)",
        r"Чат (?:в )?WhatsApp с(?: контактом| группой)? (.+)",
        r"(.+?)(?:さん)?との ?WhatsApp ?(?:トーク|チャット)",
        r"WhatsApp(?:での)?(.+?)(?:さん)?との(?:トーク|チャット)(?:履歴)?",
        r"(.+?) ?님과의? WhatsApp 대화(?: 내용)?",
        r"WhatsApp 대화 ?[-–] ?(.+)",
        r"(.+?) ile WhatsApp Sohbeti",
    )
)
_COPY = re.compile(r" ?[(（]\d{1,2}[)）]$")


class Names(dict[str | None, str | None]):
    """Name as written → the name: without direction marks, and without the `~` that stands before people who
    are not in the exporter's contacts. None where it is no name but the start of a notice.
    """

    def __init__(self) -> None:
        super().__init__({None: None})

    def __missing__(self, written: str | None) -> str | None:
        if len(self) > _MOST_CACHED:
            self.clear()
            self[None] = None
        name = _cleaned(written or "")
        value = None if not name or is_start_of_notice(name) else name
        self[written] = value
        return value


def _cleaned(written: str) -> str:
    name = _MARKS.sub("", written).replace("\u00a0", " ").replace("\u202f", " ").strip()
    return name.removeprefix("~").strip() or name


def phone_digits(name: str) -> str | None:
    """The digits of a name that is a telephone number, as mentions write it; None for any other name."""
    return re.sub(r"\D", "", name) if _PHONE.fullmatch(name) else None


def is_whatsapp_name(name: str) -> bool:
    """Whether a file is called as WhatsApp calls an export."""
    return "whatsapp" in name.lower() or PurePath(name).stem.removesuffix("(1)").strip() == "_chat"


def chat_name(file_name: str) -> str | None:
    """The chat that a file, folder or archive of this name holds; None for `_chat.txt`."""
    name = re.sub(r"\.(?:txt|zip)$", "", file_name, flags=re.IGNORECASE).strip()
    bare = _COPY.sub("", name)
    if bare.lower() == "_chat":
        return None
    spaced = bare.replace("_", " ") if " " not in bare else bare
    for pattern in _FILE_NAMES:
        match = pattern.fullmatch(spaced)
        if match:
            return match[1].strip() or None
    return name or None
