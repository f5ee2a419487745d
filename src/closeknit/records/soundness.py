"""Doubts about a history as a whole, which no single row shows: they are counted and told."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.history import History
from closeknit.records.issue import Issue
from closeknit.records.ordering import steps


def tell_doubts(history: History) -> History:
    """The same history, its issues naming steps back in time, and replies to rows that are not there.

    What its carrier has told already is not told again.
    """
    table, issues = history.messages, history.issues
    if not len(table):
        return history
    path = history.paths[0] if history.paths else ""
    backwards, _forwards = steps(table)
    if backwards and not issues.counts["clock-backwards"]:
        issues.add(Issue(path, 0, "clock-backwards"), backwards)
    lost = _replies_to_nothing(table)
    if lost and not issues.counts["unplaced-reply"]:
        issues.add(Issue(path, 0, "unplaced-reply"), lost)
    return history


def _replies_to_nothing(table: pa.Table) -> int:
    """Replies that name a row which is not in the table; 0 where its rows have no ids at all."""
    named = table["reply_to"].drop_null()
    if not len(named) or table["id"].null_count == len(table):
        return 0
    # The set is of the fewer: one of every id of a long history is large, and slow to make.
    asked = named.combine_chunks().dictionary_encode()
    have = pc.index_in(table["id"], value_set=asked.dictionary).drop_null()
    is_there = np.zeros(len(asked.dictionary), np.bool_)
    is_there[have.to_numpy()] = True
    return int((~is_there[asked.indices.to_numpy()]).sum())
