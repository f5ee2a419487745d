"""chatlog's CSV and plain text. Both write the same words for what is no text: `![图片](…)`, `[链接|题](…)`.

CSV: `Time,SenderName,Sender,TalkerName,Talker,Content`, wall times. Plain: `昵称(id) TIME`, the words, a blank
line; TIME has a date only where the range asked for was longer than a day, and a year only where it was
longer than a year. Own rows have 我 for the id. Quotes are lines that begin with `> `.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from textwrap import dedent
from typing import Any, Final

from closeknit.carriers.contract import CERTAIN, LIKELY, NO, POSSIBLE
from closeknit.carriers.wechat import kinds, notices, quote
from closeknit.carriers.wechat.bodies import Minutes
from closeknit.carriers.wechat.chatlog import SYSTEM_SENDER, is_person
from closeknit.carriers.wechat.clock import read_stamp
from closeknit.carriers.wechat.csv_rows import csv_chunks, header_of
from closeknit.carriers.wechat.fields import holding
from closeknit.carriers.wechat.transcript import OWNER, Transcript, chat_name, no_messages, plain
from closeknit.records.history import History
from closeknit.records.inner import DEEPEST, MOST, Line
from closeknit.records.instant import MICRO
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.entries import cut_entries
from closeknit.text.moments import Moments

COLUMNS: Final = ("time", "sendername", "sender", "talkername", "talker", "content")
_ID: Final = r"[A-Za-z0-9_@.\-]{2,64}|我|系统消息"
_TIME: Final = r"(?:(?:\d{4}-)?\d{2}-\d{2} )?\d{2}:\d{2}:\d{2}"
_WHO: Final = (
    rf"(?:(?P<name>[^\s>][^\n]{{0,200}}?)\((?P<id>{_ID})\)|(?P<bare>{_ID}))"
    rf"(?: \[(?:(?P<chat>[^\n]{{1,200}}?)\((?P<chat_id>[^()\n]{{2,64}})\)|(?P<chat_bare>[^\]\n]{{2,64}}))\])?"
    rf" (?P<time>{_TIME})$"
)
_HEAD: Final = re.compile(rf"(?:\A|(?<=\n\n))^{_WHO}", re.MULTILINE)
_QUOTE_HEAD: Final = re.compile(_WHO)
_SURE: Final = re.compile(
    r"\((?:wxid_[\w-]+|我|\d+@\w+)\) (?:\[[^\n]{1,250}\] )?[\d :-]{8,19}$|^系统消息 \d", re.MULTILINE
)
_DAY: Final = re.compile(r"(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}|(?:\d{4}年)?\d{1,2}月\d{1,2}日")
_INNER: Final = re.compile(r"^  (\S[^\n]{0,100}) (\d{1,4}[-/:年][^\n]{2,24})$", re.MULTILINE)
"""The head of a line inside a merged forward; its words follow, further in."""


def sniff_csv(source: Source) -> int:
    """The header is the tool's."""
    return CERTAIN if tuple(header_of(source)[0][:6]) == COLUMNS else NO


def sniff_plain(source: Source) -> int:
    """The first line is a head, and some head has an id of WeChat's own form."""
    head = source.head_text.lstrip("\n")[:8192]
    if not _HEAD.match(head):
        return NO
    return LIKELY + 20 if _SURE.search(head) else POSSIBLE


def read_csv(source: Source, options: ReadOptions) -> History:
    """All chats of the file."""
    transcript = Transcript(source, options, wall=True)
    issue = transcript.issue
    for rows in csv_chunks(source, header_of(source)[1], lambda line, text: issue(line, "bad-row", text, lost=True)):
        chats: dict[str, list[tuple[int, list[str]]]] = {}
        for line, fields in rows:
            if len(fields) < 6:
                issue(line, "bad-row", ",".join(fields), lost=True)
            else:
                chats.setdefault(fields[4], []).append((line, fields))
        for talker, mine in chats.items():
            transcript.channel(mine[0][1][3] or talker or chat_name(source.name), talker or None)
            for line, fields in mine:
                stamp = read_stamp(fields[0])
                if stamp is None:
                    issue(line, "bad-time", fields[0])
                else:
                    transcript.clock(stamp)
                time_text = fields[0] if stamp and stamp.wall else None
                content = ",".join(fields[5:])
                _take(transcript, stamp.micros if stamp else None, time_text, fields[2], fields[1], content)
    return transcript.finish()


def read_plain(source: Source, options: ReadOptions) -> History:
    """The rows of the file; `options.day` or `options.year` complete the times where they lack it."""
    transcript = Transcript(source, options, wall=True)
    minutes = Minutes(lambda stamp: _completed(stamp, options)[0])
    for entries in cut_entries(source, _HEAD):
        if entries.before.strip():
            transcript.issue(entries.line, "bad-row", entries.before.strip(), lost=True)
        names, ids, bare, chats, chat_ids, bare_chats, stamps = entries.groups
        senders = [ident or alone for ident, alone in zip(ids, bare)]
        rooms = [ident or alone for ident, alone in zip(chat_ids, bare_chats)]
        texts = [body.strip("\n") for body in entries.bodies]
        times = minutes.times(stamps)
        said = zip(times, holding(senders, is_person), plain(texts))
        odd = [row for row, (time, speaks, words) in enumerate(said) if time is None or not speaks or not words]
        turns: Iterable[int] = range(len(texts))
        if not any(rooms):
            authors = [_author(name, sender) for name, sender in zip(names, senders)]
            own = [None if sender == OWNER else sender for sender in senders]
            turns = transcript.say_but(odd, times, authors, texts, author_ids=own, time_texts=stamps)
        for row in turns:
            if rooms[row]:
                transcript.channel(chats[row] or rooms[row], rooms[row])
            missing = _completed(stamps[row], options)[1]
            if missing:
                transcript.issue(entries.lines[row], missing, stamps[row])
            _take(transcript, times[row], stamps[row], senders[row], names[row] or "", texts[row])
    if transcript.is_empty:
        raise no_messages(source)
    return transcript.finish()


def _author(name: str | None, sender: str) -> str | None:
    return name or (OWNER if sender == OWNER else None)


def _completed(text: str, options: ReadOptions) -> tuple[int | None, str | None]:
    """(wall time, None), or (None, the issue) where the time cannot be completed."""
    day = text
    if len(text) == 8:
        if options.day is None:
            return None, "no-date"
        day = f"{options.day.isoformat()} {text}"
    elif len(text) == 14:
        if options.year is None:
            return None, "no-year"
        day = f"{options.year:04d}-{text}"
    stamp = read_stamp(day)
    return (stamp.micros, None) if stamp else (None, "bad-time")


def _take(
    transcript: Transcript, time: int | None, time_text: str | None, sender: str, name: str, content: str
) -> None:  # fmt: skip
    if sender == SYSTEM_SENDER or sender.endswith("@chatroom"):
        transcript.note(time, content, time_text=time_text)
        return
    ident = None if sender == OWNER else sender or None
    author = _author(name, sender)
    if content.startswith("> ") or content == "[引用]":
        reply = _reply(content, time, transcript.options)
        if reply:
            transcript.say(time, ident, author, "text", None, time_text=time_text, reply=reply)
            return
    kind = kinds.by_token(content, whole=True) or "text"
    sparse: dict[str, Any] | None = None
    if kind == "merged_forward":
        sparse = {"inner": len(_INNER.findall(content)) or None, "lines": _lines(content) or None}
    if kind == "text" and notices.is_poke(content):
        transcript.say(time, ident, author, "other", content, time_text=time_text)
        return
    words = None if kind != "text" else content
    transcript.say(time, ident, author, kind, words, time_text=time_text, sparse=sparse)


def _lines(content: str, depth: int = 0) -> tuple[Line, ...]:
    """The lines of a merged forward, those of a forward inside of it within their line."""
    heads = list(islice(_INNER.finditer(content), MOST))
    ends = [*(head.start() for head in heads[1:]), len(content)]
    lines = []
    for head, end in zip(heads, ends):
        author, written = _parted(head)
        moment = Moments().read(written)
        time, precision = (None, "second") if isinstance(moment, str) else (moment.micros, moment.precision)
        words = dedent(content[head.end() : end]).strip("\n").rstrip()
        kind = kinds.by_token(words, whole=True) or ("text" if words else "other")
        inside = _lines(words, depth + 1) if kind == "merged_forward" and depth < DEEPEST else ()
        text = words if kind == "text" else None
        lines.append(Line(author, None, time, False, precision, written, text, kind, inside))
    return tuple(lines)


def _parted(head: re.Match[str]) -> tuple[str, str]:
    """(name, time) of a head; the day belongs to the time, where it stands before a time of day."""
    name, _space, day = head[1].rpartition(" ")
    return (name, f"{day} {head[2]}") if name and _DAY.fullmatch(day) else (head[1], head[2])


def _reply(content: str, time: int | None, options: ReadOptions) -> quote.Quote | None:
    """The quote in front of a reply; None where the `> ` is the author's own."""
    lines = content.split("\n")
    count = next((n for n, line in enumerate(lines) if not line.startswith("> ")), len(lines))
    words = "\n".join(lines[count:]) or None
    if content == "[引用]":
        return quote.Quote(None)
    if lines[0] == "> [引用]":
        return quote.Quote(words)
    head = _QUOTE_HEAD.match(lines[0][2:])
    if head is None:
        return None
    ident = head["id"] or head["bare"]
    return quote.Quote(
        words,
        _quoted([line[2:] for line in lines[1:count]]),
        author=head["name"] or ident,
        author_id=None if ident in {OWNER, SYSTEM_SENDER} else ident,
        at=_before(head["time"], time, options),
        wall=True,
    )


def _quoted(lines: Sequence[str]) -> str | None:
    """What is quoted, without what that quotes in turn, and without a token."""
    words = "\n".join(line for line in lines if not line.startswith("> "))
    return None if not words or kinds.by_token(words, whole=True) else words


def _before(text: str, time: int | None, options: ReadOptions) -> int | None:
    """The time of the quoted message, written without a year: the last such day that is not after the reply."""
    if len(text) != 14 or time is None:
        return _completed(text, options)[0]
    year = datetime.fromtimestamp(time // MICRO, UTC).year
    stamps = (read_stamp(f"{candidate:04d}-{text}") for candidate in (year, year - 1))
    return next((stamp.micros for stamp in stamps if stamp and stamp.micros <= time), None)
