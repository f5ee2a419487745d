"""qq-chat-exporter (shuakami, version 5 and 4): one JSON file, or a folder of a manifest and JSON Lines.

    {"metadata": {"name": "QQChatExporter V5 / …"}, "chatInfo": {"name": …}, "messages": [{"id", "timestamp",
     "sender": {"uid", "uin", "name"}, "content": {"text", "elements": [{"type", "data"}]}, "recalled", …}]}

Times are instants. A sender's id is the QQ number where the file has it, so that the same person keeps one face
across this and QQ's own exports; mentions name internal uids and are turned into numbers when all is read.
"""

import re
from datetime import datetime
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.qq.cards import kind_of_card
from closeknit.carriers.qq.notices import read_notice
from closeknit.carriers.qq.shapes import ChatInfo, Content, Data, Element, Manifest, Message
from closeknit.carriers.qq.tokens import DIRECTION, kind_and_words
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros, micros
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines

MARK: Final = "QQChatExporter"

_ELEMENTS: Final = {
    "forward": "merged_forward", "wallet": "redpacket", "live_gift": "redpacket", "file": "file", "video": "video",
    "audio": "voice", "image": "image", "market_face": "sticker", "giphy": "sticker", "face_bubble": "sticker",
    "location": "location", "av_record": "call", "task_top_msg": "announcement", "calendar": "other",
    "tofu_record": "other", "yolo_game_result": "other", "recommended_msg": "other", "action_bar": "other",
    "inline_keyboard": "other",
}  # fmt: skip
_TYPES: Final = {
    "file": "file", "video": "video", "audio": "voice", "forward": "merged_forward", "json": "link",
    "type_3": "file", "type_6": "voice", "type_7": "video", "type_8": "merged_forward", "type_10": "redpacket",
    "type_17": "sticker",
}  # fmt: skip
_RESOURCES: Final = {"image": "image", "video": "video", "audio": "voice", "voice": "voice", "file": "file"}
_SYSTEM_TYPES: Final = frozenset({"system", "type_5"})
_QUOTE = re.compile(r"\A\[回复[^\]\n]{0,300}\]\s*")
_COLUMNS: Final = ("id", "author", "author_id", "kind", "text", "time")


def read_file(source: Source, options: ReadOptions) -> History:
    """Read a single JSON file. Raises UnreadableSource for a manifest alone, or where there is no chat in it."""
    if '"chunked-jsonl"' in source.head_text:
        raise UnreadableSource(
            _("{path} is only the list of the parts of an export.").format(path=source.path),
            _("Give the folder that holds it, with its folder of chunks."),
        )
    reader = _Reader(source, options)
    for array in json_arrays(source, "messages", Message, on_bad=reader.bad, salvage=options.salvage):
        reader.chat(_converted(array.outer.get("chatInfo")))
        for messages in array:
            reader.take(messages)
        return reader.finish()
    raise UnreadableSource(
        _("{path} holds no messages.").format(path=source.path), _("Export the chat again and check its size.")
    )


def read_folder(source: Source, options: ReadOptions) -> History:
    """Read a chunked export: the manifest names the chat and the order of the chunks."""
    listed = source.child("manifest.json")
    try:
        manifest = msgspec.json.decode(listed.read_bytes() if listed else b"{}", type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        manifest = Manifest()
    reader = _Reader(source, options)
    reader.chat(manifest.chat_info)
    folder = source.child(manifest.chunked.chunks_dir)
    there = {child.name: child for child in folder.children} if folder else {}
    names = [(c.file_name or c.relative_path or "").rpartition("/")[2] for c in manifest.chunked.chunks]
    for name in names or there:
        if name not in there:
            reader.builder.issue(0, "missing-part", name)
            continue
        reader.read_lines(there[name])
    return reader.finish()


def read_chunk(source: Source, options: ReadOptions) -> History:
    """Read one chunk alone: its chat has no name but the file's."""
    reader = _Reader(source, options)
    reader.read_lines(source)
    return reader.finish()


def _converted(info: Any) -> ChatInfo:
    try:
        return msgspec.convert(info or {}, ChatInfo)
    except msgspec.ValidationError:
        return ChatInfo()


class _Reader:
    """The rows of one chunk of messages, and the numbers of all senders seen so far."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.builder = MessageBuilder("qq", source.path, options, wall=False)
        self.builder.channel(source.name.rpartition(".")[0] or source.name)
        self.numbers: dict[str, str] = {}
        self.rows: dict[str, list[Any]] = {}
        self.sparse: dict[str, dict[int, Any]] = {}

    def chat(self, info: ChatInfo) -> None:
        """Name the chat."""
        name = info.name or self.source.name.rpartition(".")[0] or self.source.name
        self.builder.channel(name, _word(info.group_code) or _word(info.peer_uin))

    def bad(self, line: int, detail: str) -> None:
        """Note an item that cannot be used; the ordinal 0 says that the file breaks off."""
        self.builder.issue(line, "bad-row" if line else "cut-off", detail, lost=bool(line))

    def read_lines(self, part: Source) -> None:
        """Take a file of JSON Lines."""
        path, self.builder.path = self.builder.path, part.path
        for messages in json_lines(part, Message, on_bad=self.bad):
            self.take(messages)
        self.builder.path = path

    def take(self, messages: list[Message]) -> None:
        """Take a chunk of messages."""
        self.rows = {name: [] for name in _COLUMNS}
        self.sparse = {}
        for message in messages:
            self.row(message)
        self.builder.extend(self.rows, self.sparse)

    def mark(self, name: str, value: Any) -> None:
        """Fill a column that few rows fill, in the row that is being made."""
        self.sparse.setdefault(name, {})[len(self.rows["kind"])] = value

    def row(self, message: Message) -> None:
        """Take one message."""
        content = message.content or Content()
        author, ident = self.sender(message)
        written = message.type or f"type_{message.message_type}"
        if message.system or message.is_system_message or written in _SYSTEM_TYPES:
            text: str | None = _clean(content.text or "")
            kind, event, author = read_notice(text or "")
            self.mark("event", event)
            ident = None
        else:
            kind, text = self.content(content, written)
            if message.recalled or message.is_recalled:
                self.mark("is_deleted", True)
        rows = self.rows
        rows["time"].append(self.instant(message))
        rows["id"].append(_word(message.id) or _word(message.message_id))
        rows["author"].append(author)
        rows["author_id"].append(ident)
        rows["kind"].append(kind)
        rows["text"].append(text or None)

    def sender(self, message: Message) -> tuple[str | None, str | None]:
        """(name, id) of the sender, remembering which number a uid has."""
        sender, raw = message.sender, message.raw_message
        uid = _word(sender.uid) if sender else None
        uin = _word(sender.uin) if sender else None
        name = sender.name if sender else None
        if raw:
            uid, uin = uid or _word(raw.sender_uid), uin or _word(raw.sender_uin)
            name = raw.send_member_name or raw.send_nick_name or name
        if uid and uin:
            self.numbers[uid] = uin
        return name or uin or uid, uin or uid

    def instant(self, message: Message) -> int | None:
        """Microseconds of the instant; an issue and None where no time can be read."""
        raw = message.raw_message
        for value in (message.timestamp, message.time, raw and raw.msg_time):
            found = _instant(value)
            if found is not None:
                return found
        self.builder.issue(self.builder.rows + len(self.rows["kind"]) + 1, "bad-time", str(message.timestamp))
        return None

    def content(self, content: Content, written: str) -> tuple[str, str | None]:
        """(kind, own words) of a message, marking what else it carries."""
        if content.reply:
            self.reply(content.reply)
        elif written in {"reply", "type_9"}:
            self.mark("is_reply", True)
        mentions = [m for m in content.mentions or () if m.type != "all"]
        if mentions and (named := [w for m in mentions if (w := _person(m.uin) or _person(m.uid))]):
            self.mark("mentions", named)
        if content.elements is None:
            kind, text = kind_and_words(_QUOTE.sub("", _clean(content.text or "")))
            resource = next((r.type for r in content.resources or () if r.type in _RESOURCES), None)
            kind = _RESOURCES.get(resource or "") or _TYPES.get(written) or kind
            if kind == "merged_forward":
                self.mark("is_forwarded", True)
            return kind, text
        if len(content.elements) == 1 and content.elements[0].type == "text":  # most rows, by far
            data = content.elements[0].data
            text = _clean(data.text or "") if data else ""
            return ("text", text) if text else ("other", None)
        return self.elements(content.elements, written)

    def elements(self, elements: list[Element], written: str) -> tuple[str, str | None]:
        """(kind, own words) of a message of several parts."""
        kind = ""
        words: list[str] = []
        for element in elements:
            data = element.data or Data()
            match element.type:
                case "text":
                    words.append(data.text or "")
                case "at":
                    words.append(f"@{data.name or _word(data.uin) or ''}")
                case "face":
                    words.append(f"[{(data.name or '表情').strip('/')}]")
                case "markdown":
                    words.append(data.content if isinstance(data.content, str) else "")
                case "reply":
                    self.reply(data)
                case "json":
                    kind = kind or kind_of_card(data.content)
                case other if other in _ELEMENTS:
                    is_sticker = other == "image" and data.sub_type == "sticker"
                    kind = kind or ("sticker" if is_sticker else _ELEMENTS[other])
                    if other == "forward":
                        self.forward(data)
                case _:
                    pass
        text = _clean("".join(words)) or None
        return kind or _TYPES.get(written) or ("text" if text else "other"), text

    def reply(self, data: Data) -> None:
        """Mark what the row answers."""
        self.mark("is_reply", True)
        self.mark("reply_to", _person(data.referenced_message_id) or _person(data.message_id))
        if isinstance(data.content, str) and data.content:
            self.mark("quoted", data.content)
        self.mark("quoted_author", _person(data.sender_uin) or data.sender_name)
        self.mark("quoted_at", _instant(data.timestamp))

    def forward(self, data: Data) -> None:
        """Mark a merged forward and the lines in it."""
        self.mark("is_forwarded", True)
        count = len(data.messages or ()) or data.message_count
        if isinstance(count, int) and 0 < count < 1 << 31:
            self.mark("inner", count)

    def finish(self) -> History:
        """The history, with the uids in its mentions turned into numbers where these are known."""
        history = self.builder.finish()
        column = history.messages["mentions"].combine_chunks()
        if not self.numbers or not len(column) or column.null_count == len(column):
            return history
        uids, numbers = pa.array(self.numbers.keys()), pa.array(self.numbers.values())
        known = numbers.take(pc.index_in(column.values, uids))
        named = pa.ListArray.from_arrays(column.offsets, pc.coalesce(known, column.values), mask=column.is_null())
        at = history.messages.schema.get_field_index("mentions")
        field = history.messages.schema.field(at)
        return History(history.messages.set_column(at, field, named), history.issues, history.paths)


def _word(value: Any) -> str | None:
    """An id as text; None where there is none."""
    return str(value) if isinstance(value, str | int) and value not in {"", "0", 0} else None


def _person(value: Any) -> str | None:
    """An id as text; None for the words that the exporter writes where it knows none."""
    word = _word(value)
    return None if word in {"unknown", "all", "未知"} else word


def _instant(value: Any) -> int | None:
    """Microseconds of an epoch in any unit or of an ISO time with a zone; None for anything else."""
    try:
        if isinstance(value, str) and not value.isdigit():
            when = datetime.fromisoformat(value)
            return micros(when) if when.tzinfo else None
        return epoch_micros(int(value)) if value else None
    except (ValueError, TypeError, OverflowError):
        return None


def _clean(text: str) -> str:
    return (text if text.isascii() else DIRECTION.sub("", text)).replace("\r\n", "\n").strip()
