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

MARK: Final = "消息记录（此消息记录为文本格式"
_MARKED: Final = r"(?:\(\d{4,12}\)|<[^<>\s]{1,100}@[^<>\s]{1,100}>)[ \t]{0,4}$"
_HEAD = re.compile(
    rf"^(?=\d{{4}}[-/.])(?:(?<=\n\n)|(?<!\n)|(?=[^\n]*{_MARKED}))"
    rf"({DAY}) +(?:({HALF}) *)?({TIME})(?: *({HALF}))?(?: +([^\n]*)|$)"
    r"|^(?:={16,}\n)?消息(?:分组|对象)[:：]([^\n]*)$",
    re.MULTILINE,
)
_SIGNED = re.compile(rf"^{DAY} +(?:(?:{HALF}) *)?{TIME}(?: *(?:{HALF}))? +\S[^\n]*{_MARKED}", re.MULTILINE)
_DATED = re.compile(rf"^{DAY} +(?:(?:{HALF}) *)?{TIME}", re.MULTILINE)
_COLUMNS: Final = ("author", "author_id", "kind", "text", "time", "time_text")


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
        self.signed = False
        self.columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        self.events: dict[int, str] = {}

    def piece(self, text: str, matches: list[re.Match[str]], line: int) -> None:
        """Take the entries of one piece."""
        ends = [match.start() for match in matches[1:]]
        ends.append(len(text))
        is_marked = DIRECTION.search(text) is not None
        for match, end in zip(matches, ends):
            day, before, time, after, sender, chat = match.groups()
            body = text[match.end() : end].strip()
            if is_marked:
                body = DIRECTION.sub("", body).strip()
            if day is None:
                self.conversation(match[0], chat)
                continue
            name, ident = split_sender(sender or "")
            if ident is None and self.signed and self.columns["text"]:
                self.continued(text[match.start() : end])
                continue
            self.row(name, ident, body)
            if not name:
                self.builder.issue(line_of(text, match.start(), line), "no-author", match[0])
            at, clock = midnight(day), time_of_day(time, before or after)
            written = text[match.start() : match.start(5) if sender else match.end()].strip()
            self.columns["time_text"].append(written)
            if at is None or clock is None:
                self.columns["time"].append(None)
                self.builder.issue(line_of(text, match.start(), line), "bad-time", written)
            else:
                self.columns["time"].append(at + clock)
        self.flush()

    def conversation(self, line: str, name: str) -> None:
        """A line of the block in front of a conversation: its folder, which is of no use, or its name."""
        if "对象" in line:
            self.flush()
            self.builder.channel(name.strip() or None)
            self.signed = False

    def row(self, name: str, ident: str | None, body: str) -> None:
        """Note who wrote what."""
        columns = self.columns
        if ident in SYSTEM or name == "系统消息":
            kind, event, subject = read_notice(body)
            self.events[len(columns["text"])] = event
            name, ident, words = subject or "", None, body or None
        else:
            kind, words = kind_and_words(body)
            self.signed = self.signed or ident is not None
        columns["author"].append(name or None)
        columns["author_id"].append(ident)
        columns["kind"].append(kind)
        columns["text"].append(words)

    def continued(self, lines: str) -> None:
        """A bare dated line in a conversation whose senders are all numbered: it belongs to the message before."""
        texts = self.columns["text"]
        texts[-1] = f"{texts[-1] or ''}\n\n{lines.strip()}".strip()
        if self.columns["kind"][-1] == "other":
            self.columns["kind"][-1] = "text"

    def flush(self) -> None:
        """Give the rows in hand to the builder."""
        if not self.columns["text"]:
            return
        sparse = {"event": self.events} if self.events else None
        self.builder.extend(self.columns, sparse)
        self.columns = {name: [] for name in _COLUMNS}
        self.events = {}
