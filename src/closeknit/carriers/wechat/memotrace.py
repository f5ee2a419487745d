"""MemoTrace 留痕 (LC044/WeChatMsg): its CSV and its text. Its JSON is shuffled training pairs and is refused.

CSV: UTF-8 with a mark, `localId, TalkerId, Type, SubType, IsSender, CreateTime, Status, StrContent, StrTime, Remark,
NickName, Sender`; the words of type 49 are not exported, those of pictures are XML. One file may hold all chats,
told apart by `TalkerId`. Text: `YYYY-MM-DD HH:MM:SS 名`, the words, a blank line; a notice is a head without body.
"""

import re
from typing import Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.wechat import kinds, notices, quote
from closeknit.carriers.wechat.bodies import Odd, plain_and_odd
from closeknit.carriers.wechat.clock import Stamp, read_instant, read_stamp
from closeknit.carriers.wechat.csv_rows import csv_chunks, header_of
from closeknit.carriers.wechat.fields import number_of
from closeknit.carriers.wechat.transcript import Transcript, chat_name, no_messages
from closeknit.errors import UnreadableSource
from closeknit.language import _
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source

_COLUMNS: Final = (
    "localid", "talkerid", "type", "subtype", "issender", "createtime", "strcontent", "strtime", "remark", "nickname",
    "sender",
)  # fmt: skip
_HEAD: Final = re.compile(
    # One that begins with a sign and looks back from it is tried where that sign stands, not at every character.
    r"(?P<time>\d(?:(?<=\n\n\d)|(?<=\A\d)|(?<=\A\n\d))\d{3}-\d\d-\d\d \d\d:\d\d:\d\d)"
    r" (?P<name>[^\s'][^\n]{0,2000})$",
    re.MULTILINE,
)
_LINE: Final = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", re.MULTILINE)
_FOREIGN: Final = re.compile(
    r"消息记录（|^消息对象[:：]|^消息分组[:：]|^\d{4}-\d\d-\d\d [\d:]{7,8} [^\n]*(?:\(\d{5,12}\)|<[^<>\n]+@[^<>\n]+>)$",
    re.MULTILINE,
)
_QUOTE: Final = re.compile(r"(?:\A|\n)引用[:：]")
_CARD: Final = re.compile(r"\s*\[链接\][:：]title[:：]")
_PAIRS: Final = re.compile(r'\A\s*\[\s*\{\s*"(?:conversations?|messages|instruction|query|input|system)"\s*:')
_PAIR_KEYS: Final = re.compile(r'"(?:role|from|output|response)"\s*:')

Fields = dict[str, str]


def sniff_csv(source: Source) -> int:
    """The header has the tool's columns."""
    return CERTAIN if {"localid", "talkerid", "strcontent", "createtime"}.issubset(header_of(source)[0]) else NO


def sniff_text(source: Source) -> int:
    """The file is heads and bodies with blank lines between; logs with a time on every line are others'."""
    head = source.head_text
    if not _HEAD.match(head.lstrip("\n")) or _FOREIGN.search(head):
        return NO
    heads = sum(1 for _match in _HEAD.finditer(head))
    return LIKELY + 10 if heads * 10 >= len(_LINE.findall(head)) * 9 else NO


def sniff_pairs(source: Source) -> int:
    """A JSON array of training pairs, which is claimed so that it can be refused with a reason."""
    head = source.head_text[:4096]
    return LIKELY if _PAIRS.match(head) and _PAIR_KEYS.search(head) else NO


def refuse_pairs(source: Source, options: ReadOptions) -> History:
    """Raise UnreadableSource: pairs without times and without order are no history."""
    raise UnreadableSource(
        _(
            "{path} holds question and answer pairs for training a model, shuffled and without times: no history."
        ).format(path=source.path),
        _("If the same tool wrote a CSV or a text file of this chat, give that one."),
    )


def read_csv(source: Source, options: ReadOptions) -> History:
    """All chats of the file."""
    transcript = Transcript(source, options, wall=False)
    issue = transcript.issue
    header, separator = header_of(source)
    names: dict[str, tuple[str, str | None]] = {}
    for rows in csv_chunks(source, separator, lambda line, text: issue(line, "bad-row", text, lost=True)):
        chats: dict[str, list[tuple[int, Fields]]] = {}
        for line, values in rows:
            fields = _fields(header, values)
            if fields is None:
                issue(line, "bad-row", ",".join(values), lost=True)
            else:
                chats.setdefault(fields["talkerid"], []).append((line, fields))
        for talker, mine in chats.items():
            if talker not in names:
                names[talker] = _chat([fields for _line, fields in mine], source, len(chats) > 1 or bool(names))
            transcript.channel(*names[talker])
            for line, fields in mine:
                _take_csv(transcript, line, fields)
    return transcript.finish()


def _fields(header: list[str], values: list[str]) -> Fields | None:
    if len(values) < len(header):
        return None
    fields = dict.fromkeys(_COLUMNS, "") | dict(zip(header, values, strict=False))
    return fields if fields["type"].strip() else None


def _chat(rows: list[Fields], source: Source, several: bool) -> tuple[str, str | None]:
    """(name, id) of a chat: a room signs its own notices; a talk of two is named after the other."""
    for row in rows:
        if row["sender"].endswith("@chatroom"):
            return row["nickname"] or row["sender"], row["sender"]
    others = {row["sender"]: row["remark"] or row["nickname"] for row in rows if row["issender"] != "1"}
    if several and len(others) == 1:
        ident, name = others.popitem()
        return name or ident, ident
    stem = chat_name(source.name)
    return (f"{stem} {rows[0]['talkerid']}", rows[0]["talkerid"]) if several else (stem, None)


def _take_csv(transcript: Transcript, line: int, fields: Fields) -> None:
    time = read_instant(fields["createtime"])
    if time is None:
        stamp = read_stamp(fields["strtime"]) or read_stamp(fields["createtime"])
        if stamp is None:
            transcript.issue(line, "bad-time", fields["createtime"])
        else:
            time = stamp.micros
            transcript.clock(stamp)
    else:
        transcript.clock(Stamp(time, False, "second"))
    number, subtype = number_of(fields["type"].strip()), number_of(fields["subtype"].strip())
    kind = kinds.by_number(number, subtype) or ("link" if number == kinds.APP else "other")
    ident, sender = fields["localid"].strip() or None, fields["sender"].strip() or None
    words = fields["strcontent"]
    if kind == kinds.SYSTEM or (sender or "").endswith("@chatroom"):
        transcript.note(time, words, id=ident)
        return
    reply = None
    if kinds.is_quote(number, subtype):
        app = quote.app_message(words)
        reply = (app.quote if app else None) or quote.Quote(None if app else words)
    transcript.say(time, sender, fields["nickname"] or fields["remark"], kind, words, id=ident, reply=reply)


def read_text(source: Source, options: ReadOptions) -> History:
    """The one chat of the file."""
    transcript = Transcript(source, options, wall=True)
    spoken: set[str] = set()
    transcript.spoken = spoken
    for odd in plain_and_odd(source, _HEAD, transcript, trim=True):
        _take_text(transcript, odd, spoken)
    if transcript.is_empty:
        raise no_messages(source)
    return transcript.finish()


def _take_text(transcript: Transcript, odd: Odd, spoken: set[str]) -> None:
    time, time_text, name, body = odd
    words = body.strip("\n").rstrip()
    if not words:
        if name in spoken and not notices.is_bare_notice(name):
            transcript.say(time, None, name, "other", None, time_text=time_text)
        else:
            transcript.note(time, name, time_text=time_text)
        return
    spoken.add(name)
    if _CARD.match(words):
        transcript.say(time, None, name, "link", None, time_text=time_text)
        return
    quotes = list(_QUOTE.finditer(words))
    if quotes:
        quoted_author, colon, quoted = words[quotes[-1].end() :].partition(":")
        reply = quote.Quote(
            words[: quotes[-1].start()] or None,
            (quoted or None) if colon else None,
            author=quoted_author if colon else None,
        )
        transcript.say(time, None, name, "text", None, time_text=time_text, reply=reply)
        return
    kind = kinds.by_token(words, whole=True) or ("other" if notices.is_poke(words) else "text")
    transcript.say(time, None, name, kind, words, time_text=time_text)
