"""Reads both shapes of Feishu's messages into one table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec

from closeknit.carriers.feishu.bodies import KINDS, SYSTEM, Body, plain_words, raw_body, shown_body
from closeknit.carriers.feishu.notices import read_notice
from closeknit.carriers.feishu.shapes import LooseRow, Row, Sender, strict
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.builder import MessageBuilder
from closeknit.records.chats import Chats
from closeknit.records.columns import replaced
from closeknit.records.history import History
from closeknit.records.inner import Line, inner_table
from closeknit.records.instant import epoch_micros
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.records.ordering import oldest_first
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays
from closeknit.text.moments import Moments

_KEYS: Final = ("items", "messages")
_NOBODY: Final = Sender()


def read(source: Source, options: ReadOptions) -> History:
    """All messages of the file, oldest first. Raises UnreadableSource where there is no list of them."""
    head = source.head_text
    key: str | None = min(_KEYS, key=lambda name: head.find(f'"{name}"') if f'"{name}"' in head else len(head))
    if head.lstrip().startswith("[") and f'"{key}"' not in head:
        key = None
    reader = _Reader(source, options)
    seen = False
    for array in json_arrays(source, key, Row, forgiving=LooseRow, on_bad=reader.bad, salvage=options.salvage):
        seen = True
        for rows in array:
            reader.take_all(rows)
    if not seen:
        raise UnreadableSource(
            _("{path} holds no list of Feishu messages.").format(path=source.path),
            _("Give the answer of the interface, or the output of lark-cli, as it is."),
        )
    return reader.finish()


class _Reader:
    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.is_raw = '"body"' in source.head_text
        self.build = MessageBuilder(
            "feishu", source.path, options, wall=not self.is_raw, precision="millisecond" if self.is_raw else "minute"
        )
        self.chats = Chats(self.build)
        self.alone = source.name.rpartition(".")[0] or source.name
        self.moments = Moments(day=options.day, year=options.year)
        self.inner: dict[str, list[Line]] = {}
        self.ordinal = 0

    def bad(self, ordinal: int, detail: str) -> None:
        self.build.issue(ordinal, "bad-row" if ordinal else "cut-off", detail, lost=bool(ordinal))

    def take_all(self, rows: Sequence[LooseRow]) -> None:
        """Take messages that follow each other: plain words by the short way, which most are."""
        say, is_raw, alone = self.chats.say, self.is_raw, self.alone
        for row in map(strict, rows):
            sender = row.sender
            if (
                is_raw and row.msg_type == "text" and not _carries_more(row) and (said := _plain_words(row))
                and sender is not None and sender.sender_type == "user"
            ):  # fmt: skip
                self.ordinal += 1
                chat, ident = row.chat_id, row.message_id
                say(
                    chat if chat.__class__ is str and chat else alone,
                    said[0],
                    _word(sender.name) or _word(sender.sender_name) if sender.name or sender.sender_name else None,
                    _word(sender.id),
                    said[1],
                    ident if ident.__class__ is str else None,
                )
            else:
                self.take(row)

    def take(self, row: Row) -> None:
        """Take a message, and the answers in its thread where lark-cli put them inside."""
        self.ordinal += 1
        kind, ident = _word(row.msg_type), _word(row.message_id)
        if kind is None:
            self.build.issue(self.ordinal, "bad-row", f"message_id {ident}", lost=True)
            return
        if upper := _word(row.upper_message_id):  # a line inside a merged forward
            self.inner.setdefault(upper, []).append(self.line(kind or "", row))
            return
        mentions = [one for one in row.mentions if isinstance(one, dict)] if isinstance(row.mentions, list) else []
        body = self.body(kind, row, mentions)
        chat = _word(row.chat_id) or self.alone
        if kind == SYSTEM:
            what, event, subject = read_notice(body.words)
            self.chats.add(
                chat, **self.time(row.create_time), id=ident, kind=what, event=event, author=subject, text=body.words
            )
        else:
            self.message(chat, row, kind, body, mentions)
        for reply in row.thread_replies if isinstance(row.thread_replies, list) else ():
            self.reply(reply, row)

    def line(self, kind: str, row: Row) -> Line:
        """A message as a line inside a forward."""
        body = self.body(kind, row, [])
        sender = row.sender or _NOBODY
        when = self.time(row.create_time)
        named = KINDS.get(kind) or "other"
        return Line(
            author=_word(sender.name) or _word(sender.sender_name),
            author_id=_word(sender.id),
            time=when["time"],
            instant=self.is_raw or bool(when.get("instant")),
            precision=when.get("precision") or self.build.precision,
            time_text=when.get("time_text"),
            text=body.words,
            kind=named if named != "text" or body.words else "other",
        )

    def reply(self, given: object, root: Row) -> None:
        """Take an answer that stands inside the message that opened its thread."""
        try:
            row = strict(msgspec.convert(given, LooseRow))
        except msgspec.ValidationError:
            self.build.issue(self.ordinal, "bad-row", str(given), lost=True)
            return
        if row.message_id == root.message_id:
            return
        row.reply_to = row.reply_to or row.parent_id or root.message_id
        row.chat_id = row.chat_id or root.chat_id
        row.thread_replies = None
        self.take(row)

    def body(self, kind: str, row: Row, mentions: list[dict[str, Any]]) -> Body:
        """The body in whichever shape it is."""
        if row.body is None:
            return shown_body(kind, row.content)
        names = {key: name for one in mentions if (key := _word(one.get("key"))) and (name := _word(one.get("name")))}
        return raw_body(kind, row.body.content, names)

    def message(self, chat: str, row: Row, named: str, body: Body, mentions: list[dict[str, Any]]) -> None:
        """Add what somebody sent."""
        kind = KINDS.get(named)
        if kind is None:
            self.build.issue(self.ordinal, "unknown-value", f"msg_type {named}")
            kind = "other"
        is_deleted = row.deleted is True
        words = None if is_deleted else body.words
        if kind == "text":
            kind = "image" if body.has_picture else "text" if words else "other"
        sender = row.sender or _NOBODY
        sparse: dict[str, Any] = {}
        if row.thread_id:
            sparse["thread"] = _word(row.thread_id)
        if body.inner:
            sparse["inner"] = body.inner
        if answered := _word(row.parent_id) or _word(row.reply_to):
            sparse["is_reply"], sparse["reply_to"] = True, answered
        if mentions:
            sparse["mentions"] = _ids(mentions) or None
        if row.reactions:
            sparse["reactions"] = _reactions(row.reactions)
        if is_deleted or row.updated is True:
            sparse["is_deleted" if is_deleted else "is_edited"] = True
        if kind == "merged_forward":
            sparse["is_forwarded"] = True
        if sender.sender_type in ("app", "bot"):
            sparse["is_bot"] = True
        self.chats.add(
            chat,
            **self.time(row.create_time),
            author=_word(sender.name) or _word(sender.sender_name),
            author_id=_word(sender.id),
            id=_word(row.message_id),
            text=words,
            kind=kind,
            **sparse,
        )

    def time(self, value: object) -> dict[str, Any]:
        """The columns of a time: an epoch of the API, or the local time that lark-cli writes."""
        if self.is_raw and value.__class__ is str and len(value) == 13 and value.isdecimal():
            return {"time": int(value) * 1000}
        text = str(value) if type(value) is int else _word(value)
        try:
            if text is not None and text.isdigit():
                return {"time": epoch_micros(int(text)), "instant": not self.is_raw}
        except ValueError:
            text = None
        moment = self.moments.read(text) if text else "bad-time"
        if isinstance(moment, str) or (self.is_raw and not moment.instant):
            self.build.issue(self.ordinal, moment if isinstance(moment, str) else "bad-time", str(value))
            return {"time": None}
        return {
            "time": moment.micros,
            "instant": moment.instant and not self.is_raw,
            "precision": None if moment.precision == self.build.precision else moment.precision,
            "time_text": None if moment.instant else text,
        }

    def finish(self) -> History:
        """The history, with the lines that were found inside of merged forwards counted."""
        history = self.chats.finish()
        if self.inner and len(history.messages):
            ids = history.messages["id"].to_pylist()
            places = {ident: at for at, ident in enumerate(ids) if ident in self.inner}
            counts = {at: len(self.inner[ident]) for ident, at in places.items()}
            shared = (
                history.messages.select(["carrier", "channel_id", "channel"]).take(list(places.values())).to_pylist()
            )
            given = [(ident, chat, tuple(self.inner[ident])) for ident, chat in zip(places, shared, strict=True)]
            counted = replaced(history.messages, "inner", counts)
            history = replace(history, messages=counted, inner=inner_table(given, self.build.options))
        return resolve_names(oldest_first(history))


def _carries_more(row: Row) -> bool:
    """Whether there is, or may be, anything beside words."""
    return bool(
        row.mentions or row.parent_id or row.reply_to or row.thread_id or row.thread_replies or row.upper_message_id
        or row.reactions or row.deleted or row.updated
    )  # fmt: skip


def _plain_words(row: Row) -> tuple[int, str] | None:
    """Time and words of a text that the API gives, where both are plain to read."""
    written, body = row.create_time, row.body
    if written.__class__ is not str or not written.isdecimal() or body is None:
        return None
    words = plain_words(body.content)
    if words is None or "@_" in words:
        return None
    try:
        return int(written) * 1000 if len(written) == 13 else epoch_micros(int(written)), words
    except ValueError:
        return None


def _ids(mentions: list[dict[str, Any]]) -> list[str]:
    """The people mentioned; an event gives the id as an object of several."""
    found: dict[str, None] = {}
    for one in mentions:
        ident = one.get("id")
        if isinstance(ident, dict):
            ident = ident.get("open_id")
        if known := _word(ident) or _word(one.get("name")):
            found[known] = None
    return list(found)


def _reactions(given: object) -> list[dict[str, Any]] | None:
    counts = given.get("counts") if isinstance(given, dict) else None
    out = []
    for one in counts if isinstance(counts, list) else ():
        count = one.get("count") if isinstance(one, dict) else None
        number = int(count) if isinstance(count, str) and count.isdecimal() and len(count) < 9 else count
        if type(number) is int and 0 < number < 1 << 31:
            out.append({"reaction": str(one.get("reaction_type") or ""), "count": number, "by": []})
    return out or None


def _word(value: object) -> str | None:
    return value if value.__class__ is str and value else None
