"""How another phone's export lies beside the archive: by how much its clock is off, and who is who in it.

A text export writes wall times and the names of one phone's address book. The same conversation from a second phone
has other names and, where its zone was another or was guessed wrongly, times that are off by a constant. Both are
learnt from what the two have in common, and from nothing else.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.matching import NONE, clock, combined, common_codes, pairs
from closeknit.archive.schema import UNITS, Bools, Int64s, flags, instants, plain

_QUARTER: Final = 15 * UNITS["minute"]
_FURTHEST: Final = 26 * 4
"""Quarters of an hour between the two clocks that are furthest apart, and two more."""
_DAY: Final = 24 * 4
"""What is said at the same time every day is no proof of another clock."""
_SLACK: Final = UNITS["minute"]
"""A clock that shows minutes only is up to one behind another."""
_MOST_TURNS: Final = 200
"""Steps of a clock that a century of summers has; more only come from damage."""
_SHORTEST: Final = 2
"""Characters below which a text says nothing about which message it is."""
LIGHT: Final = (
    "id", "carrier", "author_id", "author", "sent_at", "time_precision", "zone", "kind", "text", "forgotten",
    "replaced_by",
)  # fmt: skip
"""The columns that alignment reads of the archive."""


@dataclass(slots=True)
class Evidence:
    """What months of the two have in common, gathered one by one."""

    at: list[Int64s] = field(default_factory=list)
    quarters: list[Int64s] = field(default_factory=list)

    def gather(self, old: pa.Table, new: pa.Table) -> None:
        """Messages that both have and that nothing else resembles: when in `new`, and how far off, in quarters."""
        here, there = _anchors(old, new)
        before, after = instants(old), instants(new)
        keep = before[1][here] & after[1][there]
        here, there = here[keep], there[keep]
        off = before[0][here] - after[0][there]
        quarters = np.rint(off / _QUARTER).astype(np.int64)
        sane = (
            (np.abs(quarters) <= _FURTHEST) & (np.abs(quarters) != _DAY) & (np.abs(off - quarters * _QUARTER) < _SLACK)
        )
        self.at.append(after[0][there[sane]])
        self.quarters.append(quarters[sane])

    def shift(self) -> "Shift":
        """By how much times of `new` are to be moved, and from when on."""
        if not self.at or not sum(map(len, self.at)):
            return Shift()
        at, quarters = np.concatenate(self.at), np.concatenate(self.quarters)
        order = np.argsort(at, kind="stable")
        at, quarters = at[order], quarters[order]
        counts = Counter(quarters.tolist())
        least = max(2, len(at) // 50)
        kept = np.array([counts[q] >= least for q in quarters.tolist()], np.bool_)
        at, quarters = _smoothed(at[kept], quarters[kept])
        if not len(at) or not quarters.any():
            return Shift()
        if len(turns := _turns(quarters)) > _MOST_TURNS:
            return Shift()
        starts = at[turns].copy()
        starts[0] = np.iinfo(np.int64).min
        ends = at[turns[1:] - 1]  # the last message before each turn: the turn itself lies somewhere in between
        return Shift(starts, quarters[turns] * _QUARTER, ends)


@dataclass(frozen=True, slots=True)
class Shift:
    """A step function of the export's own time: from `starts[i]` on, `by[i]` microseconds are added.

    Between `ends[i]` and `starts[i + 1]` the messages in common do not say which of the two steps holds.
    """

    starts: Int64s = field(default_factory=lambda: np.array([np.iinfo(np.int64).min]))
    by: Int64s = field(default_factory=lambda: np.zeros(1, np.int64))
    ends: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))

    def __bool__(self) -> bool:
        return bool(self.by.any())

    def settled(self, old: pa.Table, new: pa.Table) -> "Shift":
        """The same, each turn where the rows between two steps agree best with the archive."""
        starts = self.starts.copy()
        if not len(self.ends):
            return self
        unit = clock(old, new)
        here, there = instants(old)[0] // unit, instants(new)[0]
        ours, theirs = common_codes(plain(old, "text"), plain(new, "text"))
        for turn, (end, start) in enumerate(zip(self.ends.tolist(), self.starts[1:].tolist(), strict=True)):
            rows = np.flatnonzero((there > end) & (there < start))
            if not len(rows):
                continue
            words = np.concatenate([ours, theirs[rows], theirs[rows]])
            stays, moves = ((there[rows] + by) // unit for by in self.by[turn : turn + 2])
            keys = combined(np.concatenate([here, stays, moves]), words)
            n, k = len(ours), len(rows)
            fits = [np.isin(keys[n : n + k], keys[:n]), np.isin(keys[n + k :], keys[:n])]
            gained = np.concatenate([[0], np.cumsum(fits[0])]) + np.concatenate([np.cumsum(fits[1][::-1])[::-1], [0]])
            first = int(gained.argmax())
            if first < k:
                starts[turn + 1] = there[rows[first]]
        return Shift(starts, self.by, self.ends)

    def of(self, at: Int64s) -> Int64s:
        """Microseconds to add to each time."""
        return self.by[np.searchsorted(self.starts, at, side="right") - 1]

    @property
    def minutes(self) -> tuple[int, ...]:
        """The steps in minutes, each once, in order."""
        return tuple(dict.fromkeys((self.by // UNITS["minute"]).tolist())) if self else ()


def one_conversation(beside: Iterable[tuple[pa.Table, pa.Table]]) -> bool:
    """Whether four in five texts of the stretches that both cover are the same at the same moment; so where they cover
    none."""
    hits, common = np.sum([_agreement(old, new) for old, new in beside] or [(0, 0)], axis=0).tolist()
    return bool(hits * 5 >= common * 4)


def _agreement(old: pa.Table, new: pa.Table) -> tuple[int, int]:
    """Of the stretch that both cover: how many texts of `new` the archive has at that moment, and how many both
    have at least."""
    unit = clock(old, new)
    old, new = old.filter(pa.array(_spoken(old))), new.filter(pa.array(_spoken(new)))
    if not len(old) or not len(new):
        return 0, 0
    here, there = instants(old)[0] // unit, instants(new)[0] // unit
    low, high = max(here.min(), there.min()), min(here.max(), there.max())
    inside = [np.flatnonzero((moments >= low) & (moments <= high)) for moments in (here, there)]
    texts = common_codes(plain(old, "text"), plain(new, "text"))
    keys = combined(
        np.concatenate([here[inside[0]], there[inside[1]]]),
        np.concatenate([texts[0][inside[0]], texts[1][inside[1]]]),
    )
    hits = pairs(keys[: len(inside[0])], keys[len(inside[0]) :]) >= 0
    return int(hits.sum()), min(len(inside[0]), len(inside[1]))


def may_differ(old: pa.Table, new: pa.Table) -> bool:
    """Whether a clock can be off at all: not where both wrote instants."""
    return any("assumed" in table["zone"].unique().to_pylist() for table in (old, new))


def learn_names(old: pa.Table, new: pa.Table, found: Counter[tuple[str, str]], known: Mapping[str, str]) -> None:
    """Count who wrote, here and there, what both have at one time; only authors without an id have to be learnt, and
    of them those that are not yet `known`."""
    old, new = _unproven(old, known.values()), _unproven(new, known)
    if not len(old) or not len(new):
        return
    unit = clock(old, new)
    moments = np.concatenate([instants(old)[0], instants(new)[0]]) // unit
    words = np.concatenate(common_codes(plain(old, "text"), plain(new, "text")))
    here, there = _lonely_pairs(combined(moments, words), len(old))
    names = zip(
        new["author"].take(pa.array(there)).to_pylist(), old["author"].take(pa.array(here)).to_pylist(), strict=True
    )
    found.update((theirs, ours) for theirs, ours in names if theirs is not None and ours is not None)


def names_from(found: Counter[tuple[str, str]], least: int = 2) -> dict[str, str]:
    """Name in the export → name in the archive, the likeliest pairs first, each name once.

    A pair needs three fifths of what its name wrote, and `least` messages unless the names are equal.
    """
    totals: Counter[str] = Counter()
    for (theirs, _ours), n in found.items():
        totals[theirs] += n
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for (theirs, ours), n in sorted(found.items(), key=lambda item: (-item[1], item[0][0] != item[0][1], item[0])):
        if theirs in chosen or ours in taken or n * 5 < totals[theirs] * 3 or (n < least and theirs != ours):
            continue
        chosen[theirs] = ours
        taken.add(ours)
    return chosen


def more_names(beside: Callable[[], Iterable[tuple[pa.Table, pa.Table]]], known: dict[str, str]) -> dict[str, str]:
    """`known` and who is left: among the words of those whom nothing has proven, one message tells who wrote it.

    Only where somebody is known already and the two are one conversation; each name that is found leaves fewer to
    mistake it for.
    """
    checked = False
    while known:
        found: Counter[tuple[str, str]] = Counter()
        for old, new in beside():
            learn_names(old, new, found, known)
        more = names_from(found, least=1)
        if not more or not (checked or one_conversation(beside())):
            return known
        known, checked = {**known, **more}, True
    return known


def _unproven(table: pa.Table, known: Iterable[str]) -> pa.Table:
    """What people without an id said of whom it is not known who they are on the other phone."""
    rows = np.asarray(pc.is_null(table["author_id"]).combine_chunks()) & _spoken(table)
    names = pa.array(list(known), pa.string())
    if len(names):
        rows &= ~np.asarray(pc.is_in(plain(table, "author"), names))
    return table.filter(pa.array(rows))


def learn_forgotten(old: pa.Table, new: pa.Table, found: Counter[str], totals: Counter[str]) -> None:
    """Count whose rows stand where the archive has rows of the forgotten and nothing else that fits."""
    lost = flags(old, "forgotten")
    if not lost.any():
        return
    unit = clock(old, new)
    here, there = instants(old)[0] // unit, instants(new)[0] // unit
    words = combined(
        np.concatenate([here, there]), np.concatenate(common_codes(plain(old, "text"), plain(new, "text")))
    )
    known = pairs(np.where(lost, NONE, words[: len(old)]), words[len(old) :]) >= 0
    moments = combined(np.concatenate([here, there]))
    stood = pairs(np.where(lost, moments[: len(old)], NONE), np.where(known, NONE, moments[len(old) :])) >= 0
    spoken = _spoken(new) & (there >= here.min()) & (there <= here.max())
    authors = np.array(new["author"].to_pylist(), object)
    found.update(name for name in authors[stood & spoken].tolist() if name is not None)
    totals.update(name for name in authors[spoken].tolist() if name is not None)


def _spoken(table: pa.Table) -> Bools:
    return np.asarray(table["text"].is_valid().combine_chunks().to_numpy(zero_copy_only=False))


def _anchors(old: pa.Table, new: pa.Table) -> tuple[Int64s, Int64s]:
    """Rows of both that are one message without doubt: the same id, else a text that each has once."""
    ids = common_codes(plain(old, "id"), plain(new, "id"))
    here, there = _lonely_pairs(np.concatenate(ids), len(old))
    texts = common_codes(_telling(old), _telling(new))
    more = _lonely_pairs(np.concatenate(texts), len(old))
    return (here, there) if len(here) > len(more[0]) else more


def _telling(table: pa.Table) -> pa.Array:
    texts = plain(table, "text")
    return pc.if_else(pc.greater_equal(pc.utf8_length(texts), _SHORTEST), texts, pa.scalar(None, pa.string()))


def _lonely_pairs(words: Int64s, n: int) -> tuple[Int64s, Int64s]:
    """Codes that occur once before `n` and once after it: the rows, counted from 0 on either side."""
    size = int(words.max(initial=-1)) + 1
    before, after = words[:n], words[n:]
    once = (np.bincount(before[before >= 0], minlength=size) == 1) & (
        np.bincount(after[after >= 0], minlength=size) == 1
    )
    place = np.full(size, NONE)
    place[before[before >= 0]] = np.flatnonzero(before >= 0)
    there = np.flatnonzero(after >= 0)
    there = there[once[after[there]]]
    return place[after[there]], there


def _turns(quarters: Int64s) -> Int64s:
    """Where a run of equal values begins."""
    return np.flatnonzero(np.concatenate([[True], quarters[1:] != quarters[:-1]]))


def _smoothed(at: Int64s, quarters: Int64s) -> tuple[Int64s, Int64s]:
    """Steps that fewer than three messages in a row support are chance."""
    if len(at) < 3:
        same = len(at) == 2 and quarters[0] == quarters[1]
        return (at, quarters) if same else (at[:0], quarters[:0])
    runs = np.cumsum(np.concatenate([[True], quarters[1:] != quarters[:-1]])) - 1
    kept = np.bincount(runs)[runs] >= 3
    return at[kept], quarters[kept]
