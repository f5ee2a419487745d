"""Finds the message that a quote repeats, by its author, its time and the words repeated."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.answers.joins import latest_match, people_called, valid
from closeknit.answers.symbols import SPACE, mix, symbols
from closeknit.records.rows import NO_TIME, Rows

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]
UInt64s = npt.NDArray[np.uint64]

_LENGTHS = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192])
"""Lengths of beginnings that are compared: the longest that the quote has. Tools cut quotes anywhere."""

_WHOLE = 0
"""Stands among the lengths for the whole text, which is tried first."""

_CUT = r"(\s*(\.\.\.|…|……))+\s*$"
_STEP = 65_536


@dataclass(frozen=True)
class _Beginnings:
    """Running sums of hashed code points, white space left out: any beginning's hash is a difference of two."""

    sums: UInt64s
    start: Int64s

    @property
    def length(self) -> Int64s:
        return np.diff(self.start)

    def hash(self, index: Int64s, size: int) -> Int64s:
        """Hash of the first `size` characters of the texts at `index`, all of them at least as long; of the whole
        texts where it is _WHOLE."""
        at = self.start[index]
        length = self.length[index] if size == _WHOLE else np.full(len(index), size)
        spread = mix(self.sums[at + length] - self.sums[at] + length.astype(np.uint64)) >> np.uint64(2)
        return spread.astype(np.int64)


def match_quotes(rows: Rows, free: Bools) -> tuple[Int64s, Int64s]:
    """The rows among `free` that quote, and the row quoted, −1 where none is found.

    Tried in turn, the latest row before the quote counting: same author in the same second; same author and
    same words, or beginning; where the author is not known, same second and beginning; same beginning alone, of four
    characters or the whole text.
    """
    table = rows.table
    quoted, at = table["quoted"].combine_chunks(), table["quoted_at"].combine_chunks()
    child = np.flatnonzero(free & (valid(quoted) | valid(at)))
    if not len(child):
        return child, child
    author = table["quoted_author"].combine_chunks().take(pa.array(child))
    person = people_called(rows, author, rows.channel[child])
    second = np.where(valid(at), pc.fill_null(at.cast(pa.int64()), 0).to_numpy(zero_copy_only=False), NO_TIME)[child]
    second = np.where(second == NO_TIME, NO_TIME, second // 1_000_000)
    words = pc.replace_substring_regex(pc.fill_null(quoted.take(pa.array(child)), ""), _CUT, "")
    parent = np.full(len(child), -1, np.int64)
    timed = second != NO_TIME
    known = person >= 0
    of_rows, of_quotes = _person_second(rows, child, person, second)
    _fill(parent, np.flatnonzero(timed & known), of_rows, of_quotes, child)
    _by_words(rows, child, person, second, words, parent)
    return child, parent


def _person_second(rows: Rows, child: Int64s, person: Int64s, second: Int64s) -> tuple[tuple[Int64s, Int64s], Int64s]:
    row = np.flatnonzero(~rows.is_event & (rows.at != NO_TIME) & (rows.person >= 0))
    key = _key(rows.channel[row], rows.person[row], rows.at[row] // 1_000_000)
    return (key, row), _key(rows.channel[child], person, second)


def _by_words(rows: Rows, child: Int64s, person: Int64s, second: Int64s, words: pa.Array, parent: Int64s) -> None:
    asked = _beginnings(words)
    length = asked.length
    level = _LENGTHS[np.maximum(np.searchsorted(_LENGTHS, length, "right") - 1, 0)]
    open_still = (length > 0) & (parent < 0)
    quotes = {_WHOLE: np.flatnonzero(open_still)} if open_still.any() else {}
    for size in np.unique(level[open_still]).tolist():
        quotes[size] = np.flatnonzero((level == size) & open_still)
    hashes = {size: asked.hash(mine, size) for size, mine in quotes.items()}
    for size, (row, said) in _said(rows, hashes).items():
        mine, ask = quotes[size], hashes[size]
        channel, asking = rows.channel[row], rows.channel[child[mine]]
        for use_person, use_second, least in ((True, False, 1), (False, True, 1), (False, False, 4)):
            fits = (
                (parent[mine] < 0)
                & ((person[mine] >= 0) == use_person)
                & ((second[mine] != NO_TIME) | (not use_second))
                & (length[mine] >= least)
            )
            if not fits.any():
                continue
            key, want = _key(channel, said), _key(asking, ask)
            if use_person:
                key, want = _key(key, rows.person[row]), _key(want, person[mine])
            if use_second:
                key, want = _key(key, rows.at[row] // 1_000_000), _key(want, second[mine])
            whole = np.full(len(child), -1, np.int64)
            whole[mine] = want
            _fill(parent, mine[fits], (key, row), whole, child)


def _said(rows: Rows, wanted: dict[int, Int64s]) -> dict[int, tuple[Int64s, Int64s]]:
    """For each length the sent rows whose beginning has one of the hashes wanted, and that hash; a few rows at a
    time, for the texts of a long history are not held as code points all at once.
    """
    column = rows.table["text"]
    found: dict[int, list[tuple[Int64s, Int64s]]] = {size: [] for size in wanted}
    for low in range(0, len(rows) if wanted else 0, _STEP):
        texts = column.slice(low, _STEP).combine_chunks()
        part = _beginnings(texts)
        sent = ~rows.is_event[low : low + _STEP] & valid(texts)
        for size, hashes in wanted.items():
            long_enough = np.flatnonzero(sent & (part.length >= max(size, 1)))
            said = part.hash(long_enough, size)
            hit = np.isin(said, hashes)
            found[size].append((long_enough[hit] + low, said[hit]))
    return {
        size: (np.concatenate([row for row, _ in parts]), np.concatenate([said for _, said in parts]))
        for size, parts in found.items()
    }


def _fill(parent: Int64s, which: Int64s, of_rows: tuple[Int64s, Int64s], asked: Int64s, child: Int64s) -> None:
    key, row = of_rows
    parent[which] = latest_match(key, row, asked[which], child[which])


def _key(first: npt.NDArray[np.integer], *others: npt.NDArray[np.integer]) -> Int64s:
    """Several integers as one, hashed."""
    out = first.astype(np.int64).view(np.uint64)
    for other in others:
        out = mix(out) + other.astype(np.int64).view(np.uint64)
    return mix(out).view(np.int64)


def _beginnings(texts: pa.Array) -> _Beginnings:
    part = symbols(texts, int(_LENGTHS[-1]))
    keep = part.kind != SPACE
    start = np.concatenate(([0], np.cumsum(keep)))[part.start]
    offset = np.arange(int(start[-1])) - np.repeat(start[:-1], np.diff(start))
    hashed = mix(part.code[keep].astype(np.uint64) * np.uint64(1_000_003) + offset.astype(np.uint64) + np.uint64(1))
    return _Beginnings(np.concatenate((np.zeros(1, np.uint64), np.cumsum(hashed, dtype=np.uint64))), start)
