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
from closeknit.sources.entries import line_of, split_entries
from closeknit.sources.stamps import read_alike

MARK: Final = "消息记录（此消息记录为文本格式"
_MARKED: Final = r"(?:\(\d{4,12}\)|<[^<>\s]{1,100}@[^<>\s]{1,100}>)[ \t]{0,4}$"
_HEAD = re.compile(
    rf"^(?=\d{{4}}[-/.])(?:(?<=\n\n)|(?<!\n)|(?=[^\n]*{_MARKED}))"
    rf"(({DAY}) +(?:({HALF}) *)?({TIME})(?: *({HALF}))?)(?: +([^\n]*)|$)"
    r"|^(?:={16,}\n)?消息(?:分组|对象)[:：]([^\n]*)$",
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
    for text, matches, line in split_entries(source, _HEAD):
        reader.piece(text, matches, line)
    return resolve_names(reader.builder.finish())


class _Reader:
    """What is known between two pieces: the conversation, and whether its senders have numbers."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.builder = MessageBuilder("qq", source.path, options, wall=True)
        self.builder.channel(source.name.rpartition(".")[0] or source.name)
        self.is_signed = False

    def piece(self, text: str, matches: list[re.Match[str]], line: int) -> None:
        """Take the entries of one piece, conversation by conversation."""
        start = 0
        for at, match in enumerate(matches):
            if match[1] is None:
                self.entries(text, matches[start:at], match.start(), line)
                start = at + 1
                if "对象" in match[0]:
                    self.builder.channel(match[7].strip() or None)
                    self.is_signed = False
        self.entries(text, matches[start:], len(text), line)

    def entries(self, text: str, matches: list[re.Match[str]], end: int, line: int) -> None:
        """Take entries of one conversation; the last one ends at `end`."""
        senders = [split_sender(match[6] or "") for match in matches]
        self.is_signed = self.is_signed or any(ident and ident not in SYSTEM for _name, ident in senders)
        if self.is_signed and not all(ident for _name, ident in senders):
            # Where senders are numbered, a bare dated line belongs to the message before it.
            keep = [at for at, (name, ident) in enumerate(senders) if ident or name == _NOTICE or not at]
            matches, senders = [matches[at] for at in keep], [senders[at] for at in keep]
        if not matches:
            return
        ends = [match.start() for match in matches[1:]]
        ends.append(end)
        words: list[str | None] = [text[match.end() : stop].strip() for match, stop in zip(matches, ends)]
        if DIRECTION.search(text):
            words = [DIRECTION.sub("", body or "").strip() for body in words]
        times = _instants(matches)
        authors: list[str | None] = [name for name, _ident in senders]
        idents = [ident for _name, ident in senders]
        kinds = ["text"] * len(words)
        events: dict[int, str] = {}
        for at, body in enumerate(words):
            if idents[at] in SYSTEM or authors[at] == _NOTICE:
                kinds[at], events[at], authors[at] = read_notice(body or "")
                idents[at] = None
            elif not body or "[" in body:
                kinds[at], words[at] = kind_and_words(body or "")
        self.doubts(text, matches, line, times, senders)
        columns: dict[str, list[Any]] = {
            "author": authors, "author_id": idents, "kind": kinds, "text": words, "time": times,
            "time_text": [match[1] for match in matches],
        }  # fmt: skip
        self.builder.extend(columns, {"event": events} if events else None)

    def doubts(
        self,
        text: str,
        matches: list[re.Match[str]],
        line: int,
        times: list[int | None],
        senders: list[tuple[str, str | None]],
    ) -> None:
        """Note the rows whose time or sender cannot be read."""
        bad = [("bad-time", at) for at, time in enumerate(times) if time is None]
        bad += [("no-author", at) for at, (name, _ident) in enumerate(senders) if not name]
        for code, at in bad:
            self.builder.issue(line_of(text, matches[at].start(), line), code, matches[at][0])


def _instants(matches: list[re.Match[str]]) -> list[int | None]:
    """Microseconds on the wall clock of each head line; None for a time that does not exist."""
    alike = read_alike([match[1] for match in matches])
    if alike is not None:
        return alike.micros.tolist()  # type: ignore[no-any-return]
    parts = [(midnight(match[2]), time_of_day(match[4], match[3] or match[5])) for match in matches]
    return [None if day is None or clock is None else day + clock for day, clock in parts]
