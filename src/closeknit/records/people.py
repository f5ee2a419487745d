"""Faces to people: one account is one person until a human says that two are the same."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from closeknit.records.codes import codes

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Face:
    """One account on one carrier: `carrier`, its `id` there (the name where it has none), `name` last shown."""

    carrier: str
    id: str
    name: str

    def called(self) -> set[str]:
        """What may be typed to mean it, each `as_typed`: its label (`carrier:id`), id and name."""
        return {as_typed(own) for own in (f"{self.carrier}:{self.id}", self.id, self.name)}


@dataclass(frozen=True, slots=True)
class Person:
    """One person with all their faces; a face is a person of its own until a human joins two.

    `name` is what the report calls them: the last display name, made unique among the people.
    """

    name: str
    faces: tuple[Face, ...]
    is_bot: bool = False

    def called(self) -> set[str]:
        """What may be typed to mean this person, each `as_typed`: the name, and what its faces are called."""
        return {as_typed(self.name)}.union(*(face.called() for face in self.faces))


def as_typed(name: str) -> str:
    """What two ways of typing a name have in common: width, case, a leading @ and spaces around it do not count."""
    return unicodedata.normalize("NFKC", name).strip().lstrip("@").casefold()


def find_people(
    table: pa.Table, joined: Mapping[str, Sequence[str]], bots: frozenset[str]
) -> tuple[Int32s, tuple[Person, ...]]:
    """The person of each row, and the people.

    A face is told by (carrier, author id), by (carrier, name) where there is no id; its name is the last one
    shown. `joined` maps a person's name to labels (`carrier:id`), ids or display names of their faces. A face is a
    bot where any of its rows says so, or where `bots`, each `as_typed`, has one of the names that it is called. Event
    rows count as their subject's, where known.
    """
    carrier, carriers = codes(table["carrier"])
    by_id, ids = codes(table["author_id"])
    by_name, names = codes(table["author"])
    known = (by_id >= 0) | (by_name >= 0)
    width = len(ids) + len(names) + 1
    key = np.where(by_id >= 0, by_id, len(ids) + by_name).astype(np.int64)
    key += carrier.astype(np.int64) * width
    rows = np.flatnonzero(known)
    inverse, count = _ranks(key[rows], len(carriers) * width)
    seen_last = np.zeros(count, np.int64)
    first = np.full(count, len(key), np.int64)
    np.maximum.at(seen_last, inverse, rows)
    np.minimum.at(first, inverse, rows)
    named = by_name[rows] >= 0
    name_last = np.full(count, -1, np.int64)
    np.maximum.at(name_last, inverse[named], rows[named])
    marked = np.zeros(count, np.bool_)
    flags = np.asarray(table["is_bot"].combine_chunks().fill_null(False).to_numpy(zero_copy_only=False))
    if flags.any():
        np.logical_or.at(marked, inverse, flags[rows])
    faces: list[Face] = []
    for face in range(count):
        row = seen_last[face]
        name = names[by_name[name_last[face]]] if name_last[face] >= 0 else ""
        ident = ids[by_id[row]] if by_id[row] >= 0 else name
        faces.append(Face(carriers[carrier[row]], ident, name or ident))
    of_face, people = _merge(faces, first, marked, joined, bots)
    person = np.full(len(key), -1, np.int32)
    person[rows] = of_face[inverse]
    return person, people


def _ranks(values: Int64s, below: int) -> tuple[Int64s, int]:
    """The rank of each value among the different ones, and how many those are. All are at least 0 and `below`:
    a table of them is made, where sorting a million would take longer than all else here."""
    there = np.zeros(below, np.bool_)
    there[values] = True
    rank = np.cumsum(there) - 1
    return rank[values], int(there.sum())


def _merge(
    faces: list[Face], first: npt.NDArray[np.int64], marked: npt.NDArray[np.bool_],
    joined: Mapping[str, Sequence[str]], bots: frozenset[str],
) -> tuple[Int32s, tuple[Person, ...]]:  # fmt: skip
    owner = {face: name for name, group in joined.items() for face in group}
    of_face = np.empty(len(faces), np.int32)
    groups: dict[object, int] = {}
    members: list[list[int]] = []
    told: list[str | None] = []
    for index in np.argsort(first, kind="stable").tolist():
        face = faces[index]
        name = owner.get(f"{face.carrier}:{face.id}") or owner.get(face.id) or owner.get(face.name)
        slot = groups.setdefault(("told", name) if name else ("face", index), len(members))
        if slot == len(members):
            members.append([])
            told.append(name)
        members[slot].append(index)
        of_face[index] = slot
    taken: dict[str, int] = {}
    people = []
    for slot, group in enumerate(members):
        latest = max(group, key=lambda i: first[i])
        name = told[slot] or faces[latest].name
        taken[name] = taken.get(name, 0) + 1
        unique = name if taken[name] == 1 else f"{name} ({taken[name]})"
        is_bot = any(bool(marked[i]) or (bool(bots) and not bots.isdisjoint(faces[i].called())) for i in group)
        people.append(Person(unique, tuple(faces[i] for i in group), is_bot))
    return of_face, tuple(people)
