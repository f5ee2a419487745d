"""Douban groups 豆瓣小组: the CSV that 4CAT, a research program, collects from group pages.

Columns id, group_id, thread_id, group_name, subject, body, author, author_id, author_avatar, timestamp, likes,
is_highlighted, is_reply, is_topic_elite, image_urls (https://github.com/digitalmethodsinitiative/4cat,
datasources/douban, checked 2026-01). A thread opens with the row whose id is the thread's. `is_reply` says only that
a comment quotes another one. The times are Douban's clock as the server that collected them took it: a server in
another zone than China's moves them all.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

from closeknit.carriers.contract import CERTAIN, NO, Carrier
from closeknit.language import N_
from closeknit.records.builder import MessageBuilder
from closeknit.records.history import History
from closeknit.records.instant import MICRO
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
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")
_SECONDS: Final = re.compile(r"[1-9][0-9]{9}")
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
    pick = itemgetter(place.get("group_id", 0), place.get("group_name", 0))
    for chunk in _chunks(rows):
        whole = [found for found in chunk if len(found[1]) == len(names)]
        if len(whole) < len(chunk):
            for line, row in chunk:
                if len(row) != len(names):
                    bad(line, ",".join(row))
        for (group, name), part in groupby(whole, key=lambda found: pick(found[1])):
            builder.channel(name or group or source.name.rpartition(".")[0], group or None)
            _take(builder, list(part), place)
    return resolve_names(builder.finish())


def _chunks(rows: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _take(builder: MessageBuilder, rows: list[Line], place: dict[str, int]) -> None:
    """Add rows of one group, by columns."""
    cells = list(zip(*(row for _line, row in rows)))
    columns = {name: cells[place[name]] if name in place else ("",) * len(rows) for name in _NAMES}
    texts = [_words(body) or subject or None for body, subject in zip(columns["body"], columns["subject"])]
    sparse: dict[str, dict[int, Any]] = {
        "is_reply": {at: True for at, value in enumerate(columns["is_reply"]) if value == "yes"},
        "reactions": {at: _likes(value) for at, value in enumerate(columns["likes"]) if _NUMBER.fullmatch(value)},
        "kind": {at: "other" for at, text in enumerate(texts) if text is None},
    }
    sparse["kind"] |= {at: "image" for at, urls in enumerate(columns["image_urls"]) if urls}
    dense: dict[str, list[Any]] = {name: list(columns[name]) for name in ("id", "author", "author_id")}
    dense["thread"] = list(columns["thread_id"])
    dense["text"] = texts
    dense["time"] = _times(builder, rows, columns["timestamp"], sparse)
    builder.extend(dense, sparse)


def _times(
    builder: MessageBuilder, rows: list[Line], values: tuple[str, ...], sparse: dict[str, dict[int, Any]]
) -> list[int | None]:
    """Epochs; newer versions of 4CAT write the same instant as a date and time, of Greenwich."""
    if all(map(_SECONDS.fullmatch, values)):
        return [int(value) * MICRO for value in values]
    found: list[int | None] = []
    moments = Moments()
    for at, value in enumerate(values):
        moment = moments.read(value)
        if isinstance(moment, str):
            builder.issue(rows[at][0], moment, value)
            found.append(None)
        else:
            sparse.setdefault("precision", {})[at] = moment.precision
            found.append(moment.micros)
    return found


def _likes(value: str) -> list[dict[str, Any]]:
    return [{"reaction": "like", "count": int(value), "by": []}]


def _words(body: str) -> str:
    if "<" in body and _HTML.search(body):
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
