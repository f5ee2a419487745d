"""The lines inside merged forwards: kept under the message that carries them, each forward once.

What was passed on once does not change: a forward that is there is there, unless an export gives more of its lines.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.archive.merging import Merged
from closeknit.archive.schema import Int64s
from closeknit.records.codes import codes
from closeknit.records.columns import replaced
from closeknit.records.identity import with_ids


class Forwards:
    """Where the forwards of one chat's export are to be kept. The entries of its messages count from `first_entry`.

    `places`: name of a forward in the export → month and id of the message that carries it; None where whoever
    passed it on was forgotten. What is not in it is carried by no message that is known.
    """

    def __init__(self, first_entry: int, messages: pa.Table, lines: pa.Table) -> None:
        self.places: dict[str, tuple[str, str] | None] = {}
        self._named = {first_entry + row: name for row, name in carriers(messages, lines).items()}

    def settle(self, month: str, some: pa.Table, merged: Merged) -> None:
        """Learn where the messages `some` of the export came to stand; those without an id get their forward's
        name as one, for the lines are found by it."""
        if not self._named:
            return
        entries = some["entry"].to_numpy()
        rows = np.flatnonzero(np.isin(entries, np.array(list(self._named), np.int64)))
        table, lacking = merged.table, dict[int, str]()
        in_force = np.flatnonzero(table["replaced_by"].is_null().combine_chunks().to_numpy(zero_copy_only=False))
        place = dict(zip(table["entry"].to_numpy()[in_force].tolist(), in_force.tolist(), strict=True))
        for row in rows.tolist():
            name, at = self._named[int(entries[row])], place[int(merged.entries[row])]
            ident, lost = table["id"][at].as_py(), table["forgotten"][at].as_py()
            if ident is None and not lost:
                lacking[at] = ident = name
            self.places[name] = None if lost else (month, ident)
        if lacking:
            merged.table = replaced(table, "id", lacking)
            merged.touched = True


def carriers(messages: pa.Table, inner: pa.Table) -> dict[int, str]:
    """Row of a message → the name under which `inner` has its lines."""
    named = roots(inner)
    if not named:
        return {}
    ids = messages["id"]
    if ids.null_count:
        ids = with_ids(messages)["id"]
    rows = np.flatnonzero(pc.is_in(ids, pa.array(sorted(named))).combine_chunks().to_numpy(zero_copy_only=False))
    return dict(zip(rows.tolist(), ids.take(pa.array(rows)).to_pylist(), strict=True))


def roots(inner: pa.Table) -> set[str]:
    """The forwards that stand in messages themselves, and not inside others."""
    lines = set(inner["id"].to_pylist())
    return {thread for thread in inner["thread"].unique().to_pylist() if thread is not None and thread not in lines}


def rooted(inner: pa.Table) -> tuple[Int64s, list[str]]:
    """For each line the forward in a message that it stands in, however deep: codes, -1 where unknown, and names."""
    threads, words = codes(inner["thread"])
    top = roots(inner)
    known = {word: number for number, word in enumerate(sorted(top))}
    of = np.array([known.get(_root(word, top), -1) for word in words] + [-1], np.int64)
    return of[threads], sorted(top)


def _root(thread: str, top: set[str]) -> str:
    while thread not in top and "/" in thread:
        thread = thread.rpartition("/")[0]
    return thread


def chosen(inner: pa.Table, names: Iterable[str]) -> pa.Table:
    """The lines of these forwards."""
    root, words = rooted(inner)
    wanted = {*names}
    keep = np.array([word in wanted for word in words] + [False])
    return inner.filter(pa.array(keep[root]))


def renamed(inner: pa.Table, names: Mapping[str, str]) -> pa.Table:
    """The lines with their forwards under other names."""
    if all(old == new for old, new in names.items()):
        return inner
    root, words = rooted(inner)
    fronts = [None if code < 0 else words[code] for code in root.tolist()]
    for column in ("id", "thread"):
        values = inner[column].to_pylist()
        moved = [
            value if front is None or value is None else names.get(front, front) + value[len(front) :]
            for value, front in zip(values, fronts, strict=True)
        ]
        field = inner.schema.field(column)
        array = pa.array(moved, pa.string())
        array = array.dictionary_encode() if pa.types.is_dictionary(field.type) else array
        inner = inner.set_column(inner.schema.get_field_index(column), field, array)
    return inner


def merge_forwards(old: pa.Table | None, new: pa.Table) -> Merged:
    """A month's forwards with those of an export: known ones stay, longer ones take their place."""
    if old is None or not len(old):
        return Merged(new, len(new), touched=bool(len(new)))
    before, after = (_lengths(table) for table in (old, new))
    fresh = {name for name in after if name not in before}
    longer = {name for name, n in after.items() if name in before and n > before[name]}
    if not fresh and not longer:
        return Merged(old)
    kept = chosen(old, before.keys() - longer)
    added = sum(after[name] for name in fresh) + sum(after[name] - before[name] for name in longer)
    whole = pa.concat_tables([kept, chosen(new, fresh | longer)]).unify_dictionaries()
    return Merged(whole, added, touched=True)


def _lengths(inner: pa.Table) -> dict[str, int]:
    root, words = rooted(inner)
    counts = np.bincount(root[root >= 0], minlength=len(words))
    return dict(zip(words, counts.tolist(), strict=True))
