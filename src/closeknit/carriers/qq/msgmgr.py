"""Text files of the message manager 消息管理器 (QQ for Windows before 9.7.25, and TIM).

    消息记录（此消息记录为文本格式，不支持重新导入）
    ================================================================
    消息分组:我的群聊
    ================================================================
    消息对象:開源社區志願者群
    ================================================================

    2019-09-23 20:43:38 【管理员】骰娘(87200175)
    大家好

"Export all" repeats the block for every conversation. A head line carries a number or an address in groups,
and only a name in private chats; such a bare one counts where an empty line stands before it, so that a
pasted line which begins with a date stays in its message. The times are wall times of the exporting computer.
"""

import re
from typing import Any, Final

from closeknit.carriers.qq.clock import DAY, HALF, TIME, midnight, time_of_day
from closeknit.carriers.qq.notices import read_notice
from closeknit.carriers.qq.senders import SYSTEM, split_sender
from closeknit.carriers.qq.tokens import DIRECTION, kind_and_words
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import Entries, cut_entries
from closeknit.sources.stamps import read_alike

MARK: Final = "消息记录（此消息记录为文本格式"
_MARKED: Final = r"(?:\(\d{4,12}\)|<[^<>\s]{1,100}@[^<>\s]{1,100}>)[ \t]{0,4}$"
_HEAD = re.compile(
    rf"^(?=\d{{4}}[-/.])(?:(?<=\n\n)|(?<!\n)|(?=[^\n]*{_MARKED}))"
    rf"((({DAY}) +(?:({HALF}) *)?({TIME})(?: *({HALF}))?)(?: +([^\n]*)|$))"
    r"|^(?:={16,}\n)?消息(分组|对象)[:：]([^\n]*)$",
    re.MULTILINE,
)
_SIGNED = re.compile(rf"^{DAY} +(?:(?:{HALF}) *)?{TIME}(?: *(?:{HALF}))? +\S[^\n]*{_MARKED}", re.MULTILINE)
_DATED = re.compile(rf"^{DAY} +(?:(?:{HALF}) *)?{TIME}", re.MULTILINE)
_NOTICE: Final = "系统消息"


def is_bare(head: str) -> bool:
    """Whether a text without the tool's first line is of this kind: most of its dated lines are signed."""
    signed = len(_SIGNED.findall(head))
    return signed >= 2 and signed * 2 > len(_DATED.findall(head))


def read(source: Source, options: ReadOptions) -> History:
    """Read a text file, with all conversations that are in it."""
    reader = _Reader(source, options)
    for entries in cut_entries(source, _HEAD):
        reader.piece(entries)
    return resolve_names(reader.builder.finish())


class _Reader:
    """What is known between two pieces: the conversation, and whether its senders have numbers."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.builder = MessageBuilder("qq", source.path, options, wall=True)
        self.builder.channel(source.name.rpartition(".")[0] or source.name)
        self.is_signed = False

    def piece(self, entries: Entries) -> None:
        """Take the entries of one piece, conversation by conversation."""
        start = 0
        named, chats = entries.groups[-2:]
        for place, what in enumerate(named):
            if what is not None:
                self.entries(entries, start, place)
                start = place + 1
                if what == "对象":
                    self.builder.channel(chats[place].strip() or None)
                    self.is_signed = False
        self.entries(entries, start, len(named))

    def entries(self, entries: Entries, start: int, end: int) -> None:
        """Take entries of one conversation."""
        heads, stamps, days, early, clocks, late, written = (group[start:end] for group in entries.groups[:7])
        bodies = entries.bodies[start:end]
        senders = [split_sender(sender or "") for sender in written]
        places = list(range(start, end))
        self.is_signed = self.is_signed or any(ident and ident not in SYSTEM for _name, ident in senders)
        if self.is_signed and not all(ident for _name, ident in senders):
            # Where senders are numbered, a bare dated line belongs to the message before it.
            keep = [at for at, (name, ident) in enumerate(senders) if ident or name == _NOTICE or not at]
            bodies = ["".join([bodies[at], *(heads[i] + bodies[i] for i in range(at + 1, after))])
                      for at, after in zip(keep, [*keep[1:], end - start])]  # fmt: skip
            heads, stamps, days, early, clocks, late = (
                [column[at] for at in keep] for column in (heads, stamps, days, early, clocks, late)
            )
            senders, places = [senders[at] for at in keep], [places[at] for at in keep]
        if not bodies:
            return
        words: list[str | None] = [body.strip() for body in bodies]
        if DIRECTION.search(entries.text):
            words = [DIRECTION.sub("", body or "").strip() for body in words]
        alike = read_alike(stamps)
        times = alike.micros.tolist() if alike else list(map(_on_the_wall, days, early, clocks, late))
        authors: list[str | None] = [name for name, _ident in senders]
        idents = [ident for _name, ident in senders]
        sparse: dict[str, dict[int, Any]] = {"kind": {}, "event": {}}
        for at, body in enumerate(words):
            if idents[at] in SYSTEM or authors[at] == _NOTICE:
                sparse["kind"][at], sparse["event"][at], authors[at] = read_notice(body or "")
                idents[at] = None
            elif not body or "[" in body:
                sparse["kind"][at], words[at] = kind_and_words(body or "")
        bad = [("bad-time", at) for at, time in enumerate(times) if time is None]
        bad += [("no-author", at) for at, (name, _ident) in enumerate(senders) if not name]
        for code, at in bad:
            self.builder.issue(entries.lines[places[at]], code, heads[at])
        columns = {"time": times, "time_text": stamps, "author": authors, "author_id": idents, "text": words}
        self.builder.extend(columns, sparse)


def _on_the_wall(day: str, early: str | None, time: str, late: str | None) -> int | None:
    """Microseconds on the wall clock of a head line; None for a time that does not exist."""
    begun, past = midnight(day), time_of_day(time, early or late)
    return None if begun is None or past is None else begun + past
