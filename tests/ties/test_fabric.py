"""Ties, their shape, and laws that hold for any exchanges."""

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.records.rows import NO_TIME
from closeknit.ties.exchanges import Exchanges
from closeknit.ties.fabric import components, triangles, weave

DAY = 86_400_000_000


def exchanges(*answers: tuple[int, int], at: list[int] | None = None, probability: float = 1.0) -> Exchanges:
    n = len(answers)
    source, target = np.array(answers, np.int32).reshape(-1, 2).T
    when = np.array(at if at is not None else range(n), np.int64) * DAY
    p = np.full(n, probability, np.float32)
    return Exchanges(source, target, when, p, np.ones(n, np.bool_), np.arange(n), np.arange(n))


def test_a_tie_is_all_answers_of_one_to_another() -> None:
    fabric = weave(exchanges((0, 1), (0, 1), (1, 0), (2, 0)), 4)
    assert [(s, t, w) for s, t, w in zip(fabric.source, fabric.target, fabric.weight)] == [
        (0, 1, 2),
        (1, 0, 1),
        (2, 0, 1),
    ]
    assert fabric.pairs.is_mutual.tolist() == [True, False]
    assert fabric.pairs.days.tolist() == [3, 1]
    assert fabric.reciprocity == 0.5
    assert fabric.tied.tolist() == [0, 1, 2]
    assert fabric.components.tolist() == [0, 0, 0, 3]


def test_two_met_again_where_each_answered_the_other_likelier_than_not() -> None:
    by_chance, at_last = ((0, 1), (1, 0)), ((0, 1), (1, 0), (0, 1), (1, 0))
    assert weave(exchanges(*by_chance, probability=0.3), 2).pairs.is_again.tolist() == [False]
    assert weave(exchanges(*at_last, probability=0.3), 2).pairs.is_again.tolist() == [True]
    assert weave(exchanges(*by_chance), 2).pairs.is_again.tolist() == [True]
    assert weave(exchanges(*by_chance, at=[5, 5]), 2).pairs.is_again.tolist() == [False]


def test_older_exchanges_weigh_less_by_their_half_life() -> None:
    old_and_new = exchanges((0, 1), (1, 0), at=[0, 90])
    fabric = weave(old_and_new, 2, half_life=90)
    assert fabric.weight.tolist() == pytest.approx([0.5, 1.0])


def test_an_exchange_without_a_time_does_not_age_and_falls_on_no_day() -> None:
    found = exchanges((0, 1), (1, 0), at=[0, 0])
    timeless = Exchanges(
        found.source,
        found.target,
        np.full(2, NO_TIME),
        found.probability,
        found.is_explicit,
        found.row,
        found.answered_row,
    )
    fabric = weave(timeless, 2, half_life=1)
    assert fabric.weight.tolist() == [1.0, 1.0]
    assert fabric.pairs.days.tolist() == [0]


def test_nothing_woven_is_a_fabric_too() -> None:
    fabric = weave(exchanges(), 3)
    assert fabric.reciprocity is None
    assert fabric.transitivity is None
    assert fabric.components.tolist() == [0, 1, 2]
    assert weave(exchanges(), 0).tied.tolist() == []


def test_four_who_all_talk_hold_four_triangles() -> None:
    everyone = [(a, b) for a in range(4) for b in range(a)]
    fabric = weave(exchanges(*everyone), 4)
    assert fabric.triangles == (4, 12)
    assert fabric.transitivity == 1.0


ties = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda t: t[0] != t[1]), max_size=80)


@given(ties)
def test_components_and_triangles_are_those_of_networkx(answers: list[tuple[int, int]]) -> None:
    fabric = weave(exchanges(*answers), 15)
    graph = networkx.Graph([(int(a), int(b)) for a, b in zip(fabric.pairs.a, fabric.pairs.b)])
    graph.add_nodes_from(range(15))
    assert triangles(15, fabric.pairs.a, fabric.pairs.b) == sum(networkx.triangles(graph).values()) // 3
    labels = components(15, fabric.pairs.a, fabric.pairs.b)
    assert len(set(labels.tolist())) == networkx.number_connected_components(graph)
    for piece in networkx.connected_components(graph):
        assert {int(labels[i]) for i in piece} == {min(piece)}


@given(ties, st.randoms())
def test_the_order_of_exchanges_changes_nothing(answers: list[tuple[int, int]], chance: object) -> None:
    shuffled = list(answers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = weave(exchanges(*answers), 15), weave(exchanges(*shuffled), 15)
    assert np.array_equal(one.weight, other.weight)
    assert one.triangles == other.triangles
    assert one.reciprocity == other.reciprocity


def test_a_long_chain_and_a_hub_cost_no_time() -> None:
    n = 200_000
    chain = np.arange(n - 1, dtype=np.int32)
    assert components(n, chain, chain + 1).max() == 0
    hub = np.zeros(n - 1, np.int32)
    assert triangles(n, hub, np.arange(1, n, dtype=np.int32)) == 0
