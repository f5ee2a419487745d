"""QQ 腾讯QQ: the message manager's text files and web archives, qq-chat-exporter, and OneBot event logs.

The message manager 消息管理器 belongs to QQ for Windows before 9.7.25 and to TIM; its successor (QQ NT) writes no
readable file. https://github.com/shuakami/qq-chat-exporter is read as of version 5 (August 2026) with what version
4 wrote before, OneBot as in version 11 of https://github.com/botuniverse/onebot-11.
"""

import re

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, Carrier
from closeknit.carriers.qq import exporter, exporter_txt, mht, msgmgr, onebot
from closeknit.language import N_
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_EVENT = re.compile(r'"post_type"\s*:\s*"(?:message|message_sent|notice|request|meta_event)"')
_CHUNK_KEYS = ('"sender"', '"timestamp"', '"seq"', '"elements"', '"recalled"')
_FIRST = 400
"""Characters within which a tool names itself."""


def sniff(source: Source) -> int:
    """By the tools' own names; a text without its first line by signed head lines."""
    return _found(source)[0]


def read(source: Source, options: ReadOptions) -> History:
    """Read any of the kinds; a text where nothing is recognised is taken for the message manager's."""
    flavour = _found(source)[1]
    readers = {
        "mht": mht.read,
        "exporter-json": exporter.read_file,
        "exporter-folder": exporter.read_folder,
        "exporter-chunk": exporter.read_chunk,
        "exporter-txt": exporter_txt.read,
        "onebot": onebot.read,
    }
    return readers.get(flavour, msgmgr.read)(source, options)


def _found(source: Source) -> tuple[int, str]:
    """(how sure, which kind)."""
    if source.is_folder:
        manifest = source.child("manifest.json")
        is_ours = manifest is not None and exporter.MARK in manifest.head_text and '"chunked"' in manifest.head_text
        return (CERTAIN, "exporter-folder") if is_ours else (NO, "")
    if mht.MARK in source.head[:_FIRST]:
        return CERTAIN, "mht"
    text = source.head_text
    start = text[:_FIRST].lstrip()
    if start.startswith("{"):
        return _json(text)
    if start.startswith(msgmgr.MARK):
        return CERTAIN, "txt"
    if exporter_txt.MARK in start:
        return CERTAIN, "exporter-txt"
    return (LIKELY, "txt") if msgmgr.is_bare(text) else (NO, "")


def _json(text: str) -> tuple[int, str]:
    line = text.lstrip().partition("\n")[0]
    if exporter.MARK in text[:4000] and '"chatInfo"' in text:
        return CERTAIN, "exporter-json"
    if _EVENT.search(line):
        return CERTAIN, "onebot"
    if all(key in line for key in _CHUNK_KEYS):
        return LIKELY, "exporter-chunk"
    return NO, ""


CARRIER = Carrier(
    name="qq",
    title="QQ 腾讯QQ",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "On the phone QQ cannot write a chat to a file; its backup only moves chats to another QQ. With only a"
            " phone: long-press a message, choose Multi-select, copy the messages, and paste them into"
            " `closeknit examine -`; or ask a member with a Windows computer for the next way."
        ),
        N_(
            "Windows, with TIM or a QQ older than 9.7.25: menu ☰ → Message manager, right-click the group → Export"
            " messages, and choose *.txt (or *.mht, which keeps the places of pictures). Only what is on this"
            " computer is in it: open the group and load its history first. The new QQ for Windows, Mac and Linux"
            " has no export at all."
        ),
        N_(
            "Ask in the group whether somebody already holds a file that qq-chat-exporter wrote, and give the JSON"
            " or text file, or the whole folder where it made several. We do not advise running such a program with"
            " your own account: Tencent bans accounts for it."
        ),
        N_(
            "Where the group already has a robot (OneBot: NapCat, go-cqhttp), its event log in JSON Lines is read as"
            " it is; it begins on the day when the robot came."
        ),
    ),
    gives={
        "msgmgr txt": ("author-ids", "mentions", "events"),
        "msgmgr mht": ("author-ids", "mentions", "forwards", "inner"),
        "qq-chat-exporter JSON": (
            "ids",
            "author-ids",
            "zone",
            "replies",
            "mentions",
            "deletions",
            "forwards",
            "events",
            "inner",
        ),
        "qq-chat-exporter txt": ("replies", "mentions", "forwards", "events"),
        "OneBot 11": ("ids", "author-ids", "zone", "replies", "mentions", "deletions", "forwards", "events", "inner"),
    },
)
