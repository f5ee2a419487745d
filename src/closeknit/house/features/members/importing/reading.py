"""From a file's bytes to people: CSV in any encoding, XLSX, or cells pasted from a spreadsheet."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from closeknit.carriers.roster.columns import KNOWN
from closeknit.house.features.members.importing.targets import FACES, TARGETS, TEXTS
from closeknit.house.features.members.rules import CONTACTS, tidy_name, tidy_text
from closeknit.sources.delimited import Row
from closeknit.sources.encoding import detect_encoding
from closeknit.sources.source import of_bytes
from closeknit.sources.tables import Sheet, cell, find_header, folded, names, sheets
from closeknit.text.moments import Moment, Moments, learn_order
from closeknit.text.scripts import fold

MOST_BYTES: Final = 50 * 1_048_576
MOST_COLUMNS: Final = 60
"""Columns that are offered; what stands further right is left out."""
_LONGEST_NAME: Final = 200
_SAMPLE: Final = 200
_EPOCH: Final = date(1970, 1, 1)
_DAY: Final = 86_400_000_000

_OURS: Final = {
    **names(
        {
            "introduction": "自我介绍 介绍 简介 关于我 introduction about bio",
            "offer": "能给 我能给 可提供 提供 供给 供 能提供 offer offers cangive",
            "need": "想要 需要 需求 求 want wants need needs wouldlike",
            "skill": "专长 技能 擅长 特长 专业 skill skills goodat expertise",
            "place": "城市 地区 所在地 地点 区域 居住地 city place region location area",
            "how": "怎么来的 来源 如何得知 得知管道 从哪里知道 howonecame howtheycame howcame source howdidyouhear",
            "address": "homeaddress",
            "face-line": "line昵称 line名称 linename line名字",
            "face-wechat": "微信昵称 微信名 群昵称 群名片 wechatname",
            "face-telegram": "telegram名称 telegramname",
        }
    ),
}
_ROSTER: Final = {
    "name": "name", "first": "first", "last": "last", "alias": "face", "id": "number", "joined": "joined",
    "left": "left", "invited_by": "brought", "consents": "agreed", "contact": "phone",
    **{key: key for key in CONTACTS}, "qq": "face-qq", "discord": "face-discord",
}  # fmt: skip
"""The roster carrier's word for a column → ours."""
_YES: Final = folded("是 同意 可 可以 有 愿意 √ ✓ ✔ ☑ y yes true 1 ok agree agreed")
_NONE: Final = folded("- – — / 无 没有 未填 不详 n/a na none null")
_TOTALS: Final = folded("合计 总计 小计 总数 人数 total totals sum subtotal")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a roster. `line` as a spreadsheet counts it."""

    line: int
    name: str
    number: str
    texts: Mapping[str, str]
    faces: tuple[tuple[str, str], ...]
    """(carrier, name there)."""
    joined: date | None
    agreed: bool
    doubt: str = ""
    """What could not be taken from the row: no-day, a joining day that is no day."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that is left out: no-name, long-name, left, repeated, no-row."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header. `guess` maps columns to targets as far as their names say."""

    sheet: Sheet
    at: int
    cells: tuple[str, ...]
    guess: Mapping[int, str]
    sample: Sequence[Row]
    """The first rows below the header."""


def fits(head: bytes) -> bool:
    """Whether bytes may begin a table: a workbook, or text that is no web page and no program's data."""
    if head.startswith(b"PK\x03\x04"):
        return True
    if not head.strip() or head.lstrip()[:1] in {b"<", b"{"}:
        return False
    return detect_encoding(head, whole=len(head) < 4096) is not None


def suffix_of(data: bytes) -> str:
    """The suffix under which bytes are kept."""
    return ".xlsx" if data.startswith(b"PK\x03\x04") else ".csv"


def digest(data: bytes) -> str:
    """The hash of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def table(data: bytes, suffix: str) -> Table | None:
    """The first table of a file that names its columns as a roster's, else its first one; None where there is none.

    Raises UnreadableSource where the file is damaged.
    """
    found = sheets(of_bytes(f"roster{suffix}", f"roster{suffix}", data))
    known = {**KNOWN, **_OURS}
    for sheet in found:
        rows = sheet.sample()
        header = find_header(rows, known, lambda roles: bool(roles & {"name", "alias", "last"}))
        if header is not None:
            return Table(sheet, header.at, header.cells[:MOST_COLUMNS], _guessed(header.all), rows[header.at + 1 :])
    for sheet in found:
        rows = sheet.sample()
        at = next((i for i, row in enumerate(rows) if sum(bool(c.strip()) for c in row) > 0), None)
        if at is not None:
            return Table(sheet, at, tuple(rows[at][:MOST_COLUMNS]), {}, rows[at + 1 :])
    return None


def count(found: Table) -> int:
    """How many rows stand below the header, blank ones left out: for showing how far an import has come."""
    rows = (row for place, (_line, row) in enumerate(found.sheet.rows(lambda _l, _w: None)) if place > found.at)
    return sum(1 for row in rows if any(row))


def _guessed(columns: Mapping[str, tuple[int, ...]]) -> dict[int, str]:
    guess: dict[int, str] = {}
    taken: set[str] = set()
    for role, places in columns.items():
        target = _ROSTER.get(role, role)
        for at in places:
            if at < MOST_COLUMNS and target in TARGETS and (target not in taken or target == "face"):
                guess[at] = target
                taken.add(target)
    return guess


def entries(found: Table, columns: Mapping[int, str]) -> Iterator[Entry | Bad]:
    """Every row below the header, as a person or as what is wrong with it; blank rows and totals are no rows.

    `columns` maps places to targets. A row that repeats another word for word is taken once.
    """
    places: dict[str, list[int]] = {}
    for at, target in columns.items():
        places.setdefault(target, []).append(at)
    moments: dict[str, Moments] = {
        target: Moments(learn_order([cell(row, places[target][0]) for row in found.sample[:_SAMPLE]])[0])
        for target in ("joined", "left")
        if target in places
    }
    seen: set[bytes] = set()
    lost: list[Bad] = []

    def bad(line: int, _words: str) -> None:
        lost.append(Bad(line, "no-row"))

    for place, (line, row) in enumerate(found.sheet.rows(bad)):
        yield from lost
        lost.clear()
        if place <= found.at or not any(value.strip() for value in row):
            continue
        entry = _entry(line, row, places, moments)
        if entry is None:
            continue
        if isinstance(entry, Entry):
            mark = hashlib.blake2b("\x1f".join(row).encode(errors="replace"), digest_size=12).digest()
            if mark in seen:
                entry = Bad(line, "repeated")
            seen.add(mark)
        yield entry
    yield from lost


def _entry(
    line: int, row: Row, places: Mapping[str, list[int]], moments: Mapping[str, Moments]
) -> Entry | Bad | None:  # fmt: skip
    def value(target: str) -> str:
        for at in places.get(target, ()):
            words = cell(row, at)
            if words and (len(words) > 4 or fold(words) not in _NONE):
                return _plain(words)
        return ""

    raw = value("name") or _joined(value("first"), value("last")) or value("face")
    if len(raw) > _LONGEST_NAME:
        return Bad(line, "long-name")
    name = tidy_name(raw)
    if not name:
        return Bad(line, "no-name")
    if fold(name) in _TOTALS:
        return None
    left = _day(moments.get("left"), value("left"))
    if left is not None or (value("left") and "left" in moments):
        return Bad(line, "left")
    texts = {target: words for target in TEXTS if target in places and (words := tidy_text(value(target)))}
    faces = tuple(
        (target.partition("-")[2], handle)
        for target in FACES
        for at in places.get(target, ())
        if (handle := tidy_name(_plain(cell(row, at)))) and fold(handle) not in _NONE and handle != name
    )
    joined = _day(moments.get("joined"), value("joined"))
    return Entry(
        line, name, tidy_name(value("number"))[:40], texts, faces, joined, fold(value("agreed")) in _YES,
        "no-day" if value("joined") and joined is None else "",
    )  # fmt: skip


def _plain(words: str) -> str:
    """A cell without the mark that keeps spreadsheets from calculating (our own export writes it)."""
    if len(words) > 1 and words[0] == "'" and words[1] in "=+-@＝＋－＠":
        return words[1:]
    return words[:-2] if words.endswith(".0") and words[:-2].isdigit() else words


def _joined(first: str, last: str) -> str:
    return f"{first} {last}".strip() if (first + last).isascii() else last + first


def _day(moments: Moments | None, words: str) -> date | None:
    if moments is None or not words:
        return None
    when = moments.read(words)
    return _EPOCH + timedelta(when.micros // _DAY) if isinstance(when, Moment) else None
