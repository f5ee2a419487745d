"""Douban groups 豆瓣小组: the CSV that 4CAT, a research program, collects from group pages.

Columns id, group_id, thread_id, group_name, subject, body, author, author_id, author_avatar, timestamp, likes,
is_highlighted, is_reply, is_topic_elite, image_urls (https://github.com/digitalmethodsinitiative/4cat,
datasources/douban, checked 2026-01). A thread opens with the row whose id is the thread's. `is_reply` says only that
a comment quotes another one. The times are Douban's clock as the server that collected them took it: a server in
another zone than China's moves them all.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.language import N_
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import epoch_micros
from closeknit.records.naming import resolve_names
from closeknit.records.options import ReadOptions
from closeknit.sources import Source
from closeknit.sources.delimited import Row, rows_of
from closeknit.text.markup import html_words
from closeknit.text.moments import Moments

_HEADER: Final = re.compile(r'"?id"?(?P<sign>[,;\t])"?group_id"?(?P=sign)"?thread_id"?(?P=sign)"?group_name"?(?P=sign)')
_NAMES: Final = (
    "id", "group_id", "thread_id", "group_name", "subject", "body", "author", "author_id", "timestamp", "likes",
    "is_reply", "image_urls",
)  # fmt: skip
_HTML: Final = re.compile(r"</[a-zA-Z]|<(?:br|p|div|img|a)\b")
_CHUNK: Final = 8192

Line = tuple[int, Row]


def sniff(source: Source) -> int:
    """By the first columns, which nothing else has in this order."""
    return CERTAIN if _HEADER.match(source.head_text) else NO


def read(source: Source, options: ReadOptions) -> History:
    """All groups of the file; a group is a chat, its threads stand in the column `thread`."""
    builder = MessageBuilder("douban", source.path, options, wall=False)
    header = _HEADER.match(source.head_text)

    def bad(line: int, words: str) -> None:
        builder.issue(line, "bad-row", words, lost=True)

    rows = rows_of(source.text_blocks(), header["sign"] if header else ",", bad)
    _line, names = next(rows, (0, []))
    place = {name.strip().strip('"').lower(): at for at, name in enumerate(names)}
    pick = itemgetter(*(place.get(name, len(names)) for name in _NAMES))
    for chunk in _chunks(rows):
        whole = []
        for line, row in chunk:
            if len(row) == len(names):
                whole.append((line, pick([*row, ""])))
            else:
                bad(line, ",".join(row))
        for (group, name), part in groupby(whole, key=lambda found: (found[1][1], found[1][3])):
            builder.channel(name or group or source.name.rpartition(".")[0], group or None)
            _take(builder, list(part))
    return resolve_names(builder.finish())


def _chunks(rows: Iterable[Line]) -> Iterator[list[Line]]:
    held: list[Line] = []
    for row in rows:
        held.append(row)
        if len(held) >= _CHUNK:
            yield held
            held = []
    yield held


def _take(builder: MessageBuilder, rows: list[tuple[int, tuple[str, ...]]]) -> None:
    columns = dict(zip(_NAMES, zip(*(cells for _line, cells in rows))))
    texts = [_words(body) or subject or None for body, subject in zip(columns["body"], columns["subject"])]
    sparse: dict[str, dict[int, Any]] = {
        "is_reply": {at: True for at, value in enumerate(columns["is_reply"]) if value == "yes"},
        "reactions": {at: given for at, likes in enumerate(columns["likes"]) if (given := _likes(likes))},
        "kind": {at: "other" for at, text in enumerate(texts) if text is None},
    }
    sparse["kind"] |= {at: "image" for at, urls in enumerate(columns["image_urls"]) if urls}
    dense: dict[str, list[Any]] = {name: list(columns[name]) for name in ("id", "author", "author_id")}
    dense["thread"] = list(columns["thread_id"])
    dense["text"] = texts
    dense["time"] = _times(builder, rows, columns["timestamp"], sparse)
    builder.extend(dense, sparse)


def _times(
    builder: MessageBuilder, rows: list[tuple[int, tuple[str, ...]]], values: tuple[str, ...],
    sparse: dict[str, dict[int, Any]],
) -> list[int | None]:  # fmt: skip
    """Epochs; newer versions of 4CAT write the same instant as a date and time, of Greenwich."""
    found: list[int | None] = []
    moments = Moments()
    for at, value in enumerate(values):
        try:
            found.append(epoch_micros(int(value)))
        except ValueError:
            moment = moments.read(value)
            if isinstance(moment, str):
                builder.issue(rows[at][0], moment, value)
                found.append(None)
            else:
                sparse.setdefault("precision", {})[at] = moment.precision
                found.append(moment.micros)
    return found


def _likes(value: str) -> list[dict[str, Any]] | None:
    if value == "0" or not (value.isascii() and value.isdigit()) or len(value) > 9:
        return None
    return [{"reaction": "like", "count": int(value), "by": []}]


def _words(body: str) -> str:
    if _HTML.search(body):
        return html_words(body)
    return unescape(body).strip() if "&" in body else body.strip()


CARRIER = Carrier(
    name="douban",
    title="Douban 豆瓣小组",
    sniff=sniff,
    read=read,
    how_to_export=(
        N_(
            "Douban itself has no export of a group, neither on the phone nor on the computer. A university or an "
            "association that runs the research program 4CAT can collect the newest threads of a public group: name "
            "the group's number (the digits in its address) and ask for the CSV file; give it as it is."
        ),
        N_(
            "With only a phone: open the threads that matter and copy them by hand into a table with the columns "
            "time, author and text; a few threads already show who answers whom."
        ),
    ),
    gives={"4CAT CSV": ("ids", "author-ids", "zone", "replies", "reactions")},
)
