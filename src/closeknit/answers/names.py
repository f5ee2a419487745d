"""Who is named in a text: at its start, as people call each other, or inside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.answers.symbols import DENSE, MARK, Symbols, symbols
from closeknit.records.rows import Rows

Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
UInt32s = npt.NDArray[np.uint32]
UInt64s = npt.NDArray[np.uint64]

INNER = 2
"""People named inside a text that are kept for each message."""

_CALL = tuple(map(ord, ":,;、"))
_AT = ord("@")
_CUT = re.compile(r"[|(（\[【@/]")
_HAN = re.compile(r"[㐀-鿿豈-﫿]{2,}")
_EDGES = " _`^-~.|*"


@dataclass(frozen=True)
class Named:
    """One element a message; −1 where nobody is named. Nobody names himself.

    `called`: the person whose name begins the text and is set off (`Lin: …`, `@Lin …`); `begun`: the same without
    a mark; `inner` (n × INNER): people named further on; `calls_stranger`: the text begins like a call, of a name
    that nobody here bears.
    """

    called: Int32s
    begun: Int32s
    inner: Int32s
    calls_stranger: Bools


@dataclass(frozen=True)
class NameTable:
    """Hashes of the names in each channel, sorted, with the person they mean.

    `key` is hash (32 bits) and channel (32 bits); `shapes` says of each value that `_shape` gives whether a name has
    it, `firsts` of each code point whether a name begins with it (the last stands for all from there on); `lengths` are
    the lengths in characters of names in dense scripts, which stand in a text without a space.
    """

    key: UInt64s
    speaker: Int32s
    sieve: Bools
    shapes: Bools
    firsts: Bools
    lengths: tuple[int, ...]

    def spans(self, texts: Symbols, start: Int64s, length: Int64s | int) -> Int64s:
        """Which spans of text begin as a name of their length does."""
        return np.flatnonzero(self.shapes.take(_shape(texts.code.take(start), length)))

    def find(self, hashes: UInt32s, channel: Int64s | Int32s) -> Int32s:
        """The person whom each hash means in a channel, −1 for nobody."""
        out = np.full(len(hashes), -1, np.int32)
        likely = np.flatnonzero(self.sieve[hashes & np.uint32(0xFFFF)])
        if len(likely) and len(self.key):
            key = hashes[likely].astype(np.uint64) << np.uint64(32) | channel[likely].astype(np.uint64)
            slot = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
            hit = self.key[slot] == key
            out[likely[hit]] = self.speaker[slot[hit]]
        return out


def name_table(channel: Int64s | Int32s, speaker: Int32s, names: Sequence[str]) -> NameTable:
    """The names of all who speak (one element a message: channel ≥ 0 and speaker), and the parts by which people are
    called; parts that two of a channel bear are left out. Speakers outside `names` have none.
    """
    known = (speaker >= 0) & (speaker < len(names))
    span = np.int64(len(names) + 1)
    pairs = np.unique(channel[known] * span + speaker[known])
    channel, speaker = pairs // span, (pairs % span).astype(np.int32)
    written, bearer, whole = _variants(names, np.unique(speaker).tolist())
    if not written:
        none = np.zeros(65536, np.bool_)
        return NameTable(np.empty(0, np.uint64), np.empty(0, np.int32), none, none, none, ())
    spelled = symbols(pa.array(written))
    hashes = spelled.hash(spelled.start[:-1], spelled.start[1:])
    dense = np.add.reduceat(spelled.kind != DENSE, spelled.start[:-1]) == 0
    lengths = tuple(int(length) for length in np.unique(np.diff(spelled.start)[dense]) if 2 <= length <= 4)
    order = np.argsort(np.array(bearer), kind="stable")
    hashes, borne_by, rank = hashes[order], np.array(bearer)[order], np.array(whole)[order]
    low = np.searchsorted(borne_by, speaker, "left")
    many = np.searchsorted(borne_by, speaker, "right") - low
    at = np.repeat(low - np.cumsum(many) + many, many) + np.arange(int(many.sum()))
    key = hashes[at].astype(np.uint64) << np.uint64(32) | np.repeat(channel, many).astype(np.uint64)
    shapes = np.zeros(65536, np.bool_)
    shapes[_shape(spelled.code[spelled.start[:-1]], np.diff(spelled.start))] = True
    firsts = np.zeros(1 << 16, np.bool_)
    firsts[np.minimum(spelled.code[spelled.start[:-1]], len(firsts) - 1)] = True
    settled = _settled(key, np.repeat(speaker, many).astype(np.int32), rank[at])
    return NameTable(*settled, shapes, firsts, lengths)


def _shape(first: UInt32s, length: Int64s | int) -> Int64s:
    """A number below 65,536 that the first character and the length of a name give."""
    return (first.astype(np.int64) * 41 + length) & 0xFFFF


def _settled(key: UInt64s, speaker: Int32s, whole: Bools) -> tuple[UInt64s, Int32s, Bools]:
    """One person a key: whole names go before parts, and a part that two bear means neither. Keys, people, and which
    low 16 bits of a hash occur."""
    order = np.lexsort((speaker, ~whole, key))
    key, speaker, whole = key[order], speaker[order], whole[order]
    new = np.concatenate(([True], key[1:] != key[:-1]))
    edge = np.flatnonzero(new)
    last = np.append(edge[1:], len(key)) - 1
    clear = whole[edge] | (speaker[edge] == speaker[last])
    sieve = np.zeros(65536, np.bool_)
    sieve[((key[edge] >> np.uint64(32)) & np.uint64(0xFFFF)).astype(np.int64)] = True
    return key[edge[clear]], speaker[edge[clear]], sieve


def _variants(names: Sequence[str], speakers: Sequence[int]) -> tuple[list[str], list[int], list[bool]]:
    """The ways in which each speaker may be called: spelling, bearer, and whether it is the whole name."""
    written: list[str] = []
    bearer: list[int] = []
    whole: list[bool] = []
    for speaker in speakers:
        name = names[speaker].strip()[:40]
        bare = _CUT.split(name, maxsplit=1)[0].strip(_EDGES)
        parts = {bare.rstrip("0123456789").strip(_EDGES), *bare.split()[:1]}
        for han in _HAN.findall(bare):
            parts.add(han[:4])
            if len(han) in {3, 4}:
                parts.add(han[-2:])
        for spelling, is_whole in [(name, True), *((part, False) for part in parts | {bare} if part != name)]:
            if len(spelling) > 1 and not spelling.isdigit():
                written.append(spelling)
                bearer.append(speaker)
                whole.append(is_whole)
    return written, bearer, whole


def find_named(
    texts: Symbols, table: NameTable, channel: Int64s | Int32s, speaker: Int32s, *, inside: bool = True
) -> Named:
    """Who is named in each text; `channel` and `speaker` are the messages' own. Without `inside` only the start of
    each text is looked at, and `inner` has no column."""
    n = len(texts)
    called, begun = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    inner = np.full((n, INNER if inside else 0), -1, np.int32)
    stranger = np.zeros(n, np.bool_)
    start, end = _beginnings(texts, table, inside=inside)
    if len(start):
        owner = texts.message[start]
        found = np.full(len(start), -1, np.int32)
        likely = table.spans(texts, start, end - start)
        found[likely] = table.find(texts.hash(start[likely], end[likely]), channel[owner[likely]])
        found[found == speaker[owner]] = -1
        head = np.concatenate(([True], owner[1:] != owner[:-1]))
        first = np.flatnonzero(head)
        marked = _is_called(texts, start[first], end[first], owner[first])
        call, other = first[marked], first[~marked]
        called[owner[call]], begun[owner[other]] = found[call], found[other]
        stranger[owner[call]] = (found[call] < 0) & (end[call] - start[call] <= 20)
        further = likely[~head[likely]]
        _keep_inner(inner, owner[further], found[further])
    if inside:
        _find_dense(texts, table, channel, speaker, inner)
    return Named(called, begun, inner, stranger)


def _beginnings(texts: Symbols, table: NameTable, *, inside: bool) -> tuple[Int64s, Int64s]:
    """Starts and ends of the stretches between space and punctuation that may be a name: the first of each text, and
    with `inside` those that begin as a name does."""
    start, end = texts.runs(texts.kind > MARK)
    message = texts.message.take(start)
    wanted = np.ones(len(start), np.bool_)
    wanted[1:] = message[1:] != message[:-1]
    if inside:
        wanted |= table.firsts.take(np.minimum(texts.code.take(start), len(table.firsts) - 1))
    return start.compress(wanted), end.compress(wanted)


def _is_called(texts: Symbols, start: Int64s, end: Int64s, owner: Int32s) -> Bools:
    """Whether a stretch of text is set off as a name is: after an @, or before a colon or comma."""
    before = texts.code[np.maximum(start - 1, 0)]
    after = texts.code[np.minimum(end, len(texts.code) - 1)]
    follows = end < texts.start[owner + 1]
    return np.asarray(((start > texts.start[owner]) & (before == _AT)) | (follows & np.isin(after, _CALL)))


def _keep_inner(inner: Int32s, owner: Int32s, found: Int32s) -> None:
    owner, found = owner[found >= 0], found[found >= 0]
    for slot in range(inner.shape[1]):
        free = np.flatnonzero((inner[owner, slot] < 0) & ~(inner[owner] == found[:, None]).any(axis=1))
        inner[owner[free], slot] = found[free]


def _find_dense(texts: Symbols, table: NameTable, channel: Int64s | Int32s, speaker: Int32s, inner: Int32s) -> None:
    """Names in scripts without spaces, wherever they stand."""
    if not table.lengths:
        return
    message = texts.message
    solid = texts.kind == DENSE
    run = solid
    joined: list[Bools] = []
    for length in range(2, max(table.lengths) + 1):
        run = run[:-1] & solid[length - 1 :]
        joined.append(run)
    for length in reversed(table.lengths):
        at = np.flatnonzero(joined[length - 2])
        at = at[table.spans(texts, at, length)]
        at = at[message[at] == message[at + length - 1]]
        owner = message[at]
        found = table.find(texts.hash(at, at + length), channel[owner])
        found[found == speaker[owner]] = -1
        _keep_inner(inner, owner, found)


_CALL_SHAPE = r"^[\s@]*\S{1,40}?[:,;：，；、]|^\s*@"


_CALL_LONGEST: Final = 48
"""Characters in which a call must stand: forty of a name, and what may stand before it."""

AT_ONCE: Final = 20_000
"""Messages whose texts are opened at once: code points take twenty times the room of their text."""


def calls(rows: Rows) -> tuple[Int64s, Int64s]:
    """Rows that begin with somebody's name, set off, and the person named. The table's own texts are looked through;
    only those that have the shape of a call are opened.
    """
    texts = rows.table["text"]
    shaped = [_is_shaped(texts.slice(low, AT_ONCE)) for low in range(0, len(rows), AT_ONCE)]
    likely = np.flatnonzero(np.concatenate(shaped) & ~rows.is_event) if shaped else np.empty(0, np.int64)
    if not len(likely):
        return likely, likely
    table = name_table(rows.channel, np.where(rows.is_event, -1, rows.person), [p.name for p in rows.people])
    found = [
        find_named(_opened(rows, some), table, rows.channel[some], rows.person[some], inside=False).called
        for some in np.array_split(likely, len(likely) // AT_ONCE + 1)
    ]
    called = np.concatenate(found).astype(np.int64)
    return likely[called >= 0], called[called >= 0]


def _opened(rows: Rows, some: Int64s) -> Symbols:
    return symbols(rows.texts(some).combine_chunks(), _CALL_LONGEST)


def _is_shaped(texts: pa.ChunkedArray) -> Bools:
    shaped = pc.match_substring_regex(texts, _CALL_SHAPE)
    return np.asarray(pc.fill_null(shaped, False).to_numpy())
