"""Rosters and records without the forgotten: their rows go, and others' rows are cleared of their names.

On paper a person is a name, and beside it whatever numbers and addresses the paper gives: a face of the carrier
`enrolment.ON_PAPER`. A name counts in the form in which a roster's names are compared with a chat's.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from closeknit.archive.forgotten import Emptying, Forgotten
from closeknit.archive.schema import with_column
from closeknit.records.columns import WORD
from closeknit.records.enrolment import ON_PAPER, same_name

_HIDDEN_IN_RECORDS = ("occasion", "occasion_id", "note", "written_by")
_HIDDEN_IN_ROSTERS = ("office", "removed_for")


def paper_mark(forgotten: Forgotten, word: str) -> str:
    """The salted hash of a name, a number or an address on paper."""
    return forgotten.mark(ON_PAPER, same_name(word))


class _Known:
    """Whether a name or number on paper is one of the forgotten's, asked once each."""

    def __init__(self, forgotten: Forgotten) -> None:
        self._forgotten = forgotten
        self._said: dict[str, bool] = {}

    def __call__(self, *words: str | None) -> bool:
        for word in words:
            if word is None:
                continue
            if word not in self._said:
                self._said[word] = self._forgotten.knows(ON_PAPER, same_name(word))
            if self._said[word]:
                return True
        return False


def members_without(roster: pa.Table, emptying: Emptying) -> pa.Table:
    """A roster without the rows of the forgotten; nobody else is said to be invited by them or to share their name.

    What they are called there, `emptying` learns.
    """
    if not emptying.forgotten or not len(roster):
        return roster
    knows = _Known(emptying.forgotten)
    rows = roster.select(["name", "id", "contacts", "aliases"]).to_pylist()
    theirs = np.array([knows(row["name"], *member_ids(row)) for row in rows], np.bool_)
    emptying.names |= {rows[at]["name"] for at in np.flatnonzero(theirs).tolist()}
    roster = roster.filter(pa.array(~theirs))
    invited = [None if knows(name) else name for name in roster["invited_by"].to_pylist()]
    aliases = [
        None if names is None else [name for name in names if not knows(name)]
        for names in roster["aliases"].to_pylist()
    ]
    for name, values in (("invited_by", invited), ("aliases", aliases)):
        roster = with_column(roster, name, pa.array(values, roster.schema.field(name).type))
    return _hidden(roster, _HIDDEN_IN_ROSTERS, emptying)


def records_without(records: pa.Table, emptying: Emptying) -> pa.Table:
    """Records without what the forgotten did; who did something for them did it for nobody who is named."""
    if not emptying.forgotten or not len(records):
        return records
    knows = _Known(emptying.forgotten)
    sides = [
        np.array([knows(*pair) for pair in zip(records[side].to_pylist(), records[f"{side}_id"].to_pylist())], np.bool_)
        for side in ("source", "target")
    ]
    names = records["source"].filter(pa.array(sides[0])).to_pylist()
    emptying.names |= {name for name in names if name is not None}
    keep = ~sides[0]
    received = sides[1][keep]
    records = records.filter(pa.array(keep))
    for name in ("target", "target_id"):
        values = [None if lost else value for value, lost in zip(records[name].to_pylist(), received, strict=True)]
        records = with_column(records, name, pa.array(values, pa.string()))
    writers = [None if knows(name) else name for name in records["written_by"].to_pylist()]
    records = with_column(records, "written_by", pa.array(writers, pa.string()))
    return _hidden(records, _HIDDEN_IN_RECORDS, emptying)


def member_ids(row: dict[str, Any]) -> Iterable[str]:
    """Every number and address of a row of a roster."""
    return [word for word in (row["id"], *(value for _channel, value in row["contacts"] or ())) if word]


def _hidden(table: pa.Table, names: Iterable[str], emptying: Emptying) -> pa.Table:
    for name in names:
        if table[name].null_count == len(table):
            continue
        words = {word: emptying.hidden(word) for word in table[name].unique().to_pylist() if word is not None}
        values = pa.array([words.get(word) for word in table[name].to_pylist()], pa.string())
        table = with_column(
            table, name, values.dictionary_encode() if table.schema.field(name).type == WORD else values
        )
    return table
