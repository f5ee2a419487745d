"""Which row of an export is which message of the archive: by the source's id, else by time, author and words.

Two exports of one chat are two windows on one sequence. Where both show a whole minute (or whatever the coarser
clock tells apart), the k-th "好" of one is the k-th of the other. The minute in which a window begins or ends is cut:
there the end of one is laid over the beginning of the other, as far as they are equal.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.schema import UNITS, Bools, Int64s, flags, instants, plain
from closeknit.records.codes import codes

NONE: Final = np.int64(-1)
_NEAR: Final = 26 * 3_600_000_000
"""Microseconds within which one id is one message: two zones are never further apart. Beyond it two exporters
number their rows anew, and the same number is another message."""
_LONGEST_CUT: Final = 400
"""Rows of a cut minute that are laid over each other one by one; more only come from damage."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Stretches (first, last instant) that are covered: `old` by the archive's imports, `new` by the export."""

    new: tuple[int, int]
    old: Sequence[tuple[int, int]] = field(default=())

    def cut(self, unit: int, moments: Int64s) -> dict[int, "Cut"]:
        """Those of the moments (in units of time) in which a window begins or ends, with what is missing there."""
        edges = np.unique([edge // unit for window in (self.new, *self.old) for edge in window])
        return {edge: self._cut(edge, unit) for edge in edges[np.isin(edges, moments)].tolist()}

    def _cut(self, here: int, unit: int) -> "Cut":
        spans = [(first // unit, last // unit) for first, last in self.old]
        first, last = self.new[0] // unit, self.new[1] // unit
        return Cut(
            not any(a < here <= b for a, b in spans),
            not any(a <= here < b for a, b in spans),
            not first < here <= last,
            not first <= here < last,
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """Whether rows may be missing before (`head`) or after (`tail`) what the archive or the export has."""

    old_head: bool
    old_tail: bool
    new_head: bool
    new_tail: bool


def match(old: pa.Table, new: pa.Table, windows: Windows) -> Int64s:
    """For each row of `new` the row of `old` that is the same message, -1 where there is none.

    Both are rows of one chat in the order of the conversation, states in force only; no row is taken twice.
    """
    found = np.full(len(new), NONE)
    if not len(old) or not len(new):
        return found
    _by_id(old, new, found)
    unit = clock(old, new)
    _by_content(old, new, found, windows, unit)
    _by_place(old, new, found, windows, unit)
    return found


def clock(old: pa.Table, new: pa.Table) -> int:
    """Microseconds that the coarser of the two clocks tells apart."""
    words = {word for table in (old, new) for word in table["time_precision"].unique().to_pylist() if word}
    return max((UNITS[word] for word in words), default=1)


def pairs(old: Int64s, new: Int64s) -> Int64s:
    """The k-th row of a code in `new` with the k-th of the same code in `old`; -1 without one, and for code -1."""
    out = np.full(len(new), NONE)
    here, there = np.flatnonzero(old >= 0), np.flatnonzero(new >= 0)
    if not len(here) or not len(there):
        return out
    before, after = _ranked(old[here]), _ranked(new[there])
    width = np.int64(max(before[1].max(), after[1].max()) + 1)
    known = before[0] * width + before[1]
    order = np.argsort(known)
    asked = after[0] * width + after[1]
    place = np.minimum(np.searchsorted(known[order], asked), len(known) - 1)
    hit = known[order[place]] == asked
    out[there[hit]] = here[order[place[hit]]]
    return out


def _ranked(values: Int64s) -> tuple[Int64s, Int64s]:
    """The codes, and each row's number among those of its code."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    fresh = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(ranked)), 0))
    rank = np.empty(len(values), np.int64)
    rank[order] = np.arange(len(ranked)) - start
    return values, rank


def common_codes(old: pa.Array, new: pa.Array) -> tuple[Int64s, Int64s]:
    """Two columns of strings as codes of one list; -1 for null."""
    coded = pa.concat_arrays([old, new]).dictionary_encode()
    numbers = np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)
    return numbers[: len(old)], numbers[len(old) :]


def combined(*columns: npt.ArrayLike) -> Int64s:
    """Several columns of numbers as one: rows are equal where all are."""
    out = np.zeros(0, np.int64)
    for column in columns:
        _words, part = np.unique(np.asarray(column), return_inverse=True)
        if not len(out):
            out = part.astype(np.int64)
        else:
            _words, out = np.unique(out * np.int64(len(part) + 1) + part, return_inverse=True)
    return out


def _by_id(old: pa.Table, new: pa.Table, found: Int64s) -> None:
    if old["id"].null_count == len(old) or new["id"].null_count == len(new):
        return
    found[:] = pairs(*common_codes(plain(old, "id"), plain(new, "id")))
    (here, had), (there, has) = instants(old), instants(new)
    rows = np.flatnonzero(found >= 0)
    theirs = found[rows]
    far = had[theirs] & has[rows] & (np.abs(here[theirs] - there[rows]) > _NEAR)
    found[rows[far]] = NONE


def _by_content(old: pa.Table, new: pa.Table, found: Int64s, windows: Windows, unit: int) -> None:
    """Rows of which one lacks an id; and those with two ids where the export numbers its rows in a way of its own."""
    here, there = _has_id(old), _has_id(new)
    left, asked = _left(len(old), found), np.flatnonzero(found < 0)
    _compared(old, new, left, asked[~there[asked]], found, windows, unit)
    left, asked = _left(len(old), found), np.flatnonzero(found < 0)
    _compared(old, new, left[~here[left]], asked[there[asked]], found, windows, unit)
    if not (found[there] >= 0).any():
        left, asked = _left(len(old), found), np.flatnonzero((found < 0) & there)
        if _numbered_otherwise(old, new, left, asked, windows, unit):
            _compared(old, new, left, asked, found, windows, unit)


def _has_id(table: pa.Table) -> Bools:
    return np.asarray(table["id"].is_valid().combine_chunks().to_numpy(zero_copy_only=False))


def _numbered_otherwise(old: pa.Table, new: pa.Table, left: Int64s, asked: Int64s, windows: Windows, unit: int) -> bool:
    """Whether half of what both must have, and at least one message, is there under another id.

    Moments that are cut do not count: there one export may begin where the other ends.
    """
    hit = np.full(len(new), NONE)
    _compared(old, new, left, asked, hit, windows, unit)
    moments = instants(new)[0][asked] // unit
    cut = windows.cut(unit, moments)
    inside = ~np.isin(moments, np.array(list(cut), np.int64))
    inside &= np.logical_or.reduce(
        [np.zeros(len(asked), np.bool_), *((moments > a // unit) & (moments < b // unit) for a, b in windows.old)]
    )
    common = int((hit[asked][inside] >= 0).sum())
    return common > 0 and int(inside.sum()) <= common * 2


def _compared(
    old: pa.Table, new: pa.Table, left: Int64s, asked: Int64s, found: Int64s, windows: Windows, unit: int
) -> None:
    """Match those rows of the two by time, author, words and kind."""
    if not len(left) or not len(asked):
        return
    old, new = old.take(pa.array(left)), new.take(pa.array(asked))
    here, there = instants(old)[0] // unit, instants(new)[0] // unit
    together = combined(
        np.concatenate([here, there]),
        np.concatenate(who(old, new)),
        np.concatenate(common_codes(_words(old), _words(new))),
        np.concatenate(common_codes(plain(old, "kind"), plain(new, "kind"))),
    )
    before, after = together[: len(left)], together[len(left) :]
    hit = pairs(before, after)
    for moment, cut in windows.cut(unit, there).items():
        one, other = np.flatnonzero(here == moment), np.flatnonzero(there == moment)
        if len(one) and max(len(one), len(other)) <= _LONGEST_CUT:
            hit[other] = _overlaid(before[one], after[other], cut, hit[other], one)
    took = hit >= 0
    found[asked[took]] = left[hit[took]]


def _words(table: pa.Table) -> pa.Array:
    return pc.utf8_trim_whitespace(plain(table, "text"))


def who(old: pa.Table, new: pa.Table) -> tuple[Int64s, Int64s]:
    """The authors as codes of one list: by id where every known author of both sides has one, else by name."""
    by_id = all(
        table["author_id"].null_count < len(table)
        and not pc.any(pc.and_not(table["author"].is_valid(), table["author_id"].is_valid())).as_py()
        for table in (old, new)
    )
    if by_id:
        return common_codes(plain(old, "author_id"), plain(new, "author_id"))
    names = [pc.coalesce(plain(table, "author"), plain(table, "author_id")) for table in (old, new)]
    return common_codes(*names)


def _overlaid(old: Int64s, new: Int64s, cut: Cut, counted: Int64s, places: Int64s) -> Int64s:
    """The rows of one cut unit of time laid over each other; `counted` is what counting alone gives."""
    best = (0, 0)
    for shift in range(1 - len(new), len(old)):
        start, end = max(0, -shift), min(len(new), len(old) - shift)
        if (
            (shift < 0 and not cut.old_head)
            or (shift > 0 and not cut.new_head)
            or (len(new) + shift > len(old) and not cut.old_tail)
            or (len(old) > len(new) + shift and not cut.new_tail)
        ):
            continue
        if end - start > best[0] and np.array_equal(old[start + shift : end + shift], new[start:end]):
            best = (end - start, shift)
    if best[0]:
        out = np.full(len(new), NONE)
        rows = np.arange(max(0, -best[1]), min(len(new), len(old) - best[1]))
        out[rows] = places[rows + best[1]]
        return out
    apart = (cut.old_tail and cut.new_head) or (cut.old_head and cut.new_tail)
    if apart and (counted >= 0).sum() * 2 <= min(len(old), len(new)):
        return np.full(len(new), NONE)
    return counted


def _by_place(old: pa.Table, new: pa.Table, found: Int64s, windows: Windows, unit: int) -> None:
    """What was edited, recalled or forgotten since has other words: told by its place, where both show the whole
    unit of time, one side says that the row changed, and one lacks an id."""
    here, there = _has_id(old), _has_id(new)
    ways = ((None, changed(new), True), (changed(old), None, True), (forgotten(old), None, False))
    for pick_old, pick_new, by_author in ways:
        for bare_old, bare_new in ((here | ~here, ~there), (~here, there)):
            left, asked = _left(len(old), found), np.flatnonzero((found < 0) & bare_new)
            left = left[bare_old[left] if pick_old is None else (bare_old & pick_old)[left]]
            if pick_new is not None:
                asked = asked[pick_new[asked]]
            if len(left) and len(asked):
                _placed(old, new, left, asked, found, windows.cut(unit, instants(new)[0] // unit), unit, by_author)


def _placed(
    old: pa.Table,
    new: pa.Table,
    left: Int64s,
    asked: Int64s,
    found: Int64s,
    cut: Container[int],
    unit: int,
    by_author: bool,
) -> None:
    old, new = old.take(pa.array(left)), new.take(pa.array(asked))
    moments = np.concatenate([instants(old)[0], instants(new)[0]]) // unit
    together = combined(moments, *([np.concatenate(who(old, new))] if by_author else []))
    together[np.array([moment in cut for moment in moments.tolist()])] = NONE
    hit = pairs(together[: len(left)], together[len(left) :])
    found[asked[hit >= 0]] = left[hit[hit >= 0]]


def changed(table: pa.Table) -> Bools:
    """Rows that the tool marks as edited, deleted or recalled."""
    kind, slugs = codes(table["kind"])
    recall = slugs.index("recall") if "recall" in slugs else -2
    return np.asarray(flags(table, "is_edited") | flags(table, "is_deleted") | (kind == recall))


def forgotten(table: pa.Table) -> Bools:
    """Rows whose words were removed because the person asked."""
    return flags(table, "forgotten")


def _left(n: int, found: Int64s) -> Int64s:
    free = np.ones(n, np.bool_)
    free[found[found >= 0]] = False
    return np.flatnonzero(free)
