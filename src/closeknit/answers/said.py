"""Links that the history itself states: replies, quotes, threads, and who is called by an @."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.answers.joins import filled, latest_match, people_called, valid
from closeknit.answers.links import GROUNDS
from closeknit.answers.quotes import match_quotes
from closeknit.records.rows import NO_TIME, Rows

Bools = npt.NDArray[np.bool_]
Int8s = npt.NDArray[np.int8]
Int64s = npt.NDArray[np.int64]

REACH = 100
"""Rows of a channel within which a person who is called must have spoken."""

LONGEST = 48 * 3600 * 1_000_000
"""Microseconds after which a call no longer answers what the person called said last."""


@dataclass(frozen=True)
class Said:
    """`child` answers `parent` on a `ground` (index into GROUNDS), sorted by child; at most one a child."""

    child: Int64s
    parent: Int64s
    ground: Int8s


def said(rows: Rows) -> Said:
    """The links that a tool's own marks state: by reply id, else by quote, else by thread."""
    parent = np.full(len(rows), -1, np.int64)
    ground = np.zeros(len(rows), np.int8)
    for name, find in (("reply", _replies), ("quote", match_quotes), ("thread", _threads)):
        child, target = find(rows, parent < 0)
        good = (target < child) & (target >= 0) & ~rows.is_event[child]
        child, target = child[good], target[good]
        fresh = parent[child] < 0
        parent[child[fresh]] = target[fresh]
        ground[child[fresh]] = GROUNDS.index(name)
    child = np.flatnonzero(parent >= 0)
    return Said(child, parent[child], ground[child])


def _replies(rows: Rows, free: Bools) -> tuple[Int64s, Int64s]:
    asked = rows.table["reply_to"].combine_chunks()
    child = np.flatnonzero(free & valid(asked))
    if not len(child):
        return child, child
    words = asked.take(pa.array(child)).dictionary_encode()
    wanted = words.dictionary
    have = pc.index_in(rows.table["id"].combine_chunks(), value_set=wanted)
    row = np.flatnonzero(valid(have))
    span = len(wanted) + 1
    key = rows.channel[row].astype(np.int64) * span + filled(have)[row]
    ask = rows.channel[child].astype(np.int64) * span + filled(words.indices)
    return child, latest_match(key, row, ask, child)


def _threads(rows: Rows, free: Bools) -> tuple[Int64s, Int64s]:
    child = np.flatnonzero(free & rows.flag("is_reply"))
    if not len(child):
        return child, child
    thread = rows.table["thread"].unify_dictionaries().combine_chunks()
    code = filled(thread.indices)
    inside = np.flatnonzero((code >= 0) & ~rows.is_event)
    key = rows.channel[inside].astype(np.int64) * (int(code.max(initial=0)) + 1) + code[inside]
    distinct, opening = np.unique(key, return_index=True)
    child = child[code[child] >= 0]
    ask = rows.channel[child].astype(np.int64) * (int(code.max(initial=0)) + 1) + code[child]
    return child, inside[opening[np.searchsorted(distinct, ask)]]


def tags(rows: Rows) -> tuple[Int64s, Int64s]:
    """Rows that name a person by an explicit @, and the person; a name that nobody in the channel bears is left out."""
    column = rows.table["mentions"].combine_chunks()
    counts = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    if not counts.any():
        return np.empty(0, np.int64), np.empty(0, np.int64)
    row = np.repeat(np.arange(len(rows)), counts)
    person = people_called(rows, pc.list_flatten(column), rows.channel[row])
    keep = (person >= 0) & (person != rows.person[row])
    return row[keep], person[keep]


def last_words(rows: Rows, child: Int64s, person: Int64s) -> Int64s:
    """The last row that a person sent before a row of its channel, within REACH rows and LONGEST; −1 for none."""
    sent = np.flatnonzero(~rows.is_event & (rows.person >= 0))
    span = len(rows.people) + 1
    key = rows.channel[sent].astype(np.int64) * span + rows.person[sent]
    found = latest_match(key, sent, rows.channel[child].astype(np.int64) * span + person, child)
    late = (rows.at[child] != NO_TIME) & (rows.at[found] != NO_TIME) & (rows.at[child] - rows.at[found] > LONGEST)
    return np.where((found >= 0) & (child - found <= REACH) & ~late, found, -1)
