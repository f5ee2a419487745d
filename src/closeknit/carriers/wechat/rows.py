"""The rows of PyWxDump (CSV, JSON, or a folder of pages with `users.json`) and of WeFlow's "WeClone" CSV.

Columns `id, MsgSvrID, type_name, is_sender, talker, room_name, msg, src, CreateTime`, WeClone's without
`room_name`. In PyWxDump `talker` is the sender's id (我 for the owner), in WeClone a display name. Times are wall
times there, ISO with an offset here. Spreadsheets damage these files: a missing column, ids as `5.7E+18`, times
without seconds; all are survived.
"""

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

import msgspec

from closeknit.carriers.contract import CERTAIN, LIKELY, NO
from closeknit.carriers.wechat import kinds, quote
from closeknit.carriers.wechat.clock import read_stamp
from closeknit.carriers.wechat.csv_rows import csv_chunks, header_of
from closeknit.carriers.wechat.fields import text_of
from closeknit.carriers.wechat.transcript import OWNER, Transcript, chat_name
from closeknit.carriers.wechat.weflow_text import take_untyped
from closeknit.records.history import History
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.json_arrays import json_arrays

_NEEDED: Final = frozenset(["id", "msgsvrid", "type_name", "is_sender", "talker", "msg", "createtime"])
_TAKEN: Final = ("id", "msgsvrid", "type_name", "is_sender", "talker", "room_name", "msg", "createtime")
_PAGE: Final = re.compile(r"(.+)_(\d{1,9})_(\d{1,9})\.csv\Z", re.IGNORECASE)
_SENDERS: Final = frozenset(["系统", "系统消息", "系统通知"])
_ID: Final = re.compile(r"wxid_[\w-]+|gh_\w+|\d{5,}@\w+|[A-Za-z][\w-]{5,19}")


class Row(NamedTuple):
    """One message as text; a field that the file lacks is empty."""

    line: int
    number: str
    server_id: str
    type_name: str
    is_sender: str
    talker: str
    room: str
    words: str
    time: str


def sniff(source: Source) -> int:
    """The header's columns, the keys of the JSON, or a folder that holds nothing but pages."""
    if source.is_folder:
        pages = [child for child in source.children if not child.is_folder and _PAGE.match(child.name)]
        others = [c for c in source.children if not c.is_folder and c not in pages and c.name.lower() != "users.json"]
        return LIKELY + 20 if pages and not others and sniff(pages[0]) else NO
    head = source.head_text.lstrip()
    if head.startswith(("[", "{")):
        return CERTAIN if all(f'"{key}"' in head for key in ("MsgSvrID", "type_name", "is_sender")) else NO
    return CERTAIN if _NEEDED.issubset(header_of(source)[0]) else NO


def read(source: Source, options: ReadOptions) -> History:
    """The chats of a file, or of all pages of a folder, in the order of the pages."""
    transcript = Transcript(source, options, wall=True)
    names = _names(source)
    pages = [source]
    if source.is_folder:
        found = [(match, child) for child in source.children if (match := _PAGE.match(child.name))]
        pages = [child for _match, child in sorted(found, key=lambda f: (f[0][1], int(f[0][2])))]
    for page in pages:
        transcript.page(page.path)
        for rows, header in _chunks(page, transcript, options):
            _take_chunk(transcript, rows, names, page, by_name="room_name" not in header)
    transcript.page(source.path)
    return transcript.finish()


def _names(source: Source) -> dict[str, str]:
    """Id → nickname, from `users.json` in the folder."""
    users = source.child("users.json")
    if users is None:
        return {}
    try:
        data = msgspec.json.decode(users.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    named = {
        ident: text_of(user.get("nickname")) or text_of(user.get("remark"))
        for ident, user in data.items()
        if isinstance(user, dict)
    }
    return {ident: name for ident, name in named.items() if name}


def _chunks(page: Source, transcript: Transcript, options: ReadOptions) -> Iterator[tuple[list[Row], list[str]]]:
    issue = transcript.issue
    if page.head_text.lstrip().startswith(("[", "{")):
        yield from _json_chunks(page, issue, options)
        return
    header, separator = header_of(page)
    pick = itemgetter(*(header.index(name) if name in header else len(header) for name in _TAKEN))
    for chunk in csv_chunks(page, separator, lambda line, text: issue(line, "bad-row", text, lost=True)):
        rows = []
        for line, fields in chunk:
            fitted = fields if len(fields) == len(header) else _fitted(fields, header)
            if fitted is None:
                issue(line, "bad-row", ",".join(fields), lost=True)
            else:
                rows.append(Row(line, *pick([*fitted, ""])))
        yield rows, header


def _fitted(fields: list[str], header: list[str]) -> list[str] | None:
    """As many fields as the header has, from a row with more or fewer; None where they cannot be told apart."""
    surplus = len(fields) - len(header)
    at = header.index("msg")
    if surplus == -1 and "room_name" in header:
        room = header.index("room_name")
        return [*fields[:room], "", *fields[room:]]
    if surplus > 0 and not any(fields[len(header) :]):
        return fields[: len(header)]
    if surplus > 0:  # commas in words that nobody quoted
        return [*fields[:at], ",".join(fields[at : at + surplus + 1]), *fields[at + surplus + 1 :]]
    return None


def _json_chunks(
    page: Source, issue: Callable[..., None], options: ReadOptions
) -> Iterator[tuple[list[Row], list[str]]]:  # fmt: skip
    key = None if page.head_text.lstrip().startswith("[") else "data"
    line = 0
    for array in json_arrays(
        page, key, dict[str, Any],
        on_bad=lambda row, detail: issue(row, "bad-row" if row else "cut-off", detail, lost=bool(row)),
        salvage=options.salvage,
    ):  # fmt: skip
        for items in array:
            rows = []
            for item in items:
                line += 1
                found = {name.lower(): text_of(value) or "" for name, value in item.items()}
                rows.append(Row(line, *(found.get(name, "") for name in _TAKEN)))
            yield rows, list(_TAKEN)


def _take_chunk(
    transcript: Transcript, rows: list[Row], names: dict[str, str], page: Source, *, by_name: bool
) -> None:  # fmt: skip
    """Add the rows chat by chat. Where a spreadsheet cut the seconds off, the running number gives the order."""
    stamps = {row.line: read_stamp(row.time) for row in rows}
    if any(stamp and stamp.precision == "minute" for stamp in stamps.values()):
        rows = sorted(rows, key=lambda row: int(row.number) if row.number.isdecimal() else 0)
    stem = match[1] if (match := _PAGE.match(page.name)) else chat_name(page.name)
    rooms = {row.room for row in rows if row.room}
    alone = next(iter(rooms)) if len(rooms) == 1 else (stem if match else "")
    chats: dict[str, list[Row]] = {}
    for row in rows:
        chats.setdefault(row.room or alone, []).append(row)
    for room, mine in chats.items():
        transcript.channel(names.get(room) or room or stem, room or None)
        for row in mine:
            stamp = stamps[row.line]
            if stamp is None:
                transcript.issue(row.line, "bad-time", row.time)
            else:
                transcript.clock(stamp)
            _take(transcript, row, stamp.micros if stamp else None, names, by_name=by_name)


def _take(transcript: Transcript, row: Row, time: int | None, names: dict[str, str], *, by_name: bool) -> None:
    ident = _whole_id(row.server_id)
    time_text = row.time if transcript.wall and time is not None else None
    talker = row.talker.strip()
    kind = kinds.by_name(row.type_name)
    if kind == kinds.SYSTEM or talker in _SENDERS or talker.endswith("@chatroom"):
        transcript.note(time, row.words, id=ident, time_text=time_text)
        return
    author: str | None
    if by_name or talker == OWNER:
        author_id, author = None, talker or (OWNER if row.is_sender == "1" else None)
    elif _ID.fullmatch(talker):
        author_id, author = talker, names.get(talker)
    else:
        author_id, author = None, talker or None
    if author_id is None and author is None:
        transcript.issue(row.line, "no-author")
    if by_name and kind == "text" and row.type_name.strip().lower() == "text":
        # WeFlow writes "text" for whatever is no media: notices, red packets, cards.
        take_untyped(transcript, time, time_text, author, row.words, id=ident)
        return
    if kind is None:
        kind = kinds.by_token(row.words, whole=False) or "other"
    reply = None
    if kinds.names_quote(row.type_name):
        reply = quote.dated_tail(row.words) or quote.bracket_tail(row.words) or quote.Quote(row.words)
    transcript.say(time, author_id, author, kind, row.words, id=ident, time_text=time_text, reply=reply)


def _whole_id(text: str) -> str | None:
    """The server's id; None where a spreadsheet kept only its first digits."""
    text = text.strip()
    if not text.isdecimal() or text == "0" or (len(text) > 15 and text.endswith("0000")):
        return None
    return text
