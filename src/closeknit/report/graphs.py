"""fabric.graphml and fabric.gexf: everybody who exchanged anything in the window, and who answered whom."""

from collections.abc import Iterator
from html import escape
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from closeknit.records.rows import NO_TIME
from closeknit.report.names import Names
from closeknit.ties.fabric import weave

if TYPE_CHECKING:
    from closeknit.vitality.findings import Examination

NODE: Final = (("label", "string"), ("messages", "long"), ("organiser", "boolean"))
EDGE: Final = (("weight", "double"), ("answers", "long"), ("explicit", "long"), ("last", "string"))
"""Attributes and their types, the same in both formats: `weight` sum of probabilities, `answers` how many,
`explicit` how many of them the tool states, `last` ISO 8601 or empty."""


def nodes(examination: "Examination", names: Names) -> Iterator[tuple[int, str, int, str]]:
    """Everybody who wrote or was answered in the window: person and the values of `NODE`, by first appearance."""
    subject = examination.subject
    here = subject.here
    there = np.unique(np.concatenate([np.flatnonzero(subject.counts), here.source, here.target]))
    organisers = set(subject.organisers)
    for person, messages in zip(there.tolist(), subject.counts[there].tolist()):
        yield person, names.of(person), int(messages), "true" if person in organisers else "false"


def edges(examination: "Examination") -> Iterator[tuple[int, int, float, int, int, str]]:
    """Who answered whom in the window: source, target, and the values of `EDGE`."""
    subject = examination.subject
    ties, width = subject.fabric, len(subject.rows.people)
    stated = weave(subject.here.take(subject.here.is_explicit), width)
    key = ties.source.astype(np.int64) * width + ties.target
    explicit = np.zeros(len(ties), np.int64)
    explicit[np.searchsorted(key, stated.source.astype(np.int64) * width + stated.target)] = stated.count
    known = ties.last != NO_TIME
    moments = np.datetime_as_string(np.where(known, ties.last, 0).astype("M8[us]"), unit="s", timezone="UTC")
    last = np.where(known, moments, "")
    columns = (ties.source, ties.target, ties.weight, ties.count, explicit, last)
    return zip(*(column.tolist() for column in columns))


def write_graphml(examination: "Examination", names: Names, stream: IO[bytes]) -> None:
    """The fabric in GraphML 1.0, UTF-8."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    for owner, attributes in (("node", NODE), ("edge", EDGE)):
        lines += [f'<key id="{n}" for="{owner}" attr.name="{n}" attr.type="{kind}"/>' for n, kind in attributes]
    lines.append('<graph id="fabric" edgedefault="directed">')
    lines += [
        f'<node id="p{person}"><data key="label">{escape(label, quote=False)}</data>'
        f'<data key="messages">{messages}</data><data key="organiser">{organiser}</data></node>'
        for person, label, messages, organiser in nodes(examination, names)
    ]
    lines += [
        f'<edge source="p{source}" target="p{target}"><data key="weight">{weight:.6g}</data>'
        f'<data key="answers">{answers}</data><data key="explicit">{explicit}</data>'
        f'<data key="last">{last}</data></edge>'
        for source, target, weight, answers, explicit, last in edges(examination)
    ]
    _write(stream, [*lines, "</graph>", "</graphml>"])


def write_gexf(examination: "Examination", names: Names, stream: IO[bytes]) -> None:
    """The fabric in GEXF 1.2, which Gephi opens, UTF-8. Label and weight are attributes of GEXF's own."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">']
    lines.append('<graph defaultedgetype="directed" mode="static">')
    for owner, attributes in (("node", NODE[1:]), ("edge", EDGE[1:])):
        lines.append(f'<attributes class="{owner}" mode="static">')
        lines += [f'<attribute id="{owner}-{n}" title="{n}" type="{kind}"/>' for n, kind in attributes]
        lines.append("</attributes>")
    lines.append("<nodes>")
    lines += [
        f'<node id="p{person}" label="{escape(label)}"><attvalues><attvalue for="node-messages" value="{messages}"/>'
        f'<attvalue for="node-organiser" value="{organiser}"/></attvalues></node>'
        for person, label, messages, organiser in nodes(examination, names)
    ]
    lines += ["</nodes>", "<edges>"]
    lines += [
        f'<edge id="{number}" source="p{source}" target="p{target}" weight="{weight:.6g}"><attvalues>'
        f'<attvalue for="edge-answers" value="{answers}"/><attvalue for="edge-explicit" value="{explicit}"/>'
        f'<attvalue for="edge-last" value="{last}"/></attvalues></edge>'
        for number, (source, target, weight, answers, explicit, last) in enumerate(edges(examination))
    ]
    _write(stream, [*lines, "</edges>", "</graph>", "</gexf>"])


def _write(stream: IO[bytes], lines: list[str]) -> None:
    stream.write("\n".join([*lines, ""]).encode("utf-8", "replace"))
