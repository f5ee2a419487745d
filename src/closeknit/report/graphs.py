"""fabric.graphml and fabric.gexf: everybody who exchanged anything in the window, and who answered whom."""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import IO, TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

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
    head = ['<?xml version="1.0" encoding="utf-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for owner, attributes in (("node", NODE), ("edge", EDGE)):
        head += [f'<key id="{n}" for="{owner}" attr.name="{n}" attr.type="{kind}"/>' for n, kind in attributes]
    head.append('<graph id="fabric" edgedefault="directed">')
    _write(stream, head)
    _write(stream, (f'<node id="{ident}">{_data(values)}</node>' for ident, values in nodes(examination, names)))
    _write(
        stream,
        (
            f'<edge source="{source}" target="{target}">{_data(values)}</edge>'
            for source, target, values in edges(examination)
        ),
    )
    _write(stream, ["</graph>", "</graphml>"])


def write_gexf(examination: "Examination", names: Names, stream: IO[bytes]) -> None:
    """The fabric in GEXF 1.2, which Gephi opens, UTF-8. Label and weight are attributes of GEXF's own."""
    head = ['<?xml version="1.0" encoding="utf-8"?>', '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">']
    head.append('<graph defaultedgetype="directed" mode="static">')
    for owner, attributes in (("node", NODE[1:]), ("edge", EDGE[1:])):
        head.append(f'<attributes class="{owner}" mode="static">')
        head += [f'<attribute id="{owner}-{n}" title="{n}" type="{kind}"/>' for n, kind in attributes]
        head.append("</attributes>")
    _write(stream, [*head, "<nodes>"])
    for ident, values in nodes(examination, names):
        label = quoteattr(values.pop("label"))
        _write(stream, [f'<node id="{ident}" label={label}>{_values("node", values)}</node>'])
    _write(stream, ["</nodes>", "<edges>"])
    for number, (source, target, values) in enumerate(edges(examination)):
        ends = f'source="{source}" target="{target}" weight="{values.pop("weight")}"'
        _write(stream, [f'<edge id="{number}" {ends}>{_values("edge", values)}</edge>'])
    _write(stream, ["</edges>", "</graph>", "</gexf>"])


def _write(stream: IO[bytes], lines: Iterable[str]) -> None:
    for line in lines:
        stream.write(line.encode("utf-8", "replace") + b"\n")


def _data(values: Values) -> str:
    return "".join(f'<data key="{key}">{escape(value)}</data>' for key, value in values.items())


def _values(owner: str, values: Values) -> str:
    inner = "".join(f'<attvalue for="{owner}-{key}" value={quoteattr(value)}/>' for key, value in values.items())
    return f"<attvalues>{inner}</attvalues>"
