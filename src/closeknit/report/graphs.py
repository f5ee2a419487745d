"""fabric.graphml and fabric.gexf: everybody who exchanged anything in the window, and who answered whom."""

from collections.abc import Iterator
from datetime import UTC
from typing import IO, TYPE_CHECKING, Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

import numpy as np

from closeknit.records.rows import NO_TIME
from closeknit.report.names import Names
from closeknit.report.typography import local
from closeknit.ties.fabric import weave

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination

NODE: Final = (("label", "string"), ("messages", "long"), ("organiser", "boolean"))
EDGE: Final = (("weight", "double"), ("answers", "long"), ("explicit", "long"), ("last", "string"))
"""Attributes and their types, the same in both formats: `weight` sum of probabilities, `answers` how many,
`explicit` how many of them the tool states, `last` ISO 8601 or empty."""

Values = dict[str, str]


def nodes(examination: "Examination", names: Names) -> Iterator[tuple[str, Values]]:
    """Everybody who wrote or was answered in the window: id and attributes, by first appearance."""
    subject = examination.subject
    here = subject.here
    there = np.unique(np.concatenate([np.flatnonzero(subject.counts), here.source, here.target]))
    organisers = set(subject.organisers)
    for person in there.tolist():
        yield (
            f"p{person}",
            {
                "label": names.of(person),
                "messages": str(int(subject.counts[person])),
                "organiser": "true" if person in organisers else "false",
            },
        )


def edges(examination: "Examination") -> Iterator[tuple[str, str, Values]]:
    """Who answered whom in the window: source, target, attributes."""
    subject = examination.subject
    ties, width = subject.fabric, len(subject.rows.people)
    stated = weave(subject.here.take(subject.here.is_explicit), width)
    key = ties.source.astype(np.int64) * width + ties.target
    explicit = np.zeros(len(ties), np.int64)
    explicit[np.searchsorted(key, stated.source.astype(np.int64) * width + stated.target)] = stated.count
    columns = (ties.source, ties.target, ties.weight, ties.count, explicit, ties.last)
    for source, target, weight, answers, sure, last in zip(*(column.tolist() for column in columns)):
        when = local(last, UTC) if last != NO_TIME else None
        values = {
            "weight": f"{weight:.6g}",
            "answers": str(answers),
            "explicit": str(sure),
            "last": when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else "",
        }
        yield f"p{source}", f"p{target}", values


def write_graphml(examination: "Examination", names: Names, stream: IO[bytes]) -> None:
    """The fabric in GraphML 1.0, UTF-8."""
    out = XMLGenerator(stream, "utf-8", short_empty_elements=True)
    out.startDocument()
    _open(out, "graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for owner, attributes in (("node", NODE), ("edge", EDGE)):
        for name, kind in attributes:
            _empty(out, "key", {"id": name, "for": owner, "attr.name": name, "attr.type": kind})
    _open(out, "graph", {"id": "fabric", "edgedefault": "directed"})
    for ident, values in nodes(examination, names):
        _open(out, "node", {"id": ident})
        _data(out, values)
        out.endElement("node")
    for source, target, values in edges(examination):
        _open(out, "edge", {"source": source, "target": target})
        _data(out, values)
        out.endElement("edge")
    out.endElement("graph")
    out.endElement("graphml")
    out.endDocument()


def write_gexf(examination: "Examination", names: Names, stream: IO[bytes]) -> None:
    """The fabric in GEXF 1.2, which Gephi opens, UTF-8."""
    out = XMLGenerator(stream, "utf-8", short_empty_elements=True)
    out.startDocument()
    _open(out, "gexf", {"xmlns": "http://www.gexf.net/1.2draft", "version": "1.2"})
    _open(out, "graph", {"defaultedgetype": "directed", "mode": "static"})
    for owner, attributes in (("node", NODE[1:]), ("edge", EDGE[1:])):  # label and weight are GEXF's own
        _open(out, "attributes", {"class": owner, "mode": "static"})
        for name, kind in attributes:
            _empty(out, "attribute", {"id": f"{owner}-{name}", "title": name, "type": kind})
        out.endElement("attributes")
    _open(out, "nodes", {})
    for ident, values in nodes(examination, names):
        _open(out, "node", {"id": ident, "label": values.pop("label")})
        _values(out, "node", values)
        out.endElement("node")
    out.endElement("nodes")
    _open(out, "edges", {})
    for number, (source, target, values) in enumerate(edges(examination)):
        weight = values.pop("weight")
        _open(out, "edge", {"id": str(number), "source": source, "target": target, "weight": weight})
        _values(out, "edge", values)
        out.endElement("edge")
    out.endElement("edges")
    out.endElement("graph")
    out.endElement("gexf")
    out.endDocument()


def _open(out: XMLGenerator, name: str, attributes: Values) -> None:
    out.startElement(name, AttributesImpl(attributes))


def _empty(out: XMLGenerator, name: str, attributes: Values) -> None:
    _open(out, name, attributes)
    out.endElement(name)


def _data(out: XMLGenerator, values: Values) -> None:
    for key, value in values.items():
        _open(out, "data", {"key": key})
        out.characters(value)
        out.endElement("data")


def _values(out: XMLGenerator, owner: str, values: Values) -> None:
    _open(out, "attvalues", {})
    for key, value in values.items():
        _empty(out, "attvalue", {"for": f"{owner}-{key}", "value": value})
    out.endElement("attvalues")
