"""Groups of people who keep to each other: modularity, and the partition that raises it, for many graphs at once.

The method is Louvain's local moving (Blondel et al. 2008) on dense arrays of some hundred people. Graphs stand in
a batch, so that a graph and its rewired likes are treated by the very same steps and cost one pass. There is no
luck in it: people are visited by their strength, so that neither names nor their order change what is found.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Int64s = npt.NDArray[np.int64]

_SWEEPS: Final = 12
_LEVELS: Final = 6
_LEAST: Final = 1e-9  # of all weight: a smaller gain is rounding


def modularity(weights: Floats, label: Int64s) -> Floats:
    """Newman & Girvan's modularity (2004, weighted) of each graph of a batch under each's partition, −0.5 to 1.

    `weights` is (graphs, n, n), symmetric; `label` (graphs, n), group of each node, 0 ≤ label < n. 0 where a graph
    has no weight.
    """
    found = np.zeros(len(weights))
    for i, (graph, groups) in enumerate(zip(weights, label)):
        total = float(graph.sum())
        if total > 0:
            of_group = np.bincount(groups, graph.sum(1))
            inside = float((graph * (groups[:, None] == groups)).sum())
            found[i] = inside / total - float((of_group**2).sum()) / total**2
    return found


def group(weights: Floats) -> Int64s:
    """The group of each node of each graph, (graphs, n): nodes with the same number belong together.

    `weights` is (graphs, n, n), symmetric, not negative, with an empty diagonal. A node without ties stands alone.
    """
    graphs, n, _n = weights.shape
    label = np.tile(np.arange(n, dtype=np.int64), (graphs, 1))
    coarse = weights
    for _level in range(_LEVELS):
        moved = _move(coarse)
        if (moved == np.arange(n)).all():
            break
        label = np.take_along_axis(moved, label, 1)
        coarse = np.stack([_gathered(graph, groups) for graph, groups in zip(weights, label)])
    return label


def _gathered(graph: Floats, groups: Int64s) -> Floats:
    """The graph of the groups: one node each, at the number of the group."""
    n = len(graph)
    member = np.zeros((n, n))
    member[np.arange(n), groups] = 1.0
    return np.asarray(member.T @ graph @ member)


def _move(weights: Floats) -> Int64s:
    """Move one node after the other to the group where modularity gains most, until nobody gains."""
    graphs, n, _n = weights.shape
    every = np.arange(graphs)
    strength = weights.sum(2)
    total = np.maximum(strength.sum(1), 1e-100)
    # Rounded, so that the order in which equal weights were added does not settle who is visited first.
    order = np.argsort(-np.round(strength / total[:, None], 12), axis=1, kind="stable")
    least = _LEAST * total
    label = np.tile(np.arange(n, dtype=np.int64), (graphs, 1))
    of_group = strength.copy()
    toward = weights.copy()  # (graphs, node, group): weight of a node's ties to each group
    toward[:, np.arange(n), np.arange(n)] = 0.0  # what lies within a node pulls it nowhere
    visited = int((strength > 0).sum(1).max(initial=0))
    for _sweep in range(_SWEEPS):
        any_moved = False
        for place in range(visited):
            node = order[:, place]
            own, pull = label[every, node], strength[every, node]
            of_group[every, own] -= pull
            gain = toward[every, node] - of_group * (pull / total)[:, None]
            best = np.argmax(gain, axis=1)
            new = np.where(gain[every, best] > gain[every, own] + least, best, own)
            of_group[every, new] += pull
            changed = np.flatnonzero(new != own)
            if len(changed):
                any_moved = True
                shift = weights[changed, :, node[changed]]
                shift[np.arange(len(changed)), node[changed]] = 0.0
                toward[changed, :, own[changed]] -= shift
                toward[changed, :, new[changed]] += shift
                label[changed, node[changed]] = new[changed]
        if not any_moved:
            break
    return label
