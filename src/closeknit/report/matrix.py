"""Who answered whom how often, among the six with most exchange: the numbers behind the picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from closeknit.report.mesh import short

if TYPE_CHECKING:
    from closeknit.report.names import Names
    from closeknit.vitality.subject import Subject

PEOPLE: Final = 6
FEWEST: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One person: what they are called, in short, their one character, and a cell for each person: how often
    they answered them and how thick the line under it is (0–3); None where it is themselves.
    """

    name: str
    short: str
    seal: str
    cells: tuple[tuple[int, int] | None, ...]


def matrix(subject: "Subject", names: "Names") -> tuple[list[Row], int]:
    """The rows by first appearance, and the answers in them; none under three people or 30 answers."""
    fabric, width = subject.fabric, len(subject.rows.people)
    part = np.bincount(fabric.source, fabric.count, width) + np.bincount(fabric.target, fabric.count, width)
    most = np.argsort(-part, kind="stable")[:PEOPLE]
    people = sorted(int(i) for i in most if part[i] > 0)
    place = {person: i for i, person in enumerate(people)}
    counts = np.zeros((len(people), len(people)), np.int64)
    there = np.isin(fabric.source, people) & np.isin(fabric.target, people)
    for source, target, count in zip(fabric.source[there], fabric.target[there], fabric.count[there]):
        counts[place[int(source)], place[int(target)]] = count
    n = int(counts.sum())
    if len(people) < 3 or n < FEWEST:
        return [], n
    thick = np.minimum(3, np.ceil(3 * counts / counts.max() - 0.25)).astype(int)
    rows = []
    for i, person in enumerate(people):
        cells = tuple(None if i == j else (int(counts[i, j]), int(thick[i, j])) for j in range(len(people)))
        rows.append(Row(names.of(person), short(names.of(person), 6), names.seal(person), cells))
    return rows, n
