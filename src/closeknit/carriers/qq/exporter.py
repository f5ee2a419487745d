"""qq-chat-exporter (shuakami, version 5 and 4): one JSON file, or a folder of a manifest and JSON Lines.

    {"metadata": {"name": "QQChatExporter V5 / …"}, "chatInfo": {"name": …}, "messages": [{"id", "timestamp",
     "sender": {"uid", "uin", "name"}, "content": {"text", "elements": [{"type", "data"}]}, "recalled", …}]}

Times are instants. A sender's id is the QQ number where the file has it, so that the same person keeps one face
across this and QQ's own exports; mentions name internal uids and are turned into numbers when all is read.
"""

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.qq.cards import kind_of_card
from closeknit.carriers.qq.notices import read_notice
from closeknit.carriers.qq.shapes import ChatInfo, Content, Data, Element, Manifest, Message, Sender
from closeknit.carriers.qq.tokens import kind_and_words
from closeknit.carriers.qq.values import clean, id_text, instant_of, person_id
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.inner import lines_of
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays, json_lines
from closeknit.sources.stamps import read_epochs

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
_REPLIES: Final = frozenset({"reply", "type_9"})
_NOTHING: Final = Content()
_NOBODY: Final = Sender()
_SYSTEM_TYPES: Final = frozenset({"system", "type_5"})
_QUOTE = re.compile(r"\A\[回复[^\]\n]{0,300}\]\s*")
_COLUMNS: Final = ("time", "id", "author", "author_id", "text")


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
        manifest = msgspec.json.decode(listed.read_text() if listed else "{}", type=Manifest)
    except (msgspec.DecodeError, UnicodeEncodeError, UnreadableSource):
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


def _words_of(message: Message) -> str | None:
    """The words of a message that is one piece of text and nothing else for certain."""
    content, written = message.content, message.type
    if content is None or not written or written in _REPLIES or written in _SYSTEM_TYPES or content.mentions:
        return None
    if message.system or message.is_system_message or message.recalled or message.is_recalled or content.reply:
        return None
    elements = content.elements
    return _said(elements[0]) if elements and len(elements) == 1 and elements[0].type == "text" else None


def _said(element: Element) -> str | None:
    """The words of a piece of text."""
    data = element.data
    return clean(data.text) if data is not None and data.text else None


class _Reader:
    """The rows of one chunk of messages, and the numbers of all senders seen so far."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.builder = MessageBuilder("qq", source.path, options, wall=False)
        self.builder.channel(source.name.rpartition(".")[0] or source.name)
        self.numbers: dict[str, str] = {}
        self.senders: dict[tuple[object, ...], tuple[str | None, str | None]] = {}
        self.rows: list[tuple[Any, ...]] = []
        self.sparse: dict[str, dict[int, Any]] = {}

    def chat(self, info: ChatInfo) -> None:
        """Name the chat."""
        name = info.name or self.source.name.rpartition(".")[0] or self.source.name
        self.builder.channel(name, id_text(info.group_code) or id_text(info.peer_uin))

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
        self.rows, self.sparse = [], {}
        exact = read_epochs([message.timestamp for message in messages])
        for message, time in zip(messages, repeat(None) if exact is None else exact.tolist()):
            words = None if time is None else _words_of(message)
            if words:  # and nothing else, as in most rows, by far
                ident = id_text(message.id) or id_text(message.message_id)
                self.rows.append((time, ident, *self.sender(message), words))
            else:
                self.row(message)
        if self.rows:
            self.builder.extend(dict(zip(_COLUMNS, map(list, zip(*self.rows, strict=True)))), self.sparse)

    def mark(self, name: str, value: Any) -> None:
        """Fill a column that few rows fill, in the row that is being made."""
        self.sparse.setdefault(name, {})[len(self.rows)] = value

    def row(self, message: Message) -> None:
        """Take one message."""
        content = message.content or _NOTHING
        author, ident = self.sender(message)
        written = message.type or f"type_{message.message_type}"
        if message.system or message.is_system_message or written in _SYSTEM_TYPES:
            text: str | None = clean(content.text or "")
            kind, event, author = read_notice(text or "")
            self.mark("event", event)
            ident = None
        else:
            kind, text = self.content(content, written)
            if message.recalled or message.is_recalled:
                self.mark("is_deleted", True)
        if kind != "text":
            self.mark("kind", kind)
        number = id_text(message.id) or id_text(message.message_id)
        self.rows.append((self.instant(message), number, author, ident, text or None))

    def sender(self, message: Message) -> tuple[str | None, str | None]:
        """(name, id) of the sender, remembering which number a uid has."""
        sender, raw = message.sender or _NOBODY, message.raw_message
        card = (raw.send_member_name or raw.send_nick_name) if raw else None
        key = (sender.uid, sender.uin, sender.name, card)
        known = self.senders.get(key)
        if known is None:
            uid = id_text(sender.uid) or (id_text(raw.sender_uid) if raw else None)
            uin = id_text(sender.uin) or (id_text(raw.sender_uin) if raw else None)
            if uid and uin:
                self.numbers[uid] = uin
            known = self.senders[key] = (card or sender.name or uin or uid, uin or uid)
        return known

    def instant(self, message: Message) -> int | None:
        """Microseconds of the instant; an issue and None where no time can be read."""
        raw = message.raw_message
        for value in (message.timestamp, message.time, raw and raw.msg_time):
            found = instant_of(value)
            if found is not None:
                return found
        self.builder.issue(self.builder.rows + len(self.rows) + 1, "bad-time", str(message.timestamp))
        return None

    def content(self, content: Content, written: str) -> tuple[str, str | None]:
        """(kind, own words) of a message, marking what else it carries."""
        elements = content.elements
        if content.mentions:
            named = [w for m in content.mentions if m.type != "all" and (w := person_id(m.uin) or person_id(m.uid))]
            self.mark("mentions", named or None)
        if content.reply:
            self.reply(content.reply)
        elif written in _REPLIES:
            self.mark("is_reply", True)
        if elements is None:
            return self.words_alone(content, written)
        if len(elements) == 1 and elements[0].type == "text":
            words = _said(elements[0])
            return ("text", words) if words else ("other", None)
        return self.elements(elements, written)

    def words_alone(self, content: Content, written: str) -> tuple[str, str | None]:
        """(kind, own words) where the file only has the text, tokens in it, and a list of files."""
        kind, text = kind_and_words(_QUOTE.sub("", clean(content.text or "")))
        resource = next((r.type for r in content.resources or () if r.type in _RESOURCES), None)
        kind = _RESOURCES.get(resource or "") or _TYPES.get(written) or kind
        if kind == "merged_forward":
            self.mark("is_forwarded", True)
        return kind, text

    def elements(self, elements: Sequence[Element], written: str) -> tuple[str, str | None]:
        """(kind, own words) of a message of several parts."""
        kind = ""
        words: list[str] = []
        for element in elements:
            data = element.data or Data()
            match element.type:
                case "text":
                    words.append(data.text or "")
                case "at":
                    words.append(f"@{data.name or id_text(data.uin) or ''}")
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
        text = clean("".join(words)) or None
        return kind or _TYPES.get(written) or ("text" if text else "other"), text

    def reply(self, data: Data) -> None:
        """Mark what the row answers."""
        self.mark("is_reply", True)
        self.mark("reply_to", person_id(data.referenced_message_id) or person_id(data.message_id))
        if isinstance(data.content, str) and data.content:
            self.mark("quoted", data.content)
        self.mark("quoted_author", person_id(data.sender_uin) or data.sender_name)
        self.mark("quoted_at", instant_of(data.timestamp))

    def forward(self, data: Data) -> None:
        """Mark a merged forward and the lines in it."""
        self.mark("is_forwarded", True)
        count = len(data.messages or ()) or data.message_count
        if isinstance(count, int) and 0 < count < 1 << 31:
            self.mark("inner", count)
        self.mark("lines", lines_of([msgspec.json.decode(one) for one in data.messages or ()]) or None)

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
        return history.with_messages(history.messages.set_column(at, field, named))
