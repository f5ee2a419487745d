"""The fabric as files that other programs read."""

import io

import networkx as nx
import numpy as np
import pytest

from closeknit.report.graphs import write_gexf, write_graphml
from closeknit.report.names import Names
from tests.report import invented
from tests.report.tiny import TINY


def graphml(found, names="show"):
    out = io.BytesIO()
    write_graphml(found, Names(found, names), out)
    return nx.read_graphml(io.BytesIO(out.getvalue()))


def gexf(found, names="show"):
    out = io.BytesIO()
    write_gexf(found, Names(found, names), out)
    return nx.read_gexf(io.BytesIO(out.getvalue()))


def test_both_formats_hold_the_same_fabric(circle) -> None:
    one, other = graphml(circle("en")), gexf(circle("en"))
    assert one.is_directed()
    assert set(one.nodes) == set(other.nodes)
    assert set(one.edges) == set(other.edges)
    for node, values in one.nodes(data=True):
        assert other.nodes[node] == values
    for source, target, values in one.edges(data=True):
        there = {key: value for key, value in other.edges[source, target].items() if key != "id"}
        assert there == values


def test_the_fabric_is_that_of_the_window(circle) -> None:
    found = circle("en")
    graph, here = graphml(found), found.subject.here
    assert sum(n for _u, _v, n in graph.edges(data="answers")) == len(here)
    assert sum(w for _u, _v, w in graph.edges(data="weight")) == pytest.approx(float(here.probability.sum()), rel=1e-4)
    assert sum(n for _u, _v, n in graph.edges(data="explicit")) == int(here.is_explicit.sum())
    assert {n for n, yes in graph.nodes(data="organiser") if yes} == {f"p{i}" for i in found.subject.organisers}
    assert all(
        graph.nodes[f"p{i}"]["messages"] == found.subject.counts[i] for i in np.flatnonzero(found.subject.counts)
    )
    names = {values["label"] for _n, values in graph.nodes(data=True)}
    assert names <= {person.name for person in found.subject.rows.people}


@pytest.mark.parametrize("name", ["<&>\"'", "]]>", "\x00\x01\x1b", "\ufffe\uffff", "👩‍👩‍👧", "=1+1", "\u202e"])
def test_hostile_names_stay_readable(circle, name) -> None:
    found = invented.renamed(circle("en"), p0=name)
    shown = Names(found).of(0)
    assert graphml(found).nodes["p0"]["label"] == shown
    assert gexf(found).nodes["p0"]["label"] == shown


@pytest.mark.parametrize("make", TINY.values(), ids=TINY)
def test_next_to_nothing_is_a_graph(make) -> None:
    assert graphml(make()).number_of_edges() == 0
    assert gexf(make()).number_of_edges() == 0
