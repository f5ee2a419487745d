"""What all flavours do with a row once they know what it is: words, quotes, notices, the owner's name."""

import re
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.wechat import kinds, notices, quote
from closeknit.carriers.wechat.clock import to_instant
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
OWNER: Final = "我"
_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_KEEP_WORDS: Final = frozenset(["text", "other", "chain", "announcement", "voice"])
_PATH: Final = re.compile(r"[^\s\[\]]{1,400}\.(?:wav|mp3|silk|amr|m4a|ogg|opus|aac)\Z", re.IGNORECASE)
_TITLE: Final = re.compile(r"[ _-]*(?:微信)?(?:聊天记录|聊天記錄|chat ?history)\Z", re.IGNORECASE)


class Transcript:
    """Takes the rows of one export and gives its history. Times are as `MessageBuilder` wants them."""

    def __init__(self, source: Source, options: ReadOptions, *, wall: bool, precision: str = "second") -> None:
        self.source = source
        self.options = options
        self.builder = MessageBuilder(NAME, source.path, options, wall=wall, precision=precision)
        self.recalled: set[str] = set()
        """Ids that a recall notice names."""
        self.builder.channel(chat_name(source.name))

    def person(self, name: str | None) -> str | None:
        """The name to show for a sender; exports that call the owner 我 get the name from the options."""
        return (self.options.me or name) if name == OWNER else (name or None)

    def say(
        self,
        time: int | None,
        author_id: str | None,
        author: str | None,
        kind: str,
        content: str | None,
        *,
        id: str | None = None,
        time_text: str | None = None,
        reply: quote.Quote | None = None,
        **sparse: Any,
    ) -> None:
        """Add a message. `content` is what the tool wrote; a `reply` brings its own words."""
        text = own_words(kind, content if reply is None else reply.text)
        if text and author_id and text.startswith(author_id + ":\n"):
            text = text[len(author_id) + 2 :]
        if kind == "text":
            if text and text.startswith("「") and reply is None:
                reply = quote.text_block(text)
                text = reply.text if reply else text
            if text is None:
                kind = "text" if reply or sparse.get("is_reply") else "other"
            elif "接" in text[:12] and is_chain(text):
                kind = "chain"
        elif kind == "merged_forward":
            sparse["is_forwarded"] = True
        if reply is not None:
            sparse = self._quoted(reply) | sparse
        self.builder.add(
            time=time, author=self.person(author), author_id=author_id, text=text, kind=kind, id=id,
            time_text=time_text, **sparse,
        )  # fmt: skip

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

    def note(self, time: int | None, text: str, *, id: str | None = None, time_text: str | None = None) -> None:
        """Add a row that the client itself wrote."""
        if "<newmsgid>" in text:
            self.recalled.add(quote.element(text, "newmsgid") or "")
            text = quote.element(text, "replacemsg") or text
        notice = notices.as_notice(text)
        subject_id, subject = notice.subjects[0] if len(notice.subjects) == 1 else (None, None)
        self.builder.add(
            time=time, author=self.person(subject), author_id=subject_id, text=notice.text or None,
            kind=notice.kind, id=id, time_text=time_text, event=notice.event,
        )  # fmt: skip

    def finish(self) -> History:
        """The history, with the names in it tied to the people of the file."""
        return resolve_names(_with_recalled(self.builder.finish(), self.recalled - {""}))


def _with_recalled(history: History, recalled: set[str]) -> History:
    """Mark the messages that a recall notice names by id."""
    if not recalled:
        return history
    table = history.messages
    named = pc.is_in(table["id"], pa.array(sorted(recalled)))
    sent = pc.invert(pc.is_in(table["kind"].cast(pa.string()), pa.array(EVENTS)))
    column = pc.or_(table["is_deleted"], pc.and_(named, sent))
    at = MESSAGE.get_field_index("is_deleted")
    return History(table.set_column(at, MESSAGE.field(at), column), history.issues, history.paths)


def own_words(kind: str, content: str | None) -> str | None:
    """The author's own words: none where a kind is all media or card, none where the tool's token stands for them."""
    if not content or kind not in _KEEP_WORDS:
        return None
    text = content
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
    return "" if text.startswith(("[语音", "[voice", "[Audio")) else text


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
