"""Text files of qq-chat-exporter, version 5 and 4.

    [群主] 张三(组长):
    时间: 2024-01-05 15:04:05
    内容: 收到，我带投影仪
    资源: 1 个文件
      - image: a.png
    提及: 李四
    回复: 01-05 15:04 李四 - 大家好

Neither ids nor numbers are in it, and the times are wall times of the exporting computer.
"""

import re
from functools import lru_cache
from typing import Any, Final

from closeknit.carriers.qq.clock import DAY, TIME, midnight, time_of_day
from closeknit.carriers.qq.notices import read_notice
from closeknit.carriers.qq.tokens import DIRECTION, kind_and_words, lines_inside
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import Entries, cut_entries

MARK: Final = "[QQChatExporter"
_HEAD = re.compile(
    rf"^([^\n]*+)(?<=:)\n时间: ({DAY}) ({TIME})$(?:\n类型: [^\n]*)?(?:\n内容: )?"
    r"|^={16,}\n +导出完成\n={16,}$",
    re.MULTILINE,
)
_CHAT = re.compile(r"^聊天名称: ([^\n]*)$", re.MULTILINE)
_TITLE = re.compile(r"\[[^\[\]\n]{1,20}\] (?=.)")
_BESIDE = re.compile(r"^(?:资源: \d{1,6} 个文件$|提及: |回复: )", re.MULTILINE)
_RESOURCE = re.compile(r"^  - (image|video|audio|file): ", re.MULTILINE)
_MENTIONS = re.compile(r"^提及: ([^\n]*)$", re.MULTILINE)
_REPLY = re.compile(r"^回复: (?:\d\d-\d\d \d\d:\d\d )?([^\n]{1,100}?) - ", re.MULTILINE)
_RESOURCES: Final = {"image": "image", "video": "video", "audio": "voice", "file": "file"}
_EVERYBODY: Final = frozenset({"全体成员", "all"})
_COLUMNS: Final = ("author", "kind", "text", "time", "time_text")


def read(source: Source, options: ReadOptions) -> History:
    """Read a text file; its head and foot, with their totals, count nowhere."""
    reader = _Reader(source, options)
    first = True
    for entries in cut_entries(source, _HEAD):
        if first and (chat := _CHAT.search(entries.before)):
            reader.builder.channel(chat[1].strip() or None)
        first = False
        reader.piece(entries)
    return resolve_names(reader.builder.finish())


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.builder = MessageBuilder("qq", source.path, options, wall=True)
        self.builder.channel(source.name.rpartition(".")[0] or source.name)
        self.columns: dict[str, list[Any]] = {}
        self.sparse: dict[str, dict[int, Any]] = {}

    def piece(self, entries: Entries) -> None:
        """Take the entries of one piece."""
        self.columns = {name: [] for name in _COLUMNS}
        self.sparse = {}
        is_marked = DIRECTION.search(entries.text) is not None
        for row, (name, day, time, body) in enumerate(zip(*entries.groups, map(str.strip, entries.bodies))):
            if day is None:  # the foot
                continue
            at, clock = midnight(day), time_of_day(time, None)
            if at is None or clock is None:
                self.builder.issue(entries.lines[row] + 1, "bad-time", f"{day} {time}")
            self.row(_name(name), DIRECTION.sub("", body).strip() if is_marked else body)
            self.columns["time"].append(None if at is None or clock is None else at + clock)
            self.columns["time_text"].append(f"{day} {time}")
        self.builder.extend(self.columns, self.sparse)

    def mark(self, name: str, value: Any) -> None:
        """Fill a column that few rows fill, in the row that is being made."""
        self.sparse.setdefault(name, {})[len(self.columns["kind"])] = value

    def row(self, name: str | None, body: str) -> None:
        """Note who sent what."""
        beside = _BESIDE.search(body) if "\n" in body else None
        content = (body[: beside.start()] if beside else body).strip()
        if name == "系统消息" or content == "[系统消息]":
            kind, event, name = read_notice(content)
            words: str | None = content or None
            self.mark("event", event)
        else:
            kind, words = kind_and_words(content)
            if beside:
                kind = self.beside(body[beside.start() :]) or kind
            if kind == "merged_forward":
                self.mark("is_forwarded", True)
                self.mark("inner", lines_inside(content))
        self.columns["author"].append(name or None)
        self.columns["kind"].append(kind)
        self.columns["text"].append(words)

    def beside(self, lines: str) -> str | None:
        """Mark what stands below the words; the kind of the first file, if any."""
        if mentions := _MENTIONS.search(lines):
            named = [name for name in mentions[1].split(", ") if name and name not in _EVERYBODY]
            self.mark("mentions", named or None)
        if reply := _REPLY.search(lines):
            self.mark("is_reply", True)
            self.mark("quoted_author", reply[1])
            self.mark("quoted", lines[reply.end() :].strip() or None)
        resource = _RESOURCE.search(lines)
        return _RESOURCES[resource[1]] if resource else None


@lru_cache(1 << 14)
def _name(written: str) -> str:
    """The sender's name without its colon and without one title in brackets."""
    name = written.removesuffix(":").strip()
    title = _TITLE.match(name)
    return name[title.end() :] if title else name
