"""What all flavours do with a row once they know what it is: words, quotes, notices, the owner's name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.wechat import kinds, notices, quote
from closeknit.carriers.wechat.clock import Stamp, to_instant
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.message import EVENTS, MESSAGE
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.text.chain import is_chain

NAME: Final = "wechat"
CHUNK: Final = 8192
_COLUMNS: Final = ("time", "author_id", "author", "text", "id", "time_text")
OWNER: Final = "我"
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_KEEP_WORDS: Final = frozenset(["text", "other", "chain", "announcement", "voice"])
_PATH: Final = re.compile(r"[^\s\[\]]{1,400}\.(?:wav|mp3|silk|amr|m4a|ogg|opus|aac)\Z", re.IGNORECASE)
_OPENS: Final = frozenset(["", *'<[!「『>引你YT"“ '])
"""How a text may begin that is more than words: a token, a quote, XML, a notice, `Type: `."""
_ENDS: Final = frozenset("]」 ")
_TITLE: Final = re.compile(r"[ _-]*(?:微信)?(?:聊天记录|聊天記錄|chat ?history)\Z", re.IGNORECASE)


class Transcript:
    """Takes the rows of one export and gives its history. Times are as `MessageBuilder` wants them.

    Rows are held and handed on by columns: most are plain words, and an export may have millions.
    """

    def __init__(self, source: Source, options: ReadOptions, *, wall: bool) -> None:
        self.source = source
        self.options = options
        self.recalled: set[str] = set()
        """Ids that a recall notice names."""
        self.spoken: set[str] | None = None
        """Names under which somebody said something so far; None where the reader does not ask for them."""
        self._builder = MessageBuilder(NAME, source.path, options, wall=wall)
        self._builder.channel(chat_name(source.name))
        self.issue = self._builder.issue
        self._columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        self._place: int | None = None
        """The place that is kept for the row which comes next; None at the end."""
        self._chat: tuple[str, str | None] | None = None
        self._sparse: dict[str, dict[int, Any]] = defaultdict(dict)
        self._me = options.me

    @property
    def is_empty(self) -> bool:
        """Whether no row was taken yet."""
        return not self._columns["time"] and not self._builder.rows

    @property
    def wall(self) -> bool:
        """Whether the rows that follow have wall times."""
        return self._builder.wall

    def channel(self, name: str, channel_id: str | None = None) -> None:
        """Name the chat of the rows that follow."""
        if (name, channel_id) != self._chat:
            self._hand_on()
            self._chat = name, channel_id
            self._builder.channel(name, channel_id)

    def clock(self, stamp: Stamp) -> None:
        """The rows that follow have times like this one."""
        if (stamp.wall, stamp.precision) != (self._builder.wall, self._builder.precision):
            self._hand_on()
            self._builder.clock(wall=stamp.wall, precision=stamp.precision)

    def page(self, path: str) -> None:
        """Issues that follow are about this file."""
        self._builder.path = path

    def say(
        self,
        time: int | None,
        author_id: str | None,
        author: str | None,
        kind: str,
        content: str | None,
        *,
        id: str | int | None = None,
        time_text: str | None = None,
        reply: quote.Quote | None = None,
        sparse: dict[str, Any] | None = None,
    ) -> None:
        """Add a message. `content` is what the tool wrote; a `reply` brings its own words."""
        text = own_words(kind, content if reply is None else reply.text)
        if text and author_id and text.startswith(author_id) and text.startswith(":\n", len(author_id)):
            text = text[len(author_id) + 2 :]
        if kind == "text":
            if text and text[0] == "「" and reply is None:
                reply = quote.text_block(text)
                text = reply.text if reply else text
            if text is None:
                kind = "text" if reply else "other"
            elif "接" in text[:12] and is_chain(text):
                kind = "chain"
        elif kind == "merged_forward":
            sparse = {"is_forwarded": True, **(sparse or {})}
        if reply is not None:
            sparse = self._quoted(reply) | (sparse or {})
        self._put(kind, (time, author_id, self.person(author), text, id, time_text), sparse)

    def say_but(
        self,
        odd: Sequence[int],
        times: Sequence[int | None],
        author: Sequence[str | None],
        texts: Sequence[Any],
        *,
        ids: Sequence[str | int | None] | None = None,
        author_ids: Sequence[str | None] | None = None,
        time_texts: Sequence[str] | None = None,
    ) -> Iterator[int]:
        """Add messages of nothing but words (`is_plain`) by columns, for nearly all of a chat are such, and give the
        places of the others, each in its turn: `say` or `note` must be called for it once."""
        people = {name: self.person(name) for name in set(author)}
        first, start = len(self._columns["time"]), 0
        given = (times, author_ids, map(people.__getitem__, author), texts, ids, time_texts)
        for column, values in zip(self._columns.values(), given):
            column.extend(repeat(None, len(texts)) if values is None else values)
        for row in odd:
            if self.spoken is not None:
                self.spoken.update(filter(None, author[start:row]))
                start = row + 1
            self._place = first + row
            yield row
        if self.spoken is not None:
            self.spoken.update(filter(None, author[start:]))
        if len(self._columns["time"]) >= CHUNK:
            self._hand_on()

    def note(self, time: int | None, text: str, *, id: str | int | None = None, time_text: str | None = None) -> None:
        """Add a row that the client itself wrote."""
        if "<newmsgid>" in text:
            self.recalled.add(quote.element(text, "newmsgid") or "")
            text = quote.element(text, "replacemsg") or text
        notice = notices.as_notice(text)
        subject_id, subject = notice.subjects[0] if len(notice.subjects) == 1 else (None, None)
        row = (time, subject_id, self.person(subject), notice.text or None, id, time_text)
        brought = notice.inviter and (self.person(notice.inviter[1]) or notice.inviter[0])
        self._put(notice.kind, row, {"event": notice.event, "inviter": brought})

    def person(self, name: str | None) -> str | None:
        """The name to show for a sender; exports that call the owner 我 get the name from the options."""
        return (self._me or name) if name == OWNER else (name or None)

    def finish(self) -> History:
        """The history, with the names in it tied to the people of the file."""
        self._hand_on()
        return resolve_names(_with_recalled(self._builder.finish(), self.recalled - {""}))

    def _quoted(self, reply: quote.Quote) -> dict[str, Any]:
        at = reply.at
        if at is not None and reply.wall:
            at = to_instant(at, self.options.zone)
        return {
            "is_reply": True,
            "reply_to": reply.reply_to,
            "quoted": reply.quoted,
            "quoted_author": reply.author_id or self.person(reply.author),
            "quoted_at": at,
        }

    def _put(self, kind: str, row: tuple[Any, ...], sparse: dict[str, Any] | None) -> None:
        here, self._place = self._place, None
        columns = self._columns.values()
        if here is None:
            here = len(self._columns["time"])
            for column, value in zip(columns, row):
                column.append(value)
        else:
            for column, value in zip(columns, row):
                column[here] = value
        if kind != "text":
            self._sparse["kind"][here] = kind
        for name, value in sparse.items() if sparse else ():
            if value is not None:
                self._sparse[name][here] = value
        if here >= CHUNK and here + 1 == len(self._columns["time"]):
            self._hand_on()

    def _hand_on(self) -> None:
        held = self._columns
        if held["time"]:
            self._columns = {name: [] for name in _COLUMNS}
            if held["time_text"].count(None) == len(held["time_text"]):
                del held["time_text"]
            self._builder.extend(held, self._sparse)
            self._sparse = defaultdict(dict)


def is_plain(text: str) -> bool:
    """Whether a text is one line of words for certain, with nothing in it to look for: no token, quote, card, notice or
    chain begins like it. False says nothing."""
    return (
        text.isprintable()
        and text[:1] not in _OPENS
        and "接" not in text[:12]
        and "拍了拍" not in text
        and "tickled" not in text
        and text[-1:] not in _ENDS
    )


def plain(texts: Sequence[Any]) -> list[bool]:
    """`is_plain` of each of a column, False for what is no text. What is rare is looked for in all of them at once."""
    if set(map(type, texts)) != {str}:
        return [text.__class__ is str and is_plain(text) for text in texts]
    together = "\n".join(texts)
    if "接" in together or "拍了拍" in together or "tickled" in together:
        return list(map(is_plain, texts))
    return [text[:1] not in _OPENS and text[-1] not in _ENDS and text.isprintable() for text in texts]


def _with_recalled(history: History, recalled: set[str]) -> History:
    """Mark the messages that a recall notice names by id."""
    if not recalled:
        return history
    table = history.messages
    named = pc.is_in(table["id"], pa.array(sorted(recalled)))
    sent = pc.invert(pc.is_in(table["kind"].cast(pa.string()), pa.array(EVENTS)))
    column = pc.or_(table["is_deleted"], pc.and_(named, sent))
    at = MESSAGE.get_field_index("is_deleted")
    return history.with_messages(table.set_column(at, MESSAGE.field(at), column))


def own_words(kind: str, content: str | None) -> str | None:
    """The author's own words: none where a kind is all media or card, none where the tool's token stands for them."""
    if not content or kind not in _KEEP_WORDS:
        return None
    text = content
    if kind == "text" and text.isprintable() and text[0] != "<" and not text.isspace():
        return text  # nothing to decode, cut or turn: neither line ends nor marks are printable
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _MARKS.sub("", text)
    if kind == "voice":
        text = _transcript(text)
    elif kind in {"announcement", "chain"}:
        text = kinds.without_token(text)
    elif kind == "other" and kinds.by_token(text, whole=False):
        return None
    if text.lstrip().startswith(("<msg", "<?xml")):
        return None
    return text.rstrip("\n") if text.strip() else None


def _transcript(text: str) -> str:
    """The words of a voice row where a tool put them into writing."""
    if _PATH.match(text.strip()):
        return ""
    if text.startswith("[语音转文字]"):
        return text.removeprefix("[语音转文字]").strip()
    return "" if kinds.by_token(text, whole=False) else text


def chat_name(file_name: str) -> str:
    """The chat that a file is named after, for exports that do not say it themselves."""
    stem = file_name.rpartition(".")[0] or file_name
    return _TITLE.sub("", stem).removeprefix("群聊_").removeprefix("私聊_").strip() or stem


def no_messages(source: Source) -> UnreadableSource:
    """The error for a file of the right shape that holds no row."""
    return UnreadableSource(
        _("{path} looks like an export of WeChat messages but holds none that can be read.").format(path=source.path),
        _("Export the chat again, or paste copied messages with `closeknit examine -`."),
    )
