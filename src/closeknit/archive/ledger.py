"""A roster or recorded exchanges, as the archive has them, together with those of an export.

A row that is there already, and one that says no more than the row that is there, adds nothing. A row of the same
member or deed that says otherwise is a later state of it; both states are kept. Of two exports the one that is
imported later counts, for neither says of when it is.
"""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.matching import NONE, combined, common_codes, pairs
from closeknit.archive.merging import Merged
from closeknit.archive.schema import MEMBERS, Int64s, Kind, plain
from closeknit.records.instant import to_wall

_DEED = ("carrier", "kind", "source", "source_id", "target", "target_id", "occasion_id", "occasion", "currency")
_NUMBERED = ("carrier", "id", "source", "target")


class _Pair:
    """What the archive has and what an export has, column by column as numbers that are equal where the values are."""

    def __init__(self, old: pa.Table, new: pa.Table, kind: Kind, number: int, zones: Mapping[int, ZoneInfo]) -> None:
        self.old, self.new, self.kind, self.number = old, new, kind, number
        self.names = kind.content.names
        if "at" in self.names:
            self.walls = (
                _walls(old, np.asarray(old["brought_by"].to_numpy(), np.int64), zones),
                _walls(new, np.full(len(new), number), zones),
            )

    def codes(self, name: str) -> Int64s:
        """A column of both as codes of one list, the archive's first; -1 for null."""
        if name == "at":
            return np.concatenate(self.walls)
        kind = self.new.schema.field(name).type
        if pa.types.is_string(kind) or pa.types.is_dictionary(kind):
            return np.concatenate(common_codes(plain(self.old, name), plain(self.new, name)))
        known: dict[str, int] = {}
        values = [*self.old[name].to_pylist(), *self.new[name].to_pylist()]
        return np.array([known.setdefault(_spelt(v), len(known)) if _spelt(v) else -1 for v in values], np.int64)

    def key(self, *names: str) -> Int64s:
        """Equal where all of the columns are."""
        return combined(*(self.codes(name) for name in names))

    def row(self) -> Int64s:
        """Equal where everything is; whether a zone was written follows from the time."""
        return self.key(*(name for name in self.names if name != "zone"))

    def split(self, both: Int64s) -> tuple[Int64s, Int64s]:
        """The archive's part and the export's."""
        return both[: len(self.old)], both[len(self.old) :]


def merge_ledger(
    old: pa.Table, new: pa.Table, kind: Kind, number: int, first_entry: int, zones: Mapping[int, ZoneInfo]
) -> Merged:
    """`old`: all states in the archive; `new`: rows of an export (schema `kind.content`), brought by import `number`.

    `zones`: the zone in which each import's wall times were read, this one's too: a time that was written without a
    zone is compared as it was written.
    """
    former = np.asarray(old["replaced_by"].is_valid().combine_chunks().to_numpy(zero_copy_only=False))
    now = np.flatnonzero(~former)
    pair = _Pair(old.take(pa.array(now)), new, kind, number, zones)
    hit = pairs(*pair.split(pair.row()))
    exact = hit >= 0
    for way in _BY_MEMBER if kind is MEMBERS else _BY_DEED:
        left = np.ones(len(now), np.bool_)
        left[hit[hit >= 0]] = False
        here, there = pair.split(way(pair))
        found = pairs(np.where(left, here, NONE), np.where(hit < 0, there, NONE))
        hit = np.where(found >= 0, found, hit)
    states, replaced = _states(pair, hit, np.flatnonzero((hit >= 0) & ~exact))
    fresh = np.flatnonzero(hit < 0)
    if former.any() and len(fresh):  # beside the state that is in force the export may still hold an earlier one
        known = _Pair(old.filter(pa.array(former)), new.take(pa.array(fresh)), kind, number, zones)
        fresh = fresh[pairs(*known.split(known.row())) < 0]
    added = _rows(new.take(pa.array(fresh)), first_entry + fresh, number, kind)
    out = Merged(old, len(fresh), len(states), bool(len(fresh) or len(states)))
    if out.touched:
        marks = old["replaced_by"].to_pylist()
        for row in now[replaced].tolist():
            marks[row] = number
        at = kind.schema.get_field_index("replaced_by")
        old = old.set_column(at, kind.schema.field(at), pa.array(marks, pa.int32()))
        whole = pa.concat_tables([old, states, added]).unify_dictionaries()
        out.table = whole.take(pa.array(np.argsort(whole["entry"].to_numpy(), kind="stable")))
    return out


def _states(pair: "_Pair", hit: Int64s, both: Int64s) -> tuple[pa.Table, Int64s]:
    """Later states of the rows `both` of the export, and which rows of the archive they replace. What the export
    does not say stands as it stood."""
    names, places = pair.names, hit[both]
    had_all = pair.old.select(names).take(pa.array(places)).to_pylist()
    has_all = pair.new.take(pa.array(both)).to_pylist()
    rows, replaced = [], []
    for had, has, place, row in zip(had_all, has_all, places.tolist(), both.tolist(), strict=True):
        if "at" in names and pair.walls[0][place] == pair.walls[1][row]:
            has["at"] = had["at"]  # the same time on the wall, read in another zone
        state = {name: had[name] if has[name] is None else has[name] for name in names}
        if any(_spelt(state[name]) != _spelt(had[name]) for name in names if name != "zone"):
            rows.append(state)
            replaced.append(place)
    index = np.array(replaced, np.int64)
    table = pa.Table.from_pylist(rows, schema=pair.kind.content)
    return _rows(table, pair.old["entry"].to_numpy()[index], pair.number, pair.kind), index


def _rows(table: pa.Table, entries: Int64s, number: int, kind: Kind) -> pa.Table:
    columns = [
        pa.array(entries, pa.int64()), pa.array(np.full(len(table), number, np.int32)), pa.nulls(len(table), pa.int32())
    ]  # fmt: skip
    return pa.table([*table.columns, *columns], schema=kind.schema)


def _walls(table: pa.Table, by: Int64s, zones: Mapping[int, ZoneInfo]) -> Int64s:
    """Times as they were written where they have no zone, else instants; -1 without one."""
    stamps = table["at"].combine_chunks()
    at = np.asarray(stamps.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)).copy()
    assumed = np.asarray(pc.equal(plain(table, "zone"), "assumed").fill_null(False).to_numpy(zero_copy_only=False))
    for number in np.unique(by[assumed]).tolist():
        rows = assumed & (by == number) & (at != -1)
        at[rows] = to_wall(at[rows], zones[number])
    return at


def _spelt(value: object) -> str:
    """A value as words, equal where it is; what is empty is as if it were not there."""
    return "" if value is None or value == [] else repr(value)


def _where(key: Int64s, *columns: Int64s) -> Int64s:
    """The key where none of the columns is null, else -1."""
    return np.where(np.logical_and.reduce([column >= 0 for column in columns]), key, NONE)


def _by_number(pair: _Pair) -> Int64s:
    """Deeds that the source numbers."""
    return _where(pair.key(*_NUMBERED), pair.codes("id"))


def _by_deed(pair: _Pair) -> Int64s:
    """Deeds without a number: who, whom, when, of what."""
    key = pair.key(*_DEED, "at", "amount")
    return np.where(pair.codes("id") < 0, key, NONE)


def _by_id(pair: _Pair) -> Int64s:
    """Members with a number of their own and the same name: the number alone may be another roster's."""
    return _where(pair.key("name", "id"), pair.codes("id"))


def _by_contacts(pair: _Pair) -> Int64s:
    """Members of the same name with the same addresses."""
    return _where(pair.key("name", "contacts"), pair.codes("contacts"))


def _by_name(pair: _Pair) -> Int64s:
    """Members whose name nobody else bears on either side, unless two numbers tell them apart."""
    names, ids = pair.codes("name"), pair.codes("id")
    size = int(names.max(initial=-1)) + 1
    here, there = pair.split(names)
    once = (np.bincount(here, minlength=size) <= 1) & (np.bincount(there, minlength=size) <= 1)
    old_ids, new_ids = pair.split(ids)
    id_of = np.full(size, NONE)
    id_of[here] = old_ids
    apart = np.zeros(size, np.bool_)
    apart[there] = (id_of[there] >= 0) & (new_ids >= 0) & (id_of[there] != new_ids)
    return np.where(once[names] & ~apart[names], names, NONE)


_BY_MEMBER: tuple[Callable[[_Pair], Int64s], ...] = (_by_id, _by_contacts, _by_name)
_BY_DEED: tuple[Callable[[_Pair], Int64s], ...] = (_by_number, _by_deed)
