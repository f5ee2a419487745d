"""Who is in an archive: accounts that wrote in its chats, and whoever stands in forwards, rosters and records alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from closeknit.archive.archive import Archive
from closeknit.archive.papers import member_ids
from closeknit.archive.schema import INNER, MEMBERS, RECORDS
from closeknit.errors import BadOption
from closeknit.language import _
from closeknit.records.codes import codes
from closeknit.records.enrolment import ON_PAPER, same_name


@dataclass(slots=True)
class KnownFace:
    """One account in the archive: its id (or its name, where it has none) and all names that it showed.

    `ids`: further numbers and addresses, which paper gives.
    """

    carrier: str
    id: str | None
    names: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    @property
    def label(self) -> str:
        """As the user writes it to mean this one and no other."""
        return f"{self.carrier}:{self.id or min(self.names)}"


def known_faces(archive: Archive) -> list[KnownFace]:
    """Every face that wrote anything, former states included."""
    return _writers(archive.table.read(file, _WRITER) for file in archive.files())


def faces_beside(archive: Archive) -> list[KnownFace]:
    """Whoever stands in forwards, rosters and records: the faces are not always those of other people."""
    tables = archive.beside.tables
    inner = tables.get(INNER.name)
    found = _writers(inner.read(file, _WRITER) for file in inner.files.values()) if inner else []
    paper: defaultdict[str, list[KnownFace]] = defaultdict(list)
    for name, ids in _on_paper(archive):
        bearers = paper[same_name(name)]
        face = next((face for face in bearers if not ids or not face.ids or face.ids & ids), None)
        if face is None:
            bearers.append(face := KnownFace(ON_PAPER, None, {name}))
        face.names.add(name)
        face.ids |= ids
    for bearers in paper.values():
        for face in bearers:
            face.id = min(face.ids, default=None) if len(bearers) > 1 else None
            found.append(face)
    return found


_WRITER = ("carrier", "author_id", "author")


def _writers(tables: Iterable[pa.Table]) -> list[KnownFace]:
    found: dict[tuple[str, str | None, str | None], KnownFace] = {}
    for table in tables:
        columns = [codes(table[name]) for name in _WRITER]
        triples = np.unique(np.stack([code for code, _words in columns]), axis=1).T.tolist()
        for triple in triples:
            carrier, id_, name = (
                words[c] if c >= 0 else None for c, (_code, words) in zip(triple, columns, strict=True)
            )
            if id_ is None and name is None:
                continue
            face = found.setdefault((carrier or "", id_, name if id_ is None else None), KnownFace(carrier or "", id_))
            if name is not None:
                face.names.add(name)
    return list(found.values())


def _on_paper(archive: Archive) -> Iterator[tuple[str, set[str]]]:
    """(name, numbers and addresses) of everybody on a roster or in a record, each once."""
    tables = archive.beside.tables
    said: dict[tuple[str, tuple[str, ...]], None] = {}
    if MEMBERS.name in tables:
        for row in tables[MEMBERS.name].read_all().select(["name", "id", "contacts"]).to_pylist():
            said[row["name"], tuple(member_ids(row))] = None
    if RECORDS.name in tables:
        records = tables[RECORDS.name].read_all()
        for side in ("source", "target"):
            for name, ident in zip(records[side].to_pylist(), records[f"{side}_id"].to_pylist(), strict=True):
                if name or ident:
                    said[name or ident, (ident,) if ident else ()] = None
    for name, ids in sorted(said, key=lambda one: -len(one[1])):
        yield name, set(ids)


class Crowd:
    """Everybody in an archive. Who is on paper, or stands in a forward without an id, is the account that has the id,
    else the one that alone bears the name, as nobody else does on paper: that is how an examination knows them."""

    def __init__(self, writers: Sequence[KnownFace], beside: Sequence[KnownFace]) -> None:
        wrote = {face.label for face in writers}
        self.faces = [*writers, *(face for face in beside if face.label not in wrote)]
        self._same: defaultdict[str, set[str]] = defaultdict(set)
        by_id: defaultdict[str, set[str]] = defaultdict(set)
        by_name: defaultdict[str, set[str]] = defaultdict(set)
        for face in writers:
            if face.id:
                by_id[face.id].add(face.label)
            for name in face.names:
                by_name[same_name(name)].add(face.label)
        nameless = [face for face in self.faces[len(writers) :] if face.id is None or face.carrier == ON_PAPER]
        bearers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for face in nameless:
            for name in face.names:
                bearers[face.carrier, same_name(name)].add(face.label)
        for face in nameless:
            sure = [by_id[word] for word in face.ids | {face.id or ""}]
            words = [word for word in map(same_name, face.names) if len(bearers[face.carrier, word]) == 1]
            likely = [by_name[word] or bearers[ON_PAPER, word] - {face.label} for word in words]
            for labels in sure or likely if any(sure) else likely:
                if len(labels) == 1:
                    (label,) = labels
                    self._same[label].add(face.label)
                    self._same[face.label].add(label)

    def with_same(self, label: str) -> set[str]:
        """The labels of one account and of all that are the same."""
        found, left = {label}, [label]
        while left:
            more = self._same[left.pop()] - found
            found |= more
            left.extend(more)
        return found

    def choose(self, person: str, *, every: bool = False) -> list[KnownFace]:
        """The faces that a word means: `carrier:id`, an id, or a name that was shown; and those that are the same.

        Raises BadOption where there is none, or several and not `every` one is meant.
        """
        exact = [face for face in self.faces if face.label == person]
        found = exact or [face for face in self.faces if person in {face.id, *face.ids, *face.names}]
        if not found:
            raise BadOption(
                _("Nobody in the archive is called {name}.").format(name=person),
                _("Give a name as the chat shows it, or an id as in telegram:user123."),
            )
        groups = {frozenset(self.with_same(face.label)) for face in found}
        if len(groups) > 1 and not every:
            listed = "\n".join(f"  {face.label}  {'、'.join(sorted(face.names))}" for face in found[:40])
            raise BadOption(
                _("{n} accounts are called {name}:\n{listed}").format(n=len(found), name=person, listed=listed),
                _("Name those that are meant as they stand first in the line, or add --every."),
            )
        labels = set().union(*groups)
        return [face for face in self.faces if face.label in labels]
