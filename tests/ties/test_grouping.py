"""Groups in graphs: what networkx says, and laws."""

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.ties.grouping import group, modularity


def weights_of(graph: networkx.Graph) -> np.ndarray:
    """A batch of one graph."""
    return networkx.to_numpy_array(graph, nodelist=sorted(graph), weight="weight")[None]


def parts(label: np.ndarray) -> set[frozenset[int]]:
    """A partition without the numbers of its groups."""
    return {frozenset(np.flatnonzero(label == one).tolist()) for one in np.unique(label)}


def random_weights(seed: int, n: int) -> np.ndarray:
    luck = np.random.default_rng(seed)
    made = np.triu(luck.random((n, n)) * (luck.random((n, n)) < 0.4), 1)
    return made + made.T


def test_the_karate_club_falls_apart_as_it_did() -> None:
    weights = weights_of(networkx.karate_club_graph())
    label = group(weights)
    assert modularity(weights, label)[0] > 0.41  # the best known is 0.4198 unweighted, 0.445 weighted
    assert label[0, 0] != label[0, 33]


def test_two_cliques_with_a_bridge_are_two_groups() -> None:
    label = group(weights_of(networkx.barbell_graph(5, 0)))
    assert parts(label[0]) == {frozenset(range(5)), frozenset(range(5, 10))}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 24))
def test_modularity_is_that_of_networkx(seed: int, n: int) -> None:
    weights = random_weights(seed, n)[None]
    if not weights.any():
        return
    label = group(weights)
    graph = networkx.from_numpy_array(weights[0])
    expected = networkx.community.modularity(graph, parts(label[0]), weight="weight")
    assert modularity(weights, label)[0] == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 24))
def test_the_order_of_people_changes_nothing(seed: int, n: int) -> None:
    weights = random_weights(seed, n)
    order = np.random.default_rng(seed + 1).permutation(n)
    label = group(weights[None])[0]
    again = group(weights[np.ix_(order, order)][None])[0]
    assert parts(again) == {frozenset(np.flatnonzero(np.isin(order, list(p))).tolist()) for p in parts(label)}


def test_a_graph_is_treated_alike_alone_and_in_a_batch() -> None:
    batch = np.stack([random_weights(seed, 15) for seed in range(6)])
    assert (group(batch) == np.concatenate([group(one[None]) for one in batch])).all()


def test_nothing_is_gained_by_moving_one_more() -> None:
    weights = random_weights(3, 20)[None]
    label = group(weights)
    best = modularity(weights, label)[0]
    for node in range(20):
        for other in np.unique(label):
            moved = label.copy()
            moved[0, node] = other
            assert modularity(weights, moved)[0] <= best + 1e-9


@pytest.mark.parametrize("n", [1, 4])
def test_without_ties_everybody_stands_alone(n: int) -> None:
    weights = np.zeros((1, n, n))
    assert len(parts(group(weights)[0])) == n
    assert modularity(weights, group(weights))[0] == 0
