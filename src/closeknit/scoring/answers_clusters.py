"""Conversations compared as clusters: variation of information, one-to-one overlap, exact recovery."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]


def components(n: int, child: Int64s, parent: Int64s) -> Int64s:
    """The component of each of `n` nodes under undirected links: the smallest node in it."""
    root = np.arange(n)
    while True:
        low = np.minimum(root[child], root[parent])
        before = root.copy()
        np.minimum.at(root, root[child], low)
        np.minimum.at(root, root[parent], low)
        root = root[root]
        if np.array_equal(root, before):
            return root


@dataclass(frozen=True)
class Agreement:
    """Per node: `surprise`, −log₂ P(gold cluster | its own) − log₂ P(its own | gold cluster), and `matched`, whether
    its two clusters are paired in the best one-to-one pairing. Per cluster of two nodes or more: the node where it
    begins; `recovered` are those gold ones that were found to the letter.
    """

    surprise: Doubles
    matched: Bools
    gold: Int64s
    found: Int64s
    recovered: Int64s


def agreement(gold: Int64s, found: Int64s) -> Agreement:
    """Compare two clusterings of the same nodes, given by labels."""
    _, gold_code, gold_size = np.unique(gold, return_inverse=True, return_counts=True)
    _, found_code, found_size = np.unique(found, return_inverse=True, return_counts=True)
    pair = gold_code * np.int64(len(found_size)) + found_code
    cells, cell_first, cell, cell_size = np.unique(pair, return_index=True, return_inverse=True, return_counts=True)
    row, column = cells // len(found_size), cells % len(found_size)
    together = np.log2(cell_size)
    surprise = (np.log2(gold_size[row]) + np.log2(found_size[column]) - 2 * together)[cell]
    chosen = best_pairs(row, column, cell_size)
    exact = (cell_size == gold_size[row]) & (cell_size == found_size[column]) & (cell_size > 1)
    first_gold = np.unique(gold_code, return_index=True)[1]
    first_found = np.unique(found_code, return_index=True)[1]
    return Agreement(surprise, chosen[cell], first_gold[gold_size > 1], first_found[found_size > 1], cell_first[exact])


def best_pairs(row: Int64s, column: Int64s, weight: Int64s) -> Bools:
    """Which cells of a sparse table to choose, at most one a row and a column, for the greatest total weight."""
    chosen = np.zeros(len(row), np.bool_)
    rows = int(row.max(initial=-1)) + 1
    label = components(rows + int(column.max(initial=-1)) + 1, row, rows + column)[row]
    order = np.argsort(label, kind="stable")
    if not len(order):
        return chosen
    edges = np.flatnonzero(label[order][1:] != label[order][:-1]) + 1
    for cells in np.split(order, edges):
        if len(cells) == 1:
            chosen[cells] = True
            continue
        names, y = np.unique(row[cells], return_inverse=True)
        titles, x = np.unique(column[cells], return_inverse=True)
        table = np.zeros((len(names), len(titles)))
        table[y, x] = weight[cells]
        if len(names) > len(titles):
            partner = _assign(-table.T)
            chosen[cells] = partner[x] == y
        else:
            partner = _assign(-table)
            chosen[cells] = partner[y] == x
    return chosen


def _assign(cost: Doubles) -> Int64s:
    """The column of each row in the cheapest assignment; no more rows than columns.

    Shortest augmenting paths with potentials (Jonker and Volgenant 1987), one row at a time: O(rows² · columns).
    """
    n, m = cost.shape
    u, v = np.zeros(n + 1), np.zeros(m + 1)
    match = np.zeros(m + 1, np.int64)
    for row in range(1, n + 1):
        match[0] = row
        here = 0
        least = np.full(m + 1, np.inf)
        way = np.zeros(m + 1, np.int64)
        used = np.zeros(m + 1, np.bool_)
        while match[here]:
            used[here] = True
            reduced = cost[match[here] - 1] - u[match[here]] - v[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better] = reduced[better]
            way[1:][better] = here
            free = np.where(used, np.inf, least)
            free[0] = np.inf
            step = int(free.argmin())
            delta = free[step]
            u[match[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            here = step
        while here:
            match[here] = match[way[here]]
            here = int(way[here])
    out = np.full(n, -1, np.int64)
    out[match[1:][match[1:] > 0] - 1] = np.flatnonzero(match[1:] > 0)
    return out
