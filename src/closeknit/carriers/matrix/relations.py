"""Events that change other rows: edits, reactions and deletions, folded in when all rows are read."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.carriers.matrix.bodies import Said, as_dict
from closeknit.records.columns import replaced
from closeknit.records.history import History


class Relations:
    """What refers to another event. An edit is a row of its own until the row that it changes is found."""

    def __init__(self) -> None:
        self._edits: list[tuple[int, str, str | None]] = []
        self._reactions: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._redacted: list[str] = []

    def edit(self, row: int, said: Said, sender: str | None) -> None:
        """Note that the row is an edit; only its own author's counts."""
        if said.replaces is not None:
            self._edits.append((row, said.replaces, sender))

    def reaction(self, content: Mapping[str, Any], sender: str | None) -> None:
        """Note a reaction."""
        relation = as_dict(content.get("m.relates_to"))
        target, sign = relation.get("event_id"), relation.get("key")
        if isinstance(target, str) and isinstance(sign, str) and sender:
            self._reactions[target][sign].append(sender)

    def deletion(self, target: str) -> None:
        """Note that a message was deleted."""
        self._redacted.append(target)

    def folded(self, history: History) -> History:
        """The history with everything folded in; an edit of a message that is not here stays as it is."""
        table = history.messages
        targets = [target for _row, target, _by in self._edits] + [*self._reactions] + self._redacted
        if not len(table) or not targets:
            return history
        known = pa.array(dict.fromkeys(targets), pa.string())
        hits = pc.index_in(table["id"].combine_chunks(), known)
        rows = pc.indices_nonzero(hits.is_valid())
        place = dict(zip(known.take(hits.take(rows)).to_pylist(), rows.to_pylist(), strict=True))
        table, gone = self._edited(table, place)
        given = {place[target]: _listed(signs) for target, signs in self._reactions.items() if target in place}
        table = replaced(table, "reactions", given)
        table = replaced(table, "is_deleted", {place[target]: True for target in self._redacted if target in place})
        if gone:
            keep = np.ones(len(table), np.bool_)
            keep[gone] = False
            table = table.filter(pa.array(keep))
        return history.with_messages(table)

    def _edited(self, table: pa.Table, place: Mapping[str, int]) -> tuple[pa.Table, list[int]]:
        """The table with its messages as last edited, and the rows of the edits themselves."""
        authors, events = table["author_id"].cast(pa.string()), table["event"]
        last: dict[int, int] = {}
        gone = []
        for row, target, sender in self._edits:
            there = place.get(target)
            if there is None or there == row or events[there].is_valid:  # what happened is not edited
                continue
            if authors[there].as_py() == sender:
                last[there] = row
                gone.append(row)
        if last:
            for name in ("text", "kind", "mentions"):
                column = table[name] if name == "mentions" else table[name].cast(pa.string())
                words = column.take(pa.array(last.values())).to_pylist()
                new = {row: word for row, word in zip(last, words, strict=True) if word is not None or name == "text"}
                table = replaced(table, name, new)
            table = replaced(table, "is_edited", dict.fromkeys(last, True))
        return table, gone


def _listed(signs: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    return [{"reaction": sign, "count": len(by), "by": by} for sign, by in signs.items()]
