"""Joins on columns: who is meant by a word, and which earlier row fits."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from closeknit.records.rows import Rows

Bools = npt.NDArray[np.bool_]
Int64s = npt.NDArray[np.int64]


def in_order(key: npt.NDArray[np.integer]) -> Int64s:
    """Places of numbers ≥ 0, the least first, equal ones as they stand.

    Sixteen bits at a time, for such numbers are sorted by counting them, and longer ones by comparing.
    """
    order = np.argsort(key.astype(np.uint16), kind="stable")
    for bits in range(16, int(key.max(initial=0)).bit_length(), 16):
        order = order.take(np.argsort((key >> key.dtype.type(bits)).astype(np.uint16).take(order), kind="stable"))
    return order


def latest_match(key: Int64s, row: Int64s, asked: Int64s, before: Int64s) -> Int64s:
    """For each question the latest row below `before` whose key is the one asked for, −1 for none.

    `key` and `row` describe the rows, in any order; keys are compared as they are.
    """
    out = np.full(len(asked), -1, np.int64)
    if not len(key) or not len(asked):
        return out
    span = max(int(row.max()), int(before.max())) + 1
    if (
        max(end for one in (key, asked) for end in (int(one.max()), -int(one.min()))) >= 2**62 // span
    ):  # too large to stand before a row in one number
        together = np.unique(np.concatenate((key, asked)), return_inverse=True)[1]
        key, asked = together[: len(key)], together[len(key) :]
    packed = np.sort(key * span + row)
    slot = np.searchsorted(packed, asked * span + before, "left") - 1
    good = slot >= 0
    found = packed[slot[good]]
    good[good] = found // span == asked[good]
    out[good] = packed[slot[good]] % span
    return out


def people_called(rows: Rows, words: pa.Array, channel: npt.NDArray[np.int32]) -> Int64s:
    """The person whom each word (an author's id or name) means in a channel, −1 for none; ids go before names."""
    wanted = words.unique().drop_null()
    out = np.full(len(words), -1, np.int64)
    if not len(wanted):
        return out
    span = len(wanted) + 1
    asked = filled(pc.index_in(words, value_set=wanted))
    ask = channel.astype(np.int64) * span + asked
    for name in ("author", "author_id"):
        author = rows.table[name].unify_dictionaries().combine_chunks()
        if isinstance(author, pa.ChunkedArray):
            continue
        meant = filled(pc.index_in(author.dictionary, value_set=wanted))
        code = np.append(meant, -1)[filled(author.indices)]
        row = np.flatnonzero((code >= 0) & (rows.person >= 0))
        key = rows.channel[row].astype(np.int64) * span + code[row]
        found = latest_match(key, row, ask, np.full(len(ask), len(rows)))
        hit = (found >= 0) & (asked >= 0)
        out[hit] = rows.person[found[hit]]
    return out


def filled(codes: pa.Array) -> Int64s:
    """Codes as integers, −1 for null."""
    return np.asarray(pc.fill_null(codes, -1).to_numpy(zero_copy_only=False), np.int64)


def valid(column: pa.Array) -> Bools:
    """Where a column holds something."""
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False))
