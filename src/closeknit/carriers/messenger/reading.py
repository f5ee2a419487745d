"""Reads the parts of one thread."""

import re
from typing import Any, Final

import msgspec
import pyarrow as pa

from closeknit.carriers.messenger.notices import is_filler, may_be_notice, read_notice
from closeknit.carriers.messenger.shapes import Mend, Message, is_plain, kind_of, reactions_of
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.columns import constant
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros
from closeknit.records.issue import Issue
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import oldest_first
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.sources.stamps import read_epochs

_PART: Final = re.compile(r"message_(\d{1,4})\.json")
_SUFFIX: Final = re.compile(r"_\d{1,6}$")
_TITLE: Final = re.compile(rb'"title"\s*:\s*("(?:[^"\\]|\\.)*+")')
_PATH: Final = re.compile(rb'"thread_path"\s*:\s*("(?:[^"\\]|\\.)*+")')
_NOBODY: Final = frozenset(["Facebook user", "Facebook User", "Instagram user", "Instagram User"])
"""Under this name stand all deleted accounts."""
_BETWEEN: Final = "\0"


def parts_of(folder: Source) -> list[Source]:
    """The parts of a thread, the newest first."""
    numbered = [(int(found[1]), child) for child in folder.children if (found := _PART.fullmatch(child.name))]
    return [child for _number, child in sorted(numbered, key=lambda part: part[0])]


def read_thread(source: Source, options: ReadOptions) -> History:
    """The history of one thread, oldest first.

    Raises UnreadableSource where no part has messages, TruncatedSource where the only one breaks off.
    """
    builder = MessageBuilder("messenger", source.path, options, wall=False, precision="millisecond")
    reader = _Reader(builder)
    parts = parts_of(source) if source.is_folder else [source]
    whole = 0
    for part in parts:
        try:
            whole += reader.read(part, options.salvage or len(parts) > 1)
        except UnreadableSource as error:
            if len(parts) == 1:
                raise
            builder.issues.add(Issue(part.path, 0, "bad-json", error.message[:120], lost=True))
    if not whole:
        raise UnreadableSource(
            _("{path} has no list of messages.").format(path=source.path),
            _("Download your information again, as JSON."),
        )
    title = reader.title or source.name.removesuffix(".json")
    return resolve_names(oldest_first(_called(builder.finish(), title, reader.ident)))


def _called(history: History, name: str, ident: str | None) -> History:
    """The history under its chat's name, which stands at the end of the file."""
    table = history.messages
    for column, word in (("channel", name), ("channel_id", ident)):
        at = table.schema.get_field_index(column)
        table = table.set_column(at, table.schema.field(at), pa.chunked_array([constant(word, len(table))]))
    return history.with_messages(table)


def repaired(text: str) -> str:
    """The text as it was written; one that is no UTF-8 read as Latin-1 stays as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _all_repaired(texts: list[str]) -> list[str]:
    """`repaired` of each. All at once where all are whole: what parts them is the same in either reading."""
    try:
        found = _BETWEEN.join(texts).encode("latin-1").decode().split(_BETWEEN)
    except (UnicodeEncodeError, UnicodeDecodeError):
        found = []
    return found if len(found) == len(texts) else list(map(repaired, texts))


def _same(text: str) -> str:
    return text


class _Reader:
    """Reads the parts of one thread."""

    def __init__(self, builder: MessageBuilder) -> None:
        self.builder = builder
        self.title: str | None = None
        self.ident: str | None = None
        self.mend: Mend = repaired
        self.path = ""
        self.rows = 0

    def read(self, part: Source, salvage: bool) -> bool:
        """Add the messages of one file; whether it has any list of them."""
        self.path, self.rows = part.path, 0

        def on_bad(ordinal: int, detail: str) -> None:
            code = "bad-row" if ordinal else "cut-off"
            self.builder.issues.add(Issue(part.path, ordinal, code, detail[:120], lost=bool(ordinal)))

        found = False
        for array in json_arrays(part, "messages", Message, on_bad=on_bad, salvage=salvage):
            thread = array.outer.get("threadName")
            self.mend = _same if isinstance(thread, str) else repaired
            for messages in array:
                self._take(messages)
            found = True
            if isinstance(thread, str):
                self.ident, self.title = thread or None, self.title or _SUFFIX.sub("", thread)
            else:
                self._name(array.after)
        return found

    def _name(self, after: bytes) -> None:
        """Take the title and the id from what stands behind the messages."""
        title, path = _TITLE.search(after), _PATH.search(after)
        if title and not self.title:
            self.title = repaired(_string(title[1])) or None
        if path and not self.ident:
            self.ident = repaired(_string(path[1])).rpartition("/")[2] or None

    def _take(self, messages: list[Message]) -> None:
        """Take messages that follow each other, by columns; most are plain words."""
        mend, before = self.mend, self.rows
        exact = read_epochs([message.timestamp_ms for message in messages])
        written = [message.sender_name or message.sender or "" for message in messages]
        names = {name: mend(name) for name in set(written)}
        senders = [names[name] for name in written]
        texts = [message.content or message.text or "" for message in messages]
        if mend is repaired:
            texts = _all_repaired(texts)
        columns: dict[str, list[Any]] = {
            "time": [] if exact is None else exact.tolist(),
            "author": [None if sender in _NOBODY else sender for sender in senders],
            "text": texts[:],
        }
        sparse: dict[str, dict[int, Any]] = {}
        for row, (message, sender, text) in enumerate(zip(messages, senders, texts)):
            self.rows = before + row + 1
            if exact is None:
                columns["time"].append(self._time(message))
            if not sender:
                self._issue("no-author", text)
            if not is_plain(message) or not sender or may_be_notice(text, sender):
                columns["text"][row], marks = self._odd(message, sender, text)
                if "event" in marks:
                    columns["author"][row] = marks.pop("subject")
                for name, value in marks.items():
                    if value:
                        sparse.setdefault(name, {})[row] = value
        self.builder.extend(columns, sparse)

    def _odd(self, message: Message, sender: str, text: str) -> tuple[str | None, dict[str, Any]]:
        """The words of a row that is perhaps more than words, and what else it says."""
        mend = self.mend
        is_deleted = message.is_unsent or message.isUnsent
        if not is_deleted and (event := _event(message, text, sender, mend)):
            kind, what, subject = event
            return text, {"kind": kind, "event": what, "subject": subject}
        kind = "other" if is_deleted else kind_of(message, text)
        if is_deleted or kind == "call" or message.type == "placeholder" or is_filler(text, kind):
            text, kind = "", "other" if kind == "text" else kind
        share = message.share.share_text if message.share and not is_deleted else None
        marks = {"kind": kind, "reactions": reactions_of(message.reactions, mend), "is_deleted": is_deleted}
        return text or (mend(share) if share else None), marks

    def _time(self, message: Message) -> int | None:
        given = message.timestamp if message.timestamp_ms is None else message.timestamp_ms
        try:
            if given is not None:
                return epoch_micros(given)
        except (ValueError, OverflowError):
            pass
        self._issue("bad-time", str(given))
        return None

    def _issue(self, code: str, detail: str) -> None:
        self.builder.issues.add(Issue(self.path, self.rows, code, detail[:120]))


def _string(raw: bytes) -> str:
    """A JSON string as text; broken ones as they stand."""
    try:
        return msgspec.json.decode(raw, type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return raw.decode("utf-8", "replace").strip('"')


def _event(message: Message, text: str, sender: str, mend: Mend) -> tuple[str, str, str | None] | None:
    """Kind, event and subject, where the row is no message: older exports say so, newer ones only in words."""
    if message.type in {"Subscribe", "Unsubscribe"}:
        names = [mend(person.name) for person in message.users or () if person.name]
        kind = "join" if message.type == "Subscribe" else "leave"
        return kind, kind, names[0] if len(names) == 1 else None
    return read_notice(text, sender)
