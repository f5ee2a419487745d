"""One month of one chat, as the archive has it, together with the rows of an export: nothing doubled, nothing lost.

A message that both have stays one; where its words changed, both states are kept. A new message takes its place
between its neighbours of the same moment.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.matching import NONE, Windows, clock, forgotten, match
from closeknit.archive.schema import KEEPING, Bools, Int64s, flags, instants, plain, with_column
from closeknit.records.codes import codes

_FILLED: Final = ("id", "text", "kind", "quoted", "quoted_author", "quoted_at", "reply_to", "is_reply", "reactions")
"""What a second export may add to a row that has no words yet."""


@dataclass(slots=True)
class Merged:
    """The rows as they are afterwards; `table` is the old one itself where nothing is new.

    `added` new ones, `changed` states of known ones; `entries`: of each message of the export, where it was messages.
    """

    table: pa.Table
    added: int = 0
    changed: int = 0
    touched: bool = False
    entries: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))


def keep(messages: pa.Table, number: int, as_of: int, first_entry: int) -> pa.Table:
    """Messages as rows of the archive, brought by import `number`; entries count from `first_entry`."""
    n = len(messages)
    added = [
        pa.array(np.arange(first_entry, first_entry + n, dtype=np.int64)),
        pa.array(np.full(n, number, np.int32)),
        pa.nulls(n, pa.int32()),
        pa.array(np.full(n, as_of, np.int64)).cast(KEEPING.field("as_of").type),
        pa.array(np.zeros(n, np.bool_)),
    ]
    for kept, column in zip(KEEPING, added, strict=True):
        messages = messages.append_column(kept, column)
    return messages


def in_time(table: pa.Table) -> pa.Table:
    """The rows by time, those of one moment as they stand."""
    at, _known = instants(table)
    return table if (at[1:] >= at[:-1]).all() else table.take(pa.array(np.argsort(at, kind="stable")))


def merge(old: pa.Table | None, new: pa.Table, windows: Windows, aliases: dict[str, str]) -> Merged:
    """`old`: all states of the month, or None; `new`: rows made by `keep`, in the order of the export.

    `aliases` (id in the export → id in the archive, where one message has two) grows by what is found, and replies
    are pointed by it.
    """
    if old is None or not len(old):
        return Merged(in_time(new), len(new), touched=bool(len(new)), entries=new["entry"].to_numpy())
    now = np.flatnonzero(old["replaced_by"].is_null().combine_chunks().to_numpy(zero_copy_only=False))
    current = old.take(pa.array(now)) if len(now) < len(old) else old
    hit = match(current, new, windows)
    both = np.flatnonzero(hit >= 0)
    place = np.where(hit >= 0, now[np.maximum(hit, 0)], NONE)
    verdict = _Verdict(current.take(pa.array(hit[both])), new.take(pa.array(both)))
    added = hit < 0
    _learn_aliases(verdict.old, verdict.new, aliases)
    new = pointed(new, aliases)
    entries = np.where(added, new["entry"].to_numpy(), old["entry"].to_numpy()[np.maximum(place, 0)])
    out = Merged(old, int(added.sum()), entries=entries)
    newer, older = both[verdict.newer], both[verdict.older]
    older = older[~_known_state(old, new, place, older)]
    filled, marked = both[verdict.filled], both[verdict.reacted]
    out.changed = len(newer) + len(older)
    out.touched = bool(out.added or out.changed or len(filled) or len(marked))
    if out.touched:
        order, before, after = _order(old, new, place, added, newer, older, windows)
        out.table = _assembled(old, new, place, newer, older, filled, marked).take(pa.array(order))
        assert len(out.table) == before + after
    return out


class _Verdict:
    """What each pair of a known and a read row comes to. Arrays are over the pairs."""

    def __init__(self, old: pa.Table, new: pa.Table) -> None:
        self.old, self.new = old, new
        one, other = plain(old, "text"), plain(new, "text")
        said, says = (np.asarray(t.is_valid().to_numpy(zero_copy_only=False)) for t in (one, other))
        differs = np.asarray(pc.not_equal(one, other).fill_null(False).to_numpy(zero_copy_only=False))
        gone, goes = _gone(old), _gone(new)
        free = ~forgotten(old)
        state = free & ((differs & ~(gone & goes)) | (gone != goes))
        later = _as_of(new) >= _as_of(old)
        edited, edits = flags(old, "is_edited"), flags(new, "is_edited")
        wins = np.where(gone != goes, goes, np.where(edited != edits, edits, later))
        self.newer: Bools = state & wins
        self.older: Bools = state & ~wins & (says | goes)
        self.filled: Bools = free & ~state & ~said & says & ~gone
        self.reacted: Bools = free & ~state & later & _other_reactions(old, new)


def _gone(table: pa.Table) -> Bools:
    """Rows that were deleted or recalled: what they said is not there any more."""
    kind, slugs = codes(table["kind"])
    recall = slugs.index("recall") if "recall" in slugs else -2
    return np.asarray(flags(table, "is_deleted") | (kind == recall))


def _as_of(table: pa.Table) -> Int64s:
    return np.asarray(table["as_of"].combine_chunks().cast(pa.int64()).to_numpy(zero_copy_only=False))


def _other_reactions(old: pa.Table, new: pa.Table) -> Bools:
    out = np.zeros(len(old), np.bool_)
    if old["reactions"].null_count == len(old) and new["reactions"].null_count == len(new):
        return out
    there = np.asarray(new["reactions"].is_valid().combine_chunks().to_numpy(zero_copy_only=False))
    rows = np.flatnonzero(there)  # an export that has none may merely not carry them
    pick = pa.array(rows)
    pairs = zip(old["reactions"].take(pick).to_pylist(), new["reactions"].take(pick).to_pylist(), strict=True)
    out[rows] = [one != other for one, other in pairs]
    return out


def _learn_aliases(old: pa.Table, new: pa.Table, aliases: dict[str, str]) -> None:
    differs = pc.not_equal(old["id"], new["id"])
    if pc.any(differs).as_py():
        ids = (table["id"].filter(differs).to_pylist() for table in (new, old))
        aliases.update(zip(*ids, strict=True))


def pointed(new: pa.Table, aliases: dict[str, str]) -> pa.Table:
    """The rows with their replies pointing to the ids that the archive knows."""
    if not aliases or new["reply_to"].null_count == len(new):
        return new
    targets = pa.array([aliases.get(target, target) for target in new["reply_to"].to_pylist()], pa.string())
    return with_column(new, "reply_to", targets)


def _known_state(old: pa.Table, new: pa.Table, place: Int64s, rows: Int64s) -> Bools:
    """Which of these earlier states the archive has already, as a former state of the same message."""
    out = np.zeros(len(rows), np.bool_)
    if not len(rows) or old["replaced_by"].null_count == len(old):
        return out
    former = old.filter(pc.is_valid(old["replaced_by"]))
    known = set(zip(former["entry"].to_pylist(), former["text"].to_pylist(), _gone(former).tolist(), strict=True))
    entries = old["entry"].take(pa.array(place[rows])).to_pylist()
    some = new.take(pa.array(rows))
    states = zip(entries, some["text"].to_pylist(), _gone(some).tolist(), strict=True)
    out[:] = [state in known for state in states]
    return out


def _assembled(
    old: pa.Table, new: pa.Table, place: Int64s, newer: Int64s, older: Int64s, filled: Int64s, marked: Int64s
) -> pa.Table:
    """Old rows, then new ones: links between states set, and what a row lacked taken from the other."""
    n = len(old)
    entry = _numbers(old, new, "entry")
    replaced = _numbers(old, new, "replaced_by")
    number = _numbers(old, new, "brought_by")
    entry[n + newer] = entry[place[newer]]
    replaced[place[newer]] = number[n + newer]
    entry[n + older] = entry[place[older]]
    replaced[n + older] = number[n + older]
    whole = pa.concat_tables([old, new]).unify_dictionaries()
    columns: dict[str, Int64s] = {}
    for names, rows in ((_FILLED, filled), (("reactions",), marked)):
        for name in names if len(rows) else ():
            source = columns.setdefault(name, np.arange(len(whole)))
            source[place[rows]] = n + rows
    for name, source in columns.items():
        value = whole[name].combine_chunks()
        whole = with_column(whole, name, value.take(pa.array(source)))
    links = {
        "entry": pa.array(entry),
        "replaced_by": pa.array(replaced.astype(np.int32), mask=replaced < 0),
    }
    for name, column in links.items():
        whole = with_column(whole, name, column)
    return whole


def _numbers(old: pa.Table, new: pa.Table, name: str) -> Int64s:
    columns = [table[name].combine_chunks().cast(pa.int64()).fill_null(-1) for table in (old, new)]
    return np.concatenate([np.asarray(column.to_numpy(zero_copy_only=False)) for column in columns])


def _order(
    old: pa.Table, new: pa.Table, place: Int64s, added: Bools, newer: Int64s, older: Int64s, windows: Windows
) -> tuple[Int64s, int, int]:
    """Which rows of old-then-new stand, in what order.

    Old rows keep theirs. A new row follows the last row before it in the export that the archive knows, where that
    is of the same moment; else it goes before the next such row; else after all of that moment, or before them
    where the export ends in it.
    """
    n = len(old)
    unit = clock(old, new)
    (here, _known), (there, _there) = instants(old), instants(new)
    before, after = here // unit, there // unit
    fresh = np.flatnonzero(added)
    index = np.arange(len(new))
    matched = place >= 0
    last = np.maximum.accumulate(np.where(matched, index, -1))[fresh]
    next_ = np.minimum.accumulate(np.where(matched, index, len(new))[::-1])[::-1][fresh]
    follows = (last >= 0) & (after[np.maximum(last, 0)] == after[fresh])
    leads = ~follows & (next_ < len(new)) & (after[np.minimum(next_, len(new) - 1)] == after[fresh])
    alone = np.where(after[fresh] == windows.new[1] // unit, -1, n)
    anchor = np.where(follows, place[np.maximum(last, 0)], alone)
    anchor = np.where(leads, place[np.minimum(next_, len(new) - 1)], anchor)
    minor = np.where(leads, fresh - len(new) - 1, fresh + 1)
    rows = np.concatenate([np.arange(n), n + fresh, n + newer, n + older])
    moments = np.concatenate([before, after[fresh], before[place[newer]], before[place[older]]])
    major = np.concatenate([np.arange(n), anchor, place[newer], place[older]])
    least = np.concatenate([np.zeros(n, np.int64), minor, newer + 1, older - len(new) - 1])
    return rows[np.lexsort((least, major, moments))], n, len(rows) - n
