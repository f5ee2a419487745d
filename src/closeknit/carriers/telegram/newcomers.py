"""People who were invited or removed stand in the export with a name and no id."""

import numpy as np
import pyarrow as pa

from closeknit.records.codes import codes
from closeknit.records.history import History


class Invited:
    """Event rows whose subject is known by name alone; at the end each gets the id that the name has in the
    rows the person wrote, where it is the only one of that name.
    """

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._names: list[str] = []

    def add(self, row: int, name: str) -> None:
        """Remember a row of the table to come."""
        self._rows.append(row)
        self._names.append(name)

    def named(self, history: History) -> History:
        """The history with these rows' ids filled in."""
        if not self._rows:
            return history
        table = history.messages
        id_of = _ids_by_name(table)
        found = [(row, id_of[name]) for row, name in zip(self._rows, self._names, strict=True) if name in id_of]
        if not found:
            return history
        place = table.schema.get_field_index("author_id")
        column = _with(table["author_id"], dict(found))
        return history.with_messages(table.set_column(place, table.schema.field(place), column))


def _ids_by_name(table: pa.Table) -> dict[str, str]:
    """Name → id, for the names that only one id has."""
    by_name, names = codes(table["author"])
    by_id, ids = codes(table["author_id"])
    both = (by_name >= 0) & (by_id >= 0)
    pairs = np.unique(by_name[both].astype(np.int64) * max(len(ids), 1) + by_id[both])
    owners: dict[str, str | None] = {}
    for pair in pairs.tolist():
        name = names[pair // len(ids)]
        owners[name] = None if name in owners else ids[pair % len(ids)]
    return {name: owner for name, owner in owners.items() if owner is not None}


def _with(column: pa.ChunkedArray, given: dict[int, str]) -> pa.ChunkedArray:
    """A dictionary column with some of its rows replaced by words it already has."""
    merged = column.unify_dictionaries().combine_chunks()
    place = {word: code for code, word in enumerate(merged.dictionary.to_pylist())}
    indices = merged.indices.fill_null(-1).to_numpy(zero_copy_only=False).copy()
    for row, word in given.items():
        indices[row] = place[word]
    return pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array(indices, mask=indices < 0), merged.dictionary)])
